"""Orders with their lines, payment, address and state, of shoppers and variants that are here already."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from shop.contact import order_number
from shop.imports.entries import Entry, Form
from shop.imports.fields import Field, Wrong, email, key, moment, money, one_of, phone, text, whole
from shop.imports.importing import Work
from shop.imports.known import Known, look_up
from shop.imports.order_rows import defaults, head, line_rows, payment_rows
from shop.imports.updating import update
from shop.rules.sections import METHODS, STATES
from shop.tables import OrderLineRow, OrderRow, PaymentMethodRow, PaymentRow


def number(given: Any) -> str:
    """An order's number as it is stored and looked for."""
    found = order_number(str(key(str(given).lstrip("# "))))
    if not any(sign.isdigit() for sign in found):
        raise Wrong("a number with a digit in it", "shoppers type it: give the order one that they can find")
    return found


class OrderImport:
    """Orders in the shop's currency and time zone."""

    name = "orders"

    def __init__(self, currency: str, zone: str) -> None:
        day, words = moment(zone), text(120)
        places = ("name", "street", "street2", "city", "region", "postcode", "country")
        texts = ("carrier", "tracking_number", "tracking_url", "cancel_reason", "card_brand", "shipping")
        days = ("expected_at", "delivered_at", "cancelled_at")
        self.form = Form(
            key="number",
            head=(
                Field("number", number, required=True),
                Field("shopper", email, required=True),
                Field("state", one_of(STATES), required=True),
                Field("placed_at", day, required=True),
                Field("email", email),
                Field("phone", phone),
                *(Field(name, words) for name in places),
                *(Field(name, text()) for name in texts),
                *(Field(name, day) for name in days),
                Field("shipping_price", money),
                Field("total", money),
                Field("paid_by", one_of(METHODS)),
                Field("card_last_four", text(4)),
                Field("refunded", money),
            ),
            parts_name="lines",
            parts=(
                Field("sku", key, required=True),
                Field("quantity", whole(1), required=True),
                Field("price", money, required=True),
            ),
        )
        self._currency = currency

    def take(self, work: Work, batch: list[Entry]) -> None:
        """New orders are made; those that are here follow the file, unless a shopper changed them here."""
        known = look_up(work.session, batch, work.writes)
        orders, lines, payments, methods = [], dict[str, list[dict[str, Any]]](), dict[str, list[dict[str, Any]]](), []
        for entry in batch:
            before = work.report.bad
            _check(work, entry, known)
            if work.report.bad > before:
                continue
            made = known.method(entry)
            row = known.orders.get(entry.values["number"])
            if row is not None:
                update(work, entry, row, known, made)
                continue
            work.report.new += 1
            if not work.writes:
                continue
            if made is not None and made.is_new:
                methods.append(made.row)
                made.is_new = False
            name, method = entry.values["number"], None if made is None else made.row["id"]
            orders.append(defaults(entry, known, self._currency) | head(entry, known) | {"payment_method_id": method})
            lines[name], payments[name] = line_rows(entry, known), payment_rows(entry, orders[-1], method, work.now)
        if orders:
            _write(work, orders, lines, payments, methods)


def _write(
    work: Work,
    orders: list[dict[str, Any]],
    lines: dict[str, list[dict[str, Any]]],
    payments: dict[str, list[dict[str, Any]]],
    methods: list[dict[str, Any]],
) -> None:
    if methods:
        work.session.execute(insert(PaymentMethodRow), methods)
    made = work.session.execute(insert(OrderRow).returning(OrderRow.number, OrderRow.id), orders)
    ids = {row.number: row.id for row in made}
    for table, rows in ((OrderLineRow, lines), (PaymentRow, payments)):
        of_all = [row | {"order_id": ids[name]} for name in ids for row in rows[name]]
        if of_all:
            work.session.execute(insert(table), of_all)


def _check(work: Work, entry: Entry, known: Known) -> None:
    """Tell of a shopper or variants that are not here, of times that cannot be, and of ways to pay that nobody has."""
    values, wrong = entry.values, work.report.wrong
    if values["shopper"] not in known.shoppers:
        wrong(entry.row, "shopper", "the e-mail address of a shopper who is here", repr(values["shopper"]),
              "import this shopper first: aisle import shoppers")  # fmt: skip
        return
    for part in entry.parts:
        if part.values["sku"] not in known.variants:
            found = repr(part.values["sku"])
            todo = "import its product first, with stock 0 where it is not sold any more: aisle import products"
            wrong(part.row, part.place + "sku", "a variant that is here", found, todo)
    for later in ("placed_at", "delivered_at", "cancelled_at"):
        at = values.get(later)
        if at is not None and at > work.now:
            wrong(
                entry.row,
                later,
                "a time that is over",
                at.isoformat(),
                "correct it; expected_at may be to come",
            )
        elif at is not None and at < values["placed_at"]:
            wrong(entry.row, later, "a time after placed_at", at.isoformat(), "correct one of the two")
    if values.get("paid_by") == "gift_card" and known.method(entry) is None:
        wrong(entry.row, "paid_by", "card or paypal", "'gift_card', and this shopper has none here",
              "leave it empty: how it was paid is then not known")  # fmt: skip
