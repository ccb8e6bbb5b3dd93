"""E-mails over a real SMTP server, and in the outbox."""

from __future__ import annotations

import socket
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from shop.errors import Unavailable
from shop.mail import SmtpMailer
from tests.shop.small_shop import Shop


class Postbox:
    """An SMTP server's handler that keeps what it is given."""

    def __init__(self) -> None:
        self.received: list[Any] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_letter_arrives_whole() -> None:
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=_free_port())
    server.start()
    try:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", "shop@example.com")
        mailer.send("lin.yue@example.com", "您的验证码", "一次性验证码是 123456。")
        mailer.close()
    finally:
        server.stop()
    ((to, message),) = box.received
    assert to == ["lin.yue@example.com"]
    assert message["From"] == "shop@example.com"
    assert message["Subject"] == "您的验证码"
    assert message.get_content().strip() == "一次性验证码是 123456。"


def test_a_server_that_is_down_is_logged_without_the_text(caplog: pytest.LogCaptureFixture) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{_free_port()}", "shop@example.com")
    mailer.send("ada.merritt@example.com", "123456 is your code", "123456")
    mailer.close()
    assert "could not be delivered" in caplog.text
    assert "123456" not in caplog.text
    assert "ada" not in caplog.text


def test_a_header_cannot_be_smuggled_in() -> None:
    mailer = SmtpMailer("smtp://127.0.0.1:1", "shop@example.com")
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        mailer.send("ada@example.com", "Hello\nBcc: everybody@example.com", "")
    mailer.close()


@pytest.mark.parametrize("url", ["", "localhost:25", "http://localhost", "smtp://"])
def test_an_address_that_is_no_smtp_server_is_refused(url: str) -> None:
    with pytest.raises(Unavailable, match="AISLE_SMTP"):
        SmtpMailer(url, "shop@example.com")


def test_the_outbox_keeps_the_newest_first(shop: Shop) -> None:
    shop.mailer.send("ada.merritt@example.com", "one", "1")
    shop.mailer.send("ben.okafor@example.com", "two", "2")
    assert [(mail.to, mail.subject) for mail in shop.mailer.newest()] == [
        ("ben.okafor@example.com", "two"),
        ("ada.merritt@example.com", "one"),
    ]
