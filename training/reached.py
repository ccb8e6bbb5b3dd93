"""Every sentence that the generator wrote, read three times: by the live checker, by the judge of exact facts, and by a
person where one has; and which of them a shopper saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.encoder import TextEncoder
from knowledge.prompt import NO_ANSWER
from knowledge.sentences import alone, is_entry
from knowledge.support import check
from training.by_hand import key
from training.generated import Generated
from training.judge import judge

SET = "generated"
NO_ANSWER_FOUND, LESS_CLOSE = "it found no answer", "the approved text is closer to the question"


@dataclass(frozen=True)
class Line:
    """One sentence; `reason` is the live checker's, "" where it let it pass; `label` a person's, if there is one."""

    sentence: str
    reached: bool
    reason: str
    faults: tuple[str, ...]  # exact facts that the passages do not hold
    label: bool | None

    @property
    def unsupported(self) -> bool:
        """Whether it says what the passages do not: a person's word counts, else the exact facts'."""
        return bool(self.faults) if self.label is None else not self.label


@dataclass(frozen=True)
class Reading:
    """One answer with all that was written for it."""

    answer: Generated
    lines: tuple[Line, ...]

    @property
    def refusal(self) -> tuple[str, str]:
        """The words for which the approved text was sent instead, and why; ("", "") where it was not."""
        if self.answer.sent or not self.lines:
            return "", ""
        refused = next((line for line in self.lines if line.reason), None)
        return (refused.sentence, refused.reason) if refused else (" ".join(self.answer.said), LESS_CLOSE)


def read(found: Sequence[Generated], encoder: TextEncoder, labels: Mapping[tuple[str, str], bool]) -> list[Reading]:
    """Read every sentence of every answer."""
    return [Reading(each, tuple(_line(each, said, encoder, labels) for said in each.said)) for each in found]


def figures(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """Return rows: how many answers were sent, and of the sentences that reached a shopper how many should not have."""
    sent = [bool(each.answer.sent) for each in readings]
    live = [bool(each.answer.sent) for each in readings if each.answer.live]
    reached = [line for each in readings for line in each.lines if line.reached]
    held_back = [line for each in readings for line in each.lines if line.reason not in ("", NO_ANSWER_FOUND)]
    rows = [
        ("answers_sent", _share(sent), len(sent)),
        ("live_answers_sent", _share(live), len(live)),
        ("taken_back", sum(bool(each.answer.heard) and not each.answer.sent for each in readings), len(sent)),
        ("unsupported_sentences", sum(line.unsupported for line in reached), len(reached)),
        ("inexact_sentences", sum(bool(line.faults) for line in reached), len(reached)),
        ("labelled_sentences", sum(line.label is not None for line in reached), len(reached)),
        ("refused_for_nothing", sum(not line.unsupported for line in held_back), len(held_back)),
    ]
    return [
        {"set": SET, "system": "aisle", "metric": name, "value": round(value, 4), "n": n} for name, value, n in rows
    ]


def doubtful(readings: Sequence[Reading]) -> list[tuple[Reading, Line]]:
    """What reached a shopper and has inexact facts, or a person found unsupported."""
    return [(each, line) for each in readings for line in each.lines if line.reached and line.unsupported]


def _line(answer: Generated, said: str, encoder: TextEncoder, labels: Mapping[tuple[str, str], bool]) -> Line:
    texts = [text for _, text in answer.passages]
    verdict = check(said, texts, encoder, answer.title)
    reason = NO_ANSWER_FOUND if said == NO_ANSWER else verdict.reason
    faults = judge(alone(said) if is_entry(said) else said, texts, answer.title)
    seen = any(said in text or alone(said) in text for text in answer.reached)
    return Line(said, seen, reason, tuple(f"{each.kind}: {each.what}" for each in faults), labels.get(key(said, texts)))


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
