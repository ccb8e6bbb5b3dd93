"""An e-mail when something that was sold out is there again, once for each wish."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.asker import Asker
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import NotFound, Refused
from shop.letters import letter
from shop.loading import load_shopper
from shop.mail import Mailer
from shop.rules.ruling import no
from shop.tables import ProductRow, ShopperRow, StockNoticeRow, VariantRow
from shop.variants import variant_words


@dataclass(frozen=True)
class Notice:
    """A wish to hear about one variant; `new`: made just now, and not there before."""

    sku: str
    product_id: str
    name: dict[str, str]
    variant: dict[str, str]
    email: str
    new: bool = False


class BackInStock:
    """Wishes of verified shoppers; the e-mail goes to the address on the account."""

    def __init__(self, sessions: Sessions, mailer: Mailer, shop_name: dict[str, str], clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._mailer = mailer
        self._shop_name = shop_name
        self._clock = clock

    def preview(self, asker: Asker, sku: str) -> Notice:
        """What would be noted. Raises IdentityNeeded(VERIFIED), NotFound for no such variant, Refused(in_stock)."""
        with reading(self._sessions) as session:
            shopper = load_shopper(session, asker)
            return self._plan(session, shopper, sku)

    def ask(self, asker: Asker, sku: str) -> Notice:
        """Note it; asking again changes nothing. Raises as `preview`, Unavailable."""
        with writing(self._sessions) as session:
            shopper = load_shopper(session, asker, lock=True)
            plan = self._plan(session, shopper, sku)
            row = _row(session, shopper, sku)
            if row is None:
                session.add(StockNoticeRow(shopper_id=shopper.id, sku=sku, created_at=self._clock()))
            elif row.sent_at is not None:
                row.sent_at, row.created_at = None, self._clock()
            return plan

    def waiting(self, asker: Asker) -> list[Notice]:
        """What the shopper waits to hear about."""
        with reading(self._sessions) as session:
            shopper = load_shopper(session, asker)
            mine = (StockNoticeRow.shopper_id == shopper.id, StockNoticeRow.sent_at.is_(None))
            skus = session.scalars(select(StockNoticeRow.sku).where(*mine).order_by(StockNoticeRow.id)).all()
            return [_notice(session, shopper, sku) for sku in skus]

    def forget(self, asker: Asker, sku: str) -> None:
        """Not wanted any more; nothing happens where there was no wish."""
        with writing(self._sessions) as session:
            row = _row(session, load_shopper(session, asker, lock=True), sku)
            if row is not None:
                session.delete(row)

    def send_due(self, limit: int = 100) -> int:
        """E-mail whoever waits for what is there again; gives how many. Each wish is marked before its e-mail leaves:
        one that is lost on the way is not sent twice."""
        with writing(self._sessions) as session:
            due = (
                select(StockNoticeRow, ShopperRow)
                .join(VariantRow, VariantRow.sku == StockNoticeRow.sku)
                .join(ShopperRow, ShopperRow.id == StockNoticeRow.shopper_id)
                .where(StockNoticeRow.sent_at.is_(None), VariantRow.stock > 0)
                .order_by(StockNoticeRow.id)
                .limit(limit)
                .with_for_update(of=StockNoticeRow, skip_locked=True)
            )
            found = []
            for row, shopper in session.execute(due).all():
                row.sent_at = self._clock()
                found.append((shopper.locale, _notice(session, shopper, row.sku)))
        for locale, notice in found:
            variant = f" ({notice.variant[locale]})" if notice.variant[locale] else ""
            values = {"product": notice.name[locale] + variant, "shop": self._shop_name[locale]}
            text = letter("back_in_stock", locale, **values)
            self._mailer.send(notice.email, text.subject, text.body)
        return len(found)

    def _plan(self, session: Session, shopper: ShopperRow, sku: str) -> Notice:
        notice, row = _notice(session, shopper, sku), _row(session, shopper, sku)
        stock = session.scalars(select(VariantRow.stock).where(VariantRow.sku == sku)).one()
        if stock > 0:
            raise Refused(no("in_stock", left=stock))
        new = row is None or row.sent_at is not None
        return Notice(notice.sku, notice.product_id, notice.name, notice.variant, notice.email, new)


def _row(session: Session, shopper: ShopperRow, sku: str) -> StockNoticeRow | None:
    mine = (StockNoticeRow.shopper_id == shopper.id, StockNoticeRow.sku == sku)
    return session.scalars(select(StockNoticeRow).where(*mine)).one_or_none()


def _notice(session: Session, shopper: ShopperRow, sku: str) -> Notice:
    variant = session.get(VariantRow, sku)
    if variant is None:
        raise NotFound(f"no variant {sku!r}")
    product = session.get_one(ProductRow, variant.product_id)
    return Notice(sku, product.id, product.name, variant_words(variant), shopper.email)
