"""Cancelling an order, or some of its items: which, may it be, why, what will happen, and the write itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import OK, Reply, Request, ShopAction
from actions.cancel_reasons import agrees_only, listed_reason, reason_told
from actions.cards import money, order_card
from actions.choosing import ASK, KEPT, UNREAD, AskItems, ChooseItems, unread
from actions.ellipsis import is_fragment, says_other
from actions.order_words import points_to_order
from actions.saying import adds
from actions.selection import read_picks, write_picks
from actions.services import Services
from actions.transfers import item_words, items_words, money_words
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.changes import CancelItems, CancelOrder, Pick
from shop.errors import Refused
from shop.identity import Level
from shop.options import Options
from shop.previews import Preview

_OUT_OF = re.compile(
    r"\b(?:from|in|out of|off)\b (?:my |the )?(?:order )?#?\d{4}|\b(?:one|an) item\b"
    r"|\bsome (?:items?|things?|stuff|of (?:it|them|the))\b|[几某][个件样]|一?部分|\d{4,}(?:号|单)?(?:里|中)",
    re.I,
)
_NUMBER = r"(one|two|three|four|[1-9])"
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "一": 1, "两": 2, "二": 2, "三": 3}
_KEPT = re.compile(
    rf"\b(?:only|just) (?:need|want|keep|needed|wanted) {_NUMBER}\b|\bmake (?:it|that|them) {_NUMBER}\b"
    rf"|\b{_NUMBER} (?:not|instead of|rather than) |只[要留需]([一两二三1-9])|改成([一两二三1-9])[个件双]",
    re.I,
)
REASONS = ("mind", "mistake", "late", "cheaper")


class PickCancellable(PickFor):
    """Which order: the one named, or the only one that the rules would let go."""

    called, action = "action_pick_cancellable", "cancel"


class AskCancellable(AskFor):
    """Ask which, among those that can be cancelled."""

    called, pick, asks = "action_ask_cancellable", PickCancellable, "utter_which_cancel"


class ChooseWithReason(ChooseItems):
    """Which items; and why, where the request says it: then it is not asked."""

    def act(self, request: Request, reply: Reply) -> str:
        outcome = super().act(request, reply)
        if outcome == OK and not request["cancel_reason"]:
            listed = listed_reasons(self.services, request)
            told = reason_told(request.text, listed)
            if told:
                reply.set("cancel_reason", told if told in listed else reply.word(f"utter_reason_{told}"))
        return outcome


class CheckCancel(ChooseWithReason):
    """Say no before anything is asked, where the rules say no; else which items are named, or the whole order."""

    called, action = "action_check_cancel", "cancel_items"

    def options(self, request: Request) -> Options:
        """Where single items may not be cancelled, none is looked for."""
        ruling = self.services.orders.may_cancel(request.asker, request["order_number"])
        if not ruling.allowed:
            raise Refused(ruling)
        return self.services.orders.options(request.asker, request["order_number"], self.action)

    def chosen(self, request: Request, reply: Reply, options: Options) -> str:
        """Only what is named: "cancel 1002" is all of it."""
        number = str(request["order_number"])
        if not options.ruling.allowed or read_picks(request["items"], number):
            return OK
        picks = self.picks_in(request.text, request, reply, options)
        reply.set("items", write_picks(number, picks) if picks else None)
        if not picks and self.division(request.text, options) and not reply.slots.get("near"):
            return KEPT
        return OK if picks or not _OUT_OF.search(request.text) else "some"

    def changed(self, said: str, request: Request, reply: Reply, options: Options) -> str:
        """Other items, or another order."""
        chosen = read_picks(request["items"], str(request["order_number"]))
        if says_other(said) and not chosen:
            reply.set("order_number", None)
            return "other"
        if not options.ruling.allowed:
            return unread(said, reply)
        return super().changed(said, request, reply, options)


class ChooseCancelled(ChooseWithReason):
    """Which of the items, where something is to be taken out; "I only need one" takes out the rest of them."""

    called, action = "action_choose_cancelled", "cancel_items"

    def picks_in(
        self, text: str, request: Request, reply: Reply, options: Options, before: Sequence[Pick] = ()
    ) -> tuple[Pick, ...]:
        picks = super().picks_in(text, request, reply, options, before)
        kept, near = kept_in(text), reply.slots.get("near") or []
        lines = [pick.line for pick in picks] or near
        option = next((each for each in options.open if [each.line.line] == lines), None)
        if kept is None or option is None or option.left <= kept:
            return picks
        reply.set("near", None)
        return (Pick(option.line.line, option.left - kept),)


class AskCancelled(AskItems):
    """Ask what is to be taken out."""

    called, action, asks = "action_ask_cancelled", "cancel_items", "utter_which_items_cancel"


class AskCancelReason(ShopAction):
    """Ask why; a button or a few words."""

    called = "action_ask_cancel_reason"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        listed = listed_reasons(self.services, request)
        words = listed or [reply.word(f"utter_reason_{reason}") for reason in REASONS]
        choices = [(word, f"set:cancel_reason={word}") for word in words]
        some = read_picks(request["items"], str(request["order_number"]))
        sentence = "utter_ask_cancel_items_reason" if some else "utter_ask_cancel_reason"
        reply.say(sentence, choices=choices, number=request["order_number"])
        return OK


class ReadCancelReason(ChooseCancelled):
    """A reason in own words as one of the shop's list; `unread` where there is a list and it is not clear which.

    Where other items are named instead, they are taken in and it is asked again; who only agrees gives none.
    """

    called = "action_read_cancel_reason"

    def act(self, request: Request, reply: Reply) -> str:
        said, listed = str(request["cancel_reason"]), listed_reasons(self.services, request)
        words = {reply.word(f"utter_reason_{reason}") for reason in REASONS}
        if said in words or said in listed:
            return OK
        if self._names_items(said, request, reply):
            reply.set("cancel_reason", None)
            return ASK
        if points_to_order(said) or (agrees_only(said) and not self._was_named(request)):
            return UNREAD  # which order is no reason; and a bare yes says nothing of an order that nobody named
        if not listed:
            if agrees_only(said):
                reply.set("cancel_reason", reply.word("utter_reason_none"))
            return OK
        reason = listed_reason(said, listed, self.services.encoder)
        if reason is None:
            return UNREAD
        reply.set("cancel_reason", reason)
        return OK

    def _was_named(self, request: Request) -> bool:
        """Whether the shopper said which order or what of it, rather than having the only one that can be cancelled."""
        return str(request["order_number"]) in request.which or bool(request["items"])

    def _names_items(self, said: str, request: Request, reply: Reply) -> bool:
        """ "Same for the stove", "keep the tee, cancel the others": what is cancelled, and no reason."""
        number = str(request["order_number"])
        options = self.services.orders.options(request.asker, number, self.action)
        before = read_picks(request["items"], number)
        keeps = self.division(said, options) is not None
        if not options.ruling.allowed or not (keeps or (adds(said) and is_fragment(f"and {said}"))):
            return False
        picks = self.picks_in(said, request, reply, options, before)
        if not picks or (not before and not keeps):
            return False
        reply.set("items", write_picks(number, picks))
        lines = {option.line.line: option.line for option in options.lines}
        joint = "；" if reply.locale == "zh" else "; "
        named = joint.join(item_words(reply, lines[pick.line], pick.quantity) for pick in picks)
        reply.say("utter_cancel_these", lines=named, number=number)
        return True


class ConfirmCancel(ShopAction):
    """List what will happen, and remember which version of the order that was."""

    called = "action_confirm_cancel"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        preview = self.services.orders.preview(request.asker, request["order_number"], change_of(request))
        sentence = "utter_confirm_cancel" if preview.whole else "utter_confirm_cancel_items"
        ask_yes(reply, request, sentence, preview, reason=request["cancel_reason"], **_words(preview, reply))
        return OK


class CancelOrderOrItems(ShopAction):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_cancel_order"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        number, change = request["order_number"], change_of(request)
        receipt = self.services.orders.apply(request.asker, number, change, request.key, request["order_version"])
        order = receipt.order
        sentence = "utter_cancelled" if order.state == "cancelled" else "utter_items_cancelled"
        unpaid = {"utter_cancelled": "utter_cancelled_unpaid", "utter_items_cancelled": "utter_items_cancelled_unpaid"}
        reply.say(
            sentence if order.refunds else unpaid[sentence],
            cards=[order_card(reply, order)],
            number=order.number,
            total=money(reply, order.total_cents),
            refund_days=self.services.refund_days,
        )
        return OK


def kept_in(text: str) -> int | None:
    """How many are to stay, where a text says that: "only need one", "make it 1 instead of 2", 只要一个."""
    found = _KEPT.search(text)
    said = next((group for group in found.groups() if group), "") if found else ""
    return _NUMBERS.get(said.lower(), int(said) if said.isdigit() else None) if said else None


def listed_reasons(services: Services, request: Request) -> list[str]:
    """The only reasons that the shop knows, where it has such a list."""
    try:
        services.orders.preview(request.asker, request["order_number"], CancelOrder("?"))
    except Refused as refused:
        if refused.ruling.code == "reason_not_listed":
            return [str(reason) for reason in refused.ruling.values["reasons"]]
    return []


def change_of(request: Request) -> CancelOrder | CancelItems:
    """All of the order, or the items that were chosen."""
    reason = str(request["cancel_reason"] or "")
    picks = read_picks(request["items"], str(request["order_number"]))
    return CancelItems(picks, reason) if picks else CancelOrder(reason)


def _words(preview: Preview, reply: Reply) -> dict[str, str]:
    return {
        "number": preview.number,
        "lines": items_words(reply, preview),
        "money": money_words(reply, preview),
    }


ACTIONS = (
    PickCancellable, AskCancellable, CheckCancel, ChooseCancelled, AskCancelled, AskCancelReason,
    ReadCancelReason, ConfirmCancel, CancelOrderOrItems,
)  # fmt: skip
