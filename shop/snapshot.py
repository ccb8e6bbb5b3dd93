"""An order at one moment as plain values, so that an audit row can tell what a write changed."""

from __future__ import annotations

from shop.tables import OrderRow
from shop.tables.base import Json

COLUMNS = ("state", "version", "total_cents", "cancel_reason", "payment_method_id", "item_changes")
ADDRESS = ("name", "street", "street2", "city", "region", "postcode", "country")


def snapshot(row: OrderRow) -> Json:
    """What a change may touch."""
    return {
        **{column: getattr(row, column) for column in COLUMNS},
        "address": {part: getattr(row, part) for part in ADDRESS},
        "lines": [[line.id, line.sku, line.quantity, line.price_cents] for line in row.lines],
        "payments": [[each.kind, each.cents, each.method_id, each.action] for each in row.payments],
        "returns": [[each.number, each.state, each.refund_cents] for each in row.returns],
        "exchanges": [[each.number, each.state, each.difference_cents] for each in row.exchanges],
        "cases": [[case.number, case.kind, case.state] for case in row.cases],
    }


def changed(before: Json, after: Json) -> tuple[Json, Json]:
    """Those values of both that differ."""
    keys = [key for key in before if before[key] != after[key]]
    return {key: before[key] for key in keys}, {key: after[key] for key in keys}
