"""One value in a message, and the room that values share: a character belongs to one value at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Found = tuple[str, str, int, int]  # kind, value, start and end in the text


class Room:
    """Which characters of a text are taken; whoever comes first keeps them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Found] = []
        self._taken = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        """Whether no value has any character from start to end."""
        return start < end and not any(self._taken[start:end])

    def put(self, values: Iterable[Found]) -> None:
        """Keep those that lie in free characters, in the order in which they come."""
        for value in values:
            _, _, start, end = value
            if self.free(start, end):
                self._taken[start:end] = b"\x01" * (end - start)
                self.found.append(value)

    def __iter__(self) -> Iterator[Found]:
        """In the order of the text, each value once."""
        said: set[tuple[str, str]] = set()
        for value in sorted(self.found, key=lambda found: found[2]):
            if value[:2] not in said:
                said.add(value[:2])
                yield value
