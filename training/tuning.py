"""Fine-tunes the encoder on one shop's own intents: LoRA under a cosine classifier, half of what it learns is kept.

    aisle train encoder --own
    python -m training.tuning --data DIR --set banking77 --out FOLDER [--start FOLDER]

The classifier's rows start at the means of the frozen vectors, the loss is cross-entropy with smoothed labels and a
supervised contrast beside it. Few examples are learned by heart quickly: leaving out tokens, keeping a part of the
change of every weight (WiSE-FT: Wortsman et al. 2022, arXiv 2109.01903) and the mean of several seeds are against that
(docs/understanding.md has what each is worth).
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from training.contrast import spoken, supervised_contrast
from training.export import WEIGHTS, encoder_source
from training.folders import file_hash
from training.labelled import OUTSIDE, READERS, Pairs, by_label, few_shot
from training.minilm import MiniLM
from training.records import machine, pairs_digest, write_record
from training.soup import stir

KNOBS = ("epochs", "learning_rate", "cutoff", "keep", "seed", "seeds", "threads", "half")  # that the shell may turn
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
    keep: float = 0.5  # share of the change of every weight that is kept
    seed: int = 0
    seeds: int = 1  # runs, alike but for their seed; the mean of what they change is kept
    threads: int = 2
    half: bool = False  # products in bfloat16

    def __post_init__(self) -> None:
        for name, least, most in (
            ("epochs", 0.01, 1000), ("rank", 1, 64), ("batch", 4, 4096), ("keep", 0.01, 1),
            ("cutoff", 0, 0.9), ("seeds", 1, 16),
        ):  # fmt: skip
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"expected {name} between {least} and {most}, found {getattr(self, name)}")


def tune(
    settings: Tuning, pairs: Pairs, out: Path, start: Path | None = None, progress: Progress = print
) -> dict[str, Any]:
    """Learn `pairs` on top of the adapter `start`; write adapter and record to `out` and return the record."""
    started = time.monotonic()
    with TemporaryDirectory() as folder:
        runs = [Path(folder) / str(number) for number in range(settings.seeds)]
        losses = [
            _learn(replace(settings, seed=settings.seed + number), pairs, run, start, progress)
            for number, run in enumerate(runs)
        ]
        stir(runs, out)
    record = {
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "source": file_hash(encoder_source() / "model.safetensors"),
        "start": file_hash(start / WEIGHTS) if start else None,
        "texts": len(pairs),
        "digest": pairs_digest(pairs),
        "settings": asdict(settings),
        "loss": [round(loss, 4) for loss in np.mean(losses, axis=0).tolist()],
        "seconds": _since(started),
        **machine(),
    }
    write_record(out, record)
    return record


def _learn(settings: Tuning, pairs: Pairs, out: Path, start: Path | None, progress: Progress) -> list[float]:
    """One run: its adapter to `out`, the loss of every step."""
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    chance, started = np.random.default_rng(settings.seed), time.monotonic()
    groups = by_label([pair for pair in pairs if pair[1] != OUTSIDE])
    texts = [text for group in groups.values() for text in group]
    numbers = np.repeat(np.arange(len(groups)), [len(group) for group in groups.values()])
    minilm = MiniLM(encoder_source(), start, settings.half)
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
        loss = _loss(minilm.vectors(said), torch.tensor(truth, device=minilm.device), rows, settings)
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
    return losses


def keep_share(adapter: Path, share: float) -> None:
    """Make a saved adapter change the weights by `share` of what was learned: alpha is the factor."""
    file = adapter / "adapter_config.json"
    facts = json.loads(file.read_text("utf-8"))
    facts["lora_alpha"] = 2 * facts["r"] * share
    file.write_text(json.dumps(facts, indent=2) + "\n", "utf-8")


def _loss(vectors: Any, truth: Any, rows: Any, settings: Tuning) -> Any:
    from torch.nn import functional

    logits = settings.sharpness * vectors @ functional.normalize(rows, dim=-1).T
    loss = functional.cross_entropy(logits, truth, label_smoothing=settings.smoothing)
    return loss + settings.contrast * supervised_contrast(vectors, truth, settings.temperature)


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
    for name in ("epochs", "learning_rate", "cutoff", "keep"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(Tuning, name))
    for name in ("seed", "seeds", "threads"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Tuning, name))
    parser.add_argument("--half", action="store_true", help="products in bfloat16, where the processor has it")
    args = parser.parse_args()
    pairs = READERS[args.set](args.data).train
    if args.shots:
        pairs = list(few_shot(pairs, args.shots, args.draw + 1))[args.draw]
    knobs = {name: getattr(args, name) for name in KNOBS}
    tune(Tuning(**knobs), pairs, args.out, args.start)


if __name__ == "__main__":
    main()
