"""Documents for tests, made on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from knowledge.importing.drafts import Reading
from knowledge.importing.files import read_files


def read(given: Path, encoding: str = "utf-8") -> list[Reading]:
    """What an import reads."""
    return read_files(given, encoding, looked=lambda at: None)


def read_one(given: Path, encoding: str = "utf-8") -> Reading:
    (found,) = read(given, encoding)
    return found


def answers(reading: Reading) -> dict[str, str]:
    """Each title with its body."""
    return {draft.title: draft.body for draft in reading.drafts}


def write_pdf(file: Path, *pages: Sequence[str], title: str = "", password: str = "") -> Path:
    """A PDF with a line of text for each string; a page without any is blank, as a scan is to a reader of text."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        drawn = " T* ".join("({}) Tj".format(line.replace("(", r"\(").replace(")", r"\)")) for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 11 Tf 14 TL 50 740 Td {drawn} ET".encode("cp1252") if lines else b"")
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password)
    writer.write(file)
    return file


def write_docx(file: Path, *parts: tuple[str, str], rows: Sequence[Sequence[str]] = ()) -> Path:
    """A document of (style, text), and a table at its end."""
    document = Document()
    for style, text in parts:
        document.add_paragraph(text, style=style)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for line, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
    document.save(str(file))
    return file


def write_xlsx(file: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook with these rows in these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(file)
    return file
