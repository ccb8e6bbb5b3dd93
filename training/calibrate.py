"""Learns when to answer, ask back or abstain, and writes knowledge/calibration.json.

    python -m training.calibrate [--questions training/questions/dev.yml] [--home var] [--out FILE]

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
from training.cases import Case, held_out, leave_one_out
from training.fitting import choose_thresholds, fit_fusion, fit_logistic
from training.folders import file_hash
from training.questions import FOLDER, load_questions

WRONG_AT_MOST = 0.02  # of all questions asked get a wrong answer
KEPT = 0.93  # of the answerable questions, at least this share is answered or asked back about
FOLDS = 5
DRAWS = 3  # different ways to make the folds, whose held-out confidences are averaged
OWN_EVERY = 3  # each n-th of the articles' own questions helps to learn confidence …
OWN_COUNT = 0.3  # … and counts as this part of a held-out one


@dataclass(frozen=True)
class Bench:
    """What a fit needs: the cases that it is about, and further ones that help to learn confidence."""

    cases: Sequence[Case]
    own: Sequence[Case]
    index: Index
    encoder: TextEncoder
    locale: str

    def rank(self, case: Case, calibration: Calibration) -> list[Ranked]:
        """Return a case's articles, best first."""
        retriever = Retriever(self.index, self.encoder, calibration)
        return retriever.order(case.scores, self.locale, without=case.without)


def calibrate(bench: Bench) -> dict[str, Any]:
    """Return one language's part of the calibration. Thresholds are chosen on cases that the fits have not seen."""
    cases = bench.cases
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
    thresholds = choose_thresholds(
        confidence.mean(axis=0), right.mean(axis=0) > 0.5, answered.mean(axis=0), answerable, WRONG_AT_MOST, KEPT
    )
    kept = answered >= thresholds.clarify
    sent = kept & (confidence >= thresholds.sure)
    return {
        **_weights(_fit(bench, set()), bench.locale),
        "thresholds": thresholds.model_dump(),
        "seen": {
            "questions": len(cases),
            "answerable": int(answerable.sum()),
            "recall@1": round(float(right[:, answerable].mean()), 4),
            "recall@3": round(float(offered[:, answerable].mean()), 4),
            "answered_of_answerable": round(float(sent[:, answerable].mean()), 4),
            "wrong_of_all_questions": round(float((sent & (right == 0)).mean()), 4),
            "unanswerable_abstained": round(float(1 - kept[:, ~answerable].mean()), 4) if (~answerable).any() else None,
            "answerable_abstained": round(float(1 - kept[:, answerable].mean()), 4),
        },
    }


def _fit(bench: Bench, away: set[str]) -> Calibration:
    """Learn from the cases whose group is not among those away."""
    locale = bench.locale
    learned = [case for case in bench.cases if case.group not in away]
    own = [case for case in bench.own if case.group not in away]
    fusion = {locale: fit_fusion(learned, bench.index.shelves[locale].article_ids)}
    fused = Calibration(fusion, {}, {}, {}, {})
    seen, first, offered, counts = [], [], [], []
    for case, count in [*((case, 1.0) for case in learned), *((case, OWN_COUNT) for case in own)]:
        if ranked := bench.rank(case, fused):
            seen.append(signals(ranked))
            first.append(_right(case, ranked, 1))
            offered.append(_right(case, ranked, CHOICES))
            counts.append(count)
    return Calibration(
        fusion,
        {locale: fit_logistic(SIGNALS, seen, first, counts)},
        {locale: fit_logistic(FURTHER_SIGNALS, seen, offered, counts)},
        {},
        {},
    )


def _weights(calibration: Calibration, locale: str) -> dict[str, dict[str, float]]:
    return {
        "fusion": calibration.fusion[locale],
        "sureness": calibration.sureness[locale],
        "answerable": calibration.answerable[locale],
    }


def _right(case: Case, ranked: Sequence[Ranked], most: int) -> bool:
    return any(case.is_right(each.article_id) for each in ranked[:most])


def _folds(cases: Sequence[Case], draw: int) -> Any:
    groups = sorted({case.group for case in cases})
    order = np.random.default_rng(draw).permutation(len(groups)) % FOLDS
    fold_of = dict(zip(groups, order, strict=True))
    return np.array([fold_of[case.group] for case in cases])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=Path, default=FOLDER / "dev.yml")
    parser.add_argument("--articles", type=Path, default=FAQ)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    asked = parser.parse_args()
    encoder = Encoder(asked.home / "models" / "encoder")
    articles = load_articles(asked.articles)
    index = build(articles, encoder)
    provisional = not asked.questions.is_file()
    provenance = {
        "made_by": "python -m training.calibrate",
        "provisional": provisional,
        "questions": "the articles' own, left out one by one" if provisional else asked.questions.name,
        "questions_hash": None if provisional else file_hash(asked.questions),
        "index": index.version,
        "encoder": encoder.fingerprint,
        "wrong_at_most_of_all_questions": WRONG_AT_MOST,
        "kept_at_least": KEPT,
    }
    locales = {}
    for locale in LOCALES:
        own = leave_one_out(articles, encoder, locale, 1 if provisional else OWN_EVERY)
        cases = own if provisional else held_out(load_questions(asked.questions), index, encoder, locale)
        locales[locale] = calibrate(Bench(cases, [] if provisional else own, index, encoder, locale))
        print(locale, json.dumps(locales[locale]["seen"]), json.dumps(locales[locale]["thresholds"]))
    asked.out.write_text(json.dumps({"provenance": provenance, "locales": locales}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
