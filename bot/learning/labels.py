"""What the support lead does with an unclear message: explains it as an intent, discards it, or takes that back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from rapidfuzz import fuzz, process

from bot.learning.alike import grouped
from bot.learning.examples import Example, read_examples, shown, stamps, stands
from bot.learning.intents import Intent, intents_of
from bot.learning.notebook import INTENT, Notebook, NotWritten, one_line
from bot.nlu.fitting import as_read
from bot.policy.program import Flow
from knowledge.encoder import TextEncoder
from shop.scrub import fill
from shop.unclear import Ranking, Unclear, UnclearMessages

HOW_TO_HANDLE = (
    "No flow starts by '{0}' yet, so it is kept and not learned. List it under `intents:` in a file of bot/domain, let "
    "a flow of bot/flows say `start_by: {0}` (docs/dialogue.md), and start again."
)


class NotKept(Exception):
    """A label that was not taken; `code` is for programs, the text says why and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Kept:
    """A label that was taken: the example as it stands, where, and what is still to do. `written` is False where it
    stood there already."""

    intent: str
    text: str
    place: str
    written: bool
    note: str = ""


class Labels:
    """Explaining what was unclear. `never` reads the texts, as a head reads them, that must not be learned from."""

    def __init__(
        self,
        unclear: UnclearMessages,
        folders: Sequence[Path],
        notebook: Notebook,
        flows: Mapping[str, Flow],
        never: Callable[[], frozenset[str]],
        encoder: TextEncoder | None,
    ) -> None:
        """`encoder` finds messages that mean the same; without it, only the same words do."""
        self._unclear, self._folders, self._notebook = unclear, list(folders), notebook
        self._flows, self._never, self._encoder = flows, lru_cache(maxsize=1)(never), encoder
        self._read: tuple[list[tuple[str, int, int]], list[Example]] = ([], [])
        self._lock = Lock()

    def waiting(self, limit: int = 100) -> list[list[Unclear]]:
        """What is to be explained, the most helpful first, each with those like it behind it."""
        messages = self._unclear.open(limit)
        return grouped(messages, self._encoder) if self._encoder is not None else [[each] for each in messages]

    def intents(self) -> list[Intent]:
        """What a message may be explained as. Raises BrokenExamples."""
        return intents_of(self._flows, self._examples())

    def label(self, unclear_id: int, intent: str, by: str, text: str | None = None, new: bool = False) -> Kept:
        """Make it an example: `text` as edited, by default the message with stand-ins for what was personal.

        Raises NotFound, BrokenExamples, NotWritten, and NotKept for an intent that nobody knows (unless `new`), a text
        that stands under another intent, one that measures the bot, and a message that somebody settled meanwhile.
        """
        message = self._open(unclear_id)
        note = self._check_intent(intent, new)
        example = one_line(fill(message.text, message.locale) if text is None else text)
        if as_read(example) in self._never():
            raise NotKept("held_out", f"“{example}” measures the bot: learned, it would measure nothing. Discard it.")
        there = stands(self._examples(), example)
        if there is not None and there.intent != intent:
            where = f"“{example}” is an example of '{there.intent}' already, in {there.place}"
            raise NotKept("elsewhere", f"{where}. Label it so, change it there, or edit its words here.")
        if there is not None:
            self._unclear.settle(unclear_id, by, intent, None)
            return Kept(intent, there.text, there.place, False, note)
        self._notebook.add(intent, example)
        try:
            self._unclear.settle(unclear_id, by, intent, example)
        except BaseException:
            self._notebook.remove(intent, example)
            raise
        return Kept(intent, example, shown(self._notebook.file_of(intent)), True, note)

    def discard(self, unclear_id: int, by: str) -> None:
        """It teaches nothing. Raises NotFound, NotKept where somebody settled it meanwhile."""
        self._open(unclear_id)
        self._unclear.settle(unclear_id, by, None, None)

    def undo(self, by: str) -> Unclear | None:
        """Take back what this person did last: it waits again, and its example goes. None where there is nothing."""
        last = self._unclear.last_settled(by)
        if last is None:
            return None
        if last.intent is not None and last.example is not None:
            self._notebook.remove(last.intent, last.example)
        self._unclear.reopen(last.id, by)
        return self._unclear.one(last.id)

    def rank_again(self, read: Callable[[str], Ranking]) -> None:
        """What waits, as it is understood now: what was learned sinks in the list."""
        for message in self._unclear.open(limit=1000):
            ranking = read(fill(message.text, message.locale))
            if ranking:
                self._unclear.rank(message.id, ranking)

    def _open(self, unclear_id: int) -> Unclear:
        message = self._unclear.one(unclear_id)
        if message.state != "open":
            told = f"labelled '{message.intent}'" if message.intent else "discarded"
            raise NotKept("settled", f"{message.settled_by} has {told} this one already.")
        return message

    def _check_intent(self, intent: str, new: bool) -> str:
        known = {each.name: each for each in self.intents()}
        if intent in known:
            return "" if known[intent].handled else HOW_TO_HANDLE.format(intent)
        if not INTENT.fullmatch(intent):
            raise NotWritten(f"an intent is named in small letters, digits and _, such as gift_wrap; found {intent!r}")
        if not new:
            meant = f"Did you mean {' or '.join(near)}? " if (near := closest(intent, known)) else ""
            raise NotKept("unknown_intent", f"There is no intent '{intent}'. {meant}Create it only if no other fits.")
        return HOW_TO_HANDLE.format(intent)

    def _examples(self) -> list[Example]:
        """Read again where a file has changed."""
        stamp = stamps(self._folders)
        with self._lock:
            if stamp != self._read[0]:
                self._read = (stamp, read_examples(self._folders))
            return self._read[1]


def closest(typed: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that may have been meant by what was typed, the likeliest first."""
    wanted = typed.strip().lower().replace(" ", "_").replace("-", "_")
    found = process.extract(wanted, list(names), scorer=fuzz.WRatio, limit=most, score_cutoff=70)
    return [name for name, _, _ in found]
