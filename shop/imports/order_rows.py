"""An order of a file as rows of our tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shop.imports.entries import Entry
from shop.imports.known import Known
from shop.imports.shoppers import PLACE, place_of
from shop.variants import variant_words

CONTACT = ("email", "phone", "name")
SAME = ("expected_at", "delivered_at", "cancelled_at", "carrier", "tracking_number", "tracking_url", "cancel_reason")
ACTION = "import"  # what payments of imported orders were for


def head(entry: Entry, known: Known) -> dict[str, Any]:
    """The columns of the order that the file says something about."""
    values = entry.values
    row = {name: values[name] for name in ("state", "placed_at")}
    row["shopper_id"] = known.shoppers[values["shopper"]].id
    row |= {name: values[name] for name in SAME if name in values}
    row |= {name: values[name] for name in CONTACT if values.get(name)}
    row |= place_of(values)
    if values.get("shipping"):
        row["shipping"] = values["shipping"]
    if values.get("shipping_price") is not None:
        row["shipping_cents"] = values["shipping_price"]
    goods = sum(part.values["quantity"] * part.values["price"] for part in entry.parts)
    given = values.get("total")
    return row | {"total_cents": goods + row.get("shipping_cents", 0) if given is None else given}


def defaults(entry: Entry, known: Known, currency: str) -> dict[str, Any]:
    """What a new order has where the file says nothing: contact and address are the shopper's."""
    shopper = known.shoppers[entry.values["shopper"]]
    row = {name: getattr(shopper, name) for name in (*CONTACT, *PLACE)}
    row |= dict.fromkeys(SAME) | {"number": entry.values["number"], "version": 1, "currency": currency}
    return row | {"shipping": "standard", "shipping_cents": 0, "item_changes": 0}


def line_rows(entry: Entry, known: Known) -> list[dict[str, Any]]:
    """Its lines; names and pictures are those of the catalogue."""
    found = []
    for part in entry.parts:
        variant, product = known.variants[part.values["sku"]]
        row = {"product_id": product.id, "sku": variant.sku, "name": product.name, "variant": variant_words(variant)}
        row |= {"quantity": part.values["quantity"], "price_cents": part.values["price"]}
        found.append(row | {"image": product.image, "cancelled": 0})
    return found


def payment_rows(entry: Entry, order: dict[str, Any], method: str | None, now: datetime) -> list[dict[str, Any]]:
    """What was paid, unless the order is only placed, and what went back."""
    values, both = entry.values, {"method_id": method, "action": ACTION, "due_on": None}
    rows = []
    if order["state"] != "placed":
        paid = {"kind": "payment", "cents": order["total_cents"], "at": values["placed_at"]}
        rows.append(paid | {"sent_at": values["placed_at"]} | both)
    if values.get("refunded"):
        at = values.get("cancelled_at") or now
        rows.append({"kind": "refund", "cents": values["refunded"], "at": at, "sent_at": at} | both)
    return rows
