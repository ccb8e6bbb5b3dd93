"""What can go wrong in the shop, for the operator and for the actions; no sentence here is read by a shopper.

ShopError
 ├ NotFound         there is none, or it is not yours: the two are never told apart
 ├ Refused          a rule of the shop says no; `.ruling` says why
 ├ Conflict         someone else changed it first
 ├ IdentityNeeded   who is asking must be known better; `.level` says how well
 ├ TokenRefused     a signed token that proves nothing
 ├ TooMany          a rate limit
 └ Unavailable      the database or the mail cannot be used; the text says what to do
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.asker import Level
    from shop.rules import Ruling


class ShopError(Exception):
    """Any refusal or failure of the shop."""


class NotFound(ShopError):
    """There is no such thing for this asker: missing and not theirs look the same."""


class Refused(ShopError):
    """A rule of the shop says no; `ruling` carries the reason code and its values."""

    def __init__(self, ruling: Ruling) -> None:
        super().__init__(f"refused by the rule {ruling.code!r} with {ruling.values!r}")
        self.ruling = ruling


class Conflict(ShopError):
    """Somebody else was first: load it again before deciding."""


class IdentityNeeded(ShopError):
    """The asker's identity level is too low; `level` is the lowest that would do."""

    def __init__(self, level: Level) -> None:
        super().__init__(f"identity level {level.name} or higher is needed")
        self.level = level


class TokenRefused(ShopError):
    """A shopper token that is malformed, unsigned, expired, too old, or meant for somebody else."""


class TooMany(ShopError):
    """A rate limit was reached; nothing was done."""


class Unavailable(ShopError):
    """A part the shop depends on cannot be used; nothing was changed. The text says what to do."""
