"""Banking77 and CLINC150 as the field reports them: our head on our encoders, and logistic regression on frozen MiniLM.

banking77-10: ten texts an intent (five seeded draws), read by an adapter that has never seen Banking77, asked the test
part. banking77-full: all of the train part, the encoder tuned on it. clinc150: the same, and the 100 texts outside; in
scope by accuracy, the others by how well they are told.

The head is handed in, since it is the bot's.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from knowledge.encoder import Encoder
from training.export import ADAPTERS, WEIGHTS, export_encoder
from training.folders import ExportError, file_hash
from training.labelled import OUTSIDE, LabelledSet, Pairs, banking77, clinc150, few_shot
from training.records import RECORD, pairs_digest
from training.tuning import Tuning

SHOTS, DRAWS = 10, 5
OF_TEN = Tuning(epochs=12.0, cutoff=0.25, keep=0.75, threads=1, half=True)  # ten texts an intent
KEPT = 0.95  # share of the texts in scope that are kept where the share of those outside that are found is counted
UNSEEN = ADAPTERS / "without-banking77"
TUNED = {"banking77-full": ADAPTERS / "tuned-banking77", "clinc150": ADAPTERS / "tuned-clinc150"}
KEPT_FIGURES = ADAPTERS / "banking77-10.json"
STRENGTH, ROUNDS = 10.0, 300  # of the peer's logistic regression
Array = np.ndarray[Any, Any]
Progress = Callable[[str], None]


class Fitted(Protocol):
    """A head after fitting."""

    def intents(self, texts: Sequence[str], vectors: Array) -> list[str]:
        """The most likely intent of each text."""

    def inside(self, texts: Sequence[str], vectors: Array) -> Array:
        """(n,) how likely each text is about any intent at all."""


class Fit(Protocol):
    """Fits a head on `pairs`, of which some may be `OUTSIDE`; `encode` gives (n, d) unit rows."""

    def __call__(self, pairs: Pairs, encode: Callable[[list[str]], Array]) -> Fitted: ...


@dataclass(frozen=True)
class Bench:
    """Where the sets, the exported encoders and the cached vectors lie, what fits our head and what it reads."""

    data: Path
    home: Path
    fit: Fit
    read: Callable[[str], str]
    progress: Progress = print

    def encoder(self, name: str, adapters: Sequence[Path]) -> Encoder:
        """The int8 encoder as it would be served, with `adapters` merged."""
        folder = export_encoder(self.home, self.progress, adapters, name=f"benchmarks/{name}")
        return Encoder(folder, threads=2, remembered=1)

    def asked(self, encoder: Encoder, fit: Fit, texts: list[str]) -> Array:
        """(n, d) of texts to be judged on: for our head each is first read as a shopper's message is."""
        return self.vectors(encoder, [self.read(text) for text in texts] if fit is self.fit else texts)

    def vectors(self, encoder: Encoder, texts: list[str]) -> Array:
        """(n, d), kept in home/cache/vectors."""
        told = json.dumps([encoder.fingerprint, texts], ensure_ascii=False)
        file = self.home / "cache" / "vectors" / f"{hashlib.sha256(told.encode()).hexdigest()[:16]}.npy"
        if not file.is_file():
            self.progress(f"Reading {len(texts)} texts")
            file.parent.mkdir(parents=True, exist_ok=True)
            order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
            rows = encoder.encode([texts[at] for at in order])
            np.save(file, rows[np.argsort(order)])
        found: Array = np.load(file)
        return found


def measure(bench: Bench) -> list[dict[str, Any]]:
    """Rows for the sets that lie in `bench.data`. Raises SetError where none does."""
    rows: list[dict[str, Any]] = []
    if (bench.data / "banking77").is_dir():
        banking = banking77(bench.data)
        rows += [*ten_shots(bench, banking), *kept_tuned(banking), *whole(bench, banking, "banking77-full")]
    if (bench.data / "clinc150").is_dir():
        rows += whole(bench, clinc150(bench.data), "clinc150")
    return rows


def ten_shots(bench: Bench, banking: LabelledSet) -> Iterator[dict[str, Any]]:
    """The head refitted on ten texts an intent; the mean of five draws."""
    for system, adapters, fit in (("frozen+lr", [], logistic), ("aisle", [UNSEEN], bench.fit)):
        if any(not each.is_dir() for each in adapters):
            continue
        encoder = bench.encoder(system, adapters)
        asked = bench.asked(encoder, fit, [text for text, _ in banking.test])
        found = [
            _accuracy(_fitted(bench, encoder, fit, pairs), banking.test, asked)
            for pairs in few_shot(banking.train, SHOTS, DRAWS)
        ]
        bench.progress(f"banking77-10, {system}: " + ", ".join(f"{each:.4f}" for each in found))
        yield _row("banking77-10", system, "accuracy", float(np.mean(found)), len(banking.test) * DRAWS)


def kept_tuned(banking: LabelledSet) -> list[dict[str, Any]]:
    """The figure with the encoder tuned on those ten as well, as it was kept: five runs take minutes each."""
    if not KEPT_FIGURES.is_file():
        return []
    kept = json.loads(KEPT_FIGURES.read_text("utf-8"))
    mean = float(np.mean(kept["accuracy"]))
    return [_row("banking77-10", "aisle", "accuracy_tuned", mean, len(banking.test) * len(kept["accuracy"]))]


