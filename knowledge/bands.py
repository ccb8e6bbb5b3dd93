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

Band = Literal["verbatim", "generate", "clarify", "abstain"]
CALIBRATION = Path(__file__).parent / "calibration.json"
SIGNALS = ("margin", "share", "dense", "lexical", "covered")
CHOICES = 3
PLAUSIBLE = 0.2  # the third choice's share is at least this part of the best one's


@dataclass(frozen=True)
class Calibration:
    """What `training.calibrate` learned, by locale: fusion weights, a logistic model of being right, and thresholds."""

    fusion: dict[str, dict[str, float]]
    sureness: dict[str, dict[str, float]]
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
                thresholds={locale: Thresholds(**part["thresholds"]) for locale, part in by_locale.items()},
                provenance=facts["provenance"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            fault = f"expected a calibration in {file}, found {error!r}; write it with `python -m training.calibrate`"
            raise KnowledgeError(fault) from error

    def confidence(self, ranked: Sequence["Ranked"], locale: str) -> float:
        """Return the calibrated probability (0..1) that the best article answers the question."""
        if not ranked:
            return 0.0
        weights = self.sureness[locale]
        seen = signals(ranked)
        total = weights["intercept"] + sum(weights[name] * seen[name] for name in SIGNALS)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def signals(ranked: Sequence["Ranked"]) -> dict[str, float]:
    """Return what confidence is read from; see SIGNALS."""
    best = ranked[0]
    return {
        "margin": best.score - ranked[1].score if len(ranked) > 1 else best.score,
        "share": best.share,
        "dense": max(best.features["dense_question"], best.features["dense_passage"]),
        "lexical": max(best.features["lexical_question"], best.features["lexical_passage"]),
        "covered": best.features["covered"],
    }


def decide(ranked: Sequence["Ranked"], confidence: float, thresholds: Thresholds) -> Band:
    """Return the band. Sure: "generate" where a later paragraph matches better than the approved one, else "verbatim".

    Less sure: "clarify" where there is more than one plausible article or one that is plausible enough; else "abstain".
    """
    if not ranked or confidence < thresholds.clarify:
        return "abstain"
    if confidence >= thresholds.sure:
        return "verbatim" if ranked[0].hits[0].passage.number == 0 else "generate"
    return "clarify"


def plausible(ranked: Sequence["Ranked"]) -> list["Ranked"]:
    """Return the articles to offer as choices: the best two, and a third that is near enough to the best."""
    offered = ranked[:CHOICES]
    return [each for place, each in enumerate(offered) if place < 2 or each.share >= PLAUSIBLE * ranked[0].share]
