"""Refuses training examples that would teach something wrong: unknown intents, one language only, one text twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

HAN = re.compile(r"[㐀-䶿一-鿿]")
Example = tuple[str, str, str]  # intent, text, "file:line"


def read_examples(folder: Path) -> Iterator[Example]:
    """Every example below a folder of NLU files, in order."""
    for file in sorted(folder.rglob("*.yml")):
        document = YAML(typ="rt").load(file.read_text(encoding="utf-8")) or {}
        for block in document.get("nlu") or []:
            first = block.lc.value("examples")[0] + 2
            for at, line in enumerate(str(block["examples"]).splitlines()):
                if line.strip().startswith("- "):
                    yield str(block["intent"]), line.strip()[2:].strip(), f"{file}:{first + at}"


def check_examples(folder: Path, intents: Mapping[str, str]) -> list[str]:
    """Every problem as "file:line: what is wrong. What to do."; `intents` are the domain's, with their places."""
    problems: list[str] = []
    seen: dict[str, tuple[str, str]] = {}
    languages: dict[str, set[str]] = {}
    for intent, text, place in read_examples(folder):
        if intent not in intents and intent not in languages:
            problems.append(f"{place}: no intent '{intent}' in the domain. List it there, or move its examples.")
        languages.setdefault(intent, set()).add("zh" if HAN.search(text) else "en")
        other, before = seen.setdefault(text.lower(), (intent, place))
        if other != intent:
            problems.append(f"{place}: '{text}' stands under '{intent}', and under '{other}' in {before}. Keep one.")
    for intent, place in intents.items():
        missing = sorted({"en", "zh"} - languages.get(intent, set()))
        if missing:
            problems.append(f"{place}: '{intent}' has no examples in {' and '.join(missing)}. Add some in {folder}.")
    return problems
