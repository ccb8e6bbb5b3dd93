"""Measures retrieval and bands on held-out questions, ours beside BM25 alone and the frozen encoder alone.

python -m training.evaluate [--questions training/questions/test.yml] [--home var] [--generate] [--json FILE]
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answer import Answers
from knowledge.articles import load_articles
from knowledge.bands import Calibration, decide, plausible
from knowledge.encoder import Encoder, TextEncoder
from knowledge.generator import Generator
from knowledge.index import Index, build
from knowledge.language import LOCALES
from knowledge.retrieve import Retriever
from knowledge.scores import FEATURES
from knowledge.settings import FAQ, GenerationSettings, KnowledgeSettings, Thresholds
from training.cases import Case, held_out, leave_one_out
from training.questions import FOLDER, Question, load_questions

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


def banding(
    cases: Sequence[Case], index: Index, encoder: TextEncoder, calibration: Calibration, locale: str
) -> dict[str, float]:
    """Return what shoppers would meet: shares of the bands, wrong answers, abstention, and the risk-coverage area."""
    retriever = Retriever(index, encoder, calibration)
    bands, right, confidence, answered, offered = [], [], [], [], []
    for case in cases:
        ranked = retriever.order(case.scores, locale, without=case.without)
        confidence.append(calibration.confidence(ranked, locale))
        answered.append(calibration.answered(ranked, locale))
        bands.append(decide(ranked, confidence[-1], answered[-1], calibration.thresholds[locale]))
        right.append(bool(ranked) and case.is_right(ranked[0].article_id))
        offered.append([case.is_right(each.article_id) for each in plausible(ranked)])
    sure = np.isin(bands, ["verbatim", "generate"])
    asked = np.array(bands) == "clarify"
    good, sureness, likely = np.array(right), np.array(confidence), np.array(answered)
    answerable = np.array([case.gold is not None for case in cases])
    order = np.argsort(-sureness, kind="stable")
    risks = np.cumsum(~good[order]) / np.arange(1, len(order) + 1)
    found = {
        "answered_of_answerable": float(sure[answerable].mean()),
        "wrong_among_answered": float((~good[sure]).mean()) if sure.any() else 0.0,
        "wrong_of_all_questions": float((sure & ~good).mean()),
        "clarify_share": float(asked.mean()),
        "choices": float(np.mean([len(each) for each, clarify in zip(offered, asked, strict=True) if clarify])),
        "right_among_choices": float(np.mean([any(offered[row]) for row in np.flatnonzero(asked & answerable)])),
        "answerable_abstained": float((np.array(bands)[answerable] == "abstain").mean()),
        "abstain_share": float((np.array(bands) == "abstain").mean()),
        "risk_coverage_area": float(risks.mean()),
    }
    if (~answerable).any():
        found["unanswerable_abstained"] = float((np.array(bands)[~answerable] == "abstain").mean())
        found["unanswerable_answered"] = float(sure[~answerable].mean())
        found["abstention@90"] = float((likely[~answerable] < np.quantile(likely[answerable], 0.1)).mean())
    return found


def evaluate(
    cases: Sequence[Case], index: Index, encoder: TextEncoder, calibration: Calibration, locale: str
) -> list[Row]:
    """Return one row a figure for one language."""
    ids = index.shelves[locale].article_ids
    systems = {"aisle": retrieval(cases, ids, calibration.fusion[locale])}
    for name, features in ALONE.items():
        if name == "bm25" or locale == "en":
            systems[name] = retrieval(cases, ids, dict.fromkeys(features, 1.0))
    systems["aisle"] |= banding(cases, index, encoder, calibration, locale)
    return [
        {"set": locale, "system": system, "metric": metric, "value": round(value, 4), "n": len(cases)}
        for system, metrics in systems.items()
        for metric, value in metrics.items()
    ]


def generation(questions: Sequence[Question], index: Index, encoder: TextEncoder, generator: Generator) -> list[Row]:
    """Answer every English question about a detail as the live bot would, and print what the checks let through.

    A detail: the right article is found, and a later paragraph of it matches best. All are tried, however sure; those
    that are sure enough to be generated live are counted once more.
    """
    calibration = Calibration.load()
    always = {locale: Thresholds(sure=0, clarify=0) for locale in LOCALES}
    live = Retriever(index, encoder, calibration)
    answers = Answers(
        KnowledgeSettings(thresholds=always),
        GenerationSettings(seconds=30),
        encoder,
        generator,
        calibration=calibration,
    )
    passed, sure, first, whole = [], [], [], []
    for question in questions:
        ranked = live.rank(question.q, "en") if question.locale == "en" else []
        if not ranked or ranked[0].article_id not in (question.article, *question.also):
            continue
        confidence, answered = calibration.confidence(ranked, "en"), calibration.answered(ranked, "en")
        if decide(ranked, 1.0, 1.0, calibration.thresholds["en"]) != "generate":
            continue
        heard: list[float] = []
        started = time.monotonic()
        answer = answers.ask(question.q, "en", lambda sentence, heard=heard: heard.append(time.monotonic()))  # type: ignore[misc]
        whole.append(time.monotonic() - started)
        first += [heard[0] - started] if heard else []
        passed.append(answer.generated)
        sure.append(decide(ranked, confidence, answered, calibration.thresholds["en"]) == "generate")
        print(f"{'live ' if sure[-1] else ''}{'generated' if answer.generated else 'approved text'}: {question.q}")
        print(f"    {answer.text if answer.generated else ''} [{answer.sources[0]['id']}]")
    good, band = np.array(passed), np.array(sure)
    found = {
        "details_generated": (float(good.mean()), len(good)),
        "live_details_generated": (float(good[band].mean()) if band.any() else 0.0, int(band.sum())),
        "first_sentence_p95_s": (float(np.percentile(first, 95)) if first else 0.0, len(first)),
        "whole_p95_s": (float(np.percentile(whole, 95)), len(whole)),
    }
    return [
        {"set": "en", "system": "aisle", "metric": metric, "value": round(value, 4), "n": n}
        for metric, (value, n) in found.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure retrieval and bands.")
    parser.add_argument("--questions", type=Path, default=FOLDER / "test.yml")
    parser.add_argument("--articles", type=Path, default=FAQ)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--generate", action="store_true", help="also let the generator answer questions about details")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    encoder = Encoder(asked.home / "models" / "encoder")
    articles = load_articles(asked.articles)
    index = build(articles, encoder)
    rows: list[Row] = []
    for locale in LOCALES:
        if asked.questions.is_file():
            cases = held_out(load_questions(asked.questions), index, encoder, locale)
        else:
            print(f"{asked.questions} is not there: the articles' own questions are left out one by one ({locale})")
            cases = leave_one_out(articles, encoder, locale)
        rows += evaluate(cases, index, encoder, Calibration.load(), locale)
    if asked.generate:
        generator = Generator(asked.home / "models" / "generator", seconds=30)
        rows += generation(load_questions(asked.questions), index, encoder, generator)
    for row in rows:
        print(f"{row['set']:4}{row['system']:8}{row['metric']:26}{row['value']:8.4f}  n={row['n']}")
    if asked.json:
        asked.json.write_text(
            json.dumps({"command": "python -m training.evaluate", "rows": rows}, indent=2) + "\n", "utf-8"
        )


if __name__ == "__main__":
    main()
