"""The same again: a basket of what is still there, at today's price."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money
from actions.choosing import unread
from actions.lines import lines_named, quantity_in, says_all
from actions.saying import adds
from actions.selection import read_picks, write_picks
from actions.transfers import named
from actions.which_order import AskFor, PickFor
from actions.yes import ask_yes
from shop.changes import Pick
from shop.identity import Level
from shop.order_view import OrderLine, OrderView
from shop.reordering import BasketItem

_BOUND = re.compile(
    r"[,，。;；!！\n]|\bbut\b|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|(?=[就只]要?[\u4e00-\u9fff])", re.I
)
_UNWANTED = re.compile(r"\b(?:no|not|without|except|don'?t|skip|leave out|drop|minus)\b|不要|别要|除了|去掉|不用", re.I)
_ONLY = re.compile(r"\b(?:only|just)\b|[就只]", re.I)
_TIMES = re.compile(r"(?<!\w)[x×]\s?([1-9])(?!\w)|(?<!\w)([1-9])\s?[x×](?!\w)", re.I)


class PickReordered(PickFor):
    """Which order: the one named by number or by what was in it, the only one, or ask. Any will do."""

    called, action = "action_pick_reordered", "cancel"

    def fits(self, request: Request, order: OrderView) -> bool:
        return True


class AskReordered(AskFor):
    """Ask which order."""

    called, pick, asks = "action_ask_reordered", PickReordered, "utter_which_reordered"


class ChooseReordered(ShopAction):
    """All of the order, or the items that are named, with how many: "the lamp again, x2", "just the stove"."""

    called = "action_choose_reordered"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        said, number = str(request["said"] or ""), str(request["order_number"])
        reply.set("said", None)
        lines = self.services.orders.find(request.asker, number).lines
        before = read_picks(request["items"], number)
        if before and not said:
            reply.set("items", write_picks(number, before))
            return OK
        picks = self._picks(said, request.text, lines, before)
        if said and not picks:
            return unread(said, reply)
        reply.set("items", write_picks(number, picks) if picks else None)
        return OK

    def _picks(self, said: str, text: str, lines: Sequence[OrderLine], before: Sequence[Pick]) -> tuple[Pick, ...]:
        """What is named, or all but what is not wanted; () where nothing is."""
        base = before or [Pick(line.line, line.quantity) for line in lines]
        wanted, gone = self._wanted(said or text, lines)
        counted = {line: count for line, count in wanted.items() if count}
        if said and not wanted and not gone and len(base) == 1 and quantity_in(said):
            return (Pick(base[0].line, quantity_in(said) or 1),)
        whole = bool(said) and not _ONLY.search(said) and (adds(said) or (counted and len(counted) == len(wanted)))
        if not wanted or whole:
            return (
                (
                    *(
                        Pick(each.line, wanted.get(each.line) or each.quantity)
                        for each in base
                        if each.line not in gone
                    ),
                    *(
                        Pick(line.line, wanted[line.line] or line.quantity)
                        for line in lines
                        if line.line in wanted and line.line not in {each.line for each in base}
                    ),
                )
                if wanted or gone
                else ()
            )
        return tuple(Pick(line.line, wanted[line.line] or line.quantity) for line in lines if line.line in wanted)

    def _wanted(self, text: str, lines: Sequence[OrderLine]) -> tuple[dict[str, int | None], set[str]]:
        """By line how many are wanted (None: not said), and the lines that are not."""
        wanted: dict[str, int | None] = {}
        gone: set[str] = set()
        for piece in _BOUND.split(text):
            found = [] if says_all(piece) else lines_named(self.services, piece, lines).lines
            if _UNWANTED.search(piece):
                gone |= {line.line for line, _ in found}
            else:
                wanted |= {line.line: count for line, count in found}
        times = _TIMES.search(text)
        if times and len(wanted) == 1:
            wanted = {line: count or int(times[1] or times[2]) for line, count in wanted.items()}
        return {line: count for line, count in wanted.items() if line not in gone}, gone


class ConfirmReorder(ShopAction):
    """What would be in the basket, at which price, and what is gone."""

    called = "action_confirm_reorder"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        only = _only(self, request)
        basket = self.services.reordering.preview(request.asker, request["order_number"], only)
        gone = reply.word("utter_reorder_gone", lines=_words(basket.gone, reply)) if basket.gone else ""
        ask_yes(
            reply,
            request,
            "utter_confirm_reorder",
            number=basket.order_number or "",
            lines=_words(basket.items, reply),
            total=money(reply, basket.total_cents),
            gone=f" {gone}" if gone and reply.locale == "en" else gone,
        )
        return OK


class MakeBasket(ShopAction):
    """The write: once for one yes."""

    called = "action_make_basket"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        only = _only(self, request)
        basket = self.services.reordering.make(request.asker, request["order_number"], request.key, only)
        total, until = money(reply, basket.total_cents), day(reply, basket.expires_at)
        reply.say("utter_basket_made", total=total, until=until, url=basket.url or "")
        return OK


def _only(action: ShopAction, request: Request) -> dict[str, int] | None:
    """By sku, what was chosen of the order; None for all of it."""
    chosen = {pick.line: pick.quantity for pick in read_picks(request["items"], str(request["order_number"]))}
    if not chosen:
        return None
    only: dict[str, int] = {}
    for line in action.services.orders.find(request.asker, request["order_number"]).lines:
        if line.line in chosen:
            only[line.sku] = only.get(line.sku, 0) + chosen[line.line]
    return only


def _words(items: tuple[BasketItem, ...], reply: Reply) -> str:
    listed = [
        reply.word("utter_item", quantity=item.quantity or item.wanted, item=named(reply, item.name, item.variant))
        for item in items
    ]
    return ("；" if reply.locale == "zh" else "; ").join(listed)


ACTIONS: tuple[type[ShopAction], ...] = (PickReordered, AskReordered, ChooseReordered, ConfirmReorder, MakeBasket)