def keep_tuned(bench: Bench, machine: str) -> None:
    """Tune on each of the five draws and keep what that reaches, with what it was made by."""
    started = time.monotonic()
    folder = bench.home / "adapters" / "benchmarks"
    shutil.rmtree(folder, ignore_errors=True)
    found = tuned_ten(bench, folder, OF_TEN)
    facts = {
        "accuracy": found,
        "settings": asdict(OF_TEN),
        "start": file_hash(UNSEEN / "adapter_model.safetensors"),
        "texts": pairs_digest(banking77(bench.data).train),
        "seconds": round(time.monotonic() - started),
        "machine": machine,
    }
    KEPT_FIGURES.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def tuned_ten(bench: Bench, folder: Path, settings: Tuning) -> list[float]:
    """Tune on each of the five draws (in `folder`, where it is not there yet) and return the accuracies."""
    from training.tuning import tune

    banking, found = banking77(bench.data), []
    for draw, pairs in enumerate(few_shot(banking.train, SHOTS, DRAWS)):
        adapter = folder / f"ten-{draw}"
        if not (adapter / "run.json").is_file():
            tune(settings, pairs, adapter, UNSEEN, bench.progress)
        encoder = bench.encoder(f"ten-{draw}", [UNSEEN, adapter])
        asked = bench.asked(encoder, bench.fit, [text for text, _ in banking.test])
        found.append(_accuracy(_fitted(bench, encoder, bench.fit, pairs), banking.test, asked))
        bench.progress(f"draw {draw}: {found[-1]:.4f}")
    return found


def whole(bench: Bench, labelled: LabelledSet, name: str) -> Iterator[dict[str, Any]]:
    """All texts to learn from: accuracy in scope, and where the set has texts outside, how well these are told."""
    inside = [pair for pair in labelled.test if pair[1] != OUTSIDE]
    outside = [text for text, label in labelled.test if label == OUTSIDE]
    own = [*start_of(TUNED[name]), TUNED[name]] if TUNED[name].is_dir() else None
    for system, adapters, fit in (("frozen+lr", [], logistic), ("aisle", own, bench.fit)):
        if adapters is None:
            continue
        encoder = bench.encoder(system if system != "aisle" else name, adapters)
        fitted = _fitted(bench, encoder, fit, labelled.train)
        asked = bench.asked(encoder, fit, [text for text, _ in inside])
        yield _row(name, system, "accuracy", _accuracy(fitted, inside, asked), len(inside))
        if outside:
            sure = fitted.inside([text for text, _ in inside], asked)
            unsure = fitted.inside(outside, bench.asked(encoder, fit, outside))
            yield _row(name, system, "auroc", auroc(sure, unsure), len(inside) + len(outside))
            found = float((unsure < np.quantile(sure, 1 - KEPT)).mean())
            yield _row(name, system, "recall_at_95", found, len(outside))


def start_of(tuned: Path, among: Path = ADAPTERS) -> list[Path]:
    """The adapter that one was tuned on top of, as its record says: merged on another, it changes the wrong weights.

    Empty where it was tuned on the frozen model. Raises ExportError where none in `among` is that adapter.
    """
    start = json.loads((tuned / RECORD).read_text("utf-8"))["start"]
    if start is None:
        return []
    found = [each for each in sorted(among.iterdir()) if (each / WEIGHTS).is_file()]
    fitting = [each for each in found if file_hash(each / WEIGHTS) == start]
    if not fitting:
        names = ", ".join(each.name for each in found) or "no adapter"
        raise ExportError(
            f"{tuned.name} was tuned on top of {start}: expected an adapter with that hash in {among}, found {names}; "
            "tune it anew (docs/understanding.md)"
        )
    return fitting[:1]


def auroc(higher: Array, lower: Array) -> float:
    """The chance that one of `higher` lies above one of `lower`."""
    from sklearn.metrics import roc_auc_score

    truth = np.r_[np.ones(len(higher)), np.zeros(len(lower))]
    return float(roc_auc_score(truth, np.r_[higher, lower]))


class Logistic:
    """The peer: logistic regression over the vectors, energy for what is outside."""

    def __init__(self, pairs: Pairs, encode: Callable[[list[str]], Array]) -> None:
        from sklearn.linear_model import LogisticRegression

        named = [pair for pair in pairs if pair[1] != OUTSIDE]
        self._model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
        self._model.fit(encode([text for text, _ in named]), [label for _, label in named])

    def intents(self, texts: Sequence[str], vectors: Array) -> list[str]:
        """By the best logit."""
        return [str(label) for label in self._model.predict(vectors)]

    def inside(self, texts: Sequence[str], vectors: Array) -> Array:
        """Energy: the log of the summed exponents of the logits."""
        return np.asarray(np.logaddexp.reduce(self._model.decision_function(vectors), axis=1))


def logistic(pairs: Pairs, encode: Callable[[list[str]], Array]) -> Fitted:
    """Fit the peer."""
    return Logistic(pairs, encode)


def _fitted(bench: Bench, encoder: Encoder, fit: Fit, pairs: Pairs) -> Fitted:
    return fit(pairs, lambda texts: bench.vectors(encoder, texts))


def _accuracy(fitted: Fitted, pairs: Pairs, vectors: Array) -> float:
    said = fitted.intents([text for text, _ in pairs], vectors)
    return float(np.mean([one == label for one, (_, label) in zip(said, pairs, strict=True)]))


def _row(of: str, system: str, metric: str, value: float, n: int) -> dict[str, Any]:
    return {"set": of, "system": system, "metric": metric, "value": round(value, 4), "n": n}
