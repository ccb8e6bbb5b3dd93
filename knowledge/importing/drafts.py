"""What was read from a source: answers that may become articles, what was left out, and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

LONGEST_TITLE = 200  # characters
_ENTRY = re.compile(r"- ")


class Unreadable(Exception):
    """A whole file or page cannot be used; the text says what was expected, what was found and what to do."""


@dataclass(frozen=True)
class Draft:
    """One answer as the source has it. What is empty or None is decided when it is compared with the articles."""

    title: str
    body: str
    place: str  # where in the source: "row 12", "› Shipping › Express"
    id: str = ""  # as the source says
    base: str = ""  # what an id begins with where it is made up
    locale: str = ""
    topic: str = ""
    questions: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    unanswered: tuple[str, ...] = ()


@dataclass
class Reading:
    """One file, sheet or page. `source` names it the same way at every import."""

    source: str
    drafts: list[Draft] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # place, why
    broken: str = ""  # why nothing of it can be read


def one_line(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def paragraphs_of(blocks: Sequence[str]) -> str:
    """Return a body: paragraphs parted by empty lines, list entries on neighbouring lines."""
    body = ""
    for before, block in zip(["", *blocks], blocks, strict=False):
        gap = "\n" if _ENTRY.match(before) and _ENTRY.match(block) else "\n\n"
        body += f"{gap if body else ''}{block}"
    return body
