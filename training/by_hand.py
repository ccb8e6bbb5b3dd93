"""Sentences of the generator that a person has judged beside their passages, and how the live checker did on them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.passages import Passage, passages
from knowledge.support import check

FILE = Path(__file__).parent / "by_hand.yml"
SET = "by hand"
KEYS = {"question", "passages", "seen", "sentence", "supported", "remark"}


@dataclass(frozen=True)
class Judged:
    """A sentence, the passages that it was written from, and whether a person finds all of it there.

    `seen` is `digest` of the passages' texts as they were read; once an article has changed, the label tells nothing.
    """

    question: str
    passages: tuple[str, ...]  # ids
    seen: str
    sentence: str
    supported: bool
    remark: str = ""


@dataclass(frozen=True)
class Checked:
    """The live checker's verdict on a sentence that a person has judged."""

    judged: Judged
    passed: bool
    reason: str


def load_judged(file: Path = FILE) -> list[Judged]:
    """Read a YAML list of judged sentences; raise ValueError that names the entry."""
    entries = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(entries, list):
        raise ValueError(f"{file}: expected a list of judged sentences, found {type(entries).__name__}")
    return [_judged(file, number, entry) for number, entry in enumerate(entries, start=1)]


def _judged(file: Path, number: int, entry: Any) -> Judged:
    if not isinstance(entry, dict) or set(entry) - KEYS or not KEYS - {"remark"} <= set(entry):
        raise ValueError(f"{file}: entry {number}: expected {', '.join(sorted(KEYS))}, found {entry!r}")
    if not isinstance(entry["supported"], bool) or not isinstance(entry["passages"], list):
        raise ValueError(f"{file}: entry {number}: expected a list in passages and true or false in supported")
    return Judged(**(entry | {"passages": tuple(entry["passages"])}))


def digest(texts: Sequence[str]) -> str:
    """Return 8 hex digits that change with any word of the texts."""
    return hashlib.sha256("\n\n".join(texts).encode()).hexdigest()[:8]


def key(sentence: str, texts: Sequence[str]) -> tuple[str, str]:
    """What a label is found by: the same sentence written from the same texts."""
    return " ".join(sentence.split()), digest(texts)


def labels(judged: Sequence[Judged]) -> dict[tuple[str, str], bool]:
    """Return every label by its `key`."""
    return {(" ".join(each.sentence.split()), each.seen): each.supported for each in judged}


def checked(judged: Sequence[Judged], articles: Sequence[Article], encoder: TextEncoder) -> list[Checked]:
    """Let the live checker judge each sentence whose passages are as they were read; the others are left out."""
    held = {each.id: each for each in passages(articles) if each.locale == "en"}
    found = []
    for each in judged:
        shown = _shown(each, held)
        if shown:
            verdict = check(each.sentence, [one.text for one in shown], encoder, shown[0].title)
            found.append(Checked(each, verdict.supported, verdict.reason))
    return found


def figures(found: Sequence[Checked]) -> list[dict[str, Any]]:
    """Return rows: of the passed how many are supported, of the supported how many pass, and the two errors' counts."""
    passed = [each for each in found if each.passed]
    good = [each for each in found if each.judged.supported]
    both = sum(each.judged.supported for each in passed)
    rows = [
        ("unsupported_passed", len(passed) - both, len(passed)),
        ("supported_refused", len(good) - both, len(good)),
        ("precision", both / len(passed) if passed else 0.0, len(passed)),
        ("recall", both / len(good) if good else 0.0, len(good)),
    ]
    return [
        {"set": SET, "system": "checker", "metric": metric, "value": round(value, 4), "n": n}
        for metric, value, n in rows
    ]


def _shown(judged: Judged, held: Mapping[str, Passage]) -> list[Passage]:
    """The passages, where they are all there and as they were; else none."""
    shown = [held[name] for name in judged.passages if name in held]
    whole = len(shown) == len(judged.passages) and digest([each.text for each in shown]) == judged.seen
    return shown if whole else []
