"""Reading a file row by row, so that one of any length needs little memory; what it is written in, checked first."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from shop.imports.json_list import JsonList
from shop.imports.report import BadFile, Report

MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"PK": "a spreadsheet or a zip file", b"\x1f\x8b": "a gzip file"}
BOM = b"\xef\xbb\xbf"  # which Excel writes before UTF-8; it is left out
SAVE_AS = 'save it as "CSV UTF-8", or convert it: iconv -f {} -t UTF-8'
QUOTE = "put cells that hold a comma, a quote or a line break between double quotes"
Check = Callable[[list[str], Report], None]


class Row(NamedTuple):
    """One line of a CSV file (its number counts from 1, the columns' names being 1), or one `whole` object of JSON."""

    number: int
    values: dict[str, Any]
    whole: bool = False


def rows(path: Path, check: Check, report: Report) -> Iterator[Row]:
    """The rows of a .csv or .json file, in UTF-8; of those that cannot be read the report is told. `check` tells it
    what is wrong with a CSV file's columns.

    Raises BadFile, once the report is told, where nothing, or nothing more, can be read.
    """
    if path.suffix.casefold() not in (".csv", ".json"):
        raise report.no_further(0, "a file called .csv or .json", repr(path.name), "rename it")
    _check_bytes(path, report)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        yield from _json(file, report) if path.suffix.casefold() == ".json" else _csv(file, check, report)


def _check_bytes(path: Path, report: Report) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except OSError as error:
        raise report.no_further(0, "a file", f"{path}: {error.strerror}", "correct the path") from None
    for mark, name in MARKS.items():
        if start.startswith(mark):
            raise report.no_further(0, "text in UTF-8", name, SAVE_AS.format("UTF-16"))
    if b"\x00" in start:
        raise report.no_further(0, "text in UTF-8", "UTF-16, or no text at all", SAVE_AS.format("UTF-16"))
    if not start.removeprefix(BOM).strip():
        raise report.no_further(0, "rows under a line of columns' names", "an empty file", "export it again")


def _csv(file: IO[str], check: Check, report: Report) -> Iterator[Row]:
    reader = csv.reader(file, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells) or not _is_text(reader.line_num, cells, report):
                continue
            if not columns:
                columns = [cell.strip().casefold() for cell in cells]
                before = report.bad
                check(columns, report)
                if report.bad > before:
                    raise BadFile
            elif len(cells) != len(columns):
                expected = f"{len(columns)} cells, as there are columns"
                report.wrong(reader.line_num, "", expected, f"{len(cells)} cells", QUOTE)
            else:
                yield Row(reader.line_num, dict(zip(columns, cells, strict=True)))
    except csv.Error as error:
        raise report.no_further(reader.line_num, "comma-separated cells", str(error), QUOTE) from None


def _json(file: IO[str], report: Report) -> Iterator[Row]:
    for number, value in JsonList(file).values(report):
        if not isinstance(value, dict):
            report.wrong(number, "", "a JSON object", repr(value)[:60], "write one list of objects: [{…}, {…}]")
        elif _is_text(number, [repr(value)], report):
            yield Row(number, value, whole=True)


def _is_text(number: int, cells: list[str], report: Report) -> bool:
    for cell in cells:
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError:
            shown = cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:60]
            report.wrong(number, "", "text in UTF-8", repr(shown), SAVE_AS.format("WINDOWS-1252"))
            return False
    return True
