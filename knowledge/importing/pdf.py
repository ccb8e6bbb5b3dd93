"""PDF to blocks: lines joined to paragraphs, what stands on every page left out, questions as headings."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from knowledge.importing.drafts import Unreadable, one_line
from knowledge.importing.sections import Block

MOST_PAGES = 300
LEAST_LETTERS = 20  # a page, on average; below, it is pictures of text
RUNNING = 3  # a first or last line that stands on so many pages is a running title
_BULLET = re.compile(r"[•●▪◦‣–*-]\s+")
_ENDED = re.compile(r"[.!?:。！？：]['\")”’）]?$")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*(?:(?:/|of)\s*\d{1,4})?\s*[-–]?|第\s*\d+\s*页.*", re.I)


def pdf_blocks(file: Path) -> tuple[list[Block], str]:
    """Return a document's blocks and the title in its properties; Unreadable for a scan, a password, too many pages."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it is protected by a password; save it without one")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable(f"expected at most {MOST_PAGES} pages, found {len(reader.pages)}; split it")
        pages = [page.extract_text().split("\n") for page in reader.pages]
        title = one_line(str((reader.metadata.title if reader.metadata else "") or ""))
    except Unreadable:
        raise
    except Exception as error:  # whatever a file that is none makes of it
        raise Unreadable(f"expected a PDF, found {one_line(str(error))[:120]}; save it anew") from error
    letters = sum(len(line.strip()) for lines in pages for line in lines)
    if letters < LEAST_LETTERS * max(1, len(pages)):
        raise Unreadable(f"found no text on its {len(pages)} pages: it was scanned; run it through OCR first")
    return _blocks(_without_running(pages)), title


def _without_running(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return all lines but page numbers and running titles; a page's end is no paragraph's end."""
    bare = [[line.strip() for line in page] for page in pages]
    edges = Counter(line for page in bare for line in {*page[:1], *page[-1:]} if line)
    often = {line for line, times in edges.items() if times >= RUNNING}
    return [line for page in bare for line in page if line not in often and not _PAGE_NUMBER.fullmatch(line)]


def _blocks(lines: Sequence[str]) -> list[Block]:
    """A paragraph ends at an empty line, before an entry or a question, and after a short line that ends a sentence."""
    widest = max(map(len, lines), default=0)
    texts: list[str] = []
    ended = True
    for line in lines:
        begins = _BULLET.match(line)
        if begins:
            line = "- " + line[begins.end() :]
        if not line:
            ended = True
        elif ended or begins or _is_question(line, texts[-1]):
            texts.append(line)
            ended = line.endswith(("?", "？"))
        else:
            texts[-1] = _joined(texts[-1], line)
            ended = bool(_ENDED.search(line)) and (len(line) < 0.75 * widest or texts[-1].endswith(("?", "？")))
    return [Block(text) for text in texts]


def _is_question(line: str, before: str) -> bool:
    return line.endswith(("?", "？")) and bool(_ENDED.search(before)) and not line[:1].islower()


def _joined(before: str, line: str) -> str:
    if re.search(r"[a-z]-$", before) and line[:1].islower():
        return before[:-1] + line
    gap = "" if re.search(r"[\u3400-\u9fff，。；：、]$", before) or "\u3400" <= line[:1] <= "\u9fff" else " "
    return before + gap + line
