"""Another address for an order that is not packed: which order, the new address part by part, and the write."""

from __future__ import annotations

import re

from actions.address_parts import AddressForm
from actions.base import OK, Reply, Request, ShopAction
from actions.cards import order_card
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


class OrderForm(AddressForm):
    """The parts of an order's address."""

    def current(self, request: Request) -> Address:
        to = self.services.orders.find(request.asker, request["order_number"]).ship_to
        return Address(to.street, to.city, to.region, to.postcode, to.country, to.street2, to.name)


class PickAddressOrder(PickFor):
    """Which order: the one named, or the only one whose address may change."""

    called, action = "action_pick_address_order", "address"


class AskAddressOrder(AskFor):
    """Ask which, among those whose address may change."""

    called, pick, asks = "action_ask_address_order", PickAddressOrder, "utter_which_address_order"


class CheckAddress(CheckFor):
    """Say no before anything is asked, where the rules say no; `person` where it is about more than the place."""

    called, action = "action_check_address", "address"

    def act(self, request: Request, reply: Reply) -> str:
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
        reply.say("utter_ask_street", choices=choices)
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
