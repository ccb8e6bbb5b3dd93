"""A made-up shop in tau-bench's form: one shopper with five orders, another with one."""

from __future__ import annotations

import copy
from typing import Any

from training.tau.files import TauShop

HOME = {"address1": "1 Made-up Street", "address2": "Suite 1", "city": "Nowhere", "country": "USA", "state": "OR"}
HOME |= {"zip": "97000"}
AWAY = HOME | {"address1": "2 Invented Lane", "address2": ""}
NILO, ABA = "nilo_nobody_1", "aba_noone_2"
OWN = {NILO: "card_1", ABA: "card_2"}


def _variant(item_id: str, price: float, colour: str, size: str, available: bool = True) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "options": {"colour": colour, "size": size},
        "available": available,
        "price": price,
    }


VARIANTS = {
    "red": _variant("red", 10.0, "red", "small"),
    "blue": _variant("blue", 12.0, "blue", "small"),
    "tall": _variant("tall", 15.0, "red", "tall"),
    "gold": _variant("gold", 90.0, "gold", "small", available=False),
}
LAMPS = {"lamp": {"item_id": "lamp", "options": {"shade": "linen"}, "available": True, "price": 40.0}}
METHODS = {
    "card_1": {"source": "credit_card", "brand": "visa", "last_four": "1234", "id": "card_1"},
    "paypal_1": {"source": "paypal", "id": "paypal_1"},
    "gift_1": {"source": "gift_card", "balance": 5, "id": "gift_1"},
}


def _order(user: str, order_id: str, status: str, *skus: str) -> dict[str, Any]:
    items = []
    for sku in skus:
        name, product, variants = ("Desk Lamp", "lamps", LAMPS) if sku == "lamp" else ("Tea Mug", "mugs", VARIANTS)
        found = variants[sku]
        items.append({"name": name, "product_id": product, "item_id": sku} | copy.deepcopy(
            {"price": found["price"], "options": found["options"]}
        ))  # fmt: skip
    paid = {"transaction_type": "payment", "amount": sum(i["price"] for i in items), "payment_method_id": OWN[user]}
    parcels = [] if status == "pending" else [{"tracking_id": ["1"], "item_ids": list(skus)}]
    order = {"order_id": order_id, "user_id": user, "address": HOME, "items": items, "status": status}
    return order | {"fulfillments": parcels, "payment_history": [paid]}


def _user(first: str, last: str, methods: dict[str, Any]) -> dict[str, Any]:
    name = {"first_name": first, "last_name": last}
    return {"name": name, "address": HOME, "email": f"{first}@example.com".lower(), "payment_methods": methods}


def tau_shop() -> TauShop:
    """The shop, anew."""
    orders = [
        _order(NILO, "#W1000001", "pending", "red", "tall", "lamp"),
        _order(NILO, "#W1000002", "delivered", "red", "lamp"),
        _order(NILO, "#W1000003", "processed", "lamp"),
        _order(NILO, "#W1000004", "pending", "lamp"),
        _order(ABA, "#W1000005", "pending", "lamp"),
    ]
    products = {
        "mugs": {"name": "Tea Mug", "product_id": "mugs", "variants": VARIANTS},
        "lamps": {"name": "Desk Lamp", "product_id": "lamps", "variants": LAMPS},
    }
    users = {
        NILO: _user("Nilo", "Nobody", METHODS),
        ABA: _user("Aba", "Noone", {"card_2": METHODS["card_1"] | {"id": "card_2"}}),
    }
    return copy.deepcopy(TauShop(users, products, {order["order_id"]: order for order in orders}))


CANCEL = ("cancel_pending_order", {"order_id": "#W1000004", "reason": "ordered by mistake"})
CHANGE = (
    "modify_pending_order_items",
    {"order_id": "#W1000001", "item_ids": ["red"], "new_item_ids": ["blue"], "payment_method_id": "paypal_1"},
)
RETURN = (
    "return_delivered_order_items",
    {"order_id": "#W1000002", "item_ids": ["lamp"], "payment_method_id": "card_1"},
)
ADDRESS = ("modify_pending_order_address", {"order_id": "#W1000001", **AWAY})
PAYMENT = ("modify_pending_order_payment", {"order_id": "#W1000004", "payment_method_id": "paypal_1"})
CALLS = [CANCEL, CHANGE, RETURN, ADDRESS, PAYMENT]
