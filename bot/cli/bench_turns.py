"""`aisle bench turns`: turns, memory and start beside Rasa's default pipeline in one run."""

from __future__ import annotations

from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained, fail, read_all
from bot.cli.prepare import prepare_models
from bot.measure.report import Row
from bot.measure.talk import TURNS

STARTS = 3  # of each system; the median counts
SETS = ("turn1", "turn30", "message", "smalltalk", "order", "product", "answer", "generating", "start", "memory")


def measure(peers: bool, conversations: int) -> list[Row]:
    """Start each system by turns, then ask all of them the same; ends the command where one of them fails."""
    from bot.measure.peers import PeerFailed
    from bot.measure.process import WorkerFailed

    try:
        return _measure(peers, conversations)
    except (PeerFailed, WorkerFailed) as error:
        fail(str(error))


def table(rows: list[Row]) -> Table:
    """One line a figure, with its ratio to Rasa's default pipeline."""
    from bot.measure.turns import ratio

    shown = Table("set", "system", "metric", "value", "n", "of rasa", title="Beside Rasa's default pipeline, same run")
    for column in (3, 4, 5):
        shown.columns[column].justify = "right"
    for each in sorted(rows, key=lambda each: (SETS.index(each["set"]), each["metric"])):
        share = ratio(rows, each["set"], each["system"], each["metric"])
        style = "bold" if each["system"] == "aisle" else None
        value, relative = f"{each['value']:.1f}", "" if share is None else f"{share:.2f}"
        shown.add_row(each["set"], each["system"], each["metric"], value, str(each["n"]), relative, style=style)
    return shown


def _measure(peers: bool, conversations: int) -> list[Row]:
    from bot.measure.peers import PEERS, train_peers
    from bot.measure.process import Worker
    from bot.measure.shop import make_home
    from bot.measure.turns import OURS, ask_all, memory_rows, start_rows

    settings, environment = read_all()
    served, cache = environment.home.resolve(), environment.home.resolve() / "cache" / "bench"
    with explained(), console.status("Preparing a shop and the models"):
        prepare_models(settings, served)
        homes = {name: cache / f"home-{name.replace('+', '-')}" for name in (OURS, *PEERS)}
        databases = {name: make_home(served, homes[name]) for name in (OURS, "rasa+sql+action")}
    facts: dict[str, dict[str, Any]] = {OURS: {"home": str(homes[OURS]), "database": databases[OURS]}}
    if peers:
        with console.status("Training Rasa's default pipeline (minutes, once)"):
            models = train_peers(cache)
        facts["rasa"] = {"model": str(models["rasa"])}
        home, database = homes["rasa+sql+action"], databases["rasa+sql+action"]
        tracker = {"home": str(home), "database": database, "tracker": str(home / "rasa-tracker.db")}
        facts["rasa+sql+action"] = {"model": str(models["rasa+sql+action"]), **tracker}
    workers: dict[str, Worker] = {}
    starts: dict[str, list[float]] = {name: [] for name in facts}
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console) as progress:
            starting = progress.add_task("Starting each by turns", total=STARTS * len(facts))
            for attempt in range(STARTS):
                for name, given in facts.items():
                    worker = Worker(name, given, served / "reports" / f"bench-{name.replace('+', '-')}.log")
                    starts[name].append(worker.ready_s)
                    if attempt == STARTS - 1:
                        workers[name] = worker
                    else:
                        worker.stop()
                    progress.advance(starting)
            asking = progress.add_task("Asking all the same", total=conversations * TURNS)
            times = ask_all(workers, conversations, lambda turns: progress.update(asking, completed=turns))
        rows = [*times.rows(), *start_rows(starts), *memory_rows(workers)]
    finally:
        for worker in workers.values():
            worker.stop()
    for name, failed in times.failed.items():
        shown = ", ".join(f"'{text}'" for text in failed[:3])
        console.print(f"[yellow]{name} failed or said nothing {len(failed)} times[/], such as to {shown}")
    if times.generated:
        console.print(f"left out, since the generator was asked: {len(times.generated)} messages")
    return rows
