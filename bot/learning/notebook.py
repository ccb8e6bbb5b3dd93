"""Where what was learned from conversations is written: one Rasa NLU file an intent, changed whole or not at all."""

from __future__ import annotations

import fcntl
import io
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.learning.examples import BrokenExamples
from bot.whole import write_whole

INTENT = re.compile(r"[a-z][a-z0-9_]{1,49}")
LONGEST = 300  # characters of an example
NEW = """\
# Learned from conversations, by `aisle label` and the desk. Edit it like any other file of examples.
version: "3.1"

nlu: []
"""


class NotWritten(Exception):
    """An example that cannot stand in a file, or a folder that cannot be written; the text says what to do."""


class Notebook:
    """A folder of learned examples. Comments and whatever else is in its files stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file_of(self, intent: str) -> Path:
        """Where examples of an intent go."""
        return self.folder / f"{intent}.yml"

    def add(self, intent: str, text: str) -> bool:
        """Write one example, on the disk when it returns; False where it stands there already.

        Raises NotWritten for a name or a text that cannot stand in such a file, BrokenExamples for a file that is none.
        """
        if not INTENT.fullmatch(intent):
            raise NotWritten(f"an intent is named in small letters, digits and _, such as gift_wrap; found {intent!r}")
        if text != one_line(text):
            raise NotWritten(f"an example is one line of plain text, found {text!r}; write {one_line(text)!r}")
        if not text or len(text) > LONGEST:
            raise NotWritten(f"an example has 1 to {LONGEST} characters, found {len(text)}; shorten it")
        with self._held():
            lines = self._lines(intent)
            if f"- {text}" in lines:
                return False
            self._write(intent, [*lines, f"- {text}"])
        return True

    def remove(self, intent: str, text: str) -> bool:
        """Take one example out again; a file in which nothing is left goes. False where it is not there."""
        if not self.file_of(intent).is_file():
            return False
        with self._held():
            lines = self._lines(intent)
            if f"- {text}" not in lines:
                return False
            self._write(intent, [each for each in lines if each != f"- {text}"])
        return True

    def _lines(self, intent: str) -> list[str]:
        """The block of an intent as it is written, examples as "- text"."""
        file = self.file_of(intent)
        block = _block(_load(file), intent) if file.is_file() else None
        return [line.rstrip() for line in str(block["examples"]).splitlines()] if block is not None else []

    def _write(self, intent: str, lines: list[str]) -> None:
        file = self.file_of(intent)
        document = _load(file) if file.is_file() else _yaml().load(NEW)
        blocks = document.setdefault("nlu", [])
        block = _block(document, intent)
        if block is None:
            block = {"intent": intent}
            blocks.append(block)
        if any(line.startswith("-") for line in lines):
            block["examples"] = LiteralScalarString("".join(f"{line}\n" for line in lines))
        else:
            blocks.remove(block)
        try:
            if not blocks and set(document) <= {"version", "nlu"}:
                file.unlink()
                return
            output = io.StringIO()
            _yaml().dump(document, output)
            write_whole(file, output.getvalue())
        except OSError as error:
            raise NotWritten(f"{file} cannot be written: {error.strerror}. Give this user the folder.") from error

    @contextmanager
    def _held(self) -> Iterator[None]:
        """One writer at a time, in this process and others."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            door = os.open(self.folder, os.O_RDONLY)
        except OSError as error:
            raise NotWritten(f"{self.folder} cannot be made: {error.strerror}. Give this user the folder.") from error
        try:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield
        finally:
            os.close(door)


def one_line(text: str) -> str:
    """A text as it can stand in a file of examples: no line breaks or control characters, no mark of a list or of an
    entity; what it says stays."""
    plain = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign for sign in text)
    plain = plain.replace("](", "] (").replace("]{", "] {").replace("\\", " ")  # Rasa reads "\n" as a line's end
    return " ".join(plain.split()).lstrip("-/ ")


def _yaml() -> Any:
    writer: Any = YAML()
    writer.width, writer.preserve_quotes = 10_000, True
    return writer


def _load(file: Path) -> Any:
    try:
        document = _yaml().load(file.read_text(encoding="utf-8"))
        if isinstance(document, dict) and isinstance(document.get("nlu", []) or [], list):
            document["nlu"] = document.get("nlu") or []
            return document
    except (YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise BrokenExamples(f"{file}: not YAML: {told}. Correct the file.") from error
    raise BrokenExamples(f"{file}: expected `version:` and `nlu:`, found neither. Correct the file, or move it away.")


def _block(document: Any, intent: str) -> Any:
    blocks = (block for block in document["nlu"] if isinstance(block, dict) and block.get("intent") == intent)
    return next((block for block in blocks if isinstance(block.get("examples"), str)), None)
