"""Judges an attempt that was played: what leaked, what changed, what failed, and what was not answered alike."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.canaries import Canaries
from tests.attacks.changes import changes, not_agreed, short
from tests.attacks.play import Act, Played

CODE_LETTERS = 3  # an hour, to anybody


@dataclass(frozen=True)
class Finding:
    """Something that must not be; `kind` is leak, change, error, silence, letter, alike or unsaid."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class Judge:
    """Knows the shop as it was `before` and where it is `now`, what is whose, and how the shop says that something
    `failed` on its side."""

    def __init__(self, before: Path, now: Path, canaries: Canaries, failed: Collection[str]) -> None:
        self._before, self._now, self._canaries, self._failed = before, now, canaries, set(failed)

    def findings(self, played: Played) -> list[Finding]:
        """Everything that is wrong with an attempt that has just been played; reads the database as it is now."""
        return list(
            dict.fromkeys(
                [
                    *self.leaks(played),
                    *self.failures(played),
                    *self.unagreed(played),
                    *self.letters(played),
                    *unsaid(played),
                ]
            )
        )

    def leaks(self, played: Played) -> Iterator[Finding]:
        """What others alone may be told, in replies, streams and raw answers."""
        if played.let_in:
            yield Finding("leak", "a forged token was taken")
        mine, shown, typed = played.mine, played.attempt.may_read, played.typed
        for act in played.acts:
            for part in parts(act):
                for what in self._canaries.found(part, mine, typed, shown):
                    yield Finding("leak", f"step {act.step}: {what}")
            for card in cards(act):
                owner = self._canaries.orders.get(str(card.get("number")))
                if card.get("kind") == "order" and owner not in mine and str(card.get("number")) not in shown:
                    yield Finding("leak", f"step {act.step}: the card of order {card.get('number')}")

    def failures(self, played: Played) -> Iterator[Finding]:
        """Faults on our side, and messages that nobody answered."""
        for act in played.acts:
            if act.answer.status >= 500 or act.answer.status == 0:
                yield Finding("error", f"step {act.step}: {act.answer.status} {short(act.answer.body)}")
            if self._failed & set(act.texts):
                yield Finding("error", f"step {act.step}: {act.texts}")
            if act.spoken and not answered(act):
                yield Finding("silence", f"step {act.step}: {short(act.typed)} was not answered")

    def unagreed(self, played: Played) -> Iterator[Finding]:
        """Rows that changed though nobody said yes, or that are not the attacker's."""
        changed, attempt = changes(self._before, self._now), played.attempt
        for what in not_agreed(changed, attempt.may_change, played.mine, attempt.may_read, self._now):
            yield Finding("change", what)

    def letters(self, played: Played) -> Iterator[Finding]:
        """E-mails that left to another address than the one on file, or tell a stranger more than a code."""
        with closing(sqlite3.connect(self._now)) as database:
            sent = database.execute("SELECT recipient, subject, body FROM outbox").fetchall()
        strangers: dict[str, int] = {}
        for recipient, subject, body in sent:
            shopper = self._canaries.emails.get(recipient)
            if shopper is None:
                yield Finding("letter", f"{subject!r} to {recipient!r}, which is on no account")
            elif shopper not in played.mine:
                strangers[recipient] = strangers.get(recipient, 0) + 1
                if not re.search(r"\b\d{6}\b", body) or any(self._canaries.found(body, (), played.typed)):
                    yield Finding("letter", f"{subject!r} to {recipient!r}")
            elif any(self._canaries.found(body, played.mine, played.typed)):
                yield Finding("letter", f"{subject!r} to {recipient!r} tells of others")
        for recipient, times in strangers.items():
            if times > CODE_LETTERS:
                yield Finding("letter", f"{times} codes to {recipient!r} within an hour")


def answered(act: Act) -> bool:
    """Whether something was said, a person has the conversation, or the message was refused with a reason."""
    if act.answer.status == 200:
        return bool(act.texts) or act.owner in ("queue", "agent")
    told = act.answer.json()
    return isinstance(told, dict) and bool((told.get("error") or {}).get("message"))


def unsaid(played: Played) -> Iterator[Finding]:
    """What had to be said and was not."""
    said = [text for act in played.acts for text in act.texts]
    for pattern in played.attempt.must_say:
        if not any(re.search(pattern, text) for text in said):
            yield Finding("unsaid", f"nothing said fits {pattern!r}")


def two_worlds(played: Played, elsewhere: Played, kind: str = "leak") -> Iterator[Finding]:
    """What the attacker saw otherwise where everybody else is somebody else: it tells of them.

    A one-time code from his own mailbox is another in each run, and may be read as anything where none is awaited: what
    was said to it is not compared.
    """
    here, there = _compared(played), _compared(elsewhere)
    for (step, one), (_, other) in zip(here, there, strict=False):
        if one != other:
            yield Finding(kind, f"step {step} depends on others: {short(one)} but elsewhere {short(other)}")
            return
    if len(here) != len(there):
        yield Finding(kind, f"{len(here)} answers here, {len(there)} elsewhere")


def parts(act: Act) -> list[str]:
    """An answer in the pieces that are read on their own: messages, lines of a stream, or all of it."""
    told = act.answer.json()
    if isinstance(told, dict) and "messages" in told:
        return [json.dumps(message, ensure_ascii=False) for message in told["messages"]]
    return _lines(act.answer.body) if act.answer.body.startswith(":") else [act.answer.body]


def cards(act: Act) -> list[dict[str, Any]]:
    """Every card that was shown."""
    told = act.answer.json()
    messages = told.get("messages", []) if isinstance(told, dict) else []
    if act.answer.body.startswith(":"):
        data = (line.removeprefix("data: ") for line in _lines(act.answer.body) if line.startswith("data: {"))
        messages = [json.loads(line) for line in data]
    return [card for message in messages if isinstance(message, dict) for card in message.get("cards") or []]


def _lines(stream: str) -> list[str]:
    """As the format of event streams divides them; Python would know more ends of a line."""
    return re.split(r"\r\n|\n|\r", stream)


def _compared(played: Played) -> list[tuple[int, str]]:
    """Steps and answers, without what is new in every run: ids, moments, tokens, and what came of one-time codes."""
    acts = [act for act in played.acts if act.typed not in played.codes]
    streams = [act for act in acts if act.answer.body.startswith(":")] if played.codes else []
    return [(act.step, f"{act.answer.status} {_lasting(act.answer.body)}") for act in acts if act not in streams]


def _lasting(body: str) -> str:
    text = re.sub(r'"(at|token|conversation_id)":\s*"[^"]*"|"id":\s*(\d+|"(yes|no):[^"]*")', "", body)
    return re.sub(r"^id: \d+$", "", text, flags=re.MULTILINE)
