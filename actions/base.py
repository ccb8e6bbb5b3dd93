"""What every action shares: who is asking, the level and the yes that it needs, and one outcome whatever happens.

An action's `act` may wait (its turn runs in a thread of its own, bot/threads) and returns a status: `ok`, or a code
that its flow maps. Exceptions become outcomes here, so that a flow never goes on past something that did not happen.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.refusals import in_words, sentence_of
from actions.services import Services
from shop.errors import Conflict, IdentityNeeded, NotFound, Refused, TooMany
from shop.identity import Asker, Level

log = logging.getLogger(__name__)

OK, REFUSED, FAILED = "ok", "refused", "failed"


@dataclass
class Reply:
    """What an action says and remembers. Sentences come from the domain in the conversation's locale."""

    services: Services
    dispatcher: CollectingDispatcher
    locale: str
    slots: dict[str, Any]
    asked: str = ""  # the question that this answers, where the message alone does not say it
    lines: tuple[str, ...] = ()  # products of the one order that is shown

    def say(
        self,
        sentence: str,
        *,
        cards: Sequence[Mapping[str, Any]] = (),
        choices: Sequence[tuple[str, str]] = (),
        **values: Any,
    ) -> None:
        """Utter a sentence of the domain; `choices` are (label, payload) pairs, by default those of the domain."""
        choices = choices or self.services.sentences.choices(sentence, self.locale)
        self.utter(self.services.sentences.text(sentence, self.locale, **values), cards=cards, choices=choices)

    def word(self, sentence: str, **values: Any) -> str:
        """A short text of the domain, to be put into another."""
        return self.services.sentences.text(sentence, self.locale, **values)

    def utter(
        self,
        text: str,
        *,
        cards: Sequence[Mapping[str, Any]] = (),
        choices: Sequence[tuple[str, str]] = (),
        sources: Sequence[Mapping[str, str]] = (),
        generated: bool = False,
    ) -> None:
        """Utter text that is already approved or checked: an article's, a product's own."""
        self.dispatcher.utter_message(
            text=text,
            buttons=[{"title": label, "payload": payload} for label, payload in choices],
            json_message={"cards": list(cards), "sources": list(sources), "generated": generated},
        )

    def set(self, slot: str, value: Any) -> None:
        """Remember a value in the conversation (JSON primitives only)."""
        self.slots[slot] = value


@dataclass(frozen=True)
class Request:
    """What an action is given: the asker as the conversation's row says, the slots, the message, and the yes if any."""

    asker: Asker
    slots: Mapping[str, Any]
    text: str
    entry: int
    flow: str
    key: str | None
    follows: str = ""  # the question before that the message goes on with
    points: str = ""  # "other": what was not talked of yet is meant
    named: str = ""  # what was answered to the question which order
    memory: Mapping[str, Any] = field(default_factory=dict)  # what was shown and talked of (bot/policy/memory)
    again: bool = False  # something was already shown for this very message: another part of it asked
    below: Sequence[Mapping[str, Any]] = ()  # frames of the requests that this one came in between of, nearest first

    def __getitem__(self, slot: str) -> Any:
        return self.slots.get(slot)

    @property
    def which(self) -> str:
        """The words that say which order is meant."""
        return self.named or self.text


class ShopAction(Action):  # type: ignore[misc]
    """Base of all actions. Subclasses set `called`, `level`, `writes`, and implement `act`."""

    called: str
    level: Level = Level.GUEST
    writes: bool = False

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        return self.called

    def act(self, request: Request, reply: Reply) -> str:
        """Do it, say it, and return `ok` or a code that the flow knows. It may wait."""
        raise NotImplementedError

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[Any]:
        """Called by rasa-sdk's executor; never raises."""
        state = tracker.get_slot("flow_state") or {}
        awaiting = state.get("awaiting") or {}
        frames = state.get("frames") or [{}]
        metadata = tracker.latest_message.get("metadata") or {}
        reply = Reply(self.services, dispatcher, tracker.get_slot("locale") or "en", {})
        slots = {name: value for name, value in tracker.slots.items() if name not in ("flow_state", "outcome")}
        status = self._guarded(
            tracker.sender_id,
            slots,
            tracker.latest_message.get("text") or "",
            int(metadata.get("entry") or 0),
            {**(frames[-1] if frames else {}), **_around(state)},
            reply,
        )
        if status == FAILED:
            dispatcher.messages.clear()
        outcome = {"key": awaiting.get("key", ""), "status": status, **_told(dispatcher.messages, reply)}
        return [*(SlotSet(slot, value) for slot, value in reply.slots.items()), SlotSet("outcome", outcome)]

    def _guarded(
        self, sender: str, slots: Mapping[str, Any], text: str, entry: int, frame: Mapping[str, Any], reply: Reply
    ) -> str:
        key = frame.get("key")
        try:
            asker = self.services.identity.who(sender)
            if asker.level < self.level:
                raise IdentityNeeded(self.level)
            if self.writes and not key:
                log.error(
                    "%s was reached without a confirmation; refused. Its flow needs a 'confirm' step.", self.called
                )
                return FAILED
            if self.writes and self.services.log.owner(sender) == "agent":
                return REFUSED  # a person took over between the yes and the write: theirs to decide
            text = frame.get("text") or text  # this request's own part of a message that held several
            follows, points, named = (frame.get(name) or "" for name in ("follows", "points", "named"))
            flow, memory, below = frame.get("flow", ""), frame.get("memory") or {}, tuple(frame.get("below") or ())
            again = bool(memory.get("at")) and memory.get("at") == frame.get("touched")
            request = Request(asker, slots, text, entry, flow, key, follows, points, named, memory, again, below)
            return self.act(request, reply)
        except IdentityNeeded as needed:
            return "needs_verified" if needed.level >= Level.VERIFIED else "needs_known"
        except NotFound:
            reply.say("utter_order_not_found")
            return REFUSED
        except Refused as refused:
            reply.say(sentence_of(refused.ruling, reply), **in_words(refused.ruling.values, slots, reply))
            return REFUSED
        except Conflict:
            reply.say("utter_order_changed_meanwhile")
            return REFUSED
        except TooMany:
            reply.say("utter_too_many_tries")
            return REFUSED
        except Exception:
            log.exception("%s failed", self.called)
            return FAILED


def _around(state: Mapping[str, Any]) -> dict[str, Any]:
    """What a request is beside its own frame: the memory, when the message came, the frames below, nearest first."""
    frames = state.get("frames") or [{}]
    return {"memory": state.get("memory") or {}, "touched": state.get("touched"), "below": frames[-2::-1]}


def _told(messages: Sequence[Mapping[str, Any]], reply: Reply) -> dict[str, Any]:
    """What was shown: the cards' orders and products and the articles, and the question that this answers."""
    extras = [message.get("custom") or {} for message in messages]
    cards = [card for extra in extras for card in extra.get("cards") or []]
    shown = [[card["kind"], str(card.get("number") or card.get("id"))] for card in cards]
    shown += [["article", source["id"]] for extra in extras for source in extra.get("sources") or []]
    lines = list(reply.lines) if sum(kind == "order" for kind, _ in shown) == 1 else []
    told: dict[str, Any] = {"shown": shown, "lines": lines, "asked": reply.asked}
    return {name: value for name, value in told.items() if value}
