"""The readers that Rasa has loaded in this process: Rasa builds them, and what is learned later must reach them."""

from __future__ import annotations

from weakref import WeakSet

from bot.nlu.head import Head
from bot.nlu.reader import Reader

_readers: WeakSet[Reader] = WeakSet()


def serve(reader: Reader) -> None:
    """Count it among the readers of this process, for as long as it is used."""
    _readers.add(reader)


def served() -> list[Reader]:
    """The readers in use."""
    return list(_readers)


def swap(heads: dict[str, Head]) -> None:
    """Let every reader read with these heads from the next message on; languages that are not named keep theirs."""
    for reader in served():
        reader.heads = {**reader.heads, **heads}
