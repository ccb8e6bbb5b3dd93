"""Held-out messages: what shoppers typed and what they wanted, as Aisle ships them or as a shop collects its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from knowledge.language import LOCALES

FOLDER = Path(__file__).parent / "utterances"
KEYS = {"text", "locale", "intent", "intents", "numbers"}
SHOWN = 8  # problems of one file that are said at once


@dataclass(frozen=True)
class Utterance:
    """A message as a shopper types it, its language, and the requests in it with the order numbers they name."""

    text: str
    locale: str
    intents: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    several: bool = False  # whether it was written as a list of requests, of which there may be one


def load_utterances(file: Path) -> list[Utterance]:
    """Read a YAML list of {text, locale, intent} or {text, locale, intents, numbers}; ValueError names the entries."""
    try:
        entries = yaml.safe_load(Path(file).read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: expected YAML in UTF-8, found what cannot be read: {error}") from error
    if not isinstance(entries, list) or not entries:
        found = "nothing" if not entries else type(entries).__name__
        raise ValueError(f"{file}: expected a list of {{text, locale, intent}}, found {found}")
    problems = [
        f"{file}: entry {number}: {wrong}" for number, entry in enumerate(entries, 1) if (wrong := _wrong(entry))
    ]
    if problems:
        raise ValueError(_said(problems))
    return [_utterance(entry) for entry in entries]


def load_folder(folder: Path) -> list[Utterance]:
    """All messages of the .yml files in a folder, or of one file; ValueError names files and entries."""
    if folder.is_file():
        return load_utterances(folder)
    files = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])
    if not files:
        what = "no .yml file" if folder.is_dir() else "no such folder"
        raise ValueError(f"{folder}: expected .yml files with a list of {{text, locale, intent}}, found {what}")
    return [each for file in files for each in load_utterances(file)]


def check_intents(utterances: Sequence[Utterance], known: Iterable[str]) -> None:
    """ValueError where a message wants something that no intent stands for: it could never be right."""
    intents = set(known)
    problems = []
    for each in utterances:
        for intent in each.intents:
            if intent not in intents:
                near = get_close_matches(intent, intents, 1)
                hint = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(sorted(intents))}"
                problems.append(f"'{each.text}': expected an intent of the model, found '{intent}'{hint}")
    if problems:
        raise ValueError(_said(problems))


def digest(utterances: Sequence[Utterance]) -> str:
    """What a figure was measured on: a digest of texts, languages and intents, in order."""
    lines = [f"{each.locale}\t{','.join(each.intents)}\t{each.text}" for each in utterances]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _wrong(entry: Any) -> str:
    """What is wrong with an entry, or nothing."""
    if not isinstance(entry, dict):
        return f"expected {{text, locale, intent}}, found {entry!r}"
    if strange := sorted(str(key) for key in set(entry) - KEYS):
        return f"expected the keys {', '.join(sorted(KEYS))}, found '{strange[0]}'"
    if not isinstance(entry.get("text"), str) or not entry["text"].strip():
        return f"expected a message in text, found {entry.get('text')!r}"
    if entry.get("locale") not in LOCALES:
        return f"expected one of {', '.join(LOCALES)} in locale, found {entry.get('locale')!r}"
    if "intent" in entry and "intents" in entry:
        return "expected intent or intents, found both"
    intents = entry["intents"] if "intents" in entry else [entry.get("intent")]
    if not isinstance(intents, list) or not intents or not all(isinstance(each, str) and each for each in intents):
        return f"expected the name of an intent, found {entry.get('intents', entry.get('intent'))!r}"
    if not isinstance(entry.get("numbers") or [], list):
        return f"expected a list of order numbers in numbers, found {entry['numbers']!r}"
    return ""


def _utterance(entry: dict[str, Any]) -> Utterance:
    intents = entry["intents"] if "intents" in entry else [entry["intent"]]
    numbers = tuple(dict.fromkeys(str(each) for each in entry.get("numbers") or ()))
    return Utterance(entry["text"], entry["locale"], tuple(intents), numbers, "intents" in entry)


def _said(problems: Sequence[str]) -> str:
    rest = len(problems) - SHOWN
    return "\n".join([*problems[:SHOWN], *([f"… and {rest} more"] if rest > 0 else [])])
