"""CSV and XLSX: files of rows."""

import csv
import io
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from knowledge.importing.drafts import Reading, Unreadable, one_line
from knowledge.importing.rows import columns_of, note_unused, read_row

MOST_ROWS = 20_000
LARGEST_UNPACKED = 200_000_000  # bytes that a zipped document may hold


def read_csv(reading: Reading, text: str, base: str) -> None:
    """Add a draft a row; places are lines of the file. Unreadable for a wrong header or an open quote."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        columns = columns_of(header)
        note_unused(reading, header, columns)
        line = rows.line_num + 1
        for number, cells in enumerate(rows):
            if number >= MOST_ROWS:
                raise Unreadable(f"expected at most {MOST_ROWS} rows, found more; split the file")
            read_row(reading, columns, cells, f"line {line}", base)
            line = rows.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"line {rows.line_num}: {error}; a text with quotes in it stands in quotes, with each of them doubled"
        ) from error


def read_xlsx(reading: Reading, file: Path, base: str) -> None:
    """Add a draft a row of every sheet whose first row names question and answer; Unreadable where none does."""
    from openpyxl import load_workbook

    check_unpacked(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # whatever a file that is none makes of it
        raise Unreadable(f"expected an XLSX file, found {one_line(str(error))[:120]}; save it anew as .xlsx") from error
    refused: list[tuple[str, str]] = []
    try:
        for sheet in book.worksheets:
            name = f"{sheet.title}, " if len(book.worksheets) > 1 else ""
            try:
                _read_sheet(reading, sheet, name, base)
            except Unreadable as error:
                refused.append((f"sheet {sheet.title}", str(error)))
        if len(refused) == len(book.worksheets):
            raise Unreadable(refused[0][1] if refused else "expected a sheet with rows, found none")
        reading.left_out += refused
    finally:
        book.close()


def check_unpacked(file: Path) -> None:
    """Raise Unreadable for a zipped document that is none, or that would unpack to far more than people write."""
    try:
        with ZipFile(file) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise Unreadable(f"expected a {file.suffix} document, found {error}; save it anew") from error
    if size > LARGEST_UNPACKED:
        raise Unreadable(
            f"expected at most {LARGEST_UNPACKED // 10**6} MB unpacked, found {size // 10**6} MB; split it"
        )


def _read_sheet(reading: Reading, sheet: Any, name: str, base: str) -> None:
    rows = sheet.iter_rows(values_only=True)
    header = ["" if cell is None else str(cell) for cell in next(rows, ())]
    while header and not header[-1].strip():
        header.pop()
    columns = columns_of(header)
    note_unused(reading, header, columns)
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise Unreadable(f"expected at most {MOST_ROWS} rows, found more; split the sheet")
        given = [*cells[: len(columns)], *[None] * (len(columns) - len(cells))]
        read_row(reading, columns, given, f"{name}row {number}", base)
