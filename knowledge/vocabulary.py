"""The Latin words of one language's articles: each is embedded once, however many articles say it."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.dense import Rows
from knowledge.rows import Owned
from knowledge.words import normalise


class Vocabulary:
    """Which words each article says, by their place among all of them, sorted."""

    def __init__(self, words: Sequence[str], sizes: Rows, places: Rows) -> None:
        self.words = words
        self._sizes = sizes  # words of each article
        self._places = places
        self._owned = Owned.sized(sizes)

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> "Vocabulary":
        """Read the lines of each article; every article says something, if it is only the first of all words."""
        said = [{word for line in lines for word in _plain(line)} for lines in texts]
        every = sorted(set().union(*said)) or [""]
        number = {word: place for place, word in enumerate(every)}
        places = [sorted(number[word] for word in words) or [0] for words in said]
        sizes = np.array([len(each) for each in places], np.int64)
        return cls(every, sizes, np.array([place for each in places for place in each], np.int64))

    @classmethod
    def load(cls, folder: Path) -> "Vocabulary":
        """Read what `save` wrote."""
        words = (folder / "words.txt").read_text("utf-8").split("\n")
        return cls(words, np.load(folder / "sizes.npy"), np.load(folder / "places.npy"))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "words.txt").write_text("\n".join(self.words), "utf-8")
        np.save(folder / "sizes.npy", self._sizes)
        np.save(folder / "places.npy", self._places)

    def of(self, articles: Rows) -> tuple[Rows, Rows, Rows]:
        """Return the words that these articles say, each once; for every word of every article its place among those;
        and where each article's words begin."""
        part = self._owned.of(articles)
        once, places = np.unique(self._places[part.rows], return_inverse=True)
        return once, places, part.begins


def _plain(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", normalise(text)))
