"""Another system of the shop: listens for events, checks their signatures, and answers as it is told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any

from shop.endpoints import read_secrets

SECRET = "whsec_" + base64.b64encode(b"a secret of the tests, 32 bytes!").decode()
PATIENCE = 30.0  # seconds until a test gives up waiting


@dataclass
class Receiver:
    """What arrived, by its id; `answers` are the next statuses, then 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[str, Any]] = field(default_factory=list)  # webhook-id, body
    unsigned: int = 0
    changed: Condition = field(default_factory=Condition)

    def take(self, headers: Any, body: bytes) -> int:
        """Keep one call; 401 where its signature is none."""
        key = read_secrets(f"here:{SECRET}")["here"]
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        right = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        with self.changed:
            if not hmac.compare_digest(right, headers["webhook-signature"] or ""):
                self.unsigned += 1
                return 401
            self.came.append((headers["webhook-id"], json.loads(body)))
            self.changed.notify_all()
            return self.answers.pop(0) if self.answers else 204

    def wait(self, count: int) -> list[tuple[str, Any]]:
        """What came, once it is that many."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.came) >= count, PATIENCE), f"only {len(self.came)} came"
            return list(self.came)


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(receiver.take(self.headers, body))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        receiver.url = f"http://127.0.0.1:{listening.server_port}/hooks"
        yield receiver
        listening.shutdown()
