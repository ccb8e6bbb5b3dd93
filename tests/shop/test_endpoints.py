"""Where events may go: what an operator wrote down, with a secret, and nothing else."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Event, Thread

import httpx
import pytest
from pydantic import ValidationError

from shop.endpoints import Endpoint, check_secrets, read_secrets
from shop.post import post_by_http
from shop.settings import ShopSettings

GOOD = "whsec_" + base64.b64encode(b"x" * 32).decode()
CONTACT = {"name": "Shop", "contact_email": "a@b.example", "contact_phone": "1", "privacy_url": "https://b.example"}


@pytest.mark.parametrize("url", ["https://erp.example.com/hooks", "http://127.0.0.1:9000/x", "http://localhost/x"])
def test_an_address_by_https_or_on_this_machine(url: str) -> None:
    assert Endpoint(url=url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://erp.example.com/hooks",
        "http://10.0.0.1/hooks",
        "http://169.254.169.254/latest/meta-data",
        "ftp://erp.example.com",
        "https://user:secret@erp.example.com",
        "https://",
        "https://erp.example.com/#x",
        "file://localhost/secret.txt",
        "https://[::1",
        "",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="expected https://host/path"):
        Endpoint(url=url)


def test_settings_name_the_endpoint_and_the_event_that_is_wrong() -> None:
    shop = ShopSettings.model_validate(CONTACT | {"webhooks": {"erp": {"url": "https://a.example/h"}}})
    assert shop.webhooks["erp"].hears("order.cancelled")
    for wrong, told in (
        ({"ERP": {"url": "https://a.example/h"}}, "expected names of small letters"),
        ({"erp": {"url": "https://a.example/h", "events": ["order.cancel"]}}, "found 'order.cancel'"),
        ({"erp": {"uri": "https://a.example/h"}}, "uri"),
    ):
        with pytest.raises(ValidationError, match=told):
            ShopSettings.model_validate(CONTACT | {"webhooks": wrong})


def test_secrets_are_read_by_name() -> None:
    assert read_secrets(f" erp:{GOOD}, crm-2:{GOOD} ") == {"erp": b"x" * 32, "crm-2": b"x" * 32}
    assert read_secrets("") == {}


@pytest.mark.parametrize(
    "text",
    ["erp", "erp:", "erp:hunter2", "erp:whsec_hunter2", "erp:whsec_aHVudGVyMg==", f"ERP:{GOOD}", f"e:{GOOD},e:{GOOD}"],
)
def test_a_secret_that_is_none_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(ValueError, match="AISLE_WEBHOOK_SECRETS") as refusal:
        read_secrets(text)
    assert "hunter2" not in str(refusal.value)
    assert GOOD not in str(refusal.value)


def test_every_endpoint_has_a_secret_and_every_secret_an_endpoint() -> None:
    endpoints = {"erp": Endpoint(url="https://a.example/h")}
    check_secrets(endpoints, read_secrets(f"erp:{GOOD}"))
    with pytest.raises(ValueError, match=r"no secret for shop\.webhooks\.erp; make one with"):
        check_secrets(endpoints, {})
    with pytest.raises(ValueError, match="'crm' is no endpoint"):
        check_secrets({}, read_secrets(f"crm:{GOOD}"))


class _Handler(BaseHTTPRequestHandler):
    paths: list[str]

    def do_POST(self) -> None:
        self.paths.append(self.path)
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("location", "/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    paths: list[str] = []
    handler = type("Handler", (_Handler,), {"paths": paths})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", paths
        listening.shutdown()


def test_a_redirect_is_not_followed_and_no_proxy_is_asked(
    server: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, paths = server
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert post_by_http(f"{url}/hooks", {"webhook-id": "1"}, b"{}") == 200
    assert post_by_http(f"{url}/moved", {}, b"{}") == 302
    assert paths == ["/hooks", "/moved"]


def test_who_answers_a_byte_now_and_then_is_not_waited_for() -> None:
    done = Event()
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                while not done.wait(0.02):
                    connection.sendall(b"H")

        thread = Thread(target=drip, daemon=True)
        thread.start()
        with pytest.raises(httpx.ReadTimeout, match=r"no answer within 0\.2 s"):
            post_by_http(f"http://127.0.0.1:{listener.getsockname()[1]}/", {}, b"{}", seconds=0.2)
        done.set()
        thread.join(5)
