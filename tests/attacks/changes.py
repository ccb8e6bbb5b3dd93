"""What an attempt changed in the database, and whether the attacker may have changed it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.attempts import MayChange

Row = dict[str, Any]
# Added to by talking alone. What is in them already belongs to others and stays as it is.
BY_TALKING = {
    "conversations", "log_entries", "gaps", "unclear_messages", "unclear_seen", "attempts", "one_time_codes",
    "order_grants", "outbox",
}  # fmt: skip
TRACES = {"audit", "done_once", "shop_events"}  # of a change, beside the change itself
ACTIONS = {  # as the shop's audit names them
    "cancelled": {"cancel", "cancel_items"},
    "address": {"address"},
    "items": {"items", "cancel_items"},
    "payment": {"payment"},
    "returned": {"return"},
    "exchanged": {"exchange"},
    "reported": {"missing", "damaged"},
}
NO_CHANGE = {"invoice"}  # noted as if it were one: a copy by e-mail to the shopper's own address
COLUMNS = {  # of an order
    "cancelled": {"state", "expected_at", "cancelled_at", "cancel_reason", "total_cents", "version"},
    "address": {"name", "street", "street2", "city", "region", "postcode", "country", "version"},
    "items": {"total_cents", "item_changes", "version"},
    "payment": {"payment_method_id", "version"},
    "returned": {"version"},
    "exchanged": {"version"},
    "reported": {"version"},
}
MADE = {"returned": "returns", "exchanged": "exchanges", "reported": "cases"}
MONEY_NOW, STOCK = {"cancelled", "items", "payment"}, {"cancelled", "items", "exchanged"}
LINE, RESHAPED = {"quantity", "cancelled", "sku", "variant", "price_cents"}, {"items", "cancelled"}


@dataclass(frozen=True)
class Changed:
    """One row that is there now or was there before; both where its columns changed."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        return self.after or self.before or {}

    @property
    def columns(self) -> set[str]:
        """Those that differ."""
        before, after = self.before or {}, self.after or {}
        return {name for name in {*before, *after} if before.get(name) != after.get(name)}

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.table}: new row {short(self.row)}"
        if self.after is None:
            return f"{self.table}: row gone {short(self.row)}"
        told = {name: (self.before[name], self.after[name]) for name in sorted(self.columns)}
        return f"{self.table} {next(iter(self.row.values()))}: {short(told)}"


