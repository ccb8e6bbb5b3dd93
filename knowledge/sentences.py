"""Where a sentence ends, in both languages; a price or a time holds no end."""

import re

_END = re.compile(
    r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9\u2022-])|(?<=[。！？])|\n\s*\n?\s*(?=[-*•]|\d+[.)])|\n\s*\n"
)
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
    return [piece.strip() for piece in pieces if piece.strip()]


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
