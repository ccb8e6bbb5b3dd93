"""After each turn: what of it was unclear is kept for the support lead, and what the shopper's next step says of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.nlu.reader import language
from bot.policy.answers import OUTSIDE
from bot.policy.program import Flow
from bot.policy.rewording import SURE
from shop.entries import Entry
from shop.errors import ShopError
from shop.log import ConversationLog
from shop.unclear import Ranking, UnclearMessages

log = logging.getLogger(__name__)

Step = Mapping[str, Any]  # one of bot/policy/state.State.trace
AFTERWARDS = timedelta(minutes=10)  # so long what a shopper does next says something of the message before
PERSON = "human"  # the flow that calls a person
QUESTION = "shop_question"  # the intent of what an article answers
DISLIKED = ("👎",)
PLAIN = frozenset({PERSON, "greet", "thanks", "goodbye", "affirm", "deny"})  # nobody asks for a person because of these
OF_AN_ANSWER = {"abstain": "gap", "clarify": "asked_which"}


@dataclass(frozen=True)
class Finding:
    """A message, or a part of one, that was not clearly understood, and why it counts as such."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    why: str


def unclear_in(trace: Sequence[Step]) -> list[Finding]:
    """What of a turn was unclear. A value that was asked for, a yes or a button is clear, however odd it looks."""
    found: list[Finding] = []
    for at, step in enumerate(trace):
        if not step.get("ranking"):
            continue  # an action, or a button
        ranking = tuple((str(intent), float(share)) for intent, share in step["ranking"])
        why = _why(step["act"], ranking, _ran_after(trace, at))
        if why:
            found.append(Finding(str(step["text"]), ranking, why))
    return found


def _why(act: str, ranking: Ranking, ran: Mapping[str, str]) -> str:
    if act in ("clarify", "unclear"):
        return {"clarify": "clarified", "unclear": "unclear"}[act]
    if act != "start":
        return ""
    intent, share = ranking[0]
    if share >= SURE and intent == OUTSIDE:
        return "out_of_scope"
    if ran.get("action_answer") in OF_AN_ANSWER:
        return OF_AN_ANSWER[ran["action_answer"]]
    return "unsure" if share < SURE else ""


def _ran_after(trace: Sequence[Step], at: int) -> dict[str, str]:
    """The actions that ran for a message, before the next one was taken, and how each ended."""
    ran: dict[str, str] = {}
    for step in trace[at + 1 :]:
        if "act" in step:
            break
        ran[str(step["ran"])] = str(step["status"])
    return ran


class Recorder:
    """Notes what a turn shows, behind the turn: no shopper waits for it, and its failure is none of theirs."""

    def __init__(
        self,
        unclear: UnclearMessages,
        conversations: ConversationLog,
        flows: Mapping[str, Flow],
        read: Callable[[str], Ranking],
    ) -> None:
        """`read` ranks the intents of a text, for messages that had seemed clear."""
        self._unclear, self._log, self._read = unclear, conversations, read
        self._intents = {flow.name: flow.start_by[0] for flow in flows.values() if flow.start_by}
        self._under_way: set[asyncio.Task[None]] = set()

    def heard(self, conversation_id: str, entry: Entry, trace: Sequence[Step]) -> None:
        """Called when a turn has said what it had to say; returns at once."""
        if not unclear_in(trace) and not self._tells_of_before(entry, trace):
            return
        task = asyncio.create_task(asyncio.to_thread(self.record, conversation_id, entry, trace))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Everything that was heard so far is noted."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    def record(self, conversation_id: str, entry: Entry, trace: Sequence[Step]) -> None:
        """Note what was unclear in this turn, and what it says of the one before."""
        try:
            for found in unclear_in(trace):
                self._unclear.note(
                    conversation_id, entry.id, found.text, language(found.text), found.ranking, found.why
                )
            if self._tells_of_before(entry, trace):
                before = self._before(conversation_id, entry)
                if before is not None:
                    self._tell(conversation_id, entry, trace, before)
        except ShopError as error:
            log.warning("an unclear message was not kept: %s", error)
        except Exception:
            log.exception("an unclear message was not kept")

    def _tells_of_before(self, entry: Entry, trace: Sequence[Step]) -> bool:
        chose = entry.choice is not None and entry.choice.startswith("start:")
        return chose or entry.text.startswith(DISLIKED) or self._asks_for_a_person(trace)

    def _asks_for_a_person(self, trace: Sequence[Step]) -> bool:
        return any(step.get("act") == "start" and step.get("flow") == PERSON for step in trace)

    def _before(self, conversation_id: str, entry: Entry) -> Entry | None:
        """What the shopper had typed just before, if it was not long ago."""
        lines = self._log.before(conversation_id, entry.id)
        line = next((line for line in lines if line.sender == "shopper" and line.kind == "message"), None)
        return line if line is not None and line.choice is None and entry.at - line.at <= AFTERWARDS else None

    def _tell(self, conversation_id: str, entry: Entry, trace: Sequence[Step], before: Entry) -> None:
        flow = (entry.choice or "").partition(":")[2].partition("|")[0]
        intent = QUESTION if flow == "article" else self._intents.get(flow)
        if self._asks_for_a_person(trace):
            self._ended(conversation_id, before, "person")
        elif entry.text.startswith(DISLIKED):
            self._ended(conversation_id, before, "disliked")
        elif intent is not None:
            self._unclear.suggest(conversation_id, before.id, intent)

    def _ended(self, conversation_id: str, before: Entry, how: str) -> None:
        if self._unclear.end(conversation_id, before.id, how):
            return
        ranking = self._read(before.text)
        if ranking and ranking[0][0] not in PLAIN:
            place = language(before.text)
            self._unclear.note(conversation_id, before.id, before.text, place, ranking, "sure", ended=how)
