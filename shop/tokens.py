"""The shop's own site vouches for a shopper by a short-lived signed token (JWT, HS256, key chosen by kid)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import isfinite

import jwt

from shop.clock import Clock, utc_now
from shop.errors import TokenRefused

MAX_AGE = timedelta(minutes=15)
LEEWAY = timedelta(seconds=30)  # between the site's clock and ours
MIN_SECRET = 32  # bytes, RFC 7518 section 3.2
_CLAIMS = ["sub", "iss", "aud", "iat", "exp"]


class ShopperTokens:
    """Checks and signs shopper tokens. Several keys by kid let the site rotate; the first one signs.

    Raises ValueError for a secret under 32 bytes.
    """

    def __init__(self, keys: Mapping[str, str], issuer: str, audience: str, clock: Clock = utc_now) -> None:
        for kid, secret in keys.items():
            if len(secret.encode()) < MIN_SECRET:
                raise ValueError(f"AISLE_SHOPPER_KEYS: the secret of {kid!r} is shorter than {MIN_SECRET} bytes")
        self._keys = dict(keys)
        self._issuer = issuer
        self._audience = audience
        self._clock = clock

    def shopper(self, token: str) -> str:
        """The `sub` of a token that is signed by a key of ours, meant for us, and at most 15 minutes old.

        Raises TokenRefused otherwise. Only HS256 is accepted, whatever the token says.
        """
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            secret = self._keys.get(kid) if isinstance(kid, str) else None
            if secret is None:
                raise TokenRefused(f"no key with kid {kid!r}")
            claims = jwt.decode(
                token,
                secret,
                algorithms=["HS256"],
                issuer=self._issuer,
                audience=self._audience,
                options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
        except jwt.PyJWTError as error:
            raise TokenRefused(str(error)) from error
        self._check_times(claims["iat"], claims["exp"])
        subject = claims["sub"]
        if not isinstance(subject, str) or not subject:
            raise TokenRefused(f"sub: expected a shopper's id as text, found {subject!r}")
        return subject

    def sign(self, subject: str, lifetime: timedelta = timedelta(minutes=5)) -> str:
        """A token for `subject`, signed by the first key: what the shop's site does, for the demo and for tests."""
        kid, secret = next(iter(self._keys.items()))
        now = int(self._clock().timestamp())
        claims = {"sub": subject, "iss": self._issuer, "aud": self._audience, "iat": now}
        claims["exp"] = now + int(lifetime.total_seconds())
        return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": kid})

    def _check_times(self, issued: object, expires: object) -> None:
        if not isinstance(issued, int | float) or not isinstance(expires, int | float):
            raise TokenRefused("iat, exp: expected seconds since 1970")
        if not isfinite(issued) or not isfinite(expires):  # JSON as Python reads it knows NaN
            raise TokenRefused("iat, exp: expected seconds since 1970")
        now, leeway = self._clock().timestamp(), LEEWAY.total_seconds()
        if expires <= now:
            raise TokenRefused("the token has expired")
        if issued > now + leeway:
            raise TokenRefused("the token was issued in the future")
        if expires - issued > MAX_AGE.total_seconds() or now - issued > MAX_AGE.total_seconds():
            raise TokenRefused(f"the token is valid for longer than {MAX_AGE}")


def read_keys(text: str) -> dict[str, str]:
    """ "kid:secret,kid:secret" as a mapping, in that order; ValueError, quoting no secret, where it is malformed."""
    keys: dict[str, str] = {}
    for place, part in enumerate(filter(None, (part.strip() for part in text.split(","))), start=1):
        kid, colon, secret = part.partition(":")
        if not colon or not kid or not secret:
            raise ValueError(f'AISLE_SHOPPER_KEYS: expected "kid:secret,kid:secret", part {place} is not')
        keys[kid] = secret
    return keys
