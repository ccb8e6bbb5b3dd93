"""A change as it is listed before it is done: items and what they become, money that moves, an address."""

from __future__ import annotations

from datetime import date

from actions.base import Reply
from actions.cards import money
from actions.methods import method_name
from shop.dates import calendar_day_in_words, day_in
from shop.order_view import OrderLine, ShipTo
from shop.previews import PlannedItem, Preview, Transfer


def item_words(reply: Reply, item: PlannedItem | OrderLine, quantity: int | None = None) -> str:
    """ "2 × Ridgeback 55 Pack (moss, S/M)" """
    count = item.quantity if quantity is None else quantity
    return _of(reply, item.name, item.variant, count)


def items_words(reply: Reply, preview: Preview) -> str:
    """All items, each with what it becomes, where it becomes something else."""
    listed = [
        item_words(reply, item)
        if item.becomes is None
        else reply.word(
            "utter_item_becomes",
            item=item_words(reply, item),
            variant=item.becomes.variant.get(reply.locale, ""),
        )
        for item in preview.items
    ]
    return ("；" if reply.locale == "zh" else "; ").join(listed)


def money_words(reply: Reply, preview: Preview) -> str:
    """What is paid and what goes back, by which method and until when, a sentence each; where nothing moves, that."""
    said = [transfer_words(reply, transfer) for transfer in preview.transfers if transfer.cents]
    return (" " if reply.locale == "en" else "").join(said or [reply.word("utter_money_none")])


def transfer_words(reply: Reply, transfer: Transfer) -> str:
    """One movement of money as a sentence."""
    when = "later" if transfer.on_arrival else "now"
    at_once = "_at_once" if transfer.kind == "refund" and not transfer.days else ""
    new = transfer.method is None and transfer.route == "gift_card"
    method = reply.word("utter_method_new_gift_card") if new else method_name(reply, transfer.method)
    if transfer.route == "original" and transfer.kind == "refund":
        own = "utter_method_original_of" if transfer.method is not None else "utter_method_unknown"
        method = reply.word(own, method=method)
    amount = money(reply, transfer.cents)
    return reply.word(f"utter_money_{transfer.kind}_{when}{at_once}", amount=amount, method=method, days=transfer.days)


def address_words(reply: Reply, to: ShipTo) -> str:
    """An address on one line."""
    place = f"{to.city}, {to.region} {to.postcode}"
    return ", ".join(part for part in (to.name, to.street, to.street2, place, to.country) if part)


def date_words(reply: Reply, day: date) -> str:
    """A day of the shop's calendar in words."""
    shop = reply.services.shop
    return calendar_day_in_words(day, reply.locale, day_in(shop.time_zone, reply.services.clock()))


def _of(reply: Reply, name: dict[str, str], variant: dict[str, str], quantity: int) -> str:
    return reply.word("utter_item", quantity=quantity, item=named(reply, name, variant))


def named(reply: Reply, name: dict[str, str], variant: dict[str, str]) -> str:
    """ "Ridgeback 55 Pack (moss, S/M)" """
    if not variant.get(reply.locale):
        return name[reply.locale]
    return reply.word("utter_item_variant", product=name[reply.locale], variant=variant[reply.locale])
