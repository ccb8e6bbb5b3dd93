"""What an import of examples would add to ours: into which intent, what stands there already, and what contradicts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.cli.examples import read_examples
from bot.cli.rasa_project import Found
from bot.nlu.fitting import as_read
from bot.nlu.reader import language

LEAST = 3  # examples of an intent in a language, ours with theirs: calibration needs one in each of three folds
FEW = 10  # fewer are learned, poorly


@dataclass
class Intent:
    """One of their intents: the name it gets here, its new examples by language, and what was left out, by reason."""

    name: str
    ours: str
    texts: dict[str, list[str]] = field(default_factory=lambda: {"en": [], "zh": []})
    left_out: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)  # examples that we have, by language

    @property
    def few(self) -> list[str]:
        """Languages whose examples will be few, ours with theirs."""
        return [each for each, texts in self.texts.items() if texts and len(texts) + self.before[each] < FEW]


@dataclass
class Plan:
    """What would be written, and the texts that stand under two intents."""

    intents: list[Intent]
    collisions: list[str]

    def as_yaml(self, source: str) -> str:
        """A file of examples for bot/data."""
        merged: dict[str, list[str]] = defaultdict(list)
        for intent in self.intents:
            merged[intent.ours] += [text for texts in intent.texts.values() for text in texts]
        head = f"# Imported from {source} by `aisle import nlu`; the next import of this name replaces it."
        blocks = [_block(name, texts) for name, texts in merged.items() if texts]
        return f'{head}\nversion: "3.1"\n\nnlu:\n' + "".join(blocks)

    @property
    def size(self) -> int:
        """How many examples would be written."""
        return sum(len(texts) for intent in self.intents for texts in intent.texts.values())


def plan(
    found: Iterable[Found], data: Path, replaced: Path, renamed: Mapping[str, str], left_out: Sequence[str]
) -> Plan:
    """Sort their examples by our intents; `replaced`, the file that this import replaces, does not count as ours."""
    ours: dict[str, tuple[str, str]] = {}
    before: dict[str, Counter[str]] = defaultdict(Counter)
    for known, text, place in read_examples(data):
        if not place.startswith(f"{replaced}:"):
            ours[as_read(text)] = (known, place)
            before[known][language(text)] += 1
    theirs = [each for each in found if each.intent not in left_out]
    claimed: dict[str, set[str]] = defaultdict(set)
    for each in theirs:
        claimed[as_read(each.text)].add(renamed.get(each.intent, each.intent))
    intents: dict[str, Intent] = {}
    collisions: dict[str, str] = {}
    taken: set[str] = set()
    for each in theirs:
        name = renamed.get(each.intent, each.intent)
        intent = intents.setdefault(each.intent, Intent(each.intent, name, before=before[name]))
        read = as_read(each.text)
        if len(claimed[read]) > 1:
            intent.left_out["stands under two of their intents"] += 1
            collisions[read] = f"“{each.text}” stands under {' and '.join(sorted(claimed[read]))}; neither is taken"
        elif read in ours and ours[read][0] != name:
            intent.left_out["stands under another intent of ours"] += 1
            collisions[read] = f"“{each.text}” is {name} there, {ours[read][0]} here ({ours[read][1]}); ours stays"
        elif read in ours:
            intent.left_out["stands in bot/data already"] += 1
        elif read in taken:
            intent.left_out["the same as another example"] += 1
        else:
            taken.add(read)
            intent.texts[language(each.text)].append(each.text)
    _leave_out_few(intents.values())
    return Plan(list(intents.values()), list(collisions.values()))


def _block(name: str, texts: Sequence[str]) -> str:
    return f"- intent: {_quoted(name)}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)


def _quoted(name: str) -> str:
    """As YAML of either version reads it: a bare yes is a truth value in 1.1."""
    return name if isinstance(yaml.safe_load(name), str) else f'"{name}"'


def _leave_out_few(intents: Iterable[Intent]) -> None:
    together: Counter[tuple[str, str]] = Counter()
    for intent in intents:
        for locale, texts in intent.texts.items():
            together[intent.ours, locale] += len(texts)
    for intent in intents:
        for locale, texts in intent.texts.items():
            if texts and together[intent.ours, locale] + intent.before[locale] < LEAST:
                intent.left_out[f"fewer than {LEAST} examples ({locale})"] += len(texts)
                texts.clear()
