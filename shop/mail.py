"""Sending e-mail: over SMTP, or into the demo's outbox."""

from __future__ import annotations

import logging
import smtplib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import Unavailable
from shop.tables import OutboxRow

TIMEOUT = 20  # seconds
logger = logging.getLogger(__name__)


class Mailer(Protocol):
    """Whatever delivers an e-mail. It returns at once, so that how long it takes tells nobody anything."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Deliver one e-mail of plain text."""


class SmtpMailer:
    """Delivers over SMTP from one thread of its own; STARTTLS wherever the server offers it, TLS for smtps://.

    Raises Unavailable for a URL that is not smtp://user:password@host:port. A failed delivery is logged, without
    the text.
    """

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise Unavailable("AISLE_SMTP: expected smtp://user:password@host:port, or smtps:// for TLS from the start")
        self._parts = parts
        self._sender = sender
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

    def send(self, to: str, subject: str, body: str) -> None:
        """Queue one e-mail for delivery."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message.set_content(body)
        self._worker.submit(self._deliver, message)

    def close(self) -> None:
        """Deliver what is queued, then stop."""
        self._worker.shutdown()

    def _deliver(self, message: EmailMessage) -> None:
        parts = self._parts
        encrypted = parts.scheme == "smtps"
        connect = smtplib.SMTP_SSL if encrypted else smtplib.SMTP
        try:
            with connect(parts.hostname or "", parts.port or (465 if encrypted else 587), timeout=TIMEOUT) as server:
                server.ehlo()
                if not encrypted and server.has_extn("starttls"):
                    server.starttls()
                if parts.username:
                    server.login(unquote(parts.username), unquote(parts.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            logger.error("an e-mail could not be delivered by %s: %s", parts.hostname, type(error).__name__)


@dataclass(frozen=True)
class Mail:
    """An e-mail in the demo's outbox."""

    id: int
    to: str
    subject: str
    body: str
    at: datetime


class OutboxMailer:
    """Keeps e-mails in the database instead of sending them: for the demo, on one machine."""

    def __init__(self, sessions: Sessions, clock: Clock = utc_now) -> None:
        self._sessions = sessions
        self._clock = clock

    def send(self, to: str, subject: str, body: str) -> None:
        """Put one e-mail into the outbox."""
        with writing(self._sessions) as session:
            session.add(OutboxRow(recipient=to, subject=subject, body=body, at=self._clock()))

    def newest(self, limit: int = 50) -> list[Mail]:
        """The last e-mails, newest first."""
        with reading(self._sessions) as session:
            rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(limit))
            return [Mail(row.id, row.recipient, row.subject, row.body, row.at) for row in rows]
