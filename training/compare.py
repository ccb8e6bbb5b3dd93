"""Four ways to answer from the same passages, on articles that the adapter never saw: base model, adapter, as served,
and the approved text alone."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import Article
from knowledge.encoder import TextEncoder
from knowledge.passages import passages
from knowledge.prompt import NO_ANSWER, prompt
from knowledge.sentences import sentences
from knowledge.support import check
from knowledge.words import normalise
from training.answers import AnswerTraining
from training.export import ADAPTER
from training.judge import judge
from training.pairs import Pair, make_pairs
from training.remembered import Remembered

BASE, TUNED, SERVED, VERBATIM = "smollm2", "smollm2+lora", "aisle", "verbatim"
SET = "grounded"


@dataclass(frozen=True)
class Said:
    """What one system said to one pair, sentence by sentence, and whether a passage supports each."""

    pair: Pair
    title: str
    shown: tuple[str, ...]  # what it was written from
    sentences: tuple[str, ...]
    supported: tuple[bool, ...]


def held_out_pairs(
    articles: Sequence[Article], encoder: TextEncoder, count: int, adapter: Path = ADAPTER
) -> list[Pair]:
    """Return so many pairs, drawn once and for all, of the articles that the adapter's record names as held out."""
    settings = AnswerTraining()
    away = set(json.loads((adapter / "run.json").read_text("utf-8"))["data"]["held_out_articles"])
    kept = [article for article in articles if article.locale == "en" and article.id in away]
    pairs = make_pairs(kept, encoder, settings.seed, settings.unanswerable)
    order = np.random.default_rng(settings.seed).permutation(len(pairs))[:count]
    return [pairs[row] for row in order]


def answer_all(
    pairs: Sequence[Pair],
    articles: Sequence[Article],
    encoder: TextEncoder,
    generators: dict[str, Remembered],
) -> dict[str, list[Said]]:
    """Let every generator answer every pair, then as served (checked, else the approved text), then that text alone."""
    english = [article for article in articles if article.locale == "en"]
    titles = {article.id: article.title for article in english}
    approved = {each.article_id: each.text for each in passages(english) if each.number == 0}

    def checked(pair: Pair, said: Sequence[str]) -> Said:
        title = titles[pair.article_id]
        verdicts = (check(sentence, pair.passages, encoder, title).supported for sentence in said)
        return Said(pair, title, pair.passages, tuple(said), tuple(verdicts))

    found = {
        name: [checked(pair, generator.said(_prompt(pair, generator))) for pair in pairs]
        for name, generator in generators.items()
    }
    found[VERBATIM] = [_verbatim(pair, titles[pair.article_id], approved[pair.article_id]) for pair in pairs]
    if TUNED in found:
        found[SERVED] = [
            said if said.sentences and all(said.supported) else plain
            for said, plain in zip(found[TUNED], found[VERBATIM], strict=True)
        ]
    return found


def compare(found: dict[str, list[Said]]) -> list[dict[str, Any]]:
    """Return one row a system and figure."""
    rows = []
    for system, answers in found.items():
        for metric, value, n in figures(answers):
            rows.append({"set": SET, "system": system, "metric": metric, "value": round(value, 4), "n": n})
    return rows


def figures(answers: Sequence[Said]) -> list[tuple[str, float, int]]:
    """Return (metric, value, of how many): token-F1 and exact facts of the answerable, support of their sentences, and
    how many of both are said to be unanswerable."""
    asked = [each for each in answers if each.pair.answer != NO_ANSWER]
    other = [each for each in answers if each.pair.answer == NO_ANSWER]
    verdicts = [
        verdict
        for each in asked
        for said, verdict in zip(each.sentences, each.supported, strict=True)
        if said != NO_ANSWER  # it claims nothing
    ]
    exact = [not _faults(each) for each in asked if each.sentences]
    found: list[tuple[str, Sequence[float]]] = [
        ("token_f1", [token_f1(" ".join(each.sentences), each.pair.answer) for each in asked]),
        ("support_rate", verdicts),
        ("exact_answers", exact),
        ("answerable_abstained", [each.sentences[:1] == (NO_ANSWER,) for each in asked]),
        ("unanswerable_abstained", [each.sentences[:1] == (NO_ANSWER,) for each in other]),
    ]
    return [(metric, float(np.mean(values)), len(values)) for metric, values in found if values]


def token_f1(said: str, right: str) -> float:
    """Return the harmonic mean of precision and recall over words, as SQuAD counts them (Rajpurkar et al., 2016)."""
    one, other = (
        Counter("".join(c if c.isalnum() else " " for c in normalise(text)).split()) for text in (said, right)
    )
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def _faults(said: Said) -> list[str]:
    """Numbers, dates, money, links and names that the passages do not hold."""
    found = judge("\n\n".join(said.sentences), said.shown, said.title)
    return [fault.what for fault in found if fault.kind != "negation"]


def _verbatim(pair: Pair, title: str, approved: str) -> Said:
    """The article's approved text and, where it is another one, the paragraph that matches best."""
    shown = tuple(dict.fromkeys((approved, pair.passages[0])))
    said = tuple(sentence for text in shown for sentence in sentences(text))
    return Said(pair, title, shown, said, (True,) * len(said))


def _prompt(pair: Pair, generator: Remembered) -> str:
    return prompt(pair.question, pair.passages, generator.count)
