"""Names for articles that have none: the same for the same words, readable, and safe as a file's name."""

import hashlib
import re

from knowledge.words import normalise

LONGEST = 60  # characters
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def slug(text: str) -> str:
    """Return the Latin words of a text with hyphens; where they do not say it all, followed by a hash of it."""
    plain = normalise(text)
    whole = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    cut = whole if len(whole) <= LONGEST else whole[:LONGEST].rpartition("-")[0] or whole[:LONGEST]
    if cut == whole and not re.search(r"[^\W\d_a-z]", plain):
        return whole or mark(text)
    return f"{cut}-{mark(text)}" if cut else mark(text)


def mark(text: str) -> str:
    """Return eight letters and digits that stand for a text."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def is_safe(name: str) -> bool:
    """Say whether a name given by a source can be an article's id, which is a file's name."""
    return bool(_SAFE.fullmatch(name)) and ".." not in name
