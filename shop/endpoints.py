"""Where a shop wants to hear of events: addresses from config.yml, secrets from the environment, and nothing else.

Secrets are written as in Standard Webhooks (standardwebhooks.com): whsec_ and base64 of 24 to 64 random bytes.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, field_validator

from shop.events import KINDS

PREFIX = "whsec_"
SECRET_BYTES = range(24, 65)
NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Endpoint(BaseModel):
    """One address, and the kinds of events that it hears of; none: all of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    events: tuple[str, ...] = ()

    @field_validator("url")
    @classmethod
    def _https(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            host, plain = parts.hostname, not (parts.username or parts.password or parts.fragment)
        except ValueError:
            host, plain = None, False
        if not host or not plain or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
            raise ValueError(
                f"expected https://host/path without a password (http:// on this machine only), found {url!r}"
            )
        return url

    @field_validator("events")
    @classmethod
    def _known_kinds(cls, events: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [kind for kind in events if kind not in KINDS.values()]
        if unknown:
            raise ValueError(f"expected events among {', '.join(sorted(set(KINDS.values())))}, found {unknown[0]!r}")
        return events

    def hears(self, kind: str) -> bool:
        """Whether an event of this kind goes there."""
        return not self.events or kind in self.events


def read_secrets(text: str) -> dict[str, bytes]:
    """AISLE_WEBHOOK_SECRETS, "name:whsec_…,name:whsec_…", as keys by endpoint. ValueError never quotes a secret."""
    secrets = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, secret = part.partition(":")
        if not NAME.fullmatch(name):
            raise ValueError("AISLE_WEBHOOK_SECRETS: expected name:whsec_…,name:whsec_… with names of config.yml")
        if name in secrets:
            raise ValueError(f"AISLE_WEBHOOK_SECRETS: {name!r} is there twice")
        secrets[name] = _key(name, secret)
    return secrets


def check_secrets(endpoints: Mapping[str, Endpoint], secrets: Mapping[str, bytes]) -> None:
    """ValueError where an endpoint has no secret, or a secret no endpoint."""
    for name in endpoints:
        if name not in secrets:
            make = "make one with `echo whsec_$(openssl rand -base64 32)`"
            raise ValueError(f"AISLE_WEBHOOK_SECRETS: no secret for shop.webhooks.{name}; {make}")
    for name in secrets:
        if name not in endpoints:
            raise ValueError(f"AISLE_WEBHOOK_SECRETS: {name!r} is no endpoint of shop.webhooks in config.yml")


def _key(name: str, secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True) if secret.startswith(PREFIX) else b""
    except binascii.Error:
        key = b""
    if len(key) not in SECRET_BYTES:
        raise ValueError(f"AISLE_WEBHOOK_SECRETS, {name!r}: expected {PREFIX} and base64 of 24 to 64 bytes")
    return key


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
