"""Fine-tunes the encoder on one shop's own intents: LoRA under a cosine classifier, half of what it learns is kept.

    aisle train encoder --own
    python -m training.tuning --data DIR --set banking77 --out FOLDER [--start FOLDER]

The classifier's rows start at the means of the frozen vectors, the loss is cross-entropy with smoothed labels and a
supervised contrast beside it. Few examples are learned by heart quickly: leaving out tokens, keeping a part of the
change of every weight (WiSE-FT: Wortsman et al. 2022, arXiv 2109.01903) and the mean of several seeds are against that
(docs/understanding.md has what each is worth). `--taught` learns from a larger model as well (training/distilling.py).
"""

import argparse
import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from training.contrast import spoken, supervised_contrast
from training.distilling import Taught, softened
from training.export import WEIGHTS, encoder_source
from training.folders import file_hash
from training.labelled import OUTSIDE, READERS, Pairs, by_label, few_shot
from training.minilm import MiniLM
from training.records import machine, pairs_digest, write_record
from training.soup import stir

KNOBS = ("epochs", "learning_rate", "cutoff", "keep", "teacher", "seed", "seeds", "threads", "half")  # of the shell
BASE = "sentence-transformers/all-MiniLM-L6-v2"
ROWS = "classifier.npy"  # (intents, d), beside an adapter
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tuning:
    """Every knob of a run."""

    epochs: float = 6.0
    rank: int = 16
    dropout: float = 0.05
    cutoff: float = 0.0  # share of the tokens that are left out of a text, anew each time it is read
    learning_rate: float = 1e-3
    classifier_rate: float = 5e-3
    sharpness: float = 16.0  # by which cosines are multiplied before the softmax
    smoothing: float = 0.05
    contrast: float = 0.5  # weight of the supervised contrast
    temperature: float = 0.1
    batch: int = 64
    named: int = 8  # names of intents in every fourth batch, as examples of themselves
    teacher: float = 0.7  # share of the loss that is the distance from what a larger model says, where one was asked
    softness: float = 2.0  # by which its logits and ours are divided
    further: int = 64  # texts beside a batch of which only the larger model's word is known
    keep: float = 0.5  # share of the change of every weight that is kept
    seed: int = 0
    seeds: int = 1  # runs, alike but for their seed; the mean of what they change is kept
    threads: int = 2
    half: bool = False  # products in bfloat16

    def __post_init__(self) -> None:
        for name, least, most in (
            ("epochs", 0.01, 1000), ("rank", 1, 64), ("batch", 4, 4096), ("keep", 0.01, 1),
            ("cutoff", 0, 0.9), ("teacher", 0, 1), ("seeds", 1, 16),
        ):  # fmt: skip
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"expected {name} between {least} and {most}, found {getattr(self, name)}")


def tune(
    settings: Tuning,
    pairs: Pairs,
    out: Path,
    start: Path | None = None,
    progress: Progress = print,
    taught: Path | None = None,
    source: Path | None = None,
) -> dict[str, Any]:
    """Learn `pairs` on top of the adapter `start`; write adapter and record to `out` and return the record.

    `taught` is what a larger model says of the same pairs (`training.distilling`), `source` another model than MiniLM.
    With one seed the classifier is kept beside the adapter.
    """
    started, model = time.monotonic(), source or encoder_source()
    with TemporaryDirectory() as folder:
        runs = [Path(folder) / str(number) for number in range(settings.seeds)]
        losses = [
            _learn(replace(settings, seed=settings.seed + number), pairs, run, (model, start), taught, progress)
            for number, run in enumerate(runs)
        ]
        stir(runs, out)
        if settings.seeds == 1:
            shutil.copy(runs[0] / ROWS, out)
    record = {
        "base": BASE if source is None else model.name,
        "source": file_hash(model / "model.safetensors"),
        "start": file_hash(start / WEIGHTS) if start else None,
        "texts": len(pairs),
        "digest": pairs_digest(pairs),
        "taught": file_hash(taught) if taught else None,
        "settings": asdict(settings),
        "loss": [round(loss, 4) for loss in np.mean(losses, axis=0).tolist()],
        "seconds": _since(started),
        **machine(),
    }
    write_record(out, record)
    return record


