"""What a task's calls do to tau's own shop by its policy (wiki.md), written without a look at our functions.

This is the yardstick of the replay: plain dictionaries in, plain dictionaries out. A call that the policy forbids does
nothing.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable

from training.tau.files import Json, TauShop, cents

REASONS = ("no longer needed", "ordered by mistake")
CHANGED = "pending (items modified)"


class Forbidden(Exception):
    """The policy does not allow this call."""


def after(shop: TauShop, actions: tuple[tuple[str, Json], ...]) -> TauShop:
    """The shop after these calls, one after the other; what they do not touch is shared with `shop`."""
    users, orders = dict(shop.users), dict(shop.orders)
    for name, given in actions:
        order = copy.deepcopy(orders[given["order_id"]])
        user = copy.deepcopy(users[order["user_id"]])
        try:
            CALLS[name](order, user, shop.products, given)
        except Forbidden:
            continue
        orders[given["order_id"]], users[order["user_id"]] = order, user
    return TauShop(users, shop.products, orders)


def _cancel(order: Json, user: Json, products: Json, given: Json) -> None:
    """ "The total will be refunded via the original payment method immediately if it is gift card"."""
    _need(order["status"] == "pending" and given["reason"] in REASONS)
    for entry in list(order["payment_history"]):
        _book(order, user, "refund", cents(entry["amount"]), entry["payment_method_id"])
    order["status"], order["cancel_reason"] = "cancelled", given["reason"]


def _modify_address(order: Json, user: Json, products: Json, given: Json) -> None:
    """Of a pending order, and not after its items were modified."""
    _need(order["status"] == "pending")
    order["address"] = {key: text for key, text in given.items() if key != "order_id"}


def _modify_payment(order: Json, user: Json, products: Json, given: Json) -> None:
    """ "A single payment method different from the original"; a gift card must "cover the total amount"."""
    history = order["payment_history"]
    _need(order["status"] == "pending" and len(history) == 1)
    old, total = history[0]["payment_method_id"], cents(history[0]["amount"])
    _need(given["payment_method_id"] != old)
    _book(order, user, "payment", total, given["payment_method_id"])
    _book(order, user, "refund", total, old)


def _modify_items(order: Json, user: Json, products: Json, given: Json) -> None:
    """ "This action can only be called once"; each item to "an available new item of the same product"; the difference
    by a method that must cover it if it is a gift card."""
    _need(order["status"] == "pending")
    difference = 0
    for item, variant in _pairs(order, products, given):
        difference += cents(variant["price"]) - cents(item["price"])
        item |= {"item_id": variant["item_id"], "price": variant["price"], "options": variant["options"]}
    _book(order, user, "payment" if difference > 0 else "refund", abs(difference), given["payment_method_id"])
    order["status"] = CHANGED


def _return(order: Json, user: Json, products: Json, given: Json) -> None:
    """ "The refund must either go to the original payment method, or an existing gift card"; it moves no money yet."""
    method = given["payment_method_id"]
    _need(order["status"] == "delivered" and method in user["payment_methods"])
    _need(method == order["payment_history"][0]["payment_method_id"] or _is_gift_card(user, method))
    there = Counter(item["item_id"] for item in order["items"])
    _need(not Counter(given["item_ids"]) - there)
    order["status"] = "return requested"
    order["return"] = {"items": sorted(given["item_ids"]), "method": method}


def _exchange(order: Json, user: Json, products: Json, given: Json) -> None:
    """As modifying items, for a delivered order; the difference must be covered, and moves no money yet."""
    _need(order["status"] == "delivered")
    method, pairs = given["payment_method_id"], _pairs(order, products, given)
    difference = sum(cents(variant["price"]) - cents(item["price"]) for item, variant in pairs)
    _need(method in user["payment_methods"])
    _need(not _is_gift_card(user, method) or cents(user["payment_methods"][method]["balance"]) >= difference)
    swapped = sorted((item["item_id"], variant["item_id"]) for item, variant in pairs)
    order["status"] = "exchange requested"
    order["exchange"] = {"items": swapped, "method": method, "difference": difference}


def _pairs(order: Json, products: Json, given: Json) -> list[tuple[Json, Json]]:
    """Each item of the order that is named, with the variant that it is to become."""
    left, pairs = list(order["items"]), []
    _need(len(given["item_ids"]) == len(given["new_item_ids"]))
    for old, new in zip(given["item_ids"], given["new_item_ids"], strict=True):
        item = next((item for item in left if item["item_id"] == old), None)
        _need(item is not None)
        assert item is not None
        variant = products[item["product_id"]]["variants"].get(new)
        _need(variant is not None and variant["available"])
        left = [other for other in left if other is not item]
        pairs.append((item, variant))
    return pairs


def _book(order: Json, user: Json, kind: str, amount: int, method: str) -> None:
    """An entry of the order's payment history; a gift card's balance follows at once, and must suffice."""
    _need(method in user["payment_methods"])
    if _is_gift_card(user, method):
        card = user["payment_methods"][method]
        balance = cents(card["balance"]) + (amount if kind == "refund" else -amount)
        _need(balance >= 0)
        card["balance"] = balance / 100
    entry = {"transaction_type": kind, "amount": amount / 100, "payment_method_id": method}
    order["payment_history"].append(entry)


def _is_gift_card(user: Json, method: str) -> bool:
    return bool(user["payment_methods"][method]["source"] == "gift_card")


def _need(holds: bool) -> None:
    if not holds:
        raise Forbidden


CALLS: dict[str, Callable[[Json, Json, Json, Json], None]] = {
    "cancel_pending_order": _cancel,
    "modify_pending_order_address": _modify_address,
    "modify_pending_order_payment": _modify_payment,
    "modify_pending_order_items": _modify_items,
    "return_delivered_order_items": _return,
    "exchange_delivered_order_items": _exchange,
}
