"""Messages that are kept apart, as YAML lists of {text, intent, …}: they measure, and are never learned."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.learning.examples import LOADER, BrokenExamples
from bot.nlu.fitting import Pair, as_read


def read_messages(place: Path) -> list[Pair]:
    """(text, intent) of every message with one intent in a file, or in the .yml files of a folder.

    Raises BrokenExamples for a file that is no such list.
    """
    return [(text, intent) for text, intent in _read(place) if intent]


def texts_of(*places: Path | None) -> frozenset[str]:
    """Every text in these files and folders, as a head reads it; a place that is not there holds none."""
    found = (_read(place) for place in places if place is not None and place.exists())
    return frozenset(as_read(text) for messages in found for text, _ in messages)


def _read(place: Path) -> list[Pair]:
    files = sorted(place.rglob("*.yml")) if place.is_dir() else [place]
    return [pair for file in files for pair in _pairs(file)]


def _pairs(file: Path) -> list[Pair]:
    expected = f"{file}: expected a list of messages such as {{text: where is it, intent: order_status}}"
    try:
        entries = yaml.load(file.read_text(encoding="utf-8"), Loader=LOADER) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BrokenExamples(f"{expected}, found {' '.join(str(error).split())}. Correct the file.") from error
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BrokenExamples(f"{expected}, found {type(entries).__name__}. Correct the file.")
    return [(str(each["text"]), str(each.get("intent") or "")) for each in entries if each.get("text")]
