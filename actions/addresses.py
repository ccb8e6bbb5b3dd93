"""Another address for an order that is not packed: which order, the new address part by part, and the write."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.address_parts import AddressForm
from actions.base import OK, REFUSED, Reply, Request, ShopAction
from actions.cards import order_card, state
from actions.orders import MOST_LOOKED
from actions.transfers import address_words
from actions.which_order import AskFor, CheckFor, PickFor
from actions.yes import ask_yes
from shop.addresses import Address
from shop.changes import ChangeAddress
from shop.identity import Level

_MORE = re.compile(  # the recipient, the phone, another way of delivery
    r"\b(?:name|phone|telephone|company|c/o|buzzer|door code|pick[ -]?up|collect|in store|access point|locker)\b"
    r"|姓名|名字|收件人|电话|手机|公司名|自提|门店|自取|代收",
    re.I,
)

_NO_PLACE = (
    "order",
    "number",
    "no",
    "nr",
    "my",
    "for",
    "of",
    "to",
    "on",
    "the",
    "in",
    "is",
    "address",
    "redirect",
    "change",
)
ON_ITS_WAY = ("packed", "shipped", "delayed")


class OrderForm(AddressForm):
    """The parts of an order's address."""

    def current(self, request: Request) -> Address:
        to = self.services.orders.find(request.asker, request["order_number"]).ship_to
        return Address(to.street, to.city, to.region, to.postcode, to.country, to.street2, to.name)


class PickAddressOrder(PickFor):
    """Which order: the one named, or the only one whose address may change."""

    called, action = "action_pick_address_order", "address"

    def act(self, request: Request, reply: Reply) -> str:
        number = str(request["order_number"] or "")
        if number and self._is_postcode(number, request):
            reply.set("order_number", None)
            request = replace(request, slots={**request.slots, "order_number": None})
        return super().act(request, reply)

    def say_no(self, request: Request, number: str, reply: Reply) -> None:
        if not say_redirect(self, request, number, reply):
            super().say_no(request, number, reply)

    def _is_postcode(self, number: str, request: Request) -> bool:
        """ "Harbor Way 9, Seattle 98101": behind a place, and no order of this shopper."""
        behind = re.search(rf"([A-Za-z]+)[,.]?\s+{re.escape(number)}\b", request.text)
        if behind is None or behind[1].lower() in _NO_PLACE:
            return False
        return number not in [order.number for order in self.services.orders.latest(request.asker, MOST_LOOKED)]


def say_redirect(action: ShopAction, request: Request, number: str, reply: Reply) -> bool:
    """Of a parcel that has left: what can still be done about where it goes. Whether that was said."""
    order = action.services.orders.find(request.asker, number)
    if order.state not in ON_ITS_WAY:
        return False
    reply.say("utter_redirect_by_carrier", number=number, state=state(reply, order), carrier=order.carrier or "")
    return True


class AskAddressOrder(AskFor):
    """Ask which, among those whose address may change."""

    called, pick, asks = "action_ask_address_order", PickAddressOrder, "utter_which_address_order"


class CheckAddress(CheckFor):
    """Say no before anything is asked, where the rules say no; `person` where it is about more than the place."""

    called, action = "action_check_address", "address"

    def act(self, request: Request, reply: Reply) -> str:
        ruling = self.services.orders.options(request.asker, request["order_number"], self.action).ruling
        if ruling.code == "cannot_change" and say_redirect(self, request, str(request["order_number"]), reply):
            return REFUSED
        outcome = super().act(request, reply)
        return "person" if not request["street"] and _MORE.search(request.text) else outcome


class ReadOrderAddress(OrderForm):
    """What the words say of the new address; parts that they leave out are asked for."""

    called = "action_read_order_address"

    def act(self, request: Request, reply: Reply) -> str:
        return self.read(request, reply)


class AskOrderStreet(OrderForm):
    """Ask for the street, with the address of the account as a button where the order goes elsewhere."""

    called = "action_ask_order_street"

    def act(self, request: Request, reply: Reply) -> str:
        home = self.services.shoppers.profile(request.asker).address
        choices = [] if home.street == self.current(request).street else [self.home_button(home, reply)]
        reply.say("utter_ask_street", choices=choices, number=request["order_number"])
        return OK


class AskOrderCity(OrderForm):
    """Ask for the city, with the one that stands there as a button."""

    called = "action_ask_order_city"

    def act(self, request: Request, reply: Reply) -> str:
        return self.ask_city(request, reply)


class ConfirmAddress(OrderForm):
    """The address as it will stand."""

    called = "action_confirm_address"

    def act(self, request: Request, reply: Reply) -> str:
        change = ChangeAddress(self.address(request))
        preview = self.services.orders.preview(request.asker, request["order_number"], change)
        assert preview.ship_to is not None
        address = address_words(reply, preview.ship_to)
        ask_yes(reply, request, "utter_confirm_address", preview, number=preview.number, address=address)
        return OK


class ChangeOrderAddress(OrderForm):
    """The write: once for one yes, and only on the order as it was confirmed."""

    called = "action_change_address"
    level = Level.VERIFIED
    writes = True

    def act(self, request: Request, reply: Reply) -> str:
        assert request.key is not None
        change = ChangeAddress(self.address(request))
        number, version = request["order_number"], request["order_version"]
        order = self.services.orders.apply(request.asker, number, change, request.key, version).order
        address = address_words(reply, order.ship_to)
        reply.say("utter_address_changed", cards=[order_card(reply, order)], number=order.number, address=address)
        return OK


ACTIONS: tuple[type[ShopAction], ...] = (
    PickAddressOrder, AskAddressOrder, CheckAddress, ReadOrderAddress, AskOrderStreet, AskOrderCity, ConfirmAddress,
    ChangeOrderAddress,
)  # fmt: skip
