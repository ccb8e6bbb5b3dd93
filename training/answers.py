"""Teaches SmolLM2 to answer from passages: LoRA by PEFT, completion-only loss, read from top to bottom.

    python -m training.answers [--home var] [--steps 240]

Writes the adapter and its run record to training/adapters/answers/; `training.export` merges it when it exports.
"""

import argparse
import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from knowledge.articles import load_articles
from knowledge.encoder import Encoder
from knowledge.prompt import END, prompt
from knowledge.settings import FAQ
from training.export import ADAPTER, generator_source
from training.folders import file_hash
from training.pairs import make_pairs, pairs_hash, split_by_article


@dataclass(frozen=True)
class AnswerTraining:
    """Every knob of a run; a value that cannot work is refused by name."""

    rank: int = 8
    alpha: int = 16
    dropout: float = 0.0
    first_layer: int = 10  # of 30: the layers below stay as they are, which saves a third of a step on a CPU
    learning_rate: float = 1e-3
    warmup_steps: int = 8
    steps: int = 240
    batch: int = 4  # pairs a step
    unanswerable: float = 0.15  # share of all pairs
    held_out: float = 0.2  # share of the articles, never learned from
    seed: int = 7
    threads: int = 2

    def __post_init__(self) -> None:
        for name, least, most in (
            ("rank", 1, 64),
            ("alpha", 1, 256),
            ("dropout", 0, 0.5),
            ("first_layer", 0, 29),
            ("learning_rate", 1e-6, 1e-1),
            ("warmup_steps", 0, self.steps),
            ("steps", 1, 100_000),
            ("batch", 1, 256),
            ("unanswerable", 0, 0.9),
            ("held_out", 0.01, 0.9),
            ("threads", 1, 256),
        ):
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"expected {name} between {least} and {most}, found {getattr(self, name)}")


def train(
    settings: AnswerTraining,
    home: Path,
    out: Path = ADAPTER,
    articles: Path = FAQ,
    progress: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Train, write adapter and record to `out`, and return the record. Needs the exported encoder in home."""
    import torch
    from peft import LoraConfig, get_peft_model

    from training.smollm import load_causal_model, load_tokenizer

    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    started = time.monotonic()

    # Data: English articles only, since SmolLM2 does not read Chinese; split by article before any pair is made.
    encoder = Encoder(home / "models" / "encoder")
    english = [article for article in load_articles(articles) if article.locale == "en"]
    learned, away = split_by_article(english, settings.held_out, settings.seed)
    pairs = make_pairs(learned, encoder, settings.seed, settings.unanswerable)
    progress(f"{len(pairs)} pairs from {len(learned)} articles; {len(away)} articles are held out")

    # Model: bfloat16 weights that do not move, float32 adapters that do.
    source = generator_source()
    tokenizer = load_tokenizer(source).backend_tokenizer
    model = load_causal_model(source).to(torch.bfloat16)
    lora = LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj"],
        layers_to_transform=list(range(settings.first_layer, model.config.num_hidden_layers)),
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, lora)
    model.train()
    moving = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(moving, lr=settings.learning_rate, weight_decay=0.0)

    # Tokens: the serving prompt, then the answer; only the answer's tokens and the end mark are learned.
    def count(text: str) -> int:
        return len(tokenizer.encode(text, add_special_tokens=False).ids)

    def ids(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    examples = [(ids(prompt(pair.question, pair.passages, count)), ids(pair.answer + END)) for pair in pairs]
    pad = tokenizer.token_to_id(END)
    order = torch.randperm(len(examples), generator=torch.Generator().manual_seed(settings.seed)).tolist()

    losses: list[float] = []
    for step in range(settings.steps):
        # Linear warm-up, then a cosine down to a tenth.
        if step < settings.warmup_steps:
            scale = (step + 1) / settings.warmup_steps
        else:
            done = (step - settings.warmup_steps) / max(1, settings.steps - settings.warmup_steps)
            scale = 0.1 + 0.45 * (1 + math.cos(math.pi * done))
        for group in optimizer.param_groups:
            group["lr"] = settings.learning_rate * scale

        rows = [examples[order[(step * settings.batch + place) % len(order)]] for place in range(settings.batch)]
        longest = max(len(asked) + len(said) for asked, said in rows)
        tokens = torch.full((len(rows), longest), pad)
        learn = torch.zeros((len(rows), longest), dtype=torch.bool)
        attend = torch.zeros((len(rows), longest), dtype=torch.long)
        for place, (asked, said) in enumerate(rows):
            whole = asked + said
            tokens[place, : len(whole)] = torch.tensor(whole)
            attend[place, : len(whole)] = 1
            learn[place, len(asked) : len(whole)] = True

        # Logits only where something is learned: the vocabulary's matrix is a fifth of the model.
        body: Any = model.base_model.model
        hidden = body.model(input_ids=tokens, attention_mask=attend).last_hidden_state
        before = learn.roll(-1, dims=1)
        logits = body.lm_head(hidden[before]).float()
        loss: Any = torch.nn.functional.cross_entropy(logits, tokens[learn])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(moving, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(round(loss.item(), 4))
        if step % 10 == 0 or step == settings.steps - 1:
            progress(f"step {step + 1} of {settings.steps}: loss {loss.item():.3f}, {time.monotonic() - started:.0f} s")

    model.save_pretrained(str(out), safe_serialization=True)
    (out / "README.md").unlink(missing_ok=True)  # PEFT's template, with nothing filled in
    record = {
        "command": "python -m training.answers",
        "base": {
            "name": "HuggingFaceTB/SmolLM2-135M-Instruct",
            "hash": file_hash(source),
        },
        "settings": asdict(settings),
        "data": {
            "pairs": len(pairs),
            "hash": pairs_hash(pairs),
            "articles": len(learned),
            "held_out_articles": [article.id for article in away],
            "encoder": encoder.fingerprint,
        },
        "losses": losses,
        "trained_parameters": sum(weights.numel() for weights in moving),
        "seconds": round(time.monotonic() - started),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in ("torch", "transformers", "peft", "tokenizers")},
    }
    (out / "run.json").write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the answers adapter.")
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--out", type=Path, default=ADAPTER)
    parser.add_argument("--steps", type=int, default=AnswerTraining.steps)
    asked = parser.parse_args()
    record = train(AnswerTraining(steps=asked.steps), asked.home, asked.out)
    print(f"{asked.out}: loss {record['losses'][0]} to {record['losses'][-1]} in {record['seconds']} s")


if __name__ == "__main__":
    main()
