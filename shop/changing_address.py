"""Shipping an order to another address, before it is packed."""

from __future__ import annotations

from dataclasses import asdict, replace

from shop.addresses import Address, missing, tidied
from shop.changes import ChangeAddress
from shop.job import Job, allow
from shop.order_facts import facts_of
from shop.order_view import ShipTo
from shop.previews import Preview
from shop.rules.changing import may_change_address
from shop.rules.facts import AddressFacts
from shop.tables import OrderRow

PARTS = ("name", "street", "street2", "city", "region", "postcode", "country")


def plan_address(job: Job, order: OrderRow, change: ChangeAddress) -> Preview:
    """The address as it will stand, tidied; the recipient stays where none is given."""
    address = _complete(order, change.address)
    facts = AddressFacts(address.country, missing(address), same=asdict(address) == _now(order))
    allow(may_change_address(job.rules, facts_of(job, order), facts))
    ship_to = ShipTo(**asdict(address), phone=order.phone)
    return Preview("address", order.number, order.version, ship_to=ship_to)


def change_address(job: Job, order: OrderRow, change: ChangeAddress, preview: Preview) -> None:
    """The order's address; the shopper's own stays as it is."""
    for part, text in asdict(_complete(order, change.address)).items():
        setattr(order, part, text)


def _complete(order: OrderRow, address: Address) -> Address:
    address = tidied(address)
    return address if address.name else replace(address, name=order.name)


def _now(order: OrderRow) -> dict[str, str]:
    return {part: getattr(order, part) for part in PARTS}