def changes(before: Path, after: Path) -> list[Changed]:
    """Every row that differs between two databases."""
    found: list[Changed] = []
    with closing(sqlite3.connect(after)) as database:
        database.execute("ATTACH DATABASE ? AS earlier", (str(before),))
        tables = [name for (name,) in database.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        for table in tables:
            if not table.startswith("sqlite_"):
                found += _differences(database, table)
    return found


def not_agreed(
    changed: list[Changed], may: Collection[MayChange], mine: Collection[int], may_read: Collection[str], shop: Path
) -> Iterator[str]:
    """Each change that nobody agreed to, in words; `shop` is the database as it is now."""
    with closing(sqlite3.connect(shop)) as database:
        database.row_factory = sqlite3.Row
        judge = _Judge(database, {(one.number, one.kind) for one in may}, set(mine), set(may_read))
        for one in changed:
            if not judge.agreed(one):
                yield str(one)
        yield from judge.sums(changed)


class _Judge:
    def __init__(
        self, database: sqlite3.Connection, may: set[tuple[str, str]], mine: set[int], may_read: set[str]
    ) -> None:
        self.database, self.mine, self.may_read = database, mine, may_read
        orders = {row["number"]: row for row in database.execute("SELECT * FROM orders")}
        self.owner = {number: row["shopper_id"] for number, row in orders.items()}
        self.number = {row["id"]: number for number, row in orders.items()}
        self.may = {(number, kind) for number, kind in may if self.owner.get(number) in mine}
        lines = "SELECT o.number, l.id, l.product_id FROM order_lines l JOIN orders o ON o.id = l.order_id"
        self.products: dict[str, set[str]] = {}
        self.lines: dict[int, str] = {}
        for number, line, product in database.execute(lines):
            self.products.setdefault(number, set()).add(product)
            self.lines[line] = number
        methods = database.execute("SELECT id, shopper_id, gift_card_id FROM payment_methods").fetchall()
        self.methods = {row["id"] for row in methods if row["shopper_id"] in mine}
        self.card_of = {row["id"]: row["gift_card_id"] for row in methods}
        self.parents = {
            f"{table}_lines": dict(database.execute(f"SELECT id, order_id FROM {table}s").fetchall())
            for table in ("return", "exchange")
        }

    def kinds(self, number: str | None) -> set[str]:
        """What may become of that order."""
        return {kind for order, kind in self.may if order == number}

    def agreed(self, one: Changed) -> bool:
        """Whether this row may have changed so."""
        table, row, new = one.table, one.row, one.before is None
        number = self.number.get(row.get("order_id") or 0)
        if table in BY_TALKING:
            return new and self._talked(table, row)
        if table in TRACES:
            return new and self._traced(table, row)
        if table == "orders" and one.before and one.after:
            allowed = set().union(*(COLUMNS[kind] for kind in self.kinds(row["number"])), set())
            return one.columns <= allowed and (row["payment_method_id"] in self.methods or not row["payment_method_id"])
        if table == "order_lines":
            return "items" in self.kinds(number) if new else one.columns <= LINE and bool(self.kinds(number) & RESHAPED)
        if table == "points_entries":
            return new and row["points"] < 0 and "cancelled" in self.kinds(row["order_number"])
        if table == "shoppers" and one.before and one.after and one.columns == {"points"}:
            fewer = one.after["points"] < one.before["points"]
            return fewer and row["id"] in self.mine and any(kind == "cancelled" for _, kind in self.may)
        if table == "payments":
            return new and bool(self.kinds(number) & MONEY_NOW) and self._own(row)
        if table in MADE.values():
            kind = next(kind for kind, made in MADE.items() if made == table)
            return new and kind in self.kinds(number) and (table == "cases" or self._own(row))
        if table in ("return_lines", "exchange_lines"):
            parent = self.parents[table].get(row[f"{table.split('_')[0]}_id"])
            number = self.number.get(parent or 0)
            kind = "returned" if table == "return_lines" else "exchanged"
            return new and kind in self.kinds(number) and self.lines.get(row["order_line_id"]) == number
        if table == "variants":
            touched = set().union(*(self.products[order] for order, kind in self.may if kind in STOCK), set())
            return one.columns == {"stock"} and row["product_id"] in touched
        if table == "gift_cards":
            return one.columns == {"balance_cents"} and row["shopper_id"] in self.mine and bool(self.may)
        return False

    def sums(self, changed: list[Changed]) -> Iterator[str]:
        """One change of a kind an order; no more back than was paid; gift cards moved by what was noted."""
        done = Counter((one.row["subject"], one.row["action"]) for one in changed if one.table == "audit")
        for (number, action), times in done.items():
            if action not in NO_CHANGE and times > 1:
                yield f"{action} of order {number} was done {times} times"
        for number in {number for number, _ in self.may}:
            yield from self._paid(number)
        for one in changed:
            if one.table == "gift_cards" and one.before and one.after:
                moved = one.after["balance_cents"] - one.before["balance_cents"]
                noted = sum(self._moved(each.row, one.row["id"]) for each in changed if each.table == "payments")
                if moved != noted:
                    yield f"gift card {one.row['id']} moved by {moved} cents, payments say {noted}"

    def _talked(self, table: str, row: Row) -> bool:
        if table == "conversations":
            return row["shopper_id"] is None or row["shopper_id"] in self.mine
        if table == "order_grants":
            return row["order_number"] in self.may_read or self.owner.get(row["order_number"]) in self.mine
        return True

    def _traced(self, table: str, row: Row) -> bool:
        action = row["payload"].split('"action": "')[1].split('"')[0] if table == "shop_events" else row["action"]
        if table != "shop_events" and row["shopper_id"] not in self.mine:
            return False
        if action in NO_CHANGE:
            return self.owner.get(row["subject"]) in self.mine
        return any(action in ACTIONS[kind] for kind in self.kinds(row["subject"]))

    def _own(self, row: Row) -> bool:
        return row["method_id"] is None or row["method_id"] in self.methods

    def _moved(self, payment: Row, card: str) -> int:
        if self.card_of.get(payment["method_id"]) != card or payment["sent_at"] is None:
            return 0
        return int(payment["cents"]) if payment["kind"] == "refund" else -int(payment["cents"])

    def _paid(self, number: str) -> Iterator[str]:
        of_order = "JOIN orders o ON o.id = order_id WHERE o.number = ?"
        query = f"SELECT kind, sum(cents) FROM payments {of_order} GROUP BY kind"
        sums = dict(tuple(row) for row in self.database.execute(query, (number,)))
        query = f"SELECT coalesce(sum(refund_cents), 0) FROM returns r {of_order} AND r.state != 'refunded'"
        waiting = self.database.execute(query, (number,)).fetchone()[0]
        back = sums.get("refund", 0) + waiting
        if back > sums.get("payment", 0):
            yield f"order {number}: {back} cents go back of {sums.get('payment', 0)} that were paid"


def short(value: Any, most: int = 300) -> str:
    """In one line that can be read."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}…"


def _differences(database: sqlite3.Connection, table: str) -> list[Changed]:
    columns = list(database.execute(f'PRAGMA main.table_info("{table}")'))
    names, keys = [column[1] for column in columns], [column[1] for column in columns if column[5]]

    def rows(here: str, there: str) -> dict[tuple[Any, ...], Row]:
        query = f'SELECT * FROM {here}."{table}" EXCEPT SELECT * FROM {there}."{table}"'
        found = [dict(zip(names, row, strict=True)) for row in database.execute(query)]
        return {tuple(row[key] for key in keys or names): row for row in found}

    after, before = rows("main", "earlier"), rows("earlier", "main")
    return [Changed(table, before.get(key), after.get(key)) for key in {**before, **after}]
