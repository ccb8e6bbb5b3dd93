"""Shopper tokens: what proves a shopper, and what does not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest

from shop.errors import TokenRefused
from shop.tokens import ShopperTokens, read_keys
from tests.shop.small_shop import WEDNESDAY_MORNING, Clock

NOW = int(WEDNESDAY_MORNING.timestamp())
KEYS = {"new": "n" * 32, "old": "o" * 32}
GOOD: dict[str, Any] = {"sub": "1", "iss": "site", "aud": "aisle", "iat": NOW, "exp": NOW + 300}


def _tokens(clock: Clock | None = None) -> ShopperTokens:
    return ShopperTokens(KEYS, "site", "aisle", clock or Clock())


def _sign(kid: str | None = "new", secret: str = KEYS["new"], algorithm: str = "HS256", **claims: Any) -> str:
    payload = {key: value for key, value in (GOOD | claims).items() if value is not None}
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(payload, secret, algorithm=algorithm, headers=headers)


def test_both_keys_are_good_while_the_site_rotates_them() -> None:
    assert _tokens().shopper(_sign()) == "1"
    assert _tokens().shopper(_sign("old", KEYS["old"])) == "1"
    assert _tokens().shopper(_tokens().sign("7")) == "7"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not.a.token",
        _sign(None),
        _sign("unknown"),
        _sign("new", KEYS["old"]),
        _sign(algorithm="HS512", secret="n" * 64),
        _sign(algorithm="none", secret=""),
        _sign(iss="elsewhere"),
        _sign(aud="somebody else"),
        _sign(iss=None),
        _sign(aud=None),
        _sign(sub=None),
        _sign(sub=""),
        _sign(exp=None),
        _sign(iat=None),
        _sign(exp=NOW),
        _sign(exp="soon"),
        _sign(exp=NOW + 901),
        _sign(iat=NOW - 901, exp=NOW + 60),
        _sign(iat=NOW + 120),
        _sign(exp=float("inf")),
        _sign(exp=float("nan")),
    ],
)
def test_what_proves_nothing_is_refused(token: str) -> None:
    with pytest.raises(TokenRefused):
        _tokens().shopper(token)


def test_a_token_expires() -> None:
    clock = Clock()
    token = _tokens(clock).sign("1", timedelta(minutes=15))
    clock.turn(minutes=14)
    assert _tokens(clock).shopper(token) == "1"
    clock.turn(minutes=1)
    with pytest.raises(TokenRefused):
        _tokens(clock).shopper(token)


def test_keys_are_read_in_order_and_a_slip_quotes_no_secret() -> None:
    assert list(read_keys(" new:aaa , old:b:b ").items()) == [("new", "aaa"), ("old", "b:b")]
    assert read_keys("") == {}
    with pytest.raises(ValueError, match="part 2") as slip:
        read_keys("new:aaa,hushhush")
    assert "hush" not in str(slip.value)
    with pytest.raises(ValueError, match="'new'") as slip:
        ShopperTokens({"new": "hushhush"}, "site", "aisle")
    assert "hush" not in str(slip.value)
