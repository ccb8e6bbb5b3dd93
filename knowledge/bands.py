"""How sure to be, and what to do then: a calibrated confidence, and the four bands it decides."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from knowledge.errors import KnowledgeError
from knowledge.language import LOCALES
from knowledge.settings import Thresholds

if TYPE_CHECKING:
    from knowledge.retrieve import Ranked

MATCHES = (  # ways of matching whose agreement is a signal
    "dense_question",
    "dense_questions",
    "dense_passage",
    "dense_sentence",
    "lexical_question",
    "lexical_questions",
    "lexical_passage",
    "lexical_article",
)
Band = Literal["verbatim", "generate", "clarify", "abstain"]
CALIBRATION = Path(__file__).parent / "calibration.json"
SIGNALS = (
    "margin",  # to the second article
    "share",
    "dense_question",
    "dense_questions",
    "dense_sentence",
    "lexical_article",
    "covered",
    "close",
    "missing",
    "agree",  # part of the ways of matching by which the article is the best
    "unanswered",  # the closest question that no article answers, by meaning
    "unanswered_words",
)
FURTHER_SIGNALS = (
    *SIGNALS,
    "score",
    "dense_passage",
    "lexical_question",
    "unheard",
    "words",
    "ahead_in_meaning",  # of the second article, by its closest question
    "ahead_in_words",
    "leaning",  # of the wording, to what articles answer
)
ASKED = 0.98  # confidence where the question is, word for word, one that people ask of an article; shared by several
CHOICES = 3
PLAUSIBLE = 0.05  # a choice's share is at least this part of the best one's


@dataclass(frozen=True)
class Calibration:
    """What `training.calibrate` learned, by locale: fusion weights, two logistic models, and thresholds.

    `sureness`: the best article answers. `answerable`: one of the few that would be offered does.
    """

    fusion: dict[str, dict[str, float]]
    sureness: dict[str, dict[str, float]]
    answerable: dict[str, dict[str, float]]
    thresholds: dict[str, Thresholds]
    provenance: dict[str, Any]

    @classmethod
    def load(cls, file: Path = CALIBRATION) -> "Calibration":
        """Read the file that `python -m training.calibrate` writes; raise KnowledgeError."""
        try:
            facts = json.loads(file.read_text("utf-8"))
            by_locale = {locale: facts["locales"][locale] for locale in LOCALES}
            return cls(
                fusion={locale: part["fusion"] for locale, part in by_locale.items()},
                sureness={locale: part["sureness"] for locale, part in by_locale.items()},
                answerable={locale: part["answerable"] for locale, part in by_locale.items()},
                thresholds={locale: Thresholds(**part["thresholds"]) for locale, part in by_locale.items()},
                provenance=facts["provenance"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            fault = f"expected a calibration in {file}, found {error!r}; write it with `python -m training.calibrate`"
            raise KnowledgeError(fault) from error

    def confidence(self, ranked: Sequence["Ranked"], locale: str) -> float:
        """Return the calibrated probability (0..1) that the best article answers the question."""
        sure, asked = _probability(self.sureness[locale], ranked), sum(each.asked for each in ranked)
        return sure if not asked else max(sure, ASKED) if asked == 1 else min(sure, ASKED / asked)

    def answered(self, ranked: Sequence["Ranked"], locale: str) -> float:
        """Return the calibrated probability (0..1) that one of the best few articles answers the question."""
        return max(_probability(self.answerable[locale], ranked), ASKED if ranked and ranked[0].asked else 0.0)


def signals(ranked: Sequence["Ranked"]) -> dict[str, float]:
    """Return what confidence is read from; see FURTHER_SIGNALS."""
    best, others = ranked[0], ranked[1:]
    most = {name: max((each.features[name] for each in others), default=0.0) for name in best.features}
    seen = best.features | {
        "margin": best.score - others[0].score if others else best.score,
        "share": best.share,
        "score": best.score,
        "agree": sum(0 < best.features[name] >= most[name] for name in MATCHES) / len(MATCHES),
        "ahead_in_meaning": best.features["dense_question"] - most["dense_question"],
        "ahead_in_words": best.features["lexical_article"] - most["lexical_article"],
    }
    return {name: seen[name] for name in FURTHER_SIGNALS}


def _probability(weights: dict[str, float], ranked: Sequence["Ranked"]) -> float:
    if not ranked:
        return 0.0
    seen = signals(ranked)
    total = weights["intercept"] + sum(weight * seen[name] for name, weight in weights.items() if name in seen)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def decide(ranked: Sequence["Ranked"], confidence: float, answered: float, thresholds: Thresholds) -> Band:
    """Return the band. Sure: "generate" where a later paragraph matches better than the approved one, by meaning too.

    Less sure: "clarify", unless it is too unlikely that one of the choices answers: then "abstain".
    """
    if not ranked or answered < thresholds.clarify:
        return "abstain"
    if confidence >= thresholds.sure:
        best, approved = ranked[0].hits[0], ranked[0].approved
        return "generate" if best.passage.number and best.dense >= approved.dense else "verbatim"
    return "clarify"


def plausible(ranked: Sequence["Ranked"]) -> list["Ranked"]:
    """Return the articles to offer as choices: the best, and up to two that are near enough to it."""
    return [each for each in ranked[:CHOICES] if each.share >= PLAUSIBLE * ranked[0].share]
