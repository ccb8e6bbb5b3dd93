"""What is left on gift cards: on the shopper's own, and, for a limited number of tries, on one whose code they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from shop.asker import Asker
from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import NotFound
from shop.gift_codes import hash_code
from shop.limits import check_limit, count_attempt
from shop.loading import verified
from shop.tables import GiftCardRow

TRIES, WITHIN = 5, timedelta(hours=1)  # codes that one shopper may try, and one conversation
TRIES_ANYWHERE = 200  # wrong codes of everybody together: more than people mistype, fewer than a search needs


@dataclass(frozen=True)
class GiftCard:
    """One gift card, its balance in cents; `mine`: on the account, and not only in the hand."""

    last_four: str
    balance_cents: int
    currency: str
    expires_at: datetime | None
    mine: bool


class GiftCards:
    """Every method needs a verified asker: IdentityNeeded(VERIFIED)."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock

    def mine(self, asker: Asker) -> list[GiftCard]:
        """The cards on the account, the fullest first."""
        query = select(GiftCardRow).where(GiftCardRow.shopper_id == verified(asker))
        with reading(self._sessions) as session:
            rows = session.scalars(query.order_by(GiftCardRow.balance_cents.desc(), GiftCardRow.id))
            return [_card(row, mine=True) for row in rows]

    def by_code(self, asker: Asker, code: str) -> GiftCard:
        """The card with this code, if it is the shopper's or nobody's.

        NotFound for none and for somebody else's alike; TooMany after 5 codes an hour, for the shopper and for the
        conversation, right or wrong, and while very many wrong ones come in from everywhere.
        """
        shopper_id, now, digest = verified(asker), self._clock(), hash_code(code)
        with writing(self._sessions) as session:
            for subject in (f"gift-card:{shopper_id}", f"gift-card-in:{asker.conversation_id}"):
                check_limit(session, subject, TRIES, WITHIN, now)
                count_attempt(session, subject, now)
            check_limit(session, "gift-card-wrong", TRIES_ANYWHERE, WITHIN, now)
            row = session.scalars(select(GiftCardRow).where(GiftCardRow.code_hash == (digest or ""))).one_or_none()
            found = row if row is not None and row.shopper_id in (None, shopper_id) else None
            if found is None:
                count_attempt(session, "gift-card-wrong", now)
        if found is None:
            raise NotFound("no gift card with that code for this asker")
        return _card(found, mine=found.shopper_id == shopper_id)


def _card(row: GiftCardRow, mine: bool) -> GiftCard:
    return GiftCard(row.last_four, row.balance_cents, row.currency, row.expires_at, mine)
