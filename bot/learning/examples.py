"""The examples that heads are fitted from: plain Rasa NLU files, read whole, and one file an intent that grows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.fitting import as_read

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})+")  # Rasa's "[1042](order_number)"


@dataclass(frozen=True)
class Example:
    """One example, and the file that it stands in."""

    text: str
    intent: str
    file: Path

    @property
    def place(self) -> str:
        """ "file:line"; the file alone where the line cannot be told."""
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except OSError:
            return shown(self.file)
        at = next((at for at, line in enumerate(lines, 1) if _example_of(line) == self.text), None)
        return shown(self.file) if at is None else f"{shown(self.file)}:{at}"


class BrokenExamples(Exception):
    """A file of examples that cannot be read; the text names it and says what to do."""


def read_examples(folders: Sequence[Path]) -> list[Example]:
    """Every example below the folders, each text and intent once, in the order of the files. Raises BrokenExamples."""
    files = dict.fromkeys(file for folder in folders for file in sorted(folder.rglob("*.yml")))
    found: dict[tuple[str, str], Example] = {}
    for file in files:
        for text, intent in _pairs(file):
            found.setdefault((text, intent), Example(text, intent, file))
    return list(found.values())


def stands(examples: Sequence[Example], text: str) -> Example | None:
    """The example that a head reads as it would read `text`, whatever its intent."""
    read = as_read(text)
    return next((each for each in examples if as_read(each.text) == read), None)


def stamps(folders: Sequence[Path]) -> list[tuple[str, int, int]]:
    """What changes where any file of examples does: name, time and size of each."""
    found = []
    for file in (file for folder in folders for file in sorted(folder.rglob("*.yml"))):
        with suppress(FileNotFoundError):
            status = file.stat()
            found.append((str(file), status.st_mtime_ns, status.st_size))
    return found


def shown(file: Path) -> str:
    """A file as somebody in this folder would call it."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER) or {}
        for block in document.get("nlu") or []:
            if "intent" in block:
                for text in _texts(block.get("examples") or ""):
                    yield text, str(block["intent"])
    except FileNotFoundError:
        return  # taken back since the folder was listed
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, TypeError) as error:
        told = " ".join(str(error).split())
        raise BrokenExamples(f"{file}: expected Rasa NLU examples, found {told}. Correct the file.") from error


def _texts(examples: Any) -> Iterator[str]:
    if isinstance(examples, str):
        yield from (text for line in examples.splitlines() if (text := _example_of(line)))
        return
    for each in examples:  # the longer form: a list of texts, or of {text: …}
        yield from _texts(f"- {str(each.get('text', '') if isinstance(each, dict) else each).strip().lstrip('- ')}")


def _example_of(line: str) -> str:
    line = line.strip()
    return ANNOTATED.sub(r"\1", line[1:].strip()) if line.startswith("-") else ""
