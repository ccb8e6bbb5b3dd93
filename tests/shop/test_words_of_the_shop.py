"""Money, dates, opening hours, contacts and settings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from shop.contact import normalise, order_number
from shop.dates import day_in_words, moment_in_words
from shop.letters import letter
from shop.money import in_words
from shop.settings import ShopSettings

SHOP = {"name": "Test", "contact_email": "a@example.com", "contact_phone": "+1 503 555 0142", "privacy_url": "/privacy"}


@pytest.mark.parametrize(
    ("cents", "currency", "locale", "words"),
    [
        (595, "USD", "en", "$5.95"),
        (595, "USD", "zh", "US$5.95"),
        (123456, "USD", "en", "$1,234.56"),
        (0, "USD", "en", "$0.00"),
        (-695, "USD", "en", "-$6.95"),
        (1000, "CNY", "zh", "¥10.00"),
    ],
)
def test_money_in_words(cents: int, currency: str, locale: str, words: str) -> None:
    assert in_words(cents, currency, locale) == words


@pytest.mark.parametrize(
    ("moment", "locale", "words"),
    [
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), "en", "Tuesday, November 24"),
        (datetime(2026, 11, 25, 7, 59, tzinfo=UTC), "en", "Tuesday, November 24"),
        (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), "zh", "11月24日 星期二"),
        (datetime(2027, 1, 2, 20, 0, tzinfo=UTC), "en", "January 2, 2027"),
        (datetime(2027, 1, 2, 20, 0, tzinfo=UTC), "zh", "2027年1月2日"),
    ],
)
def test_days_in_words_are_the_shop_s_days(moment: datetime, locale: str, words: str) -> None:
    now = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
    assert day_in_words(moment, locale, "America/Los_Angeles", now) == words


def test_moments_in_words() -> None:
    opening = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert (
        moment_in_words(opening, "en", "America/Los_Angeles").replace("\u202f", " ") == "Monday, November 23, 8:00 AM"
    )
    assert moment_in_words(opening, "zh", "America/Los_Angeles") == "11月23日 星期一 08:00"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("<ada@example.com>", "ada@example.com"),
        ("mailto:ada@example.com", "ada@example.com"),
        ("+1 (503) 555-0142", "5035550142"),
        ("503.555.0142", "5035550142"),
        ("\uff15\uff10\uff135550142", "5035550142"),
        ("  ", ""),
    ],
)
def test_contacts_have_one_form(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


@pytest.mark.parametrize(
    "typed", ["1001", "#1001", " 1001 ", "order 1001", "Order #1001", "\uff11\uff10\uff10\uff11", "订单1001"]
)
def test_order_numbers_have_one_form(typed: str) -> None:
    assert order_number(typed) == "1001"


def test_settings_take_one_name_or_one_a_locale() -> None:
    assert ShopSettings.model_validate(SHOP).name == {"en": "Test", "zh": "Test"}
    both = ShopSettings.model_validate(SHOP | {"name": {"en": "Test", "zh": "测试"}})
    assert both.name["zh"] == "测试"
    assert both.hours.is_open(datetime(2026, 11, 22, 3, 0, tzinfo=UTC)), "no hours: always open"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"colour": "green"}, "colour"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"currency": "dollars"}, "dollars"),
        ({"opening_hours": {"monday": "08:00-18:00"}}, "monday"),
        ({"opening_hours": {"mon": "8 to 6"}}, "8 to 6"),
        ({"opening_hours": {"mon": "18:00-08:00"}}, "18:00-08:00"),
        ({"opening_hours": {"mon": "08:00-25:00"}}, "08:00-25:00"),
        ({"name": {"en": "Test"}}, "zh"),
    ],
)
def test_a_slip_in_the_settings_is_named(wrong: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        ShopSettings.model_validate(SHOP | wrong)


def test_a_letter_that_is_not_written_in_a_locale_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        letter("code", "fr", shop="Test", code="123456", minutes="10")