def _learn(
    settings: Tuning, pairs: Pairs, out: Path, model: tuple[Path, Path | None], taught: Path | None, progress: Progress
) -> list[float]:
    """One run of `model` and the adapter it starts from: adapter and classifier to `out`, the loss of every step."""
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    chance, started = np.random.default_rng(settings.seed), time.monotonic()
    groups = by_label([pair for pair in pairs if pair[1] != OUTSIDE])
    texts = [text for group in groups.values() for text in group]
    numbers = np.repeat(np.arange(len(groups)), [len(group) for group in groups.values()])
    teacher = Taught.load(taught, list(groups), len(texts)) if taught else None
    minilm = MiniLM(*model, settings.half)
    centres = _centres(minilm.encode(texts), numbers)
    minilm.add_lora(settings.rank, settings.dropout, settings.cutoff)
    rows = torch.nn.Parameter(torch.tensor(centres, device=minilm.device))
    optimizer = torch.optim.AdamW(
        [
            {"params": minilm.moving(), "lr": settings.learning_rate},
            {"params": [rows], "lr": settings.classifier_rate, "weight_decay": 0.0},
        ],
        weight_decay=0.01,
    )
    steps = max(1, round(settings.epochs * len(texts) / settings.batch))
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / 30) * max(0.02, 1 - step / steps)
    )
    names, losses, batches = [spoken(label) for label in groups], [], _batches(numbers, settings.batch, chance)
    for step in range(steps):
        picked = next(batches)
        said, truth = [texts[at] for at in picked], list(numbers[picked])
        if step % 4 == 0:
            some = chance.permutation(len(names))[: settings.named]
            said, truth = said + [names[at] for at in some], truth + list(some)
        more, words = teacher.lesson(picked, settings.further, chance) if teacher else ([], None)
        vectors = minilm.vectors(said + more)
        loss = _loss(vectors, torch.tensor(truth, device=minilm.device), rows, settings, words)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(minilm.moving(), 1.0)
        optimizer.step()
        pace.step()
        losses.append(loss.item())
        if (step + 1) % 25 == 0 or step + 1 == steps:
            progress(f"step {step + 1} of {steps}, loss {np.mean(losses[-25:]):.3f}, {_since(started)} s")
    minilm.save_adapter(out)
    keep_share(out, settings.keep)
    np.save(out / ROWS, rows.detach().cpu().numpy())
    return losses


def classifier_of(adapter: Path) -> Any:
    """(intents, d) unit rows of the classifier that an adapter was tuned under; intents in the order of their names."""
    rows = np.load(adapter / ROWS)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def keep_share(adapter: Path, share: float) -> None:
    """Make a saved adapter change the weights by `share` of what was learned: alpha is the factor."""
    file = adapter / "adapter_config.json"
    facts = json.loads(file.read_text("utf-8"))
    facts["lora_alpha"] = 2 * facts["r"] * share
    file.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def _loss(vectors: Any, truth: Any, rows: Any, settings: Tuning, taught: tuple[Any, Any] | None) -> Any:
    """Of vectors of texts with a `truth`, then of further ones; `taught`: logits for the first ones and for these."""
    import torch
    from torch.nn import functional

    logits, known = settings.sharpness * vectors @ functional.normalize(rows, dim=-1).T, len(truth)
    loss = functional.cross_entropy(logits[:known], truth, label_smoothing=settings.smoothing)
    loss = loss + settings.contrast * supervised_contrast(vectors[:known], truth, settings.temperature)
    if taught is None:
        return loss
    own, further = (torch.tensor(each, device=logits.device) for each in taught)
    apart = softened(logits[: len(own)], own, settings.softness) + softened(logits[known:], further, settings.softness)
    return (1 - settings.teacher) * loss + settings.teacher * apart


def _centres(vectors: Any, numbers: Any) -> Any:
    means = np.stack([vectors[numbers == number].mean(axis=0) for number in range(numbers.max() + 1)])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def _batches(numbers: Any, size: int, chance: np.random.Generator) -> Iterator[Any]:
    """For ever: places of texts, two of an intent beside each other so that each has one to be like."""
    groups = [np.flatnonzero(numbers == number) for number in range(numbers.max() + 1)]
    while True:
        mixed = [chance.permutation(group) for group in groups]
        twos = [group[at : at + 2] for group in mixed for at in range(0, len(group), 2)]
        order = chance.permutation(len(twos))
        for at in range(0, len(order), size // 2):
            yield np.concatenate([twos[place] for place in order[at : at + size // 2]])


def _since(started: float) -> int:
    return round(time.monotonic() - started)


def main() -> None:
    """Tune on one public set from the shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--set", choices=sorted(READERS), required=True)
    parser.add_argument("--shots", type=int, default=0, help="texts an intent; 0: all")
    parser.add_argument("--draw", type=int, default=0, help="which seeded sample of them")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--taught", type=Path, help="what a larger model says: training.teacher")
    for name in ("epochs", "learning_rate", "cutoff", "keep", "teacher"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(Tuning, name))
    for name in ("seed", "seeds", "threads"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Tuning, name))
    parser.add_argument("--half", action="store_true", help="products in bfloat16, where the processor has it")
    args = parser.parse_args()
    pairs = READERS[args.set](args.data).train
    if args.shots:
        pairs = list(few_shot(pairs, args.shots, args.draw + 1))[args.draw]
    knobs = {name: getattr(args, name) for name in KNOBS}
    tune(Tuning(**knobs), pairs, args.out, args.start, taught=args.taught)


if __name__ == "__main__":
    main()
