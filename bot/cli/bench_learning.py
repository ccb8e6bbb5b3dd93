"""`aisle bench learning`: how long intents are learned inside a running server, and what turns take meanwhile."""

from __future__ import annotations

import asyncio

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained, quiet_rasa, read_all
from bot.cli.prepare import prepare_models
from bot.measure.report import Row

REFITS = 5  # of each set
MOST_SECONDS = 5.0  # for 1,000 examples


def measure() -> list[Row]:
    """Start a server's parts on a shop of its own, and let a shopper talk while it learns."""
    from bot.measure.learning import measure as run
    from bot.measure.learning import own_heads
    from bot.measure.shop import make_home

    settings, environment = read_all()
    served = environment.home.resolve()
    with explained(), console.status("Preparing a shop and the models"):
        prepare_models(settings, served)
        home = served / "cache" / "bench" / "home-learning"
        database = make_home(served, home)
        own_heads(home)
        quiet_rasa()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("Learning while a shopper talks", total=2 * REFITS)
        return asyncio.run(run(home, database, REFITS, lambda: progress.advance(task)))


def table(rows: list[Row]) -> Table:
    """One line a figure."""
    shown = Table("set", "metric", "value", "n", title="Learning in a running server")
    for column in (2, 3):
        shown.columns[column].justify = "right"
    for each in rows:
        digits = 2 if each["metric"].endswith("_s") else 1
        shown.add_row(each["set"], each["metric"], f"{each['value']:.{digits}f}", str(each["n"]))
    return shown


def misses(rows: list[Row]) -> list[str]:
    """The budget that was not kept, in words."""
    return [
        f"{each['set']}: learned in {each['value']:.1f} s; at most {MOST_SECONDS:.0f} s are wanted"
        for each in rows
        if each["set"] == "refit-1000" and each["metric"].endswith("refit_s") and each["value"] > MOST_SECONDS
    ]
