"""Reads what a trained model understands without importing Rasa: to measure it, and to compare two of them."""

from __future__ import annotations

import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.nlu.head import Head
from bot.nlu.reader import Reader


class NoHeads(Exception):
    """A file that is no trained model, or one without our understanding in it."""


def read_heads(model: Path, encoder: Any) -> Reader:
    """The reader of a trained model. Raises NoHeads."""
    again = "train it again: aisle train nlu"
    with TemporaryDirectory() as folder:
        try:
            with tarfile.open(model) as archive:
                wanted = [each for each in archive.getmembers() if "bot.nlu.understanding" in each.name]
                archive.extractall(folder, wanted, filter="data")
            places = [place.parent for place in sorted(Path(folder).rglob("head.json"))]
            heads = {place.name: Head.load(place) for place in places}
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
            raise NoHeads(f"{model} cannot be read as a model ({type(error).__name__}: {error}); {again}") from error
    if not heads:
        raise NoHeads(f"{model} holds no heads of bot.nlu.understanding; {again}")
    return Reader(heads, encoder)
