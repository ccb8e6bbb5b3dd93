"""What an import found: how many entries are new, changed or as they were, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Bad:
    """One thing that is wrong: in which row (the line of a CSV file, the entry of a JSON file; 0: all of the file) and
    column, what was expected there and found instead, and what to do."""

    row: int
    column: str
    expected: str
    found: str
    todo: str


class BadFile(Exception):
    """The file cannot be read any further."""


@dataclass
class Report:
    """How an import went, or would go. `on_bad` is told every wrong thing as it is found; only their number is kept."""

    on_bad: Callable[[Bad], None] = lambda bad: None
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    written: bool = False

    def wrong(self, row: int, column: str, expected: str, found: str, todo: str) -> None:
        """One more wrong thing."""
        self.bad += 1
        self.on_bad(Bad(row, column, expected, found, todo))

    def no_further(self, row: int, expected: str, found: str, todo: str) -> BadFile:
        """One more wrong thing, behind which nothing can be read: to be raised."""
        self.wrong(row, "", expected, found, todo)
        return BadFile()
