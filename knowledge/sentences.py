"""Where a sentence ends, in both languages; a price or a time holds no end."""

import re
from collections.abc import Sequence

_END = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9\u2022-])|(?<=[。！？])|\n\s*\n?\s*(?=[-*•]|\d+[.)])|\n\s*\n"
)
_ENTRY = re.compile(r"(?:[-*•]|\d+[.)])\s")  # how an entry of a list begins
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|no|St|Mr|Ms|Dr|a\.m|p\.m)\.)$", re.IGNORECASE)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; list entries count as sentences."""
    pieces, start = [], 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        if _ABBREVIATION.search(piece):
            continue
        pieces.append(piece)
        start = end.end()
    pieces.append(text[start:])
    lines = [line for piece in pieces for line in (piece.split("\n") if is_entry(piece) else [piece])]
    return [line.strip() for line in lines if line.strip()]


def is_entry(sentence: str) -> bool:
    """Say whether it is an entry of a list: "- the card is blocked"."""
    return bool(_ENTRY.match(sentence.lstrip()))


def alone(entry: str) -> str:
    """Return an entry of a list as a sentence of its own: "- the card is blocked" → "The card is blocked."."""
    text = _ENTRY.sub("", entry.strip(), count=1)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "。")) else ".")


def announcement(entry: str, text: str) -> str:
    """Return the line that announces the list in which an entry stands, "" where none does."""
    parts = sentences(text)
    before = parts[: parts.index(entry)] if entry in parts else []
    above = next((part for part in reversed(before) if not is_entry(part)), "")
    return above if above.endswith(":") else ""


def joined(parts: Sequence[str]) -> str:
    """Return sentences as one text: entries of a list each on a line of its own, the rest on one line."""
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        gap = "\n" if is_entry(part) or is_entry(before) else " "
        text += f"{gap if text else ''}{part}"
    return text


class Sentences:
    """Cuts a text that is still being written: `add` returns the sentences that are complete, `rest` what is left."""

    def __init__(self) -> None:
        self._done = 0

    def add(self, text: str) -> list[str]:
        """Take the whole text so far; return the sentences completed since the last call."""
        complete = sentences(text)[:-1]  # the last may go on
        new, self._done = complete[self._done :], max(self._done, len(complete))
        return new

    def rest(self, text: str) -> list[str]:
        """Take the finished text; return its sentences that `add` has not returned."""
        new = sentences(text)[self._done :]
        self._done += len(new)
        return new
