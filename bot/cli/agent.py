"""`aisle agent add`: who may sit at the desk."""

from __future__ import annotations

import os

import typer

from bot.cli.common import console, explained, fail, read_all


def add(name: str) -> None:
    """Add an agent; the password comes from AISLE_AGENT_PASSWORD or is asked for, never from the command's words."""
    from shop.agents import Agents
    from shop.database import migrate, open_database, sessions

    _, environment = read_all()
    password = os.environ.get("AISLE_AGENT_PASSWORD")
    if password is None:
        password = typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    with explained():
        environment.home.mkdir(parents=True, exist_ok=True)
        engine = open_database(environment.database.get_secret_value())
        try:
            migrate(engine)
            agent = Agents(sessions(engine)).add(name, password)
        except ValueError as error:
            fail(str(error))
        finally:
            engine.dispose()
        console.print(f"{agent.name} may sign in at /desk now.", markup=False)
