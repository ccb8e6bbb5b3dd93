"""Reads the NLU examples of somebody's Rasa 3 project, file by file, with what is not taken and why. Needs no Rasa."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.nlu.text import LONGEST

ENTITY = re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\{[^}\n]*\})")  # "[1042](order_number)", '[2]{"entity": "n"}'
NAME = re.compile(r"[A-Za-z0-9_.\-]+")
OTHER_SECTIONS = {
    "stories": "dialogue: write a flow (docs/dialogue.md)",
    "rules": "dialogue: write a flow (docs/dialogue.md)",
    "forms": "dialogue: write a flow (docs/dialogue.md)",
    "intents": "names alone; they come with their examples",
    "entities": "Aisle finds values by rules of its own (bot/nlu/values)",
    "slots": "a flow declares what it collects",
    "responses": "sentences: write them into bot/domain, in every language",
    "actions": "code: an action is a module in actions/",
    "e2e_actions": "code: an action is a module in actions/",
    "session_config": "Aisle keeps its own",
    "pipeline": "Aisle has its own",
    "policies": "Aisle has its own",
    "recipe": "Aisle has its own",
    "language": "Aisle has its own",
    "assistant_id": "Aisle has its own",
}
UNUSED = {
    "synonym": "synonyms are not used: Aisle finds values by rules of its own (bot/nlu/values)",
    "lookup": "lookup tables are not used: Aisle finds products in the catalogue",
    "regex": "regular expressions are not used: Aisle finds values by rules of its own (bot/nlu/values)",
}


@dataclass(frozen=True)
class Found:
    """One example as it would be learned: annotations taken off."""

    text: str
    intent: str
    file: Path


@dataclass
class FoundFile:
    """One file: its examples, how many values were annotated, and what was left out, by reason."""

    path: Path
    examples: list[Found] = field(default_factory=list)
    annotated: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    broken: str = ""  # why it cannot be read at all


def read_project(folder: Path) -> list[FoundFile]:
    """Every file of a Rasa project that belongs to it, hidden ones aside. ValueError where none holds examples."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: expected the folder of a Rasa project, found {_what(folder)}")
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in (".yml", ".yaml", ".md", ".json") and not _hidden(file.relative_to(folder))
    )
    found = [each for file in files if (each := _read(file)) is not None]
    if not any(each.examples or each.broken for each in found):
        raise ValueError(
            f"{folder}: expected files with examples (a section `nlu:` with `intent:` and `examples:`, as `rasa init` "
            f"writes in data/nlu.yml), found none in {len(files)} files"
        )
    return found


def _read(file: Path) -> FoundFile | None:
    """One file, or None where it is no business of ours."""
    if file.suffix == ".md":
        return _old(file, "## intent:", "Markdown of Rasa 1 and 2")
    if file.suffix == ".json":
        return _old(file, '"rasa_nlu_data"', "JSON of Rasa 1 and 2")
    made = FoundFile(file)
    try:
        content = YAML(typ="safe", pure=True).load(file.read_text("utf-8"))  # YAML 1.2, as Rasa: "yes" is a name
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        made.broken = f"cannot be read: {' '.join(str(error).split())}"
        return made
    if not isinstance(content, dict) or not set(content) & {"nlu", *OTHER_SECTIONS}:
        return None
    for section in set(content) & set(OTHER_SECTIONS):
        made.left_out[OTHER_SECTIONS[section]] += 1
    blocks = content.get("nlu") or []
    if not isinstance(blocks, list):
        made.broken = f"expected a list under nlu:, found {type(blocks).__name__}"
        return made
    for number, block in enumerate(blocks, start=1):
        _take(made, number, block)
    return made


def _take(made: FoundFile, number: int, block: Any) -> None:
    if not isinstance(block, dict):
        made.broken = f"entry {number} under nlu:: expected intent and examples, found {block!r}"
        return
    unused = next((reason for key, reason in UNUSED.items() if key in block), None)
    if unused:
        made.left_out[unused] += 1
        return
    intent = block.get("intent")
    if not isinstance(intent, str) or not intent.strip():
        made.broken = f"entry {number} under nlu:: expected the name of an intent, found {intent!r}"
        return
    if "/" in intent:
        made.left_out["a retrieval intent: its answers belong into knowledge/faq, as articles"] += 1
        return
    if not NAME.fullmatch(intent):
        made.broken = f"entry {number} under nlu:: expected letters, digits and _ in an intent, found {intent!r}"
        return
    for line in _lines(block.get("examples")):
        _example(made, intent, line)


def _example(made: FoundFile, intent: str, line: str) -> None:
    made.annotated += len(ENTITY.findall(line))
    text = " ".join(ENTITY.sub(r"\1", line).split())
    if not text:
        made.left_out["an empty example"] += 1
    elif text.startswith("/"):
        made.left_out["a payload and no message: text after / is never read"] += 1
    elif len(text) > LONGEST:
        made.left_out[f"longer than {LONGEST} characters, which no message is"] += 1
    else:
        made.examples.append(Found(text, intent, made.path))


def _lines(examples: Any) -> Iterator[str]:
    """The examples of a block: lines that begin with "-", or the longer form, a list of texts or of {text: …}."""
    if isinstance(examples, str):
        yield from (line.strip()[1:].strip() for line in examples.splitlines() if line.strip().startswith("-"))
    for each in examples if isinstance(examples, list) else []:
        text = str(each.get("text") or "" if isinstance(each, dict) else each).strip()
        yield text.removeprefix("-").strip()


def _old(file: Path, mark: str, kind: str) -> FoundFile | None:
    try:
        if mark not in file.read_text("utf-8"):
            return None
    except (UnicodeDecodeError, OSError):
        return None
    return FoundFile(file, broken=f"{kind}: convert it first with Rasa's own `rasa data convert nlu`")


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") or part in ("models", "node_modules", "venv") for part in path.parts)


def _what(folder: Path) -> str:
    return "a file" if folder.exists() else "no such folder"
