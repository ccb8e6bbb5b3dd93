"""Labelled texts to learn from and to be judged on: the public sets' own files, and Rasa NLU examples.

A folder given by `--data` holds the sets in folders named banking77, clinc150, bitext_intents, as they are published.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml

from knowledge.language import detect

OUTSIDE = "out_of_scope"  # the label of texts that belong to no intent
ORDER_NUMBER = re.compile(r"\d{6,}")
MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # "[1001](order_number)" and its {…} form
Pairs = list[tuple[str, str]]  # (text, label)


class SetError(Exception):
    """A set of labelled texts is not there or not what was expected; the message says what to do."""


@dataclass(frozen=True)
class LabelledSet:
    """One set: what may be learned from, what tunes, what reports; each a list of (text, label)."""

    name: str
    train: Pairs
    tune: Pairs = field(default_factory=list)
    test: Pairs = field(default_factory=list)


def banking77(data: Path) -> LabelledSet:
    """Banking77 (Casanueva et al. 2020): 77 intents; it has no part to tune on."""
    folder = data / "banking77"
    train, test = (_csv(folder / f"{part}.csv", "text", "category") for part in ("train", "test"))
    return LabelledSet("banking77", train, test=test)


def clinc150(data: Path) -> LabelledSet:
    """CLINC150 (Larson et al. 2019): 150 intents, and texts outside all of them under the label `OUTSIDE`."""
    file = data / "clinc150" / "data_full.json"
    lists = json.loads(_text(file))
    wanted = ("train", "val", "test", "oos_train", "oos_val", "oos_test")
    missing = [name for name in wanted if name not in lists]
    if missing:
        raise SetError(f"{file}: expected the lists {', '.join(wanted)}, found no {', '.join(missing)}")

    def part(name: str) -> Pairs:
        inside = [(text, label) for text, label in lists[name]]
        return inside + [(text, OUTSIDE) for text, _ in lists[f"oos_{name}"]]

    return LabelledSet("clinc150", part("train"), part("val"), part("test"))


def bitext(data: Path) -> LabelledSet:
    """Bitext's support requests: templates, so they teach and are judged on nothing. Long numbers become short ones."""
    read = _csv(data / "bitext_intents" / "train.csv", "utterance", "intent")
    return LabelledSet("bitext", [(ORDER_NUMBER.sub(_shorter, text), label) for text, label in read])


def nlu_examples(folder: Path, locale: str = "en") -> LabelledSet:
    """A Rasa project's own examples in one language, without entity marks."""
    found: Pairs = []
    for file in sorted(Path(folder).rglob("*.yml")):
        entries = (yaml.safe_load(_text(file)) or {}).get("nlu") or []
        for entry in entries:
            if isinstance(entry, dict) and "intent" in entry and isinstance(entry.get("examples"), str):
                texts = (MARKED.sub(r"\1", line.strip()[1:].strip()) for line in entry["examples"].splitlines())
                found += [(text, str(entry["intent"])) for text in texts if text and (detect(text) or "en") == locale]
    if not found:
        raise SetError(f"{folder}: expected Rasa NLU examples (nlu: - intent: … examples: |), found none in '{locale}'")
    return LabelledSet("shop", found)


READERS = {"banking77": banking77, "clinc150": clinc150, "bitext": bitext}


def by_label(pairs: Sequence[tuple[str, str]], at_least: int = 1) -> dict[str, list[str]]:
    """Texts by label, in the order found; labels with fewer than `at_least` texts are left out."""
    groups: dict[str, list[str]] = {}
    for text, label in pairs:
        groups.setdefault(label, []).append(text)
    return {label: texts for label, texts in sorted(groups.items()) if len(texts) >= at_least}


def few_shot(pairs: Sequence[tuple[str, str]], shots: int, draws: int) -> Iterator[Pairs]:
    """Yield `draws` seeded samples of `shots` texts a label; draw n is the same wherever it is made."""
    groups = by_label(pairs)
    for seed in range(draws):
        chance = np.random.default_rng(seed)
        yield [(texts[at], label) for label, texts in groups.items() for at in chance.permutation(len(texts))[:shots]]


def _csv(file: Path, text: str, label: str) -> Pairs:
    rows = list(csv.DictReader(_text(file).splitlines(keepends=True)))
    if not rows or text not in rows[0] or label not in rows[0]:
        found = ", ".join(rows[0]) if rows else "no rows"
        raise SetError(f"{file}: expected columns {text}, {label}, found {found}")
    return [(row[text].strip(), row[label]) for row in rows]


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        raise SetError(
            f"expected {file}, found nothing; --data names the folder that holds {file.parent.name}/"
        ) from None


def _shorter(number: re.Match[str]) -> str:
    return str(1000 + int(number.group()) % 99000)
