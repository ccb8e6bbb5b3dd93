"""Both shops in one form, so that they can be compared: tau's dictionaries, and our tables read back."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.tables import (
    ExchangeLineRow,
    ExchangeRow,
    GiftCardRow,
    OrderLineRow,
    OrderRow,
    PaymentRow,
    ReturnLineRow,
    ReturnRow,
    ShopperRow,
    VariantRow,
)
from training.tau.effects import CHANGED
from training.tau.files import Json, TauShop, cents

State = dict[tuple[str, str], Any]
STATUSES = {"paid": "pending", "shipped": "processed", "delivered": "delivered", "cancelled": "cancelled"}


def of_tau(shop: TauShop) -> State:
    """Orders by number, addresses by e-mail, balances by gift card, availability by variant. Entries of nothing in a
    payment history are left out: tau books a difference of $0.00, we book none."""
    state: State = {}
    for order_id, order in shop.orders.items():
        state["order", order_id.lstrip("#")] = _tau_order(order)
    for user in shop.users.values():
        state["home", user["email"].casefold()] = _tau_address(user["address"])
        for method in user["payment_methods"].values():
            if method["source"] == "gift_card":
                state["gift card", method["id"]] = cents(method["balance"])
    for product in shop.products.values():
        for sku, variant in product["variants"].items():
            state["available", sku] = variant["available"]
    return state


def of_ours(session: Session) -> State:
    """The same of our tables."""
    state: State = {}
    lines, payments = _lines(session), _payments(session)
    back, swapped = _returns(session), _exchanges(session)
    for row in session.execute(select(OrderRow.__table__)).mappings():
        status = STATUSES[row["state"]]
        if status == "pending" and row["item_changes"]:
            status = CHANGED
        status = "return requested" if row["id"] in back else status
        status = "exchange requested" if row["id"] in swapped else status
        state["order", row["number"]] = {
            "status": status,
            "items": lines[row["id"]],
            "address": _our_address(row),
            "payments": payments[row["id"]],
            "reason": row["cancel_reason"],
            "return": back.get(row["id"]),
            "exchange": swapped.get(row["id"]),
        }
    for row in session.execute(select(ShopperRow.__table__)).mappings():
        state["home", row["email"]] = _our_address(row)
    for card, balance in session.execute(select(GiftCardRow.id, GiftCardRow.balance_cents)):
        state["gift card", card] = balance
    for sku, stock in session.execute(select(VariantRow.sku, VariantRow.stock)):
        state["available", sku] = stock > 0
    return state


def differences(wanted: State, found: State) -> list[str]:
    """What is not the same, in words; nothing where all of it is."""
    return [
        f"{' '.join(key)}: expected {wanted.get(key)!r}, found {found.get(key)!r}"
        for key in sorted({*wanted, *found})
        if wanted.get(key) != found.get(key)
    ]


def _tau_order(order: Json) -> Json:
    history = [
        (entry["transaction_type"], cents(entry["amount"]), entry["payment_method_id"])
        for entry in order["payment_history"]
    ]
    return {
        "status": order["status"],
        "items": [(item["item_id"], cents(item["price"])) for item in order["items"]],
        "address": _tau_address(order["address"]),
        "payments": [entry for entry in history if entry[1]],
        "reason": order.get("cancel_reason"),
        "return": order.get("return"),
        "exchange": order.get("exchange"),
    }


def _tau_address(given: Json) -> tuple[str, ...]:
    return tuple(given[part] for part in ("address1", "address2", "city", "state", "zip", "country"))


def _our_address(row: Any) -> tuple[str, ...]:
    return tuple(row[part] for part in ("street", "street2", "city", "region", "postcode", "country"))


def _lines(session: Session) -> dict[int, list[tuple[str, int]]]:
    query = select(OrderLineRow.order_id, OrderLineRow.sku, OrderLineRow.price_cents, OrderLineRow.quantity)
    lines: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for order_id, sku, price, quantity in session.execute(query.order_by(OrderLineRow.id)):
        lines[order_id] += [(sku, price)] * quantity
    return lines


def _payments(session: Session) -> dict[int, list[tuple[str, int, str]]]:
    query = select(PaymentRow.order_id, PaymentRow.kind, PaymentRow.cents, PaymentRow.method_id)
    payments: defaultdict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for order_id, kind, amount, method in session.execute(query.order_by(PaymentRow.id)):
        payments[order_id].append((kind, amount, method))
    return payments


def _returns(session: Session) -> dict[int, Json]:
    query = (
        select(ReturnRow.order_id, ReturnRow.method_id, OrderLineRow.sku, ReturnLineRow.quantity)
        .join(ReturnLineRow, ReturnLineRow.return_id == ReturnRow.id)
        .join(OrderLineRow, OrderLineRow.id == ReturnLineRow.order_line_id)
    )
    found: dict[int, Json] = {}
    for order_id, method, sku, quantity in session.execute(query):
        entry = found.setdefault(order_id, {"items": [], "method": method})
        entry["items"] = sorted([*entry["items"], *[sku] * quantity])
    return found


def _exchanges(session: Session) -> dict[int, Json]:
    row, line = ExchangeRow, ExchangeLineRow
    query = (
        select(row.order_id, row.method_id, row.difference_cents, OrderLineRow.sku, line.sku, line.quantity)
        .join(line, line.exchange_id == row.id)
        .join(OrderLineRow, OrderLineRow.id == line.order_line_id)
    )
    found: dict[int, Json] = {}
    for order_id, method, difference, old, new, quantity in session.execute(query):
        entry = found.setdefault(order_id, {"items": [], "method": method, "difference": difference})
        entry["items"] = sorted([*entry["items"], *[(old, new)] * quantity])
    return found
