"""Learns when to answer, ask back or abstain, and writes knowledge/calibration.json.

    python -m training.calibrate [--questions FILE]… [--home var] [--out FILE]

Without a file of held-out questions it leaves the articles' own questions out one by one, and says in the file's
provenance that the result is provisional.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import load_articles
from knowledge.bands import CALIBRATION, CHOICES, FURTHER_SIGNALS, SIGNALS, Calibration, signals
from knowledge.encoder import Encoder, TextEncoder
from knowledge.index import Index, build
from knowledge.language import LOCALES
from knowledge.retrieve import Ranked, Retriever
from knowledge.settings import FAQ
from training.cases import Case, held_out, leave_one_out, lines_out
from training.fitting import choose_thresholds, fit_fusion, fit_logistic
from training.folders import file_hash
from training.questions import FOLDER, load_questions

WRONG_AT_MOST = 0.016  # of all questions get a wrong answer; 0.02 is meant, and what is chosen here is a little kind
UNANSWERED = 0.25  # of what shoppers ask, about this share no article answers: so much do those questions count
KEPT = 0.93  # of the answerable questions, at least this share is answered or asked back about
OPPOSED = 1.0  # strength of the model of abstaining: close to a question and to one that nothing answers go together
ABSTAINED = 0.1  # of the answerable questions, where the share of the others that is abstained from is told
LINES = 0.2  # what a line of an article counts, left out, where abstaining is learned
SHORT = 0.3  # what a question of a few words, made up to calibrate on, counts
FOLDS = 5
DRAWS = 3  # different ways to make the folds, whose held-out confidences are averaged


@dataclass(frozen=True)
class Bench:
    """What a fit needs."""

    cases: Sequence[Case]
    index: Index
    encoder: TextEncoder
    locale: str
    lines: Sequence[Case] = ()  # the articles' own, each left out: only abstaining is learned from them

    def rank(self, case: Case, calibration: Calibration) -> list[Ranked]:
        """Return a case's articles, best first."""
        retriever = Retriever(self.index, self.encoder, calibration)
        return retriever.order(case.scores, self.locale, without=case.without)


def calibrate(bench: Bench) -> dict[str, Any]:
    """Return one language's part of the calibration. Thresholds are chosen on cases that the fits have not seen."""
    cases = [case for case in bench.cases if case.ask is None]
    found = np.zeros((DRAWS, 4, len(cases)))
    for draw in range(DRAWS):
        folds = _folds(cases, draw)
        for fold in range(FOLDS):
            away = {case.group for case, where in zip(cases, folds, strict=True) if where == fold}
            calibration = _fit(bench, away)
            for row in np.flatnonzero(folds == fold):
                ranked = bench.rank(cases[row], calibration)
                found[draw, :, row] = (
                    calibration.confidence(ranked, bench.locale),
                    calibration.answered(ranked, bench.locale),
                    _right(cases[row], ranked, 1),
                    _right(cases[row], ranked, CHOICES),
                )
    answerable = np.array([case.gold is not None for case in cases])
    confidence, answered, right, offered = found.swapaxes(0, 1)
    counts = _counts(cases)
    thresholds = choose_thresholds(
        confidence.mean(axis=0),
        right.mean(axis=0) > 0.5,
        answered.mean(axis=0),
        answerable,
        WRONG_AT_MOST,
        KEPT,
        counts,
    )
    kept = answered >= thresholds.clarify
    sent = kept & (confidence >= thresholds.sure)
    least = np.quantile(answered[:, answerable], ABSTAINED, axis=1)[:, None]  # of each draw
    return {
        **_weights(_fit(bench, set()), bench.locale),
        "thresholds": thresholds.model_dump(),
        "seen": {
            "questions": len(cases),
            "answerable": int(answerable.sum()),
            "recall@1": round(float(right[:, answerable].mean()), 4),
            "recall@3": round(float(offered[:, answerable].mean()), 4),
            "answered_of_answerable": round(float(sent[:, answerable].mean()), 4),
            "wrong_of_all_questions": round(float(((sent & (right == 0)) * counts).mean() / counts.mean()), 4),
            "unanswerable_abstained": round(float(1 - kept[:, ~answerable].mean()), 4) if (~answerable).any() else None,
            "answerable_abstained": round(float(1 - kept[:, answerable].mean()), 4),
            "abstention@90": round(float((answered < least)[:, ~answerable].mean()), 4)
            if (~answerable).any()
            else None,
        },
    }


