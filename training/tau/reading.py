"""How a shopper reads what the bot says: which wish it is about, whether that is done, and whether it is right."""

from __future__ import annotations

import re

from training.tau.wanted import Item, Wish

ABOUT = {
    "cancel_order": re.compile(r"\bcancel", re.I),
    "change_address": re.compile(r"\baddress|\bstreet\b|\bcity\b|\bstate\b|\bpostcode\b|\bgo(es)? to\b", re.I),
    "change_payment": re.compile(r"\bpaid with\b|\bpay|\binstead\b|\bcharged?\b|\bfor order\b", re.I),
    "change_items": re.compile(r"\bchanged?\b|\bwhich one\b|\bdifference\b|\bit be\b", re.I),
    "return_items": re.compile(r"\bsend back\b|\breturn|\bcome back\b|\bmoney go\b|\bcomes? back\b", re.I),
    "exchange_items": re.compile(r"\bexchange|\bwhich one\b|\bdifference\b|\bit be\b", re.I),
}
DONE = re.compile(r"^\s*done\b", re.I)
METHODS = re.compile(r"\bpaypal\b|\bgift card\b|\bending in\b|\bvisa\b|\bmastercard\b", re.I)


def is_done(text: str) -> bool:
    """Whether something was carried out."""
    return DONE.search(text) is not None


def about(wish: Wish, text: str) -> bool:
    """Whether a text can be about a wish: no other order in it, and words of its kind or one of its items."""
    numbers = re.findall(r"\bW\d{6,}\b", text)
    if numbers and wish.order not in numbers:
        return False
    names = any(item.name.casefold() in text.casefold() for item in wish.items)
    return bool(ABOUT[wish.kind].search(text)) or (bool(names) and not numbers)


def becomes(item: Item, text: str) -> bool:
    """Whether a confirmation makes an item what is wanted: what is said of it behind "becomes", not of what it was."""
    parts = [part for part in text.casefold().split(";") if item.name.casefold() in part]
    return not item.becomes or any(
        all(option.casefold() in part.rpartition("becomes")[2] for option in item.becomes) for part in parts
    )


def is_right(wish: Wish, text: str) -> str:
    """ "" where a confirmation says what is wanted, else what is wrong with it: order, kind, items, options, method,
    address."""
    shown = text.casefold()
    if wish.order.casefold() not in shown:
        return "order"
    if not ABOUT[wish.kind].search(text) or (wish.kind == "cancel_order" and "take out" in shown):
        return "kind"
    if any(item.name.casefold() not in shown for item in wish.items):
        return "items"
    if wish.kind == "return_items" and any(other.casefold() in shown for other in wish.others):
        return "items"
    if any(not becomes(item, text) for item in wish.items):
        return "options"
    if wish.method is not None and METHODS.search(text) and not wish.method.is_in(text):
        return "method"
    if wish.address is not None and any(
        str(wish.address[part]).casefold() not in shown for part in ("address1", "city", "zip")
    ):
        return "address"
    return ""
