"""Who is talking: a token of the shop's own site, an order's number and contact, or a one-time code prove it.

The level lives in the conversation's row alone; codes themselves are in `shop.codes`, tokens in `shop.tokens`.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.append import hold
from shop.asker import Asker, Level, asker_of, read_asker
from shop.clock import Clock, utc_now
from shop.codes import CodeResult, Codes
from shop.contact import normalise, order_number
from shop.database import Sessions, reading_rows, writing
from shop.entries import new_token
from shop.errors import Conflict, TokenRefused
from shop.limits import check_limit, count_attempt
from shop.mail import Mailer
from shop.tables import ConversationRow, GrantRow, OrderRow, ShopperRow
from shop.tokens import ShopperTokens

__all__ = ["Asker", "CodeResult", "Identity", "IdentitySettings", "Level"]

MATCH_WITHIN = timedelta(hours=1)
MOST_DIGITS = 18  # of a shopper's id: more may not fit into a database's integer


class IdentitySettings(BaseModel):
    """The `identity` section of config.yml. Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verified_minutes: int = Field(30, gt=0)
    code_minutes: int = Field(10, gt=0)
    code_tries: int = Field(5, gt=0)
    code_sends_per_hour: int = Field(3, gt=0)
    match_tries_per_hour: int = Field(10, gt=0)  # a conversation
    match_tries_per_order: int = Field(20, gt=0)  # an hour, failed ones, from anywhere
    token_issuer: str = "https://shop.example.com"
    token_audience: str = "aisle"


class Identity:
    """Reads and raises the identity level of a conversation."""

    def __init__(
        self,
        sessions: Sessions,
        settings: IdentitySettings,
        tokens: ShopperTokens,
        mailer: Mailer,
        secret: str,
        shop_name: dict[str, str],
        clock: Clock = utc_now,
    ) -> None:
        self._sessions = sessions
        self._settings = settings
        self._tokens = tokens
        self._clock = clock
        limits = (timedelta(minutes=settings.code_minutes), settings.code_tries, settings.code_sends_per_hour)
        self._codes = Codes(sessions, mailer, secret, shop_name, *limits, clock=clock)

    def who(self, conversation_id: str) -> Asker:
        """Who is asking, from the conversation's row, expiry applied; NotFound."""
        with reading_rows(self._sessions) as connection:
            return read_asker(connection, conversation_id, self._clock())

    def sign_in(self, conversation_id: str, shopper_token: str) -> Asker:
        """VERIFIED for 30 minutes (a setting) by a token of the shop's site.

        Raises TokenRefused, Conflict if the conversation is another shopper's, NotFound.
        """
        return self._sign_in(conversation_id, shopper_token)[0]

    def identify(self, conversation_id: str, shopper_token: str) -> str | None:
        """`sign_in` for a conversation that went on before: where its level rises, whoever may have known its token
        until then must not read on, so it gets a new one, which is told once. None where the token stays.
        """
        return self._sign_in(conversation_id, shopper_token, replace=True)[1]

    def match_order(self, conversation_id: str, number: str, contact: str) -> bool:
        """Whether `contact` is the e-mail or phone on order `number`; if so, this conversation may read that order.

        A missing order and a wrong contact take the same path. TooMany after 10 tries an hour in a conversation, or 20
        failed ones for an order (settings); NotFound for the conversation.
        """
        number, now, per = order_number(number), self._clock(), MATCH_WITHIN
        here, there = f"match:{conversation_id}", f"match-order:{number}"
        with writing(self._sessions) as session:
            hold(session, conversation_id)
            check_limit(session, here, self._settings.match_tries_per_hour, per, now)
            check_limit(session, there, self._settings.match_tries_per_order, per, now)
            count_attempt(session, here, now)
            contacts = select(OrderRow.email, OrderRow.phone).where(OrderRow.number == number)
            found = session.execute(contacts).one_or_none()
            email, phone = ("", "") if found is None else (found.email, found.phone)
            given = _digest(normalise(contact))
            fits_email = hmac.compare_digest(given, _digest(email))
            fits_phone = hmac.compare_digest(given, _digest(phone))
            if found is None or not normalise(contact) or not (fits_email or fits_phone):
                count_attempt(session, there, now)
                return False
            session.merge(GrantRow(conversation_id=conversation_id, order_number=number, at=now))
            return True

    def send_code(self, conversation_id: str, contact: str, locale: str) -> None:
        """Send a one-time code to the e-mail on file of whoever has `contact`; see `Codes.send`."""
        self._codes.send(conversation_id, contact, locale)

    def check_code(self, conversation_id: str, code: str) -> CodeResult:
        """VERIFIED for 30 minutes (a setting) on OK. Conflict if the right code is another shopper's than the
        conversation's; see `Codes.check`."""
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            result, shopper_id = self._codes.check(session, conversation_id, code)
            if result is CodeResult.OK and shopper_id is not None:
                self._verify(session, row, shopper_id)
            return result

    def awaits_code(self, conversation_id: str) -> bool:
        """Whether a code was sent in this conversation and can still be typed in."""
        return self._codes.awaited(conversation_id)

    def _sign_in(self, conversation_id: str, shopper_token: str, replace: bool = False) -> tuple[Asker, str | None]:
        subject = self._tokens.shopper(shopper_token)
        with writing(self._sessions) as session:
            row = hold(session, conversation_id)
            before = asker_of(session, row, self._clock())
            small = subject.isascii() and subject.isdigit() and len(subject) <= MOST_DIGITS
            shopper = session.get(ShopperRow, int(subject)) if small else None
            if shopper is None:
                raise TokenRefused("sub: no such shopper")
            asker = self._verify(session, row, shopper.id)
            token = new_token(row) if replace and asker.level > before.level else None
            return asker, token

    def _verify(self, session: Session, row: ConversationRow, shopper_id: int) -> Asker:
        if row.shopper_id is not None and row.shopper_id != shopper_id:
            raise Conflict(f"conversation {row.id!r} is another shopper's: open a new one")
        now = self._clock()
        row.shopper_id = shopper_id
        row.verified_until = now + timedelta(minutes=self._settings.verified_minutes)
        session.flush()
        return asker_of(session, row, now)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
