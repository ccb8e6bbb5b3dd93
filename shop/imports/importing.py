"""One import: the whole file is checked while nothing is held, then written in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shop.database import Sessions, reading, writing
from shop.imports.entries import Entry, Form, check_columns, entries
from shop.imports.files import rows
from shop.imports.report import BadFile, Report
from shop.tables import AuditRow, Base

BATCH = 500  # entries that are looked up and written together
T = TypeVar("T")


@dataclass
class Work:
    """What importing a batch needs: the transaction, whether it may write, where to tell, and the time."""

    session: Session
    report: Report
    writes: bool
    now: datetime


class Kind(Protocol):
    """What is imported: the form of its files, and how a batch of entries is compared with what is here."""

    name: str
    form: Form

    def take(self, work: Work, batch: list[Entry]) -> None:
        """Count what is new, changed and unchanged, tell what is wrong, and write where writing is wanted."""


def import_file(
    sessions: Sessions,
    kind: Callable[[], Kind],
    path: Path,
    write: bool,
    now: datetime,
    report: Report,
    on_entries: Callable[[int], None] = lambda done: None,
) -> None:
    """Check a file and, with `write`, import it where nothing is wrong; `report` says how it went. `kind` makes what
    goes through the file once: it remembers what it has seen.

    Raises Unavailable where the database fails, with nothing changed.
    """
    with reading(sessions) as session:
        _go(kind(), path, Work(session, report, False, now), on_entries)
    if not write or report.bad or not report.new + report.changed:
        return
    again = Report(report.on_bad)  # the shop may have changed meanwhile: what is written is what is found now
    with suppress(BadFile), writing(sessions) as session:
        writer = kind()
        _go(writer, path, Work(session, again, True, now), on_entries)
        if again.bad:
            raise BadFile
        counts = {"new": again.new, "changed": again.changed, "unchanged": again.unchanged}
        note = AuditRow(at=now, action="import", subject=writer.name, reason=path.name, before={}, after=counts)
        session.add(note)
        session.flush()
        count_on(session)
        again.written = True
    report.new, report.changed, report.unchanged = again.new, again.changed, again.unchanged
    report.bad, report.written = again.bad, again.written


def count_on(session: Session) -> None:
    """PostgreSQL's counters do not know of ids that were given: the next one comes after the highest."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            session.execute(select(func.setval(counter, highest, False)))


def _go(kind: Kind, path: Path, work: Work, on_entries: Callable[[int], None]) -> None:
    form, report, done = kind.form, work.report, 0
    try:
        found = rows(path, lambda columns, told: check_columns(form, columns, told), report)
        for batch in _batches(entries(form, found, report)):
            kind.take(work, batch)
            done += len(batch)
            on_entries(done)
            if work.writes:
                work.session.flush()
            work.session.expunge_all()  # else the session would keep every row that it has seen
    except BadFile:
        return
    if not done and not report.bad:
        report.wrong(0, "", "rows under a line of columns' names", "no rows", "export it again")


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch
