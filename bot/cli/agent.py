"""`aisle agent add` and `aisle agent lead`: who may sit at the desk, and who may teach the bot."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.cli.common import console, explained, fail, read_all

if TYPE_CHECKING:
    from shop.agents import Agents


def add(name: str, lead: bool = False) -> None:
    """Add an agent; the password comes from AISLE_AGENT_PASSWORD or is asked for, never from the command's words."""
    password = os.environ.get("AISLE_AGENT_PASSWORD")
    if password is None:
        password = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    with _agents() as agents:
        try:
            agent = agents.add(name, password, lead=lead)
        except ValueError as error:
            fail(str(error))
        console.print(f"{agent.name} may sign in at /desk now.", markup=False)


def make_lead(name: str, lead: bool) -> None:
    """Let an agent teach the bot, or not any more; it counts from their next request on."""
    with _agents() as agents:
        agents.set_lead(name, lead)
    console.print(f"{name} {'may teach the bot now' if lead else 'teaches the bot no more'}.", markup=False)


@contextmanager
def _agents() -> Iterator[Agents]:
    from shop.agents import Agents
    from shop.database import migrate, open_database, sessions

    _, environment = read_all()
    with explained():
        environment.home.mkdir(parents=True, exist_ok=True)
        engine = open_database(environment.database.get_secret_value())
        try:
            migrate(engine)
            yield Agents(sessions(engine))
        finally:
            engine.dispose()
