"""Figures as shapes: where each line, dot and cell of the report's drawings lies. The template draws them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from training.figures import accuracy, interval, macro_f1, reliability, risk_area, risk_coverage
from training.understanding import Outcome

CELL = 25  # px of a cell of the confusion matrix
BY_SYSTEM = dict[str, Sequence[Outcome]]  # a system's outcomes, ours first


@dataclass(frozen=True)
class Frame:
    """A drawing's plane: x and y from 0 to `most_x` and `most_y`, in a box of pixels; y grows upwards."""

    left: int
    top: int
    width: int
    height: int
    most_x: float = 1.0
    most_y: float = 1.0

    def x(self, value: float) -> float:
        return round(self.left + self.width * value / self.most_x, 1)

    def y(self, value: float) -> float:
        return round(self.top + self.height * (1 - value / self.most_y), 1)

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in points)


@dataclass(frozen=True)
class Dot:
    """A place with the radius that its number of messages gives it, and what it says when pointed at."""

    x: float
    y: float
    radius: float
    title: str


@dataclass(frozen=True)
class Line:
    """One system's line: its points, its dots, the figure that stands beside its name, and of how many messages."""

    system: str
    points: str
    dots: list[Dot]
    figure: float
    n: int


@dataclass(frozen=True)
class Mark:
    """A system's macro-F1 in one language on an axis from `least` to 1, with its 95 % interval, in percent of it."""

    system: str
    value: float
    low: float
    high: float
    at: float
    start: float
    length: float


@dataclass(frozen=True)
class Cell:
    """`count` of `support` messages that want one intent and were read as another (or the same)."""

    column: int
    row: int
    wanted: str
    said: str
    count: int
    support: int

    @property
    def share(self) -> float:
        return self.count / self.support


CALIBRATION = Frame(44, 34, 372, 280)
RISK = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)  # heights of the risk plane; ours fits three times over


def calibration_lines(systems: BY_SYSTEM) -> list[Line]:
    """Mean probability against the share that is right, a dot a bin with messages in it."""
    lines = []
    for system, outcomes in systems.items():
        bins = reliability([each.sure for each in outcomes], [each.right for each in outcomes])
        dots = [
            Dot(
                CALIBRATION.x(each.sure),
                CALIBRATION.y(each.right),
                round(2.5 + 9 * (each.n / len(outcomes)) ** 0.5, 1),
                f"{system}: {each.n} messages, {each.sure:.0%} sure, {each.right:.0%} right",
            )
            for each in bins
        ]
        error = sum(abs(each.sure - each.right) * each.n for each in bins) / len(outcomes)
        points = CALIBRATION.line([(each.sure, each.right) for each in bins])
        lines.append(Line(system, points, dots, error, len(outcomes)))
    return lines


def risk_lines(systems: BY_SYSTEM) -> tuple[Frame, list[Line]]:
    """The share that is wrong against the share answered; lines far above ours leave the plane at its top."""
    curves = {
        system: risk_coverage([each.sure for each in outcomes], [each.right for each in outcomes])
        for system, outcomes in systems.items()
    }
    ours = next(iter(curves.values()))
    most = next((step for step in RISK if 3 * ours[-1][1] <= step), 1.0)
    frame = Frame(CALIBRATION.left, CALIBRATION.top, CALIBRATION.width, CALIBRATION.height, most_y=most)
    return frame, [
        Line(system, frame.line(curve), [], risk_area(curve), len(systems[system])) for system, curve in curves.items()
    ]


def marks(systems: BY_SYSTEM, locale: str) -> tuple[float, list[Mark]]:
    """Macro-F1 of every system that was asked in this language, on an axis whose start suits the worst of them."""
    found = []
    for system, outcomes in systems.items():
        held = [each for each in outcomes if each.locale == locale]
        if held:
            truth, said = [each.truth for each in held], [each.said for each in held]
            found.append((system, macro_f1(truth, said), interval(truth, said, macro_f1)))
    least = min(0.9, int(10 * min((low for _, _, (low, _) in found), default=0.0)) / 10)
    span = (1 - least) / 100
    return least, [
        Mark(system, value, low, high, (value - least) / span, (low - least) / span, (high - low) / span)
        for system, value, (low, high) in found
    ]


def confusion(outcomes: Sequence[Outcome]) -> tuple[list[str], list[Cell]]:
    """Intents by name, and a cell for every pair that occurs: rows are wanted, columns said."""
    pairs = Counter((each.truth, each.said) for each in outcomes)
    support = Counter(each.truth for each in outcomes)
    intents = sorted({intent for pair in pairs for intent in pair})
    places = {intent: at for at, intent in enumerate(intents)}
    cells = [
        Cell(places[said], places[wanted], wanted, said, count, support[wanted])
        for (wanted, said), count in sorted(pairs.items())
    ]
    return intents, cells


def overall(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, tuple[float, float]]]:
    """Accuracy and macro-F1 over all messages, each with its 95 % interval."""
    truth, said = [each.truth for each in outcomes], [each.said for each in outcomes]
    return {
        "accuracy": (accuracy(truth, said), interval(truth, said, accuracy)),
        "macro_f1": (macro_f1(truth, said), interval(truth, said, macro_f1)),
    }
