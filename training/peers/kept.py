"""The figures of a peer that takes tens of minutes to train, kept with what they were made of, so that age shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from knowledge.language import LOCALES
from training.messages import Utterance, digest
from training.peers.peer import Example, Peer, examples_digest
from training.understanding import Outcome, evaluate

FILE = Path(__file__).parent / "diet.json"


@dataclass
class Taught:
    """One language's training: on what, for how long on the clock and in work, when, and by which versions."""

    examples: int
    digest: str
    epochs: int
    seconds: float
    cpu_seconds: float
    day: str
    versions: dict[str, str]


@dataclass
class Asked:
    """What it said of one set of messages: "intent probability" a message, by language, and the rows of that."""

    digest: str
    said: dict[str, list[str]]
    rows: list[dict[str, Any]]


@dataclass
class Kept:
    """A peer's record: the machine, its trainings by language, its answers by set, and what was left out and why."""

    system: str
    pipeline: list[str]
    machine: str
    taught: dict[str, Taught] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """What `read_kept` reads."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def read_kept(file: Path = FILE) -> Kept | None:
    """The record, or None where nothing was kept."""
    if not file.is_file():
        return None
    content = json.loads(file.read_text("utf-8"))
    taught = {locale: Taught(**each) for locale, each in content.pop("taught").items()}
    asked = {name: Asked(**each) for name, each in content.pop("asked").items()}
    return Kept(**content, taught=taught, asked=asked)


def add_answers(
    kept: Kept, name: str, utterances: Sequence[Utterance], said: dict[str, list[tuple[str, float]]]
) -> None:
    """Keep what was said of the set `name`: by language, an (intent, probability) for each of its messages."""
    lines = {locale: [f"{intent} {sure:.4f}" for intent, sure in each] for locale, each in said.items()}
    asked = Asked(digest(utterances), lines, [])
    asked.rows = evaluate(_outcomes(asked, utterances), kept.system)
    kept.asked[name] = asked


def as_peer(kept: Kept, name: str, utterances: Sequence[Utterance], examples: Sequence[Example]) -> Peer | None:
    """The record beside ours, stale where examples or messages are others now; None where it never saw the set."""
    asked = kept.asked.get(name)
    if asked is None:
        return None
    notes = [_told(locale, each, kept) for locale, each in kept.taught.items()]
    notes += [f"{kept.system}: {locale} is left out: {why}." for locale, why in kept.left_out.items()]
    older = [
        locale
        for locale, each in kept.taught.items()
        if each.digest != examples_digest([example for example in examples if example.locale == locale])
    ]
    if older:
        notes.append(f"{kept.system} is stale: {' and '.join(older)} was trained on other examples than today's.")
    same = asked.digest == digest(utterances)
    if not same:
        notes.append(f"{kept.system} is stale: its figures are of other messages than today's.")
    outcomes = _outcomes(asked, utterances) if same else []
    return Peer(kept.system, asked.rows, outcomes, notes, stale=bool(older) or not same)


def _told(locale: str, taught: Taught, kept: Kept) -> str:
    return (
        f"{kept.system}, {locale}: {' → '.join(kept.pipeline)}, {taught.examples} examples, {taught.epochs} epochs in "
        f"{taught.seconds / 60:.0f} minutes ({taught.cpu_seconds / 60:.0f} of work), {taught.day}, {kept.machine}, "
        f"Rasa {taught.versions.get('rasa', '?')}."
    )


def _outcomes(asked: Asked, utterances: Sequence[Utterance]) -> list[Outcome]:
    outcomes = []
    for locale in LOCALES:
        held = [each for each in utterances if each.locale == locale]
        for each, line in zip(held, asked.said.get(locale, []), strict=False):
            intent, _, sure = line.rpartition(" ")
            outcomes.append(Outcome(each.text, each.locale, each.intents[0], intent, float(sure)))
    return outcomes
