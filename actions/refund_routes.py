"""Where the money of a return goes: the ways that are open, the question, and the return as it was chosen so far."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import money
from actions.choosing import UNREAD
from actions.instead import instead_of_money
from actions.reasons import says_gift, says_used
from actions.refund_parts import asks_about_amount, less_words
from actions.selection import read_picks
from shop.changes import ReturnItems
from shop.errors import Refused
from shop.identity import Level
from shop.previews import Preview
from shop.rules import Ruling

OTHER = "other"
ROUTES = ("original", "gift_card")
_TO_CARD = ("gift card", "store credit", "voucher", "礼品卡", "购物卡", "储值")
_TO_ORIGINAL = ("original", "my card", "visa", "mastercard", "paypal", "bank", "credit card", "原", "退回卡", "银行")


class FindRefundRoutes(ShopAction):
    """The ways for the money that are open; the only one needs no question. Refused where there is none."""

    called = "action_find_refund_routes"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        previews, refused = routes_open(self, request)
        if not previews and refused is not None:
            raise Refused(refused)
        said = str(request["refund_to"] or "")
        instead = instead_of_money(self, request, reply, said)
        if instead:
            return instead
        if said and asks_about_amount(said):
            reply.set("refund_to", None)
            reply.utter(" ".join(_told(reply, route, preview) for route, preview in previews.items()))
            return "ask"
        route = said if said in previews else route_in(said)
        if len(previews) == 1 and not said:
            route = next(iter(previews))
        if route in previews:
            reply.set("refund_to", route)
            return OK
        reply.set("refund_to", None)
        return UNREAD if said else "ask"


class AskRefundRoute(ShopAction):
    """Ask where the money is to go, with what comes back by each way."""

    called = "action_ask_refund_route"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        previews, _ = routes_open(self, request)
        choices = [(_label(reply, route, preview), f"set:refund_to={route}") for route, preview in previews.items()]
        reply.say("utter_ask_refund_route", choices=choices)
        return OK


def change_of(request: Request, route: str) -> ReturnItems:
    """The return as it was chosen so far."""
    words = f"{request.text} {request['return_note'] or ''}"
    return ReturnItems(
        items=read_picks(request["items"], str(request["order_number"])),
        reason=str(request["return_reason"] or OTHER),
        note=str(request["return_note"] or ""),
        refund_to=route,
        used=says_used(words),
        gift=is_gift(request),
    )


def routes_open(action: ShopAction, request: Request) -> tuple[dict[str, Preview], Ruling | None]:
    """What would happen by each way for the money, and why the first closed one is closed."""
    found: dict[str, Preview] = {}
    refused: Ruling | None = None
    for route in ROUTES:
        try:
            change = change_of(request, route)
            found[route] = action.services.orders.preview(request.asker, request["order_number"], change)
        except Refused as error:
            refused = refused or error.ruling
    return found, refused


def route_in(text: str) -> str:
    """Where a text wants the money to go; "" where it does not say."""
    said = text.lower()
    if any(word in said for word in _TO_CARD):
        return "gift_card"
    return "original" if any(word in said for word in _TO_ORIGINAL) else ""


def is_gift(request: Request) -> bool:
    """Whether the words say that it was a gift."""
    return says_gift(f"{request.text} {request['return_note'] or ''}")


def _label(reply: Reply, route: str, preview: Preview) -> str:
    """A way for the money with what comes back by it, and what is taken off."""
    label = reply.word(f"utter_refund_route_{route}", amount=money(reply, preview.refund_cents))
    less = less_words(reply, preview.shipping_cents, preview.restocking_cents, "utter_refund_route_less")
    return f"{label} {less}" if less and reply.locale == "en" else f"{label}{less}"


def _told(reply: Reply, route: str, preview: Preview) -> str:
    """How the amount of one way for the money came about, as a sentence."""
    goods = sum(item.price_cents * item.quantity for item in preview.items)
    return reply.word(
        f"utter_refund_route_told_{route}",
        goods=money(reply, goods),
        less=less_words(reply, preview.shipping_cents, preview.restocking_cents, "utter_refund_less"),
        amount=money(reply, preview.refund_cents),
    )


ACTIONS: tuple[type[ShopAction], ...] = (FindRefundRoutes, AskRefundRoute)
