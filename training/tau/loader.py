"""tau-bench retail's shop in our tables. tau has no dates, telephone numbers or stock counts: those are ours.

Every date is counted from `OUR_DAY`, and an audit row says so. What tau calls pending is paid here, and what it calls
processed is shipped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from shop.contact import normalise, order_number
from shop.database import Sessions, writing
from shop.tables import (
    AuditRow,
    Base,
    CategoryRow,
    GiftCardRow,
    OrderLineRow,
    OrderRow,
    PaymentMethodRow,
    PaymentRow,
    ProductRow,
    ShopperRow,
    VariantRow,
)
from training.tau.files import Json, TauShop, cents

OUR_DAY = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
OUR_AGES = {"pending": 0.5, "processed": 3.0, "delivered": 9.0, "cancelled": 12.0}  # days since it was placed
DELIVERED_AFTER = timedelta(days=4)
STOCK = 1000  # of whatever tau calls available: no task runs out of it
STATES = {"pending": "paid", "processed": "shipped", "delivered": "delivered", "cancelled": "cancelled"}
KINDS = {"credit_card": "card", "paypal": "paypal", "gift_card": "gift_card"}
Row = dict[str, Any]


@dataclass
class Rows:
    """Rows by table, and which shopper is which user."""

    shopper_ids: dict[str, int] = field(default_factory=dict)
    tables: dict[type[Base], list[Row]] = field(default_factory=dict)

    def add(self, table: type[Base], row: Row) -> None:
        """One more row."""
        self.tables.setdefault(table, []).append(row)


def load(sessions: Sessions, shop: TauShop) -> dict[str, int]:
    """Fill an empty database in one transaction; returns our shopper ids by tau's user ids."""
    rows = Rows()
    rows.add(CategoryRow, {"id": "retail", "name": {"en": "Retail", "zh": "零售"}, "position": 0})
    for place, product in enumerate(shop.products.values()):
        _add_product(rows, product, place)
    for place, (user_id, user) in enumerate(sorted(shop.users.items()), 1):
        rows.shopper_ids[user_id] = place
        _add_user(rows, user, place)
    for order in shop.orders.values():
        _add_order(rows, order, shop.users[order["user_id"]])
    note = "tau has no dates: all that are here were made up by the loader"
    made_up = {"at": OUR_DAY, "action": "load", "subject": "tau-retail", "reason": note, "before": {}, "after": {}}
    rows.add(AuditRow, made_up)
    with writing(sessions) as session:
        for table in Base.metadata.sorted_tables:
            for kind, some in rows.tables.items():
                if kind.__table__ is table:
                    session.execute(insert(kind), some)
    return rows.shopper_ids


def _add_product(rows: Rows, product: Json, place: int) -> None:
    variants = list(product["variants"].values())
    name, nothing = {"en": product["name"], "zh": product["name"]}, {"en": "", "zh": ""}
    row = {"id": product["product_id"], "category_id": "retail", "position": place, "name": name, "specs": {}}
    row |= {"kind": product["name"].casefold(), "price_cents": min(cents(each["price"]) for each in variants)}
    row |= {"description": nothing, "care": nothing, "fit": nothing, "goes_with": [], "tags": [], "image": ""}
    rows.add(ProductRow, row)
    for at, variant in enumerate(variants):
        row = {"sku": variant["item_id"], "product_id": product["product_id"], "position": at, "size": None}
        row |= {"colour": None, "options": variant["options"], "price_cents": cents(variant["price"])}
        rows.add(VariantRow, row | {"stock": STOCK if variant["available"] else 0})


def _add_user(rows: Rows, user: Json, shopper_id: int) -> None:
    name = f"{user['name']['first_name']} {user['name']['last_name']}"
    row = {"id": shopper_id, "name": name, "email": normalise(user["email"]), "phone": "", "locale": "en"}
    row |= {"points": 0, "version": 1, "joined_at": OUR_DAY - timedelta(days=400)} | _address(user["address"])
    rows.add(ShopperRow, row)
    for at, (method_id, method) in enumerate(user["payment_methods"].items()):
        kind, card = KINDS[method["source"]], None
        if kind == "gift_card":
            card = method_id
            row = {"id": card, "shopper_id": shopper_id, "code_hash": None, "last_four": method_id[-4:]}
            row |= {"balance_cents": cents(method["balance"]), "currency": "USD", "expires_at": None}
            rows.add(GiftCardRow, row)
        row = {"id": method_id, "shopper_id": shopper_id, "position": at, "kind": kind, "gift_card_id": card}
        last_four = card[-4:] if card else method.get("last_four", "")
        row |= {"brand": method.get("brand", ""), "last_four": last_four, "active": True}
        rows.add(PaymentMethodRow, row)


def _add_order(rows: Rows, order: Json, user: Json) -> None:
    history, status = order["payment_history"], order["status"]
    placed = OUR_DAY - timedelta(days=OUR_AGES[status])
    order_id = len(rows.tables.get(OrderRow, ())) + 1
    name = f"{user['name']['first_name']} {user['name']['last_name']}"
    parcels = order["fulfillments"]
    row = dict.fromkeys(("carrier", "tracking_url", "expected_at", "cancel_reason"))
    row |= {"id": order_id, "number": order_number(order["order_id"]), "state": STATES[status], "version": 1}
    row |= {"shopper_id": rows.shopper_ids[order["user_id"]], "email": normalise(user["email"]), "phone": ""}
    row |= {"name": name, "placed_at": placed, "item_changes": 0, "shipping": "standard", "shipping_cents": 0}
    row |= {"total_cents": cents(history[0]["amount"]), "currency": "USD"} | _address(order["address"])
    row |= {"tracking_number": parcels[0]["tracking_id"][0] if parcels else None}
    row |= {"delivered_at": placed + DELIVERED_AFTER if status == "delivered" else None}
    row |= {"cancelled_at": placed if status == "cancelled" else None}
    rows.add(OrderRow, row | {"payment_method_id": history[0]["payment_method_id"]})
    for item in order["items"]:
        line = {"order_id": order_id, "product_id": item["product_id"], "sku": item["item_id"], "quantity": 1}
        words = ", ".join(map(str, item["options"].values()))
        line |= {"name": {"en": item["name"], "zh": item["name"]}, "variant": {"en": words, "zh": words}}
        rows.add(OrderLineRow, line | {"price_cents": cents(item["price"]), "image": "", "cancelled": 0})
    for entry in history:
        money = {"order_id": order_id, "kind": entry["transaction_type"], "cents": cents(entry["amount"])}
        money |= {"method_id": entry["payment_method_id"], "action": "order", "at": placed, "sent_at": placed}
        rows.add(PaymentRow, money | {"due_on": None})


def _address(given: Json) -> Row:
    """Our columns of a tau address."""
    return {
        "street": given["address1"],
        "street2": given["address2"],
        "city": given["city"],
        "region": given["state"],
        "postcode": given["zip"],
        "country": given["country"],
    }
