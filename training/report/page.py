"""An evaluation of understanding as one HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from training.figures import by_intent, risk_coverage
from training.peers.peer import Peer
from training.report import charts
from training.report.rendering import rendered
from training.understanding import Outcome, Several

WORST = 12  # mistakes shown at once
CONFUSIONS = 12  # pairs shown beside the matrix
LANGUAGES = {"en": "English", "zh": "Chinese"}
SETS = {**LANGUAGES, "shop": "All", "unseen": "All but those in bot/data (unseen)"}


@dataclass(frozen=True)
class Report:
    """What was measured: of which messages, by what, and what every system said."""

    messages: str  # a name for the set: "the dev half", "the messages in held_out/"
    facts: dict[str, str]  # model, commit, machine
    rows: list[dict[str, Any]]
    outcomes: list[Outcome]
    several: list[Several]
    peers: list[Peer] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def render(report: Report) -> str:
    """The page, whole by itself."""
    return rendered("understanding.html.jinja", _contents(report))


def _contents(report: Report) -> dict[str, Any]:
    systems: charts.BY_SYSTEM = {"aisle": report.outcomes}
    systems |= {peer.system: peer.outcomes for peer in report.peers if peer.outcomes}
    locales = [each for each in LANGUAGES if any(outcome.locale == each for outcome in report.outcomes)]
    wrong = sorted((each for each in report.outcomes if not each.right), key=lambda each: -each.sure)
    frame, risks = charts.risk_lines(systems)
    intents, cells = charts.confusion(report.outcomes)
    table = _table(report)
    return {
        "report": report,
        "day": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "languages": LANGUAGES,
        "locales": locales,
        "overall": charts.overall(report.outcomes),
        "error": charts.calibration_lines(systems)[0].figure,
        "marks": [(locale, *charts.marks(systems, locale)) for locale in locales],
        "table": table,
        "sets": SETS,
        "whole": [line for line in table if line["set"] == "shop" and line["system"] != "aisle"],
        "stale": {peer.system for peer in report.peers if peer.stale},
        "wrong": wrong,
        "worst": wrong[:WORST],
        "calibration": (charts.CALIBRATION, charts.calibration_lines(systems)),
        "risk": (frame, risks),
        "kept": _kept(report.outcomes),
        "intents": intents,
        "cells": cells,
        "size": charts.CELL,
        "confusions": sorted((each for each in cells if each.wanted != each.said), key=_most)[:CONFUSIONS],
        "by_intent": _by_intent(systems),
        "others": [system for system in systems if system != "aisle"],
        "values": _values(report),
        "several": [(locale, _of(report.several, locale)) for locale in LANGUAGES if _of(report.several, locale)],
    }


def _table(report: Report) -> list[dict[str, Any]]:
    """One line a set and system, with the figures that rows hold."""
    lines = []
    for of in SETS:
        for system, rows in [("aisle", report.rows), *((peer.system, peer.rows) for peer in report.peers)]:
            held = [row for row in rows if row["set"] == of and row["system"] == system]
            figures = {row["metric"]: row["value"] for row in held}
            if "accuracy" in figures:
                lines.append({"set": of, "system": system, "n": held[0]["n"], **figures})
    return lines


def _values(report: Report) -> list[dict[str, Any]]:
    """One line a language, and one a kind of value in it, with precision, recall, f1 and how many there are."""
    found: dict[str, dict[str, Any]] = {}
    for row in report.rows:
        of, _, rest = row["set"].partition(" ")
        if of == "values" and row["metric"] in ("precision", "recall", "f1"):
            locale, _, kind = rest.partition(" ")
            line = found.setdefault(rest, {"language": LANGUAGES[locale], "kind": kind, "n": row["n"]})
            line[row["metric"]] = row["value"]
    return list(found.values())


def _by_intent(systems: charts.BY_SYSTEM) -> list[dict[str, Any]]:
    """Our figures of every intent, worst F1 first, and each peer's F1 on the messages that it was asked."""
    others = {
        system: {each.intent: each.f1 for each in by_intent([one.truth for one in held], [one.said for one in held])}
        for system, held in systems.items()
        if system != "aisle"
    }
    ours = systems["aisle"]
    return [
        {"ours": each, "others": {system: found.get(each.intent) for system, found in others.items()}}
        for each in by_intent([one.truth for one in ours], [one.said for one in ours])
    ]


def _kept(outcomes: Sequence[Outcome]) -> float | None:
    """The largest share of messages that can be answered with at most one in a hundred wrong."""
    curve = risk_coverage([each.sure for each in outcomes], [each.right for each in outcomes])
    return max((share for share, risk in curve if risk <= 0.01), default=None)


def _most(cell: charts.Cell) -> tuple[int, str, str]:
    return -cell.count, cell.wanted, cell.said


def _of(several: Sequence[Several], locale: str) -> list[Several]:
    return [each for each in several if each.locale == locale]
