"""What a command means as an answer: to a question that waits for a value, or to one that waits for a yes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.keeping import keeps_some
from actions.remedies import asks_for_it_again
from actions.saying import number_set_right
from bot.policy.agreeing import only_agrees, plainly_agrees, tells_something
from bot.policy.consent import says_yes, wavers
from bot.policy.contacts import gives_contact, guesses_contact
from bot.policy.memory import ORDER_SLOT
from bot.policy.program import Collect, Confirm, Flow
from bot.policy.rewording import ANSWERS, BEYOND_DOUBT, DETAILS, ELSEWHERE, SURE, rewords
from bot.policy.situation import Reading, Situation, entity_values
from bot.policy.state import Command
from bot.policy.words import asks, begins_with_wait, is_bare_value, is_question, names_method, requests, says_stop

OUTSIDE = "out_of_scope"
DATES = frozenset(("date", "date_range"))
INSTEAD = re.compile(r"\b(?:instead|rather|actually)\b|而是|还是(?!不)|不如", re.IGNORECASE)
URGENT = {"human": SURE, "complaint": BEYOND_DOUBT}
_WHICH = re.compile(
    r"\bwhich (?:order|one)\b|哪[个张一]?(?:订?单|个)", re.IGNORECASE
)  # the question that is asked says it
METHODS = {"method", "refund_to"}
TALK = ("stop", "restart", "greet", "thanks", "goodbye", "bot_challenge", "feedback", *URGENT)
WISH = "wish"  # what is to be done about something missing or broken
NO_YES = ("deny", "stop", "restart", "other_one")


def read_at_step(command: Command, now: Situation, target: Flow | None) -> Reading | None:
    if isinstance(now.step, Confirm):
        return _read_at_confirmation(command, now, now.step, target)
    if isinstance(now.step, Collect):
        return _read_at_collect(command, now, now.step, target)
    return None


def _read_at_confirmation(command: Command, now: Situation, step: Confirm, target: Flow | None) -> Reading | None:
    changed = _corrections(command, now)
    if changed:
        return Reading("correct", values=changed)
    if step.change and any(kind == "email" for kind, _ in command.entities):
        return Reading("correct", values={step.change: command.text.strip()})
    if step.change and keeps_some(command.text) and command.intent not in ELSEWHERE:
        return Reading("correct", values={step.change: command.text.strip()})
    if step.change and rewords(command, target, target is not None and now.serves(target)):
        return Reading("correct", values={step.change: command.text.strip()})
    if plainly_agrees(command.text) and command.intent not in NO_YES:
        return _agreed(command, now)
    refused = command.intent == "deny" and command.confidence >= SURE and not begins_with_wait(command.text)
    if is_question(command.text) and not says_yes(command.text) and not refused:
        return None
    if command.confidence < SURE:
        return Reading("unclear") if wavers(command.text) and not asks(command.text) else None
    if command.intent == "affirm":
        return _agreed(command, now)
    if command.intent == "deny":
        return Reading("no", confirmation=now.confirmation or "")
    return Reading("correct") if command.intent == "other_one" else None


def _agreed(command: Command, now: Situation) -> Reading:
    """A typed yes is bound to its question as a pressed one is: the last message must have shown it. And a model's
    opinion is not a yes: the words must say so."""
    shown = any(button["payload"] == f"yes:{now.confirmation}" for button in now.offered)
    agreed = shown and says_yes(command.text) and only_agrees(command.text)
    return Reading("yes", confirmation=now.confirmation or "") if agreed else Reading("unclear")


def gives_details(command: Command, now: Situation) -> bool:
    """Whether a message answers in words which variant or how many are meant, or what is to stay.

    "The slate one" starts nothing over, "no hang on, keep the stove" stops nothing.
    """
    asked = isinstance(now.step, Collect) and now.step.text
    return asked and (keeps_some(command.text) or any(kind in DETAILS for kind, _ in command.entities))


def _read_at_collect(command: Command, now: Situation, step: Collect, target: Flow | None) -> Reading | None:
    flow = now.working[0][1]
    if guesses_contact(command, step):
        return Reading("unclear")
    if step.agrees and says_yes(command.text) and only_agrees(command.text):
        return Reading("fill", values={step.slot: command.text.strip()})
    if step.told and number_set_right(command.text):
        return Reading("unclear")  # "it's number 6, not 9" where no number stands yet
    if step.told and says_stop(command.text):
        return Reading("stop")
    if step.told and is_question(command.text):
        return Reading("again") if _WHICH.search(command.text) else None
    value = next((value for kind, value in command.entities if kind in step.entities), None)
    elsewhere = target if target is not None and _is_elsewhere(command, now, target) else None
    doubtful = command.confidence < BEYOND_DOUBT and not asks(command.text)  # "find me under ada@example.com"
    answered = gives_contact(command, step)
    if value is not None and (elsewhere is None or doubtful or answered or is_bare_value(command.text, value)):
        return Reading("fill", values={**entity_values(command, flow), step.slot: value})
    corrections = _corrections(command, now)
    answers = bool(step.text and step.entities) and any(
        is_bare_value(command.text, each) for each in corrections.values()
    )
    if corrections and elsewhere is None and not answers and not (step.text and _tells(command, corrections)):
        return Reading("correct", values=corrections)
    other = command.intent == "other_one" and not gives_details(command, now)
    if other and command.confidence >= (BEYOND_DOUBT if step.text else SURE) and now.answered:
        return Reading("correct")
    if step.text and tells_something(command.text) and not (elsewhere is not None and _interrupts(command, elsewhere)):
        return Reading("fill", values={step.slot: command.text.strip()})
    if command.confidence >= SURE and command.intent == "deny":
        return Reading("stop")
    named = tells_something(command.text) and not asks(command.text) and command.intent not in TALK
    if step.slot == ORDER_SLOT and elsewhere is None and named:
        return Reading("named")
    return None


def _is_elsewhere(command: Command, now: Situation, target: Flow) -> bool:
    """Whether a sure intent takes a message away from the question that waits: another request, or a real question."""
    if now.serves(target) or target.kind == "small_talk":
        return False
    if isinstance(now.step, Collect) and now.step.slot in METHODS and names_method(command.text):
        return False  # "put it on my gift card" is no question about the card
    if isinstance(now.step, Collect) and now.step.slot in (WISH, *METHODS) and asks_for_it_again(command.text):
        return False  # "can you send me a new one?" is the answer
    return target.kind == "request" or requests(command.text)


def _interrupts(command: Command, target: Flow) -> bool:
    """Whether a free text is really something else: it is put as a request, or says who or what is beyond bearing."""
    if command.intent in URGENT:
        return command.confidence >= URGENT[command.intent]
    if target.kind == "request" and INSTEAD.search(command.text):
        return True
    return requests(command.text) and (target.kind == "question" or command.confidence >= BEYOND_DOUBT)


def _tells(command: Command, corrections: Mapping[str, Any]) -> bool:
    """Whether a free text only mentions the value that it seems to correct: "I have it already, from order 1002"."""
    if command.confidence >= SURE and command.intent in ("other_one", "deny"):
        return False
    return not any(is_bare_value(command.text, value) for value in corrections.values())


def _corrections(command: Command, now: Situation) -> dict[str, Any]:
    """Entities that change a slot which a flow under way has filled already, the one on top first."""
    for frame, flow in now.working:
        own = (None, *ANSWERS, *flow.start_by) if asks(command.text) else (None, OUTSIDE, *ANSWERS, *flow.start_by)
        if command.confidence >= SURE and command.intent not in own:
            continue
        filled = set(frame.values) | set(flow.takes)
        values = {slot: value for slot, value in entity_values(command, flow).items() if not _is_date(flow, slot)}
        changed = {
            slot: value
            for slot, value in values.items()
            if slot in filled and value != frame.values.get(slot) and not _counts(slot, value, frame.values.get(slot))
        }
        if changed:
            return changed
    return {}


def _counts(slot: str, value: Any, before: Any) -> bool:
    """Whether digits are no other order, in a shop whose numbers look otherwise: 1500 beside W6977171 is how many."""
    own, digits = str(before or ""), str(value)
    lettered = any(sign.isalpha() for sign in own)
    return slot == ORDER_SLOT and lettered and digits.isdigit() and len(digits) != sum(sign.isdigit() for sign in own)


def _is_date(flow: Flow, slot: str) -> bool:
    """Whether a slot holds days, which say which order is meant and are no answer to anything."""
    return bool(DATES & set(flow.wants().get(slot, ())))
