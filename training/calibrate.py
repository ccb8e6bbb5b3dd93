"""Learns when to answer, ask back or abstain, and writes knowledge/calibration.json.

    python -m training.calibrate [--questions training/questions/dev.yml] [--home var] [--out FILE]

Without a file of held-out questions it leaves the articles' own questions out one by one, and says in the file's
provenance that the result is provisional.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import load_articles
from knowledge.bands import CALIBRATION, Calibration, signals
from knowledge.encoder import Encoder, TextEncoder
from knowledge.index import Index, build
from knowledge.language import LOCALES
from knowledge.retrieve import Retriever
from knowledge.settings import FAQ, Thresholds
from training.cases import Case, held_out, leave_one_out
from training.fitting import choose_thresholds, fit_fusion, fit_sureness
from training.folders import file_hash
from training.questions import FOLDER, load_questions

WRONG_AT_MOST = 0.02  # of all questions asked get a wrong answer
ANSWERED = 0.9  # of the answerable questions, at least this share is answered or asked back about
FOLDS = 5


def calibrate(cases: Sequence[Case], index: Index, encoder: TextEncoder, locale: str) -> dict[str, Any]:
    """Return one language's part of the calibration. Thresholds are chosen on cases that the fits have not seen."""
    ids = index.shelves[locale].article_ids
    groups = sorted({case.group for case in cases})
    fold_of = dict(
        zip(
            groups,
            np.random.default_rng(0).permutation(len(groups)) % FOLDS,
            strict=True,
        )
    )
    folds = np.array([fold_of[case.group] for case in cases])
    confidence, right = np.zeros(len(cases)), np.zeros(len(cases), bool)
    for fold in range(FOLDS):
        learned = [case for case, where in zip(cases, folds, strict=True) if where != fold]
        kept = np.flatnonzero(folds == fold)
        calibration = _fit(learned, index, encoder, locale, ids)
        for row in kept:
            ranked = _rank(cases[row], index, encoder, calibration, locale)
            confidence[row] = calibration.confidence(ranked, locale)
            right[row] = bool(ranked) and cases[row].is_right(ranked[0].article_id)
    answerable = np.array([case.gold is not None for case in cases])
    thresholds = choose_thresholds(confidence, right, answerable, WRONG_AT_MOST, ANSWERED)
    whole = _fit(cases, index, encoder, locale, ids)
    sent = confidence >= thresholds.sure
    return {
        "fusion": whole.fusion[locale],
        "sureness": whole.sureness[locale],
        "thresholds": thresholds.model_dump(),
        "seen": {
            "questions": len(cases),
            "answerable": int(answerable.sum()),
            "verbatim_share_of_answerable": round(float(sent[answerable].mean()), 4),
            "wrong_of_all_questions": round(float((sent & ~right).mean()), 4),
            "wrong_among_verbatim": round(float((~right[sent]).mean()), 4) if sent.any() else 0.0,
            "unanswerable_abstained": round(float((confidence[~answerable] < thresholds.clarify).mean()), 4)
            if (~answerable).any()
            else None,
        },
    }


def _fit(
    cases: Sequence[Case],
    index: Index,
    encoder: TextEncoder,
    locale: str,
    ids: Sequence[str],
) -> Calibration:
    fusion = {locale: fit_fusion(cases, ids)}
    calibration = Calibration(fusion, {}, {}, {})
    seen, right = [], []
    for case in cases:
        if ranked := _rank(case, index, encoder, calibration, locale):
            seen.append(signals(ranked))
            right.append(case.is_right(ranked[0].article_id))
    return Calibration(
        fusion,
        {locale: fit_sureness(seen, right)},
        {locale: Thresholds(sure=1, clarify=1)},
        {},
    )


def _rank(
    case: Case,
    index: Index,
    encoder: TextEncoder,
    calibration: Calibration,
    locale: str,
) -> list[Any]:
    return Retriever(index, encoder, calibration).order(case.scores, locale, without=case.without)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--questions", type=Path, default=FOLDER / "dev.yml")
    parser.add_argument("--articles", type=Path, default=FAQ)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--out", type=Path, default=CALIBRATION)
    asked = parser.parse_args()
    encoder = Encoder(asked.home / "models" / "encoder")
    index = build(load_articles(asked.articles), encoder)
    provisional = not asked.questions.is_file()
    provenance = {
        "made_by": "python -m training.calibrate",
        "provisional": provisional,
        "questions": "the articles' own, left out one by one" if provisional else asked.questions.name,
        "questions_hash": None if provisional else file_hash(asked.questions),
        "index": index.version,
        "encoder": encoder.fingerprint,
        "wrong_at_most_of_all_questions": WRONG_AT_MOST,
        "answered_at_least": ANSWERED,
    }
    locales = {}
    for locale in LOCALES:
        if provisional:
            cases = leave_one_out(index.shelves[locale], encoder)
        else:
            cases = held_out(load_questions(asked.questions), index, encoder, locale)
        locales[locale] = calibrate(cases, index, encoder, locale)
        print(
            locale,
            json.dumps(locales[locale]["seen"]),
            json.dumps(locales[locale]["thresholds"]),
        )
    asked.out.write_text(
        json.dumps({"provenance": provenance, "locales": locales}, indent=2) + "\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
