"""What a shopper answers to a question about one wish: a button where one fits, else words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from training.tau.asked import Asked
from training.tau.voice import Voice
from training.tau.wanted import Item, Wish, listed

PRESSES = 0.6  # share of those who press a button where one fits, of those who could as well type


@dataclass(frozen=True)
class Line:
    """What the shopper does: types a text, or presses a button."""

    text: str | None = None
    press: str | None = None


class Answers:
    """Answers in one shopper's way of writing."""

    def __init__(self, voice: Voice, random: Random) -> None:
        self._voice, self._random = voice, random

    def to(self, question: Asked, wish: Wish, again: bool) -> Line:
        """The answer; `again`: the same was asked before."""
        what = question.what
        if what == "order":
            pressed = question.button(wish.order)
            return Line(press=pressed) if pressed else Line(wish.order)
        if what == "items":
            return self._items(question, wish)
        if what == "variant":
            return self._variant(question, wish, again)
        if what in ("method", "refund"):
            return self._method(question, wish)
        if what == "return reason":
            return Line(press=self._random.choice(question.buttons)[0])
        if what == "reason":
            return self._reason(question, wish, again)
        return self._address(what, wish)

    def _items(self, question: Asked, wish: Wish) -> Line:
        if not wish.items:
            pressed = question.button("all of")
            return Line(press=pressed) if pressed else Line("all of it")
        if question.buttons and all(re.fullmatch(r"\d+", label) for _, label in question.buttons):
            return Line(press=question.buttons[0][0])  # how many: one
        if len(wish.items) == 1:
            fitting = [sends for sends, label in question.buttons if _is_called(wish.items[0], label)]
            if fitting:
                return Line(press=fitting[0])
        return Line(self._voice.say("pick_item", item=names(wish)))

    def _variant(self, question: Asked, wish: Wish, again: bool) -> Line:
        """For the item that the question names, else the first: a button that has every option, else words."""
        named = [item for item in wish.items if item.name.casefold() in question.text.casefold()]
        item = (named or list(wish.items))[0]
        for sends, label in question.buttons:
            if all(option.casefold() in label.casefold() for option in item.becomes):
                return Line(press=sends)
        options = listed(list(item.becomes)) if again else item.wish
        return Line(self._voice.say("pick_option", options=options))

    def _method(self, question: Asked, wish: Wish) -> Line:
        if wish.method is None:
            return Line("the same as before")
        route = f"set:refund_to={'original' if wish.paid_with_it else 'gift_card'}"
        if route in dict(question.buttons):
            return Line(press=route)
        for sends, label in question.buttons:
            if wish.method.is_in(label) and self._random.random() < PRESSES:
                return Line(press=sends)
        return Line(self._voice.say("pick_method", method=wish.method.called))

    def _reason(self, question: Asked, wish: Wish, again: bool) -> Line:
        pressed = question.button(wish.reason) if wish.reason else None
        if pressed and (again or self._random.random() < PRESSES):
            return Line(press=pressed)
        return Line(self._voice.say("give_reason", reason=self._voice.reason(wish.reason or "no longer needed")))

    def _address(self, what: str, wish: Wish) -> Line:
        parts = {"city": "city", "region": "state", "postcode": "zip"}
        if wish.address is None:
            return Line(self._voice.say("no"))
        if what in parts:
            return Line(str(wish.address[parts[what]]))
        return Line(self._voice.say("give_address", address=wish.address_line))


def names(wish: Wish) -> str:
    """What its items are called: "water bottle and office chair"."""
    return listed([item.called for item in wish.items])


def _is_called(item: Item, label: str) -> bool:
    shown = label.casefold()
    return item.name.casefold() in shown and (
        item.called == item.name.casefold() or all(option.casefold() in shown for option in item.options)
    )
