"""Words of a search, English and Chinese, and how well a text fits them; what they mean is knowledge's to say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_SAYS_NOTHING = re.compile(
    r"an?|and|the|for|of|in|on|to|with|i|my|me|want|need|some|any|is|are|do|you|have|show|find|buy"
)


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """English words without their plural, Chinese in pairs of characters; words that say nothing are left out."""
    words: list[str] = []
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if not word.isascii():
            words += [word[i : i + 2] for i in range(max(1, len(word) - 1))]
        elif not _SAYS_NOTHING.fullmatch(word):
            words.append(_singular(word))
    return tuple(words)


def fits(asked: Iterable[str], fields: list[tuple[float, str]]) -> float:
    """How well the weighted `fields` fit the words asked for: the best weight of each word, summed."""
    bags = [(weight, words_of(text)) for weight, text in fields]
    return sum(max((weight for weight, bag in bags if word in bag), default=0.0) for word in asked)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
