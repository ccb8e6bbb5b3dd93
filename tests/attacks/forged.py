"""Shopper tokens that must be refused, made as an attacker would make them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import timedelta

import jwt

from shop.tokens import ShopperTokens


def forged(kind: str, subject: str, other: str, tokens: ShopperTokens, keys: Mapping[str, str]) -> str:
    """A token for `subject` that is wrong in the way `kind` says; `other` is a shopper who got a good one, `keys` are
    those of `tokens`.

    Raises KeyError for a kind that is not known.
    """
    good = tokens.sign(subject)
    header, payload, signature = good.split(".")
    claims = jwt.decode(good, options={"verify_signature": False})
    if kind == "bad_signature":
        place = len(signature) // 2
        return (
            f"{header}.{payload}.{signature[:place]}{'A' if signature[place] != 'A' else 'B'}{signature[place + 1 :]}"
        )
    if kind == "alg_none":
        return f"{_part({'alg': 'none', 'typ': 'JWT', 'kid': 'demo'})}.{payload}."
    if kind == "expired":
        return tokens.sign(subject, timedelta(days=-1))
    if kind == "other_key":
        return jwt.encode(claims, "a-key-of-the-attacker-s-own-of-32-bytes", "HS256", {"kid": "demo"})
    if kind == "other_subject":
        _, _, hers = tokens.sign(other).split(".")
        return f"{header}.{payload}.{hers}"
    if kind == "no_subject":
        kid, key = next(iter(keys.items()))
        return jwt.encode({**claims, "sub": ""}, key, "HS256", {"kid": kid})
    if kind == "garbage":
        return "not.a-token at all %00 ♥"
    if kind == "huge":
        return f"{header}.{payload * 300}.{signature}"
    raise KeyError(kind)


def _part(content: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()
