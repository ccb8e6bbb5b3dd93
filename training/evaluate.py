"""Measures retrieval and bands on held-out questions, ours beside BM25 alone and the frozen encoder alone.

python -m training.evaluate [--questions training/questions/test.yml] [--home var] [--json FILE]
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import load_articles
from knowledge.bands import Band, Calibration, decide, plausible
from knowledge.encoder import Encoder, TextEncoder
from knowledge.index import Index, build
from knowledge.language import LOCALES
from knowledge.retrieve import Retriever
from knowledge.scores import FEATURES
from knowledge.settings import FAQ
from training.cases import Case, held_out, leave_one_out
from training.questions import FOLDER, load_questions

Row = dict[str, Any]  # {"set", "system", "metric", "value", "n"}
ALONE = {
    "bm25": ("lexical_question", "lexical_passage"),
    "minilm": ("dense_question", "dense_passage"),
}


def retrieval(cases: Sequence[Case], article_ids: Sequence[str], weights: dict[str, float]) -> dict[str, float]:
    """Return recall@1, recall@5 and mrr@10 over the answerable cases."""
    ids = list(article_ids)
    vector = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32)
    ranks = []
    for case in cases:
        if case.gold is not None:
            fused = case.scores.features @ vector
            gold = max((ids.index(named) for named in (case.gold, *case.also)), key=lambda row: float(fused[row]))
            # Ties count against us, and so does a question that shares nothing with anything.
            ranks.append(int((fused >= fused[gold]).sum()) - 1 if fused[gold] > 0 else len(ids))
    places = np.array(ranks)
    return {
        "recall@1": float((places < 1).mean()),
        "recall@5": float((places < 5).mean()),
        "mrr@10": float(np.where(places < 10, 1 / (1 + places), 0).mean()),
    }


@dataclass(frozen=True)
class Met:
    """What a shopper who asks this would meet; `right`: the best article answers, `offered`: each choice does."""

    question: str
    answerable: bool
    band: Band
    confidence: float  # 0..1, that the best article answers
    answered: float  # 0..1, that one of the choices does
    best: str  # article; "" for none
    right: bool
    offered: tuple[bool, ...]


def ask_all(
    cases: Sequence[Case], index: Index, encoder: TextEncoder, calibration: Calibration, locale: str
) -> list[Met]:
    """Return what each of the cases of one language meets."""
    retriever = Retriever(index, encoder, calibration)
    met = []
    for case in cases:
        ranked = retriever.order(case.scores, locale, without=case.without)
        confidence, answered = calibration.confidence(ranked, locale), calibration.answered(ranked, locale)
        band = decide(ranked, confidence, answered, calibration.thresholds[locale])
        best = ranked[0].article_id if ranked else ""
        offered = tuple(case.is_right(each.article_id) for each in plausible(ranked))
        met.append(
            Met(case.question, case.gold is not None, band, confidence, answered, best, case.is_right(best), offered)
        )
    return met


def banding(met: Sequence[Met]) -> dict[str, float]:
    """Return what shoppers would meet: shares of the bands, wrong answers, abstention, and the risk-coverage area."""
    bands = np.array([each.band for each in met])
    sure, asked, abstained = np.isin(bands, ["verbatim", "generate"]), bands == "clarify", bands == "abstain"
    good, answerable = (np.array([getattr(each, name) for each in met]) for name in ("right", "answerable"))
    likely = np.array([each.answered for each in met])
    order = np.argsort([-each.confidence for each in met], kind="stable")
    risks = np.cumsum(~good[order]) / np.arange(1, len(order) + 1)
    choices = [each.offered for each in met if each.band == "clarify"]
    found = {
        "answered_of_answerable": float(sure[answerable].mean()),
        "wrong_among_answered": float((~good[sure]).mean()) if sure.any() else 0.0,
        "wrong_of_all_questions": float((sure & ~good).mean()),
        "clarify_share": float(asked.mean()),
        "choices": float(np.mean([len(each) for each in choices])),
        "right_among_choices": float(
            np.mean([any(each.offered) for each in met if each.band == "clarify" and each.answerable])
        ),
        "answerable_abstained": float(abstained[answerable].mean()),
        "abstain_share": float(abstained.mean()),
        "risk_coverage_area": float(risks.mean()),
    }
    if (~answerable).any():
        found["unanswerable_abstained"] = float(abstained[~answerable].mean())
        found["unanswerable_answered"] = float(sure[~answerable].mean())
        found["abstention@90"] = float((likely[~answerable] < np.quantile(likely[answerable], 0.1)).mean())
    return found


def evaluate(
    cases: Sequence[Case], met: Sequence[Met], index: Index, calibration: Calibration, locale: str
) -> list[Row]:
    """Return one row a figure for one language; `met` is what its cases meet."""
    ids = index.shelves[locale].article_ids
    systems = {"aisle": retrieval(cases, ids, calibration.fusion[locale])}
    for name, features in ALONE.items():
        if name == "bm25" or locale == "en":
            systems[name] = retrieval(cases, ids, dict.fromkeys(features, 1.0))
    systems["aisle"] |= banding(met)
    return [
        {"set": locale, "system": system, "metric": metric, "value": round(value, 4), "n": len(cases)}
        for system, metrics in systems.items()
        for metric, value in metrics.items()
    ]


def pooled(met: Mapping[str, Sequence[Met]]) -> list[Row]:
    """Return rows of the set "all": the questions of all languages together, each at its own language's thresholds."""
    whole = {locale: banding(each) for locale, each in met.items()}
    answerable = {locale: sum(each.answerable for each in met[locale]) for locale in met}
    asked = {locale: len(met[locale]) for locale in met}
    open_ones = {locale: asked[locale] - answerable[locale] for locale in met}
    of = {
        "answered_of_answerable": answerable,
        "wrong_of_all_questions": asked,
        "unanswerable_abstained": open_ones,
        "abstention@90": open_ones,
    }
    return [
        _pooled(metric, {locale: whole[locale][metric] for locale in met if counts[locale]}, counts)
        for metric, counts in of.items()
        if any(counts.values())
    ]


def _pooled(metric: str, shares: Mapping[str, float], counts: Mapping[str, int]) -> Row:
    n = sum(counts.values())
    value = sum(share * counts[locale] for locale, share in shares.items()) / n
    return {"set": "all", "system": "aisle", "metric": metric, "value": round(value, 4), "n": n}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure retrieval and bands.")
    parser.add_argument("--questions", type=Path, default=FOLDER / "test.yml")
    parser.add_argument("--articles", type=Path, default=FAQ)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    encoder = Encoder(asked.home / "models" / "encoder")
    articles = load_articles(asked.articles)
    index = build(articles, encoder)
    rows: list[Row] = []
    calibration, met = Calibration.load(), {}
    for locale in LOCALES:
        if asked.questions.is_file():
            cases = held_out(load_questions(asked.questions), index, encoder, locale)
        else:
            print(f"{asked.questions} is not there: the articles' own questions are left out one by one ({locale})")
            cases = leave_one_out(articles, encoder, locale)
        met[locale] = ask_all(cases, index, encoder, calibration, locale)
        rows += evaluate(cases, met[locale], index, calibration, locale)
    rows += pooled(met)
    for row in rows:
        print(f"{row['set']:4}{row['system']:8}{row['metric']:26}{row['value']:8.4f}  n={row['n']}")
    if asked.json:
        asked.json.write_text(
            json.dumps({"command": "python -m training.evaluate", "rows": rows}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
