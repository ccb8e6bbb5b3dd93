"""E-mails over a real SMTP server, and in the outbox."""

from __future__ import annotations

import socket
import ssl
import subprocess
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

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


def _sent_by(url: str, **server: Any) -> int:
    """How many e-mails arrive at a server of this machine; {port} in the URL is its."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port(), **server)
    controller.start()
    try:
        mailer = SmtpMailer(url.format(port=controller.port), "shop@example.com")
        mailer.send("ada.merritt@example.com", "hello", "hello")
        mailer.close()
    finally:
        controller.stop()
    return len(box.received)


def test_a_password_is_told_to_an_encrypted_server_only(caplog: pytest.LogCaptureFixture) -> None:
    told: list[bytes] = []

    def authenticator(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        told.append(data.password)
        return AuthResult(success=True)

    server = {"authenticator": authenticator, "auth_require_tls": False}
    assert _sent_by("smtp://ada:secret@127.0.0.1:{port}", **server) == 0
    assert told == []
    assert "could not be delivered" in caplog.text
    assert _sent_by("smtp://ada:secret@127.0.0.1:{port}?tls=off", **server) == 1
    assert told == [b"secret"]


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    assert _sent_by("smtp://ada:secret@localhost:{port}", tls_context=context) == 0
    assert "SSLCertVerificationError" in caplog.text


def test_an_error_that_no_server_made_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    assert _sent_by("smtp://127.0.0.1:{port}") == 1
    mailer = SmtpMailer(f"smtp://127.0.0.1:{_free_port()}", "shop@example.com")
    mailer._connect = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    mailer.send("ada.merritt@example.com", "hello", "hello")
    mailer.close()
    assert "ZeroDivisionError" in caplog.text


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


@pytest.mark.parametrize(
    "url", ["", "localhost:25", "http://localhost", "smtp://", "smtp://h:port", "smtp://[::1", "smtp://h?tls=of"]
)
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
