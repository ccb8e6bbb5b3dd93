"""An evaluation of answers as one HTML page: what is found, how sure, and what was written from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from training import by_hand, compare, reached
from training.by_hand import Checked
from training.evaluate import Met
from training.figures import risk_area, risk_coverage
from training.reached import Reading
from training.report.charts import RISK, Frame
from training.report.charts import Line as Curve
from training.report.page import LANGUAGES
from training.report.rendering import rendered

BANDS = ("verbatim", "generate", "clarify", "abstain")
FOUND = ("recall@1", "recall@5", "mrr@10")
SYSTEMS = ("aisle", "minilm", "bm25")
WAYS = {
    compare.BASE: "SmolLM2-135M-Instruct as it came",
    compare.TUNED: "with our adapter",
    compare.SERVED: "as served: the adapter's where every sentence is supported, else the approved text",
    compare.VERBATIM: "the approved text alone",
}
SHOWN, REFUSED = 8, 4  # examples sent, and refused for each reason


@dataclass(frozen=True)
class AnswerReport:
    """What was measured: of which questions, what each met, and what was written, if anything was."""

    questions: str  # a name for the set: "the dev half of training/questions"
    facts: dict[str, str]
    rows: list[dict[str, Any]]
    met: dict[str, list[Met]]  # by locale
    readings: list[Reading] = field(default_factory=list)
    judged: list[Checked] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Band:
    """One band's share of some questions, and how many of them were answered wrongly."""

    name: str
    count: int
    wrong: int
    share: float


def render(report: AnswerReport) -> str:
    """The page, whole by itself."""
    return rendered("answers.html.jinja", _contents(report))


def _contents(report: AnswerReport) -> dict[str, Any]:
    frame, curves = _risk(report.met)
    sent = [each for each in report.readings if each.answer.sent]
    refused = [each for each in report.readings if each.refusal[1]]
    reasons = Counter(each.refusal[1].partition(":")[0] for each in refused)
    return {
        "report": report,
        "day": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "languages": LANGUAGES,
        "locales": [locale for locale in LANGUAGES if report.met.get(locale)],
        "found": FOUND,
        "systems": SYSTEMS,
        "of": {(row["set"], row["system"], row["metric"]): row["value"] for row in report.rows},
        "counts": {(row["set"], row["system"], row["metric"]): row["n"] for row in report.rows},
        "bands": {locale: _bands(met) for locale, met in report.met.items()},
        "risk": (frame, curves),
        "ways": WAYS,
        "grounded": compare.SET,
        "generated": reached.SET,
        "by_hand": by_hand.SET,
        "sent": _spread(sent),
        "refused": [
            each
            for reason in sorted(reasons, key=lambda each: reasons[each])
            for each in _spread(_by(refused, reason), REFUSED)
        ],
        "refusals": reasons.most_common(),
        "doubtful": reached.doubtful(report.readings),
        "errors": [each for each in report.judged if each.passed != each.judged.supported],
    }


def _bands(met: Sequence[Met]) -> list[tuple[str, int, list[Band]]]:
    """(of which questions, how many, their bands) for those that an article answers and those that none does."""
    found = []
    for name, answerable in (("an article answers", True), ("none does", False)):
        some = [each for each in met if each.answerable == answerable]
        if some:
            shares = []
            for band in BANDS:
                held = [each for each in some if each.band == band]
                wrong = sum(not each.right for each in held) if band in ("verbatim", "generate") else 0
                shares.append(Band(band, len(held), wrong, len(held) / len(some)))
            found.append((name, len(some), shares))
    return found


def _risk(met: dict[str, list[Met]]) -> tuple[Frame, list[Curve]]:
    """The share of wrong answers against the share answered, a line a language."""
    curves = {
        locale: risk_coverage([each.confidence for each in some], [each.right for each in some])
        for locale, some in met.items()
        if some
    }
    most = max((risk for curve in curves.values() for _, risk in curve), default=0.0)
    frame = Frame(44, 34, 372, 280, most_y=next((step for step in RISK if most <= step), 1.0))
    return frame, [
        Curve(locale, frame.line(curve), [], risk_area(curve), len(met[locale])) for locale, curve in curves.items()
    ]


def _by(refused: Sequence[Reading], reason: str) -> list[Reading]:
    return [each for each in refused if each.refusal[1].partition(":")[0] == reason]


def _spread(found: Sequence[Any], count: int = SHOWN) -> list[Any]:
    """A few from all over."""
    return list(found[:: max(1, len(found) // count)][:count])
