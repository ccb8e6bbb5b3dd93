"""Adapts MiniLM to how people write to shops: LoRA by PEFT, supervised contrast, held near the frozen model.

    aisle train encoder --data DIR [--leave-out banking77]
    python -m training.encoder --data DIR --without banking77 --out FOLDER

Every step draws 32 intents of one set, half of them close to each other, two texts each (now and then the intent's
name instead of a text), and pulls texts of one intent together. The anchor keeps all distances in the batch near those
of the frozen model: without it, accuracy on sets that were not learned from falls (docs/understanding.md).
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.contrast import Neighbours, draw, supervised_contrast
from training.export import encoder_source
from training.folders import file_hash
from training.labelled import OUTSIDE, READERS, LabelledSet, by_label, nlu_examples
from training.minilm import MiniLM
from training.records import machine, pairs_digest, write_record

ADAPTER = Path(__file__).parent / "adapters" / "encoder"
FEWEST = 4  # texts that a label needs to be learned from
Progress = Callable[[str], None]


@dataclass(frozen=True)
class EncoderTraining:
    """Every knob of a run; a value that cannot work is refused by name."""

    steps: int = 150
    rank: int = 8
    dropout: float = 0.05
    learning_rate: float = 2e-4
    warmup_steps: int = 20
    temperature: float = 0.07
    anchor: float = 100.0  # weight of the mean squared change of the cosines in a batch
    labels: int = 32  # a step
    each: int = 2  # texts a label
    hard: float = 0.5  # share of the labels that lie around one of them
    named: float = 0.3  # share of the labels of which one text is the name
    seed: int = 0
    threads: int = 2

    def __post_init__(self) -> None:
        for name, least, most in (
            ("steps", 1, 100_000), ("rank", 1, 64), ("dropout", 0, 0.5), ("learning_rate", 1e-6, 1e-1),
            ("temperature", 0.01, 1), ("anchor", 0, 1e6), ("labels", 2, 512), ("each", 2, 64), ("hard", 0, 1),
            ("named", 0, 1), ("threads", 1, 256),
        ):  # fmt: skip
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"expected {name} between {least} and {most}, found {getattr(self, name)}")


def train(
    settings: EncoderTraining, sets: Sequence[LabelledSet], out: Path = ADAPTER, progress: Progress = print
) -> dict[str, Any]:
    """Learn from the `train` part of every set; write adapter and record to `out` and return the record."""
    import torch

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    chance = np.random.default_rng(settings.seed)
    started = time.monotonic()
    groups = {each.name: by_label([p for p in each.train if p[1] != OUTSIDE], FEWEST) for each in sets}
    source = encoder_source()
    minilm = MiniLM(source)
    near = {name: Neighbours(group, minilm.encode, chance) for name, group in groups.items()}
    share = np.sqrt([len(group) for group in groups.values()])
    minilm.add_lora(settings.rank, settings.dropout)
    optimizer = torch.optim.AdamW(minilm.moving(), lr=settings.learning_rate, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, settings))
    losses: list[float] = []
    for step in range(settings.steps):
        name = str(chance.choice(list(groups), p=share / share.sum()))
        labels = near[name].some(settings.labels, settings.hard, chance)
        texts, numbers = draw(groups[name], labels, settings.each, settings.named, chance)
        vectors = minilm.vectors(texts)
        loss = supervised_contrast(vectors, torch.tensor(numbers, device=minilm.device), settings.temperature)
        if settings.anchor:
            with torch.no_grad(), minilm.model.disable_adapter():
                before = minilm.vectors(texts)
            loss = loss + settings.anchor * ((vectors @ vectors.T - before @ before.T) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(minilm.moving(), 1.0)
        optimizer.step()
        pace.step()
        losses.append(float(loss))
        if (step + 1) % 25 == 0 or step + 1 == settings.steps:
            progress(f"step {step + 1} of {settings.steps}, loss {np.mean(losses[-25:]):.3f}, {_since(started)} s")
    minilm.save_adapter(out)
    record = {
        "base": "sentence-transformers/all-MiniLM-L6-v2",
        "source": file_hash(source / "model.safetensors"),
        "sets": {each.name: {"texts": len(each.train), "digest": pairs_digest(each.train)} for each in sets},
        "settings": asdict(settings),
        "loss": [round(loss, 4) for loss in losses],
        "seconds": _since(started),
        **machine(),
    }
    write_record(out, record)
    return record


def chosen_sets(data: Path, nlu: Path | None, without: Sequence[str] = ()) -> list[LabelledSet]:
    """The public sets in `data` and the shop's own English examples, but for those named in `without`."""
    unknown = sorted(set(without) - {*READERS, "shop"})
    if unknown:
        raise ValueError(f"expected sets among {', '.join([*READERS, 'shop'])}, found {', '.join(unknown)}")
    found = [read(data) for name, read in READERS.items() if name not in without]
    return found if nlu is None or "shop" in without else [*found, nlu_examples(nlu)]


def _pace(step: int, settings: EncoderTraining) -> float:
    return min(1.0, (step + 1) / settings.warmup_steps) * max(0.02, 1 - step / settings.steps)


def _since(started: float) -> int:
    return round(time.monotonic() - started)


def main() -> None:
    """Train from the shell without Rasa."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--nlu", type=Path, default=Path("bot/data"))
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--steps", type=int, default=EncoderTraining.steps)
    args = parser.parse_args()
    train(EncoderTraining(steps=args.steps), chosen_sets(args.data, args.nlu, args.without), args.out)


if __name__ == "__main__":
    main()
