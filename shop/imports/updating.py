"""An order that is here and in the file: it follows the file, unless a shopper changed it here."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert

from shop.imports.comparing import change, differing
from shop.imports.entries import Entry
from shop.imports.importing import Work
from shop.imports.known import Known, Method
from shop.imports.order_rows import SAME, head, line_rows, payment_rows
from shop.tables import AuditRow, OrderLineRow, OrderRow, PaymentMethodRow, PaymentRow

MOVES_ON = frozenset({"state", *SAME})  # what the shop's system may tell of an order that a shopper changed here


def update(work: Work, entry: Entry, row: OrderRow, known: Known, method: Method | None) -> None:
    """Count it as changed or unchanged, and write it where writing is wanted. What would undo a shopper's change is
    told as wrong."""
    values, money = differing(row, head(entry, known)), _payments(work, entry, row, method)
    lines = _lines_of(row) != sorted((p.values["sku"], p.values["quantity"], p.values["price"]) for p in entry.parts)
    touched = row.number in known.touched or bool(row.returns or row.exchanges)  # these speak of its lines
    if touched and not _moves_on(work, entry, row, values, lines):
        return
    if not values and not lines and not money:
        work.report.unchanged += 1
        return
    work.report.changed += 1
    if not work.writes:
        return
    before, after = change(row, values | {"version": row.version + 1})
    if lines:
        work.session.execute(delete(OrderLineRow).where(OrderLineRow.order_id == row.id))
        rows = [each | {"order_id": row.id} for each in line_rows(entry, known)]
        work.session.execute(insert(OrderLineRow), rows)
        after["lines"] = "as in the file"
    if method is not None and method.is_new and money:
        work.session.execute(insert(PaymentMethodRow), [method.row])
        method.is_new = False
    if money:
        work.session.execute(insert(PaymentRow), money)
        after["payments"] = len(money)
        row.payment_method_id = row.payment_method_id or money[0]["method_id"]
    note = AuditRow(at=work.now, action="import", subject=row.number, reason="", before=before, after=after)
    work.session.add(note)


def _moves_on(work: Work, entry: Entry, row: OrderRow, values: dict[str, Any], lines: bool) -> bool:
    """Whether a file may say this of an order that a shopper changed here; told as wrong where not."""
    undone = sorted(values.keys() - MOVES_ON) + (["lines"] if lines else [])
    if row.state == "cancelled" and "state" in values:
        undone.append("state")
    for name in undone:
        found = "other lines" if name == "lines" else repr(values[name])
        todo = "take the change over into your own system (docs/webhooks.md), or leave this order out of the file"
        kept = "what is here: a shopper has changed this order since"
        work.report.wrong(entry.row, name.replace("_cents", ""), kept, found, todo)
    return not undone


def _payments(work: Work, entry: Entry, row: OrderRow, method: Method | None) -> list[dict[str, Any]]:
    """Payments of the file that are not here: the first one, and what was refunded since the last import."""
    wanted = payment_rows(entry, {"state": entry.values["state"], "total_cents": row.total_cents},
                          None if method is None else method.row["id"], work.now)  # fmt: skip
    missing = []
    for each in wanted:
        here = [one for one in row.payments if one.kind == each["kind"]]
        if each["kind"] == "refund":
            each["cents"] -= sum(one.cents for one in here)
        if each["cents"] > 0 and (each["kind"] == "refund" or not here):
            missing.append(each | {"order_id": row.id})
    return missing


def _lines_of(row: OrderRow) -> list[tuple[str, int, int]]:
    return sorted((line.sku, line.quantity, line.price_cents) for line in row.lines)
