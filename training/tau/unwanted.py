"""Errands after which nothing may have changed, derived from tasks by rule: what the policy forbids, what is somebody
else's, and what is taken back in time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from training.tau.effects import after
from training.tau.files import Json, Task, TauShop, cents
from training.tau.wanted import Errand, errand_of, wish_of

EACH = 30  # errands of each kind
LATER = {"pending": ("processed", "delivered", "cancelled"), "delivered": ("pending", "processed")}


def errands(shop: TauShop, tasks: list[Task], each: int = EACH) -> list[Errand]:
    """So many of each of six kinds, as far as the tasks reach."""
    makers = (_wrong_state, _somebody_elses, _no, _stop, _card_too_low, _not_available)
    return [errand for maker in makers for errand in islice(maker(shop, tasks), each)]


def _wrong_state(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    """Cancel, or redirect, an order that is on its way; return or exchange what never came."""
    for task, name, given in _calls(tasks):
        order = shop.orders[given["order_id"]]
        theirs = [
            other
            for other in shop.orders.values()
            if other["user_id"] == task.user_id and other["status"] in LATER.get(order["status"], ())
        ]
        if not theirs:
            continue
        other = theirs[0]
        swapped = {**given, "order_id": other["order_id"]}
        if "item_ids" in given:
            item = other["items"][0]
            swapped["item_ids"] = [item["item_id"]]
            if "new_item_ids" in given:
                swapped["new_item_ids"] = [_another(shop, item)]
        yield from _forbidden(shop, task, name, swapped, "wrong state")


def _somebody_elses(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    """What another task asks for, asked by this one's shopper."""
    calls = list(_calls(tasks))
    for (task, _, _), (owner, name, given) in zip(calls, calls[1:] + calls[:1], strict=True):
        if owner.user_id != task.user_id and name in ("cancel_pending_order", "modify_pending_order_address"):
            wish = wish_of(shop, owner.user_id, name, given)
            yield Errand(f"{task.name}-elses", task.user_id, (wish,), why="somebody else's order")


def _no(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    for task in tasks:
        if len(task.actions) == 1:
            yield Errand(f"{task.name}-no", task.user_id, errand_of(shop, task).wishes, mood="no", why="said no")


def _stop(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    for task in reversed(tasks):
        if len(task.actions) == 1:
            yield Errand(f"{task.name}-stop", task.user_id, errand_of(shop, task).wishes, mood="stop", why="dropped it")


def _card_too_low(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    """Pay an order by a gift card that does not cover it."""
    seen = set()
    for task, _, given in _calls(tasks):
        order = shop.orders[given["order_id"]]
        if order["status"] != "pending" or order["order_id"] in seen or len(order["payment_history"]) != 1:
            continue
        seen.add(order["order_id"])
        for method in shop.users[task.user_id]["payment_methods"].values():
            total = cents(order["payment_history"][0]["amount"])
            if method["source"] == "gift_card" and cents(method["balance"]) < total:
                asked = {"order_id": order["order_id"], "payment_method_id": method["id"]}
                yield from _forbidden(shop, task, "modify_pending_order_payment", asked, "gift card too low")


def _not_available(shop: TauShop, tasks: list[Task]) -> Iterator[Errand]:
    """Change or exchange into a variant that is sold out."""
    for task, name, given in _calls(tasks):
        if "new_item_ids" not in given:
            continue
        order = shop.orders[given["order_id"]]
        item = next(each for each in order["items"] if each["item_id"] == given["item_ids"][0])
        variants = shop.products[item["product_id"]]["variants"].values()
        gone = [each["item_id"] for each in variants if not each["available"] and each["item_id"] != item["item_id"]]
        if gone:
            asked = {**given, "item_ids": given["item_ids"][:1], "new_item_ids": gone[:1]}
            yield from _forbidden(shop, task, name, asked, "not available")


def _forbidden(shop: TauShop, task: Task, name: str, given: Json, why: str) -> Iterator[Errand]:
    """The errand, where the policy does forbid it."""
    if after(shop, ((name, given),)).orders == shop.orders:
        wish = wish_of(shop, task.user_id, name, given)
        yield Errand(f"{task.name}-{why.replace(' ', '-')}", task.user_id, (wish,), why=why)


def _calls(tasks: list[Task]) -> Iterator[tuple[Task, str, Json]]:
    for task in tasks:
        for name, given in task.actions[:1]:
            yield task, name, given


def _another(shop: TauShop, item: Json) -> str:
    variants = shop.products[item["product_id"]]["variants"]
    others = (sku for sku, each in variants.items() if each["available"] and sku != item["item_id"])
    return str(next(others, item["item_id"]))
