"""Money in words; in the tables it is whole cents, and nowhere a float."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency

_BABEL = {"en": "en_US", "zh": "zh_CN"}


def in_words(cents: int, currency: str, locale: str) -> str:
    """595 cents of USD as "$5.95" (en) or "US$5.95" (zh); KeyError for a locale that is not shipped."""
    return str(format_currency(Decimal(cents) / 100, currency, locale=_BABEL[locale]))
