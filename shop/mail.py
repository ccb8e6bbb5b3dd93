"""Sending e-mail: over SMTP, or into the demo's outbox."""

from __future__ import annotations

import logging
import smtplib
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from shop.clock import Clock, utc_now
from shop.database import Sessions, reading, writing
from shop.errors import Unavailable
from shop.tables import OutboxRow

TIMEOUT = 20  # seconds
EXPECTED = "AISLE_SMTP: expected smtp://user:password@host:port, or smtps:// for TLS from the start"
OPTIONS = {"smtp": ("", "tls=off"), "smtps": ("",)}
logger = logging.getLogger(__name__)


class Mailer(Protocol):
    """Whatever delivers an e-mail. It returns at once, so that how long it takes tells nobody anything."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Deliver one e-mail of plain text."""


class SmtpMailer:
    """Delivers over SMTP from one thread of its own. smtps:// is TLS from the start; smtp:// changes to TLS before it
    says anything (STARTTLS) or does not deliver, except to this very machine without a password. Certificates are
    checked. `?tls=off` at the end of an smtp:// URL turns all of that off.

    Raises Unavailable for a URL that is not smtp://user:password@host:port. A failed delivery is logged, without
    the text.
    """

    def __init__(self, url: str, sender: str, timeout: float = TIMEOUT) -> None:
        try:
            parts = urlsplit(url)
            self.host, self._port = parts.hostname or "", parts.port
        except ValueError:
            raise Unavailable(EXPECTED) from None
        if parts.scheme not in ("smtp", "smtps") or not self.host or parts.query not in OPTIONS[parts.scheme]:
            raise Unavailable(EXPECTED)
        self._login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._tls_from_start = parts.scheme == "smtps"
        self._starttls = not self._tls_from_start and parts.query != "tls=off"
        if self._login is None and _is_here(self.host):
            self._starttls = False
        self._sender, self._timeout = sender, timeout
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

    def send(self, to: str, subject: str, body: str) -> None:
        """Queue one e-mail for delivery."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message.set_content(body)
        self._worker.submit(self._deliver, message)

    def check(self) -> str:
        """Do all but send: the server's host and port; OSError or SMTPException where an e-mail would not go out."""
        with self._connect() as server:
            self._greet(server)
        return f"{self.host}:{self._port or (465 if self._tls_from_start else 587)}"

    def close(self) -> None:
        """Deliver what is queued, then stop."""
        self._worker.shutdown()

    def _deliver(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                self._greet(server)
                server.send_message(message)
        except Exception as error:  # whatever it is, nobody waits for this thread's result
            logger.error("an e-mail could not be delivered by %s: %s", self.host, type(error).__name__)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if self._starttls:
            server.starttls(context=ssl.create_default_context())
        if self._login is not None:
            server.login(*self._login)

    def _connect(self) -> smtplib.SMTP:
        if self._tls_from_start:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self._port or 465, timeout=self._timeout, context=context)
        return smtplib.SMTP(self.host, self._port or 587, timeout=self._timeout)


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


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
