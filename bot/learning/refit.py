"""Fits the heads anew from the examples on disk. Runs in a process of its own, behind everything else (`__main__`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.learning.examples import Example, read_examples
from bot.learning.heads import Facts, code, digest_of, load, save, version_of
from bot.nlu.fitting import FOLDS, Pair, by_language, fit_head
from bot.nlu.head import Head
from bot.nlu.vectors import KeptVectors
from knowledge.encoder import Encoder, TextEncoder

LEAST_INTENTS = 2  # of a language; with fewer there is nothing to tell apart


@dataclass(frozen=True)
class Job:
    """What to learn: `intents` are those that a flow handles; `have` are the digests of the heads that are served, and
    `base` the version on disk that they came from ("": from the trained model)."""

    home: str
    folders: list[str]
    intents: list[str]
    have: dict[str, str] = field(default_factory=dict)
    base: str = ""


@dataclass(frozen=True)
class Made:
    """What came of it: the version on disk ("" where nothing changed), the languages that were fitted, how many
    examples each has, why some were left out, and how many sentence vectors were computed."""

    version: str
    changed: list[str]
    examples: dict[str, int]
    left_out: dict[str, str]
    encoded: int = 0

    @classmethod
    def read(cls, text: str) -> Made:
        """From the last line that the process printed."""
        return cls(**json.loads(text))

    def written(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def refit(job: Job, encoder: TextEncoder | None = None) -> Made:
    """Fit what changed and save it; `encoder` is by default the exported one. Raises BrokenExamples, ModelMissing."""
    home = Path(job.home)
    encoder = encoder or Encoder(home / "models" / "encoder")
    found = read_examples([Path(each) for each in job.folders])
    pairs, left_out = learnable(found, job.intents)
    digests = {name: digest_of(name, each, encoder.fingerprint) for name, each in pairs.items()}
    changed = [name for name, digest in digests.items() if job.have.get(name) != digest]
    vectors = KeptVectors(encoder, home / "cache" / "vectors")
    fitted = {name: fit_head(name, pairs[name], vectors.encode) for name in changed}
    version = ""
    if fitted:
        heads = {**_unchanged(home, job, digests), **fitted}
        version = version_of(heads)
        save(home, heads, Facts(version, encoder.fingerprint, code(), {name: digests[name] for name in heads}))
    sizes = {name: len(each) for name, each in pairs.items()}
    return Made(version, changed, sizes, left_out, vectors.computed)


def _unchanged(home: Path, job: Job, digests: dict[str, str]) -> dict[str, Head]:
    """The heads of the served version that stay: a version on disk is whole, so that a restart finds all of it."""
    kept = load(home, job.base) if job.base else None
    if kept is None:
        return {}
    heads, facts = kept
    return {name: head for name, head in heads.items() if digests.get(name) == facts.examples[name]}


def learnable(examples: Iterable[Example], intents: Iterable[str]) -> tuple[dict[str, list[Pair]], dict[str, str]]:
    """The pairs of each language that can be learned, and for each intent that is left out, why."""
    known, left_out = set(intents), {}
    kept: list[Pair] = []
    for example in examples:
        if example.intent in known:
            kept.append((example.text, example.intent))
        else:
            left_out[example.intent] = "no flow starts by it"
    found: dict[str, list[Pair]] = {}
    for name, pairs in by_language(kept).items():
        counts = Counter(intent for _, intent in pairs)
        for intent, count in counts.items():
            if count < FOLDS:
                left_out.setdefault(intent, f"fewer than {FOLDS} examples ({name})")
        enough = [(text, intent) for text, intent in pairs if counts[intent] >= FOLDS]
        if len({intent for _, intent in enough}) >= LEAST_INTENTS:
            found[name] = enough
    return found, left_out
