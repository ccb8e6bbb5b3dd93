"""An order's invoice: what is on it, and a copy by e-mail to the address that the order was made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shop.asker import Asker
from shop.audit import record
from shop.clock import Clock, utc_now
from shop.contact import order_number
from shop.database import Sessions, reading, writing
from shop.dates import date_in_words, time_zone
from shop.errors import Refused
from shop.letters import Letter, letter
from shop.limits import check_limit, count_attempt
from shop.loading import load_order, verified
from shop.mail import Mailer
from shop.money import in_words
from shop.once import done_before, remember
from shop.order_view import OrderLine, ShipTo, line_view, ship_to
from shop.rules.ruling import no
from shop.settings import ShopSettings
from shop.tables import OrderRow

ACTION = "invoice"
NO_INVOICE = ("placed", "cancelled")  # not paid yet, or not any more
SENDS, WITHIN = 3, timedelta(hours=1)  # copies of one order


@dataclass(frozen=True)
class Invoice:
    """All that a document needs; money in cents. `refunded_cents` was sent back or is on its way."""

    number: str
    order_number: str
    day: date
    placed_at: datetime
    seller: str
    bill_to: ShipTo
    lines: tuple[OrderLine, ...]
    goods_cents: int
    shipping_cents: int
    total_cents: int
    refunded_cents: int
    currency: str
    email: str


class Invoices:
    """Invoices of the asker's own orders."""

    def __init__(self, sessions: Sessions, mailer: Mailer, shop: ShopSettings, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._mailer = mailer
        self._shop = shop
        self._clock = clock

    def invoice(self, asker: Asker, number: str) -> Invoice:
        """The invoice. Raises IdentityNeeded(VERIFIED), NotFound, Refused(no_invoice)."""
        with reading(self._sessions) as session:
            return self._invoice(load_order(session, asker, order_number(number), own=True))

    def send(self, asker: Asker, number: str, locale: str, key: str) -> Invoice:
        """E-mail a copy to the address on the order, once for one `key`.

        Raises as `invoice`; TooMany after three copies an hour; Conflict where the key was used for something else.
        """
        shopper_id, number, now = verified(asker), order_number(number), self._clock()
        with writing(self._sessions) as session:
            invoice = self._invoice(load_order(session, asker, number, own=True, lock=True))
            if done_before(session, key, ACTION, number, shopper_id, (number, locale)) is not None:
                return invoice
            check_limit(session, f"invoice:{number}", SENDS, WITHIN, now)
            count_attempt(session, f"invoice:{number}", now)
            record(session, asker, ACTION, number, "", {}, {"sent": True}, now)
            remember(session, key, ACTION, number, shopper_id, (number, locale), now)
        copy = self._letter(invoice, locale)
        self._mailer.send(invoice.email, copy.subject, copy.body)
        return invoice

    def _invoice(self, row: OrderRow) -> Invoice:
        if row.state in NO_INVOICE:
            raise Refused(no("no_invoice", state=row.state))
        lines = tuple(line_view(line) for line in row.lines if line.quantity)
        return Invoice(
            number=f"INV-{row.number}",
            order_number=row.number,
            day=row.placed_at.astimezone(time_zone(self._shop.time_zone)).date(),
            placed_at=row.placed_at,
            seller=self._shop.invoice_from or self._shop.name["en"],
            bill_to=ship_to(row, whole=True),
            lines=lines,
            goods_cents=sum(line.price_cents * line.quantity for line in lines),
            shipping_cents=row.shipping_cents,
            total_cents=row.total_cents,
            refunded_cents=sum(payment.cents for payment in row.payments if payment.action == "return"),
            currency=row.currency,
            email=row.email,
        )

    def _letter(self, invoice: Invoice, locale: str) -> Letter:
        to = invoice.bill_to
        place = f"{to.city}, {to.region} {to.postcode}"

        def money(cents: int) -> str:
            return in_words(cents, invoice.currency, locale)

        return letter(
            "invoice",
            locale,
            number=invoice.number,
            order=invoice.order_number,
            day=date_in_words(invoice.placed_at, locale, self._shop.time_zone),
            seller=invoice.seller,
            buyer="\n".join(part for part in (to.name, to.street, to.street2, place, to.country) if part),
            lines="\n".join(_line(line, locale, money(line.price_cents * line.quantity)) for line in invoice.lines),
            shipping=money(invoice.shipping_cents),
            total=money(invoice.total_cents),
            refunded=money(invoice.refunded_cents),
            shop=self._shop.name[locale],
        )


def _line(line: OrderLine, locale: str, price: str) -> str:
    variant = f" ({line.variant[locale]})" if line.variant.get(locale) else ""
    return f"{line.quantity} × {line.name[locale]}{variant}   {price}"
