"""Typing slips in English questions, set right against the words of the knowledge base."""

import re
from collections.abc import Callable, Iterable

from knowledge.words import STOP_WORDS, normalise

LEAST_LETTERS = 4  # shorter words have too many neighbours
_WORD = re.compile(r"[A-Za-z]+")


class Spelling:
    """Knows the words of one language's articles. After SymSpell (Garbe, 2012): look up by deleting one letter."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: dict[str, int] = {}
        for text in texts:
            for word in _WORD.findall(normalise(text)):
                counts[word] = counts.get(word, 0) + 1
        self._counts = counts
        self._by_shorter: dict[str, list[str]] = {}
        for word in counts:
            if len(word) >= LEAST_LETTERS and word not in STOP_WORDS:
                for shorter in _with_one_less(word):
                    self._by_shorter.setdefault(shorter, []).append(word)

    def correct(self, question: str, is_word: Callable[[str], bool]) -> str:
        """Return the question with unknown words replaced by the known word one slip away, the commonest of several.

        `is_word` says whether a word is a common one outside the knowledge base; such a word is never touched.
        """
        return _WORD.sub(lambda found: self._word(found.group(), is_word), question)

    def _word(self, written: str, is_word: Callable[[str], bool]) -> str:
        word = normalise(written)
        if len(word) < LEAST_LETTERS or word in self._counts or is_word(word):
            return written
        near = {other for shorter in _with_one_less(word) for other in self._by_shorter.get(shorter, ())}
        near = {other for other in near if _one_slip(word, other)}
        return (
            max(
                near,
                key=lambda other: (other[0] == word[0], self._counts[other], other),
            )
            if near
            else written
        )


def _with_one_less(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _one_slip(one: str, other: str) -> bool:
    """Say whether one letter is missing, added or wrong, or two neighbours are swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    swapped = len(rest) > 1 and len(rest) == len(rest_other) and rest[1] + rest[0] + rest[2:] == rest_other
    return swapped or rest[1:] == rest_other[1:] or rest[1:] == rest_other or rest == rest_other[1:]
