"""Plays errands against a running bot and judges each by the database that it leaves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Protocol

from training.tau.asked import Message
from training.tau.effects import after
from training.tau.files import TauShop
from training.tau.shopper import Shopper
from training.tau.states import State, differences, of_tau
from training.tau.voice import Phrases, Voice
from training.tau.wanted import ACTIONS, Errand

MOST_TURNS = 40
BY_CODE = 0.25  # share of shoppers who are not signed in and prove themselves by e-mail


@dataclass(frozen=True)
class Heard:
    """What came back: the bot's messages, and who owns the conversation since."""

    messages: list[Message]
    owner: str


class Talk(Protocol):
    """One conversation with the bot."""

    def say(self, text: str) -> Heard:
        """Type it."""

    def press(self, sends: str) -> Heard:
        """Press a button."""

    def code(self) -> str:
        """The code in the newest e-mail; "" without one."""


class Stage(Protocol):
    """A running bot over tau's shop."""

    def reset(self) -> None:
        """The shop as it was in the beginning."""

    def open(self, user_id: str | None) -> Talk:
        """A new conversation of this user, or of nobody known."""

    def state(self) -> State:
        """The shop as it is now."""

    def writes(self) -> list[tuple[str, str]]:
        """What was written since the reset: (action, order's number)."""


@dataclass(frozen=True)
class Played:
    """One errand: whether the shop is as it should be, turns, writes that nobody asked for, and why it failed."""

    errand: str
    seed: int
    passed: bool
    turns: int
    unasked: list[str]
    why: str
    lines: list[str]
    wanted: bool  # whether anything was to be written

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self)


def play(
    stage: Stage, shop: TauShop, errand: Errand, seed: int, phrases: Phrases, start: State | None = None
) -> Played:
    """One errand with the shopper that this seed makes. `start` spares working out the shop before it."""
    random = Random(f"{errand.name} {seed}")
    user = shop.users[errand.user_id]
    person = {"email": user["email"], "first": user["name"]["first_name"], "last": user["name"]["last_name"]}
    shopper = Shopper(errand, Voice(phrases, random), random, person | {"zip": user["address"]["zip"]})
    stage.reset()
    signed_in = random.random() >= BY_CODE
    talk = stage.open(errand.user_id if signed_in else None)
    lines: list[str] = []
    heard, turns, owner = list[Message](), 0, "bot"
    while turns < MOST_TURNS and owner == "bot":
        line = shopper.next(heard, talk.code() if shopper.last_asked == "email" or _asks_code(heard) else "")
        if line is None:
            break
        answer = talk.say(line.text) if line.text is not None else talk.press(str(line.press))
        heard, owner, turns = answer.messages, answer.owner, turns + 1
        lines.append(f"SHOPPER: {line.text if line.text is not None else f'[{line.press}]'}")
        lines += [f"BOT: {each.text} {[label for _, label in each.buttons] or ''}".rstrip() for each in heard]
    return _judged(stage, shop, errand, seed, shopper, turns, owner, lines, start)


def _asks_code(heard: list[Message]) -> bool:
    return bool(heard) and "code" in heard[-1].text


def _judged(
    stage: Stage,
    shop: TauShop,
    errand: Errand,
    seed: int,
    shopper: Shopper,
    turns: int,
    owner: str,
    lines: list[str],
    start: State | None,
) -> Played:
    asked_for = Counter((ACTIONS[wish.kind], wish.order) for wish in errand.wishes if errand.writes)
    unasked = [f"{action} of {order}" for action, order in (Counter(stage.writes()) - asked_for).elements()]
    wanted = of_tau(after(shop, errand.actions)) if errand.writes else start or of_tau(shop)
    found = differences(wanted, stage.state())
    why = ""
    if found or unasked:
        why = _why(shopper, turns, owner, unasked, found)
    return Played(errand.name, seed, not why, turns, unasked, why, lines + found[:3], errand.writes)


def _why(shopper: Shopper, turns: int, owner: str, unasked: list[str], found: list[str]) -> str:
    if unasked:
        return f"unasked: {unasked[0].partition(' ')[0]}"
    if owner != "bot":
        return "passed on to a person"
    if turns >= MOST_TURNS:
        return "no end"
    for course in shopper.courses:
        if course.state != "done":
            most = max(course.answers, key=lambda what: course.answers[what], default="") or shopper.last_asked
            return f"{course.wish.kind}: {course.state} at {most}"
    return "done, and not as wanted"


def pass_k(results: Iterable[Played], k: int) -> tuple[float, int]:
    """The share of errands whose k runs all passed, and of how many; only those with k runs count."""
    runs: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        runs[result.errand].append(result.passed)
    whole = [all(passed[:k]) for passed in runs.values() if len(passed) >= k]
    return (sum(whole) / len(whole) if whole else 0.0), len(whole)


def reasons(results: Iterable[Played]) -> list[tuple[str, int]]:
    """Why errands failed, the most frequent first."""
    return Counter(result.why for result in results if result.why).most_common()
