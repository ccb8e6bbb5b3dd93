"""Ordering the same again: a basket of what is still there at today's price, to be paid for on the shop's own page.

No order is placed from a conversation: paying needs the card holder's own confirmation, an address and a delivery date,
and all of that is the checkout's. The basket waits some days behind a link that nobody can guess.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.audit import record
from shop.clock import Clock, utc_now
from shop.contact import order_number
from shop.database import Sessions, reading, writing
from shop.errors import NotFound, Refused
from shop.events import publish
from shop.loading import load_order, verified
from shop.once import done_before, remember
from shop.rules import ShopRules
from shop.rules.ruling import no
from shop.tables import BasketRow, OrderRow, ProductRow, VariantRow
from shop.variants import variant_words

ACTION = "basket"


@dataclass(frozen=True)
class BasketItem:
    """So many of one variant at today's price. `wanted` and `was_cents` are how many it was before, and at what
    price."""

    sku: str
    product_id: str
    name: dict[str, str]
    variant: dict[str, str]
    quantity: int
    price_cents: int
    image: str
    wanted: int
    was_cents: int | None = None


@dataclass(frozen=True)
class Basket:
    """What can be bought again, and what cannot (quantity 0). Without a token it is only a preview."""

    items: tuple[BasketItem, ...]
    gone: tuple[BasketItem, ...]
    currency: str
    expires_at: datetime
    order_number: str | None = None
    token: str | None = None
    url: str | None = None

    @property
    def total_cents(self) -> int:
        """The goods, without shipping, which depends on what else is in the basket."""
        return sum(item.price_cents * item.quantity for item in self.items)


class Reordering:
    """Baskets from earlier orders. `url` holds {token} where the basket's goes."""

    def __init__(self, sessions: Sessions, rules: ShopRules, url: str, currency: str, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._rules = rules
        self._url = url
        self._currency = currency
        self._clock = clock

    def preview(self, asker: Asker, number: str, only: Mapping[str, int] | None = None) -> Basket:
        """What could be ordered again: all of it, or `only` so many of these skus of the order.

        Raises IdentityNeeded(VERIFIED), NotFound, Refused(nothing_to_reorder).
        """
        with reading(self._sessions) as session:
            return self._plan(session, load_order(session, asker, order_number(number), own=True), only)

    def make(self, asker: Asker, number: str, key: str, only: Mapping[str, int] | None = None) -> Basket:
        """Put it together, once for one `key`; prices are those of the day on which it is opened.

        Raises as `preview`; Conflict where the key was used for something else; Unavailable.
        """
        number = order_number(number)
        with writing(self._sessions) as session:
            order = load_order(session, asker, number, own=True, lock=True)
            done = done_before(session, key, ACTION, number, verified(asker), number)
            if done is not None and done.reference is not None:
                return self._show(session, session.get_one(BasketRow, done.reference))
            plan = self._plan(session, order, only)
            items = [{"sku": item.sku, "quantity": item.quantity} for item in plan.items]
            row = BasketRow(token=secrets.token_urlsafe(24), shopper_id=order.shopper_id, order_number=number)
            row.items, row.created_at, row.expires_at = items, self._clock(), plan.expires_at
            session.add(row)
            record(session, asker, ACTION, number, "", {}, {"items": items}, self._clock())
            publish(session, ACTION, number, {"number": number, "items": len(items)}, self._clock())
            remember(session, key, ACTION, number, order.shopper_id, number, self._clock(), row.token)
            return self._show(session, row)

    def open(self, token: str) -> Basket:
        """For the shop's page: the basket behind a link, at today's prices and stock. NotFound for none, and for one
        that has waited too long."""
        with reading(self._sessions) as session:
            row = session.get(BasketRow, token)
            if row is None or row.expires_at <= self._clock():
                raise NotFound("no such basket")
            return self._show(session, row)

    def _plan(self, session: Session, order: OrderRow, only: Mapping[str, int] | None) -> Basket:
        wanted: dict[str, tuple[int, int | None]] = {}
        for line in order.lines:
            units = line.quantity + line.cancelled
            wanted[line.sku] = (wanted.get(line.sku, (0, 0))[0] + units, line.price_cents)
        if only:
            wanted = {sku: (only[sku], was) for sku, (_, was) in wanted.items() if only.get(sku, 0) > 0}
        items, gone = self._priced(session, wanted)
        if not items:
            raise Refused(no("nothing_to_reorder"))
        expires_at = self._clock() + timedelta(days=self._rules.basket_days)
        return Basket(items, gone, self._currency, expires_at, order.number)

    def _show(self, session: Session, row: BasketRow) -> Basket:
        items, gone = self._priced(session, {item["sku"]: (item["quantity"], None) for item in row.items})
        url = self._url.replace("{token}", row.token)
        return Basket(items, gone, self._currency, row.expires_at, row.order_number, row.token, url)

    def _priced(
        self, session: Session, wanted: dict[str, tuple[int, int | None]]
    ) -> tuple[tuple[BasketItem, ...], tuple[BasketItem, ...]]:
        rows = select(VariantRow, ProductRow).join(ProductRow, ProductRow.id == VariantRow.product_id)
        found = {row.sku: (row, product) for row, product in session.execute(rows.where(VariantRow.sku.in_(wanted)))}
        items = []
        for sku, (units, was) in wanted.items():
            row, product = found[sku]
            items.append(
                BasketItem(
                    sku=sku,
                    product_id=product.id,
                    name=product.name,
                    variant=variant_words(row),
                    quantity=max(min(units, row.stock, self._rules.max_quantity), 0),
                    price_cents=product.price_cents if row.price_cents is None else row.price_cents,
                    image=product.image,
                    wanted=units,
                    was_cents=was,
                )
            )
        return tuple(item for item in items if item.quantity), tuple(item for item in items if not item.quantity)
