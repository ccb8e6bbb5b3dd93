"""What has to fit: the thing that a question names, looked for in a product's own sentences."""

from __future__ import annotations

import re

from actions.words import WORD, alike, plain

_FITS = re.compile(
    r"\bfits?\s+(?:(?:in(?:to|side)?|on(?:to)?|under|over|inside of)\s+)?"
    r"(?:(?:an?|the|my|your|our|his|her|their|any|most|all|standard|regular|normal)\s+)*(.+)"
)
_BODY = """
me us him her them you it well tight loose true size small large big wide narrow person people adult child kid man men
woman women foot feet head arm leg hand shoulder hip chest waist torso cm kg inches
"""
_PEOPLE = frozenset(_BODY.split())  # a body, or nothing named: the general sentence on sizes answers
_FILLING = ("in", "inside", "with", "and", "or", "of", "for", "to", "a", "an", "the", "my", "too", "as", "is", "does")


def things_to_fit(question: str) -> list[str]:
    """The words for the thing in "does it fit a 15-inch laptop?"; none where a body or a size is asked about."""
    found = _FITS.search(plain(question))
    if not found:
        return []
    words = [word for word in WORD.findall(found[1]) if not re.match(r"\d", word) and word not in _FILLING]
    return [] if any(alike(word, each) for word in words for each in _PEOPLE) else words


def names_any(sentence: str, things: list[str]) -> bool:
    """Whether a sentence speaks of one of the things."""
    return any(alike(thing, word) for thing in things for word in WORD.findall(plain(sentence)))