def _fit(bench: Bench, away: set[str]) -> Calibration:
    """Learn from the cases whose group is not among those away."""
    locale = bench.locale
    learned = [case for case in bench.cases if case.group not in away]
    fusion = {locale: fit_fusion(learned, bench.index.shelves[locale].article_ids)}
    fused = Calibration(fusion, {}, {}, {}, {})
    seen, first, offered, counts = [], [], [], []
    for case, count in zip(learned, _counts(learned), strict=True):
        if ranked := bench.rank(case, fused):
            seen.append(signals(ranked))
            first.append(_right(case, ranked, 1))
            offered.append(_right(case, ranked, CHOICES))
            counts.append(count)
    sureness = fit_logistic(SIGNALS, seen, first, counts)
    lines = [case for case in bench.lines if case.group not in away]
    for case, count in zip(lines, _counts(lines), strict=True):
        if ranked := bench.rank(case, fused):
            seen.append(signals(ranked))
            offered.append(_right(case, ranked, CHOICES))
            counts.append(count * LINES)
    return Calibration(
        fusion,
        {locale: sureness},
        {locale: fit_logistic(FURTHER_SIGNALS, seen, offered, counts, OPPOSED)},
        {},
        {},
    )


def _counts(cases: Sequence[Case]) -> Any:
    """What each case counts: the unanswerable ones together as UNANSWERED of all, those of a few words as SHORT."""
    answerable = np.array([case.gold is not None for case in cases])
    share = float((~answerable).mean())
    rarer = (1 - share) / share * UNANSWERED / (1 - UNANSWERED) if 0 < share < 1 else 1.0
    return np.where(answerable, 1.0, rarer) * np.array([1.0 if case.ask is None else SHORT for case in cases])


def _weights(calibration: Calibration, locale: str) -> dict[str, dict[str, float]]:
    return {
        "fusion": calibration.fusion[locale],
        "sureness": calibration.sureness[locale],
        "answerable": calibration.answerable[locale],
    }


def _right(case: Case, ranked: Sequence[Ranked], most: int) -> bool:
    return not (case.ask and most == 1) and any(case.is_right(each.article_id) for each in ranked[:most])


def _folds(cases: Sequence[Case], draw: int) -> Any:
    groups = sorted({case.group for case in cases})
    order = np.random.default_rng(draw).permutation(len(groups)) % FOLDS
    fold_of = dict(zip(groups, order, strict=True))
    return np.array([fold_of[case.group] for case in cases])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=Path, action="append", help="by default train.yml, dev.yml and short.yml")
    parser.add_argument("--articles", type=Path, default=FAQ)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    asked = parser.parse_args()
    encoder = Encoder(asked.home / "models" / "encoder")
    articles = load_articles(asked.articles)
    index = build(articles, encoder)
    files = asked.questions or [FOLDER / name for name in ("train.yml", "dev.yml", "short.yml")]
    provisional = not all(file.is_file() for file in files)
    questions = [] if provisional else [each for file in files for each in load_questions(file)]
    provenance = {
        "made_by": "python -m training.calibrate",
        "provisional": provisional,
        "questions": "the articles' own, left out one by one" if provisional else [file.name for file in files],
        "questions_hash": None if provisional else [file_hash(file) for file in files],
        "index": index.version,
        "encoder": encoder.fingerprint,
        "wrong_at_most_of_all_questions": WRONG_AT_MOST,
        "kept_at_least": KEPT,
    }
    locales = {}
    for locale in LOCALES:
        cases = held_out(questions, index, encoder, locale) or leave_one_out(articles, encoder, locale)
        lines = [] if provisional else lines_out(articles, encoder, locale)
        locales[locale] = calibrate(Bench(cases, index, encoder, locale, lines))
        print(locale, json.dumps(locales[locale]["seen"]), json.dumps(locales[locale]["thresholds"]))
    asked.out.write_text(json.dumps({"provenance": provenance, "locales": locales}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
