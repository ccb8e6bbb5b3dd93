"""What is here already of a batch of orders: their shoppers, variants, ways to pay, and the orders themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.imports.entries import Entry
from shop.tables import AuditRow, OrderRow, PaymentMethodRow, ProductRow, ShopperRow, VariantRow


@dataclass
class Method:
    """A way to pay as a row, and whether it is to be made."""

    row: dict[str, Any]
    is_new: bool


class Sold(NamedTuple):
    """A variant and its product."""

    variant: VariantRow
    product: ProductRow


@dataclass
class Known:
    """By e-mail, sku and number; `touched` holds the numbers of orders that a shopper changed here."""

    shoppers: dict[str, ShopperRow]
    variants: dict[str, Sold]
    orders: dict[str, OrderRow]
    touched: set[str]
    methods: dict[tuple[int, str, str, str], Method]

    def method(self, entry: Entry) -> Method | None:
        """How the order was paid, where the file says so; a card or PayPal that is not here is to be made."""
        values, shopper = entry.values, self.shoppers[entry.values["shopper"]]
        kind = values.get("paid_by")
        if kind is None:
            return None
        if kind == "gift_card":
            theirs = (each for (owner, of, _, _), each in self.methods.items() if (owner, of) == (shopper.id, kind))
            return next(theirs, None)
        brand, last = (values.get(name) or "" for name in ("card_brand", "card_last_four"))
        name = (shopper.id, kind, brand, last)
        if name not in self.methods:
            method_id = "-".join(filter(None, ("import", str(shopper.id), kind, brand.casefold(), last)))
            place = 1 + sum(owner == shopper.id for owner, *_ in self.methods)
            row = {"id": method_id, "shopper_id": shopper.id, "position": place, "kind": kind, "brand": brand}
            self.methods[name] = Method(row | {"last_four": last, "gift_card_id": None, "active": True}, True)
        return self.methods[name]


def look_up(session: Session, batch: list[Entry], hold: bool) -> Known:
    """Everything that the batch speaks of, in six queries; orders are held where they may be changed."""
    emails = {entry.values["shopper"] for entry in batch}
    skus = {part.values["sku"] for entry in batch for part in entry.parts}
    numbers = [entry.values["number"] for entry in batch]
    shoppers = {row.email: row for row in session.scalars(select(ShopperRow).where(ShopperRow.email.in_(emails)))}
    sold = select(VariantRow, ProductRow).join(ProductRow, ProductRow.id == VariantRow.product_id)
    variants = {row.sku: Sold(row, product) for row, product in session.execute(sold.where(VariantRow.sku.in_(skus)))}
    here = select(OrderRow).where(OrderRow.number.in_(numbers))
    if hold:
        here = here.with_for_update(of=OrderRow)
    orders = {row.number: row for row in session.scalars(here)}
    changed = select(AuditRow.subject).where(AuditRow.subject.in_(orders), AuditRow.shopper_id.is_not(None))
    touched = set(session.scalars(changed))
    theirs = select(PaymentMethodRow).where(PaymentMethodRow.shopper_id.in_([row.id for row in shoppers.values()]))
    methods = {
        (row.shopper_id, row.kind, row.brand, row.last_four): Method({"id": row.id}, False)
        for row in session.scalars(theirs.where(PaymentMethodRow.active))
    }
    return Known(shoppers, variants, orders, touched, methods)
