"""From rows of a file to entries: a product with its variants, an order with its lines; checked value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from shop.imports.fields import Field, Wrong
from shop.imports.files import Row
from shop.imports.report import Report

SHOWN = 60  # characters of what was found


@dataclass(frozen=True)
class Form:
    """What a file of one kind holds. `key` names an entry. In CSV, rows that follow each other with the same key are
    one entry, whose `parts` have columns of their own; in JSON these are a list called `parts_name`."""

    key: str
    head: tuple[Field, ...]
    parts_name: str = ""
    parts: tuple[Field, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The columns of a CSV file."""
        return [each.name for each in (*self.head, *self.parts)]


@dataclass
class Entry:
    """One entry, or one part of it: its row, and its values by column; those of columns that are not there are
    missing, those of empty cells None."""

    row: int
    values: dict[str, Any]
    parts: list[Entry] = field(default_factory=list)
    place: str = ""  # before the column's name in what is said of a part, in JSON


def check_columns(form: Form, columns: list[str], report: Report) -> None:
    """Tell what is wrong with the first line of a CSV file."""
    for column in columns:
        if column not in form.columns:
            near = get_close_matches(column, form.columns, 1, 0.75)
            todo = f"call it {near[0]}" if near else "remove it"
            todo = "separate columns by commas" if ";" in column else todo
            report.wrong(1, column, f"columns among {', '.join(form.columns)}", _shown(column), todo)
    for column in {each for each in columns if columns.count(each) > 1}:
        report.wrong(1, column, "every column once", "the same column again", "remove one of them")
    for each in (*form.head, *form.parts):
        if each.required and each.name not in columns:
            report.wrong(1, each.name, f"the column {each.name}", "none of that name", "add it")


def entries(form: Form, rows: Iterable[Row], report: Report) -> Iterator[Entry]:
    """The entries whose values can be read; of the others the report is told. A key that comes twice is told too."""
    seen: set[str] = set()
    for raw in _assembled(form, rows, report):
        entry = _read(form, raw, report)
        if entry is None:
            continue
        name = str(entry.values[form.key])
        if name in seen:
            report.wrong(entry.row, form.key, f"every {form.key} once", _shown(name), "remove one of the two")
            continue
        seen.add(name)
        yield entry


def _assembled(form: Form, rows: Iterable[Row], report: Report) -> Iterator[Entry]:
    """Rows of CSV put together by key; objects of JSON taken apart."""
    for (_, whole), group in groupby(rows, key=lambda row: (_key_of(form, row), row.whole)):
        if whole:
            yield from (_of_object(form, row, report) for row in group)
        else:
            yield _of_lines(form, list(group), report)


def _key_of(form: Form, row: Row) -> object:
    """Rows without a key, and objects, stand for themselves."""
    name = row.values.get(form.key)
    return row.number if row.whole or not form.parts or name in (None, "") else str(name).strip()


def _of_object(form: Form, row: Row, report: Report) -> Entry:
    values, parts = dict(row.values), []
    given = values.pop(form.parts_name, []) if form.parts_name else []
    if isinstance(given, list) and all(isinstance(each, dict) for each in given):
        for place, each in enumerate(given):
            parts.append(Entry(row.number, each, place=f"{form.parts_name}[{place}]."))
    else:
        report.wrong(row.number, form.parts_name, "a list of objects", _shown(given), "write [{…}, {…}]")
    return Entry(row.number, values, parts)


def _of_lines(form: Form, rows: list[Row], report: Report) -> Entry:
    """Values of the head may stand in every row or in the first alone; two that differ are told."""
    heads = {each.name for each in form.head}
    first = {name: value for name, value in rows[0].values.items() if name in heads}
    parts = []
    for row in rows:
        for name in heads & row.values.keys():
            if row.values[name] not in ("", first[name]):
                expected = f"the same as in row {rows[0].number}, {_shown(first[name])}"
                report.wrong(row.number, name, expected, _shown(row.values[name]), "make them the same")
        if form.parts:
            parts.append(Entry(row.number, {name: row.values[name] for name in row.values if name not in heads}))
    return Entry(rows[0].number, first, parts)


def _read(form: Form, raw: Entry, report: Report) -> Entry | None:
    before = report.bad
    values = _values(form.head, raw, report)
    parts = [Entry(part.row, _values(form.parts, part, report), [], part.place) for part in raw.parts]
    if form.parts and not parts:
        report.wrong(raw.row, form.parts_name, "one at least", "none", f"list its {form.parts_name}")
    return Entry(raw.row, values, parts) if report.bad == before else None


def _values(fields: Iterable[Field], raw: Entry, report: Report) -> dict[str, Any]:
    known = {each.name: each for each in fields}
    for name in raw.values.keys() - known.keys():
        expected = f"columns among {', '.join(known)}"
        report.wrong(raw.row, raw.place + name, expected, _shown(name), "remove it or correct its spelling")
    found: dict[str, Any] = {}
    for name, each in known.items():
        given = raw.values.get(name)
        empty = given is None or (isinstance(given, str) and not given.strip())
        if empty and each.required:
            report.wrong(raw.row, raw.place + name, "a value", "nothing", "fill it in")
        elif empty:
            found |= {name: None} if name in raw.values else {}
        else:
            try:
                found[name] = each.read(given)
            except Wrong as wrong:
                report.wrong(raw.row, raw.place + name, wrong.expected, _shown(given), wrong.todo)
    return found


def _shown(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
