"""The names that flows may use: what `bot/domain/*.yml` declares, each with the file and line that declares it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from ruamel.yaml import YAML

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
SECTIONS = ("intents", "entities", "slots", "actions")


@dataclass
class Response:
    """One sentence in every language it is written in, and the payloads of its buttons."""

    place: str
    texts: dict[str, str] = field(default_factory=dict)
    payloads: dict[str, list[str]] = field(default_factory=dict)

    def placeholders(self, locale: str) -> set[str]:
        """The values that the sentence needs in this language."""
        return set(PLACEHOLDER.findall(self.texts.get(locale, "")))


@dataclass
class Vocabulary:
    """Names to places ("file:line"), by section; `problems` holds what is declared twice."""

    intents: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Every domain file of a folder. Raises YAMLError where one is no YAML."""
    found = Vocabulary()
    for file in sorted(folder.glob("*.yml")):
        document: Any = YAML(typ="rt").load(file.read_text(encoding="utf-8")) or {}
        for section in SECTIONS:
            names = getattr(found, section)
            for name, line in _names(document.get(section) or []):
                _declare(found, names, name, f"{file}:{line}", section)
                names.setdefault(name, f"{file}:{line}")
        responses: Any = document.get("responses") or {}
        for name, variants in responses.items():
            place = f"{file}:{responses.lc.key(name)[0] + 1}"
            _declare(found, {key: each.place for key, each in found.responses.items()}, name, place, "responses")
            found.responses.setdefault(name, _response(place, variants))
    return found


def _declare(found: Vocabulary, names: dict[str, str], name: str, place: str, section: str) -> None:
    if name in names:
        found.problems.append(f"{place}: '{name}' is declared under '{section}' in {names[name]} already. Remove one.")


def _names(declared: Any) -> Iterator[tuple[str, int]]:
    """The names of a list or mapping, with their lines."""
    if isinstance(declared, dict):
        for name in declared:
            yield str(name), declared.lc.key(name)[0] + 1  # type: ignore[attr-defined]
        return
    for at, item in enumerate(declared):
        yield str(next(iter(item)) if isinstance(item, dict) else item), declared.lc.item(at)[0] + 1


def _response(place: str, variants: Any) -> Response:
    response = Response(place)
    for variant in variants:
        conditions = [each["value"] for each in variant.get("condition") or [] if each.get("name") == "locale"]
        locale = str(conditions[0]) if conditions else "en"
        response.texts[locale] = str(variant.get("text") or "").strip()
        response.payloads[locale] = [str(button["payload"]) for button in variant.get("buttons") or []]
    return response
