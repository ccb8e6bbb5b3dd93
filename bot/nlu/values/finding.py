"""All values of a message: each kind in turn, the surest first; what one has taken, no other gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.nlu.values.addresses import find_addresses
from bot.nlu.values.addresses_zh import find_chinese_addresses
from bot.nlu.values.amounts import find_money, find_quantities
from bot.nlu.values.colours import find_colours
from bot.nlu.values.contacts import find_contacts
from bot.nlu.values.dates import find_dates
from bot.nlu.values.found import Found, Room
from bot.nlu.values.orders import find_order_numbers
from bot.nlu.values.sizes import find_sizes

_BEFORE_DATES = (find_contacts, find_chinese_addresses, find_addresses)
_BEHIND_DATES = (find_money, find_order_numbers, find_sizes, find_quantities, find_colours)


def find(text: str, today: date | None = None) -> Iterator[Found]:
    """(kind, value, start, end) in the order of a normalised text; a character belongs to one value at most.

    Dates are found only where `today`, the day in the shop, is known: "last month" means nothing without it.
    """
    room = Room(text)
    for finder in _BEFORE_DATES:
        room.put(finder(text))
    if today is not None:
        room.put(find_dates(text, today))
    for finder in _BEHIND_DATES:
        room.put(finder(text))
    yield from room
