"""DOCX to blocks: headings by their style, lists, tables as lines."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.importing.drafts import Unreadable, one_line
from knowledge.importing.sections import Block
from knowledge.importing.sheets import check_unpacked

_HEADING = re.compile(r"heading (\d)", re.I)


def docx_blocks(file: Path) -> tuple[list[Block], str]:
    """Return a document's blocks and the title in its properties ("" where it has none); Unreadable."""
    from docx import Document

    check_unpacked(file)
    try:
        document = Document(str(file))
        return list(_blocks(document)), one_line(document.core_properties.title or "")
    except Exception as error:  # whatever a file that is none makes of it
        raise Unreadable(f"expected a DOCX file, found {one_line(str(error))[:120]}; save it anew as .docx") from error


def _blocks(document: Any) -> Iterator[Block]:
    from docx.table import Table

    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = list(dict.fromkeys(text for cell in row.cells if (text := one_line(cell.text))))
                if cells:
                    yield Block("- " + ": ".join([cells[0], " · ".join(cells[1:])] if cells[1:] else cells))
        elif part.text.strip():
            yield _paragraph(part)


def _paragraph(part: Any) -> Block:
    style = (part.style.name or "") if part.style is not None else ""
    heading = _HEADING.match(style)
    if heading or style == "Title":
        return Block(one_line(part.text), int(heading[1]) if heading else 1)
    properties = part._p.pPr
    is_entry = style.startswith("List") or (properties is not None and properties.numPr is not None)
    return Block(f"- {one_line(part.text)}" if is_entry else part.text.strip())
