"""One JSON list, read value by value: the whole of it is never in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from shop.imports.report import Report

CHUNK = 1 << 16  # characters read at once
LONGEST = 1_000_000  # characters of one value
SPACE = re.compile(r"[ \t\r\n]*")
SHAPE = "write one list of objects: [{…}, {…}]"


class JsonList:
    """Gives the values of the list in a file, each as soon as it is whole."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._text, self._at = "", 0

    def values(self, report: Report) -> Iterator[tuple[int, Any]]:
        """Each value with its place, from 1. Raises BadFile, once the report is told, where it is no list."""
        if self._sign() != "[":
            raise report.no_further(0, "a JSON list of objects", repr(self._text[self._at : self._at + 20]), SHAPE)
        self._at += 1
        number = 0
        while self._sign() != "]" or number:
            number += 1
            yield number, self._value(number, report)
            sign = self._sign()
            if sign not in (",", "]"):
                raise report.no_further(number, "',' or ']' behind a value", repr(sign), SHAPE)
            self._at += 1
            if sign == "]":
                return

    def _value(self, number: int, report: Report) -> Any:
        self._sign()
        while True:
            try:
                value, self._at = json.JSONDecoder().raw_decode(self._text, self._at)
                return value
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > LONGEST or not self._more():
                    raise report.no_further(number, "a JSON value", error.msg, SHAPE) from None
            except RecursionError:
                raise report.no_further(number, "a JSON value", "one that is nested too deep", SHAPE) from None

    def _sign(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            found = SPACE.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        chunk = self._file.read(CHUNK)
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)
