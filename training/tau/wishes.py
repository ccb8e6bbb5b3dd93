"""tau's calls as our changes: items by their ids become lines of the order, each taken once."""

from __future__ import annotations

from shop.addresses import Address
from shop.changes import (
    CancelOrder,
    Change,
    ChangeAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    Pick,
    ReturnItems,
    Swap,
)
from shop.order_view import OrderView
from training.tau.files import Json


def change_of(name: str, given: Json, order: OrderView) -> Change:
    """The change that a call asks for. LookupError for an item that the order does not have."""
    if name == "cancel_pending_order":
        return CancelOrder(given["reason"])
    if name == "modify_pending_order_address":
        parts = (given[part] for part in ("address1", "city", "state", "zip", "country", "address2"))
        return ChangeAddress(Address(*parts))
    method = given["payment_method_id"]
    if name == "modify_pending_order_payment":
        return ChangePayment(method)
    lines = _lines(order, given["item_ids"])
    if name == "return_delivered_order_items":
        return ReturnItems(tuple(Pick(line, 1) for line in lines), method=method)
    swaps = tuple(Swap(line, 1, sku) for line, sku in zip(lines, given["new_item_ids"], strict=True))
    if name == "modify_pending_order_items":
        return ChangeItems(swaps, method)
    if name == "exchange_delivered_order_items":
        return ExchangeItems(swaps, method=method)
    raise LookupError(f"no change for tau's {name!r}")


def _lines(order: OrderView, item_ids: list[str]) -> list[str]:
    left, found = list(order.lines), []
    for item_id in item_ids:
        line = next((line for line in left if line.sku == item_id), None)
        if line is None:
            raise LookupError(f"order {order.number} has no item {item_id!r}")
        left.remove(line)
        found.append(line.line)
    return found
