"""Base model against adapter on articles that the adapter never saw: token-F1, support and speed, as they are served.

python -m training.compare [--home var] [--pairs 40] [--json FILE]
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from knowledge.articles import load_articles
from knowledge.encoder import Encoder
from knowledge.generator import Generator
from knowledge.prompt import NO_ANSWER, prompt
from knowledge.settings import FAQ
from knowledge.support import check
from knowledge.words import normalise
from training.answers import AnswerTraining
from training.export import ADAPTER, export_generator
from training.pairs import Pair, make_pairs, split_by_article

SECONDS = 30.0  # no pair is cut short by the clock here; how long each took is measured


def token_f1(said: str, right: str) -> float:
    """Return the harmonic mean of precision and recall over words, as SQuAD counts them (Rajpurkar et al., 2016)."""
    one, other = (
        Counter("".join(c if c.isalnum() else " " for c in normalise(text)).split()) for text in (said, right)
    )
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def measure(generator: Generator, pairs: Sequence[Pair], encoder: Encoder) -> dict[str, float]:
    """Return token_f1 and abstention against the pairs' answers, the share of supported sentences, and seconds."""
    f1, abstained, supported, first, whole = [], [], [], [], []
    for pair in pairs:
        asked = prompt(pair.question, pair.passages, generator.count)
        started = time.monotonic()
        said: list[str] = []
        for sentence in generator.sentences(asked):
            if not said:
                first.append(time.monotonic() - started)
            said.append(sentence)
        whole.append(time.monotonic() - started)
        if pair.answer == NO_ANSWER:
            abstained.append(said[:1] == [NO_ANSWER])
            continue
        f1.append(token_f1(" ".join(said), pair.answer))
        supported += [check(sentence, pair.passages, encoder).supported for sentence in said]
    return {
        "token_f1": float(np.mean(f1)),
        "support_rate": float(np.mean(supported)) if supported else 0.0,
        "unanswerable_abstained": float(np.mean(abstained)) if abstained else 0.0,
        "first_sentence_p95_s": float(np.percentile(first, 95)) if first else 0.0,
        "whole_p95_s": float(np.percentile(whole, 95)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare base model and adapter.")
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    settings = AnswerTraining()
    encoder = Encoder(asked.home / "models" / "encoder")
    english = [article for article in load_articles(FAQ) if article.locale == "en"]
    _, away = split_by_article(english, settings.held_out, settings.seed)
    pairs = make_pairs(away, encoder, settings.seed, settings.unanswerable)
    kept = np.random.default_rng(settings.seed).permutation(len(pairs))[: asked.pairs]
    pairs = [pairs[row] for row in kept]
    rows: list[dict[str, Any]] = []
    for system, adapter in (("smollm2", None), ("smollm2+lora", ADAPTER)):
        with TemporaryDirectory() as home:
            generator = Generator(export_generator(Path(home), print, adapter), seconds=SECONDS)
            for metric, value in measure(generator, pairs, encoder).items():
                rows.append(
                    {"set": "en", "system": system, "metric": metric, "value": round(value, 4), "n": len(pairs)}
                )
                print(f"{system:14}{metric:26}{value:8.4f}  n={len(pairs)}")
    if asked.json:
        asked.json.write_text(
            json.dumps({"command": "python -m training.compare", "rows": rows}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
