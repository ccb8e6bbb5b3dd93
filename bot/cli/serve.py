"""`aisle demo` and `aisle serve`: one uvicorn process with everything in it."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.cli.common import console, explained, quiet_rasa, read_all
from bot.cli.prepare import check_ground, check_port, prepare
from bot.settings import Environment, Settings

THREADS = 32  # database and model calls at once; asyncio's default is cores + 4, which six slow answers fill


def serve(demo: bool) -> None:
    """Prepare what is missing, then serve until Ctrl-C."""
    if demo:
        os.environ["AISLE_DEMO"] = "1"
    settings, environment = read_all()
    check_ground(settings, environment)
    port = check_port(settings, environment)
    model = prepare(settings, environment, demo or environment.demo)
    with explained():
        asyncio.run(_run(settings, environment, port, model))


async def _run(settings: Settings, environment: Environment, port: int, model: Path) -> None:
    import uvicorn

    from bot.app import build_app, build_services, build_turns
    from bot.nlu.encoding import shared_encoder
    from bot.server.serve import configure

    with console.status("Starting (loading Rasa takes some seconds)"):
        os.environ["AISLE_HOME"] = str(environment.home)
        built = build_services(settings, environment, shared_encoder(environment.home))
        turns = build_turns(built, model)
        quiet_rasa()
        await turns.warm_up()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "aisle"))
    server = uvicorn.Server(configure(build_app(built, turns, model), settings.server, environment))
    announcing = asyncio.create_task(_announce(server, settings.server.host, port, environment.demo))
    await server.serve()
    announcing.cancel()


async def _announce(server: object, host: str, port: int, demo: bool) -> None:
    while not getattr(server, "started", False):
        await asyncio.sleep(0.05)
    where = f"http://{'localhost' if host in ('127.0.0.1', '::1') else host}:{port}"
    console.print(f"\n[bold green]Aisle is ready.[/]  Shop with chat: [bold]{where}[/]")
    if demo:
        console.print(f"  Agents' desk: {where}/desk  (name sam or mei, password aisle-demo)")
        console.print(f"  E-mails that were sent: {where}/outbox")
    console.print(f"  API: {where}/api/docs     Stop with Ctrl-C.\n")
