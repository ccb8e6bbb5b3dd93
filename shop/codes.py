"""One-time codes: six digits, kept hashed and bound to conversation, contact and purpose, for ten minutes and five
tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from shop.append import hold
from shop.clock import Clock, utc_now
from shop.contact import normalise
from shop.database import Sessions, reading, writing
from shop.letters import letter
from shop.limits import check_limit, count_attempt
from shop.mail import Mailer
from shop.privacy import find_code
from shop.tables import CodeRow, ShopperRow

HOUR = timedelta(hours=1)
PURPOSE = "verify"


class CodeResult(Enum):
    """What became of a code: right, wrong, too old (or used), or tried too often."""

    OK = "ok"
    WRONG = "wrong"
    EXPIRED = "expired"
    BLOCKED = "blocked"


class Codes:
    """Sends and checks codes. `secret` keys the hashes: without it, the table gives no code away."""

    def __init__(
        self,
        sessions: Sessions,
        mailer: Mailer,
        secret: str,
        shop_name: dict[str, str],
        lifetime: timedelta,
        tries: int,
        sends_per_hour: int,
        clock: Clock = utc_now,
    ) -> None:
        self._sessions = sessions
        self._mailer = mailer
        self._secret = secret.encode()
        self._shop_name = shop_name
        self._lifetime = lifetime
        self._tries = tries
        self._sends = sends_per_hour
        self._clock = clock

    def send(self, conversation_id: str, contact: str, locale: str) -> None:
        """Send a new code to the e-mail of the one shopper who has this e-mail or phone; older codes stop working.

        Whether anybody has it shows nowhere: the same rows are written, the mailer does not wait. TooMany at 3 an hour
        (a setting) for the contact and for the conversation; NotFound for the conversation; Unavailable sends nothing.
        """
        now, contact, code = self._clock(), normalise(contact), f"{secrets.randbelow(10**6):06d}"
        contact_hash, minutes = self._hash(contact), str(int(self._lifetime.total_seconds() // 60))
        words = letter("code", locale, shop=self._shop_name[locale], code=code, minutes=minutes)
        subjects = f"code:{contact_hash}", f"code-from:{conversation_id}"
        with writing(self._sessions) as session:
            hold(session, conversation_id)
            for subject in subjects:
                check_limit(session, subject, self._sends, HOUR, now)
            for subject in subjects:
                count_attempt(session, subject, now)
            fits = (ShopperRow.email == contact) | (ShopperRow.phone == contact)
            found = session.scalars(select(ShopperRow).where(fits).limit(2)).all()
            shopper = found[0] if len(found) == 1 else None
            row = CodeRow(conversation_id=conversation_id, purpose=PURPOSE, contact_hash=contact_hash)
            row.code_hash = self._code_hash(conversation_id, contact_hash, code)
            row.shopper_id = shopper.id if shopper is not None else None
            row.sent_at, row.expires_at = now, now + self._lifetime
            session.add(row)
        if shopper is not None:
            self._mailer.send(shopper.email, words.subject, words.body)

    def check(self, session: Session, conversation_id: str, code: str) -> tuple[CodeResult, int | None]:
        """Judge a code against the newest one sent in this conversation, inside the caller's write transaction.

        A try is counted before it is judged. The shopper's id comes with OK alone.
        """
        now = self._clock()
        mine = (CodeRow.conversation_id == conversation_id, CodeRow.purpose == PURPOSE)
        row = session.scalars(select(CodeRow).where(*mine).order_by(CodeRow.id.desc()).limit(1)).one_or_none()
        if row is None:
            return CodeResult.WRONG, None
        if row.used_at is not None or row.expires_at <= now:
            return CodeResult.EXPIRED, None
        if row.tries >= self._tries:
            return CodeResult.BLOCKED, None
        row.tries += 1
        given = self._code_hash(conversation_id, row.contact_hash, find_code(code) or code)
        if not hmac.compare_digest(given, row.code_hash) or row.shopper_id is None:
            return (CodeResult.BLOCKED if row.tries >= self._tries else CodeResult.WRONG), None
        row.used_at = now
        return CodeResult.OK, row.shopper_id

    def awaited(self, conversation_id: str) -> bool:
        """Whether the newest code of this conversation is neither used, nor expired, nor tried out."""
        query = select(CodeRow).where(CodeRow.conversation_id == conversation_id).order_by(CodeRow.id.desc()).limit(1)
        with reading(self._sessions) as session:
            row = session.scalars(query).one_or_none()
        return row is not None and row.used_at is None and row.expires_at > self._clock() and row.tries < self._tries

    def _code_hash(self, conversation_id: str, contact_hash: str, code: str) -> str:
        return self._hash(f"{PURPOSE}|{conversation_id}|{contact_hash}|{code}")

    def _hash(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()
