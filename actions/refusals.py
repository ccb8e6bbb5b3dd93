"""The values of a ruling as the sentence says them that tells a shopper no: money, days, states and lists in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from actions.cards import money
from shop.dates import calendar_day_in_words, day_in

if TYPE_CHECKING:
    from actions.base import Reply
    from shop.rules.ruling import Ruling

_WORDED: Mapping[str, Callable[[str], str]] = {
    "state": lambda code: f"utter_state_{code}",
    "action": lambda code: f"utter_action_{code}",
    "missing": lambda code: f"utter_part_{code}",
    "routes": lambda code: f"utter_route_{code}",
    "reasons": lambda code: f"utter_return_reason_{code}",
}


def sentence_of(ruling: Ruling, reply: Reply) -> str:
    """The response that says it; a shop without a limit of days has one that names none."""
    sentence = f"utter_refused_{ruling.code}"
    for name in (name for name, value in ruling.values.items() if value is None):
        open_ended = f"{sentence}_without_{name}"
        if open_ended in reply.services.sentences.names():
            return open_ended
    return sentence


def in_words(values: Mapping[str, Any], slots: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    """Every value as text, and the order by its number."""
    spoken: dict[str, Any] = {"number": slots.get("order_number")}
    for name, value in values.items():
        spoken[name] = _in_words(name, value, reply)
    return spoken


def _in_words(name: str, value: Any, reply: Reply) -> Any:
    if name.endswith("_cents"):
        return money(reply, int(value))
    if isinstance(value, date):
        today = day_in(reply.services.shop.time_zone, reply.services.clock())
        return calendar_day_in_words(value, reply.locale, today)
    if isinstance(value, (list, tuple)):
        joint = "、" if reply.locale == "zh" else ", "
        return joint.join(_worded(name, str(each), reply) for each in value)
    return _worded(name, value, reply) if isinstance(value, str) else value


def _worded(name: str, code: str, reply: Reply) -> str:
    """The domain's word for a code; the code itself where there is none, which only a shop's own list can have."""
    sentence = _WORDED[name](code) if name in _WORDED else ""
    return reply.word(sentence) if sentence in reply.services.sentences.names() else code
