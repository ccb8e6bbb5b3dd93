"""What goes with the state of an order, by the order itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from actions.order_notes import contradicts, is_overdue, names_reference, open_cases, state_sentence
from shop.order_view import Case, OrderView

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


@dataclass
class Telling:
    """As much of a reply as the day of an order needs."""

    services: Any


REPLY: Any = Telling(SimpleNamespace(shop=SimpleNamespace(time_zone="America/Los_Angeles"), clock=lambda: NOW))


def order(state: str, days: int | None = None, *cases: Case) -> OrderView:
    expected = None if days is None else NOW + timedelta(days=days)
    empty: dict[str, Any] = dict.fromkeys(("carrier", "tracking_number", "tracking_url", "delivered_at", "refund"))
    known: dict[str, Any] = {
        "number": "1004",
        "state": state,
        "placed_at": NOW,
        "expected_at": expected,
        "cases": cases,
    }
    rest: dict[str, Any] = {"shipping_cents": 0, "total_cents": 100, "currency": "USD", "version": 1}
    return OrderView(lines=(), ship_to=None, **empty, **known, **rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "days", "sentence"),
    [
        ("delayed", -4, "utter_order_delayed_overdue"),
        ("shipped", -1, "utter_order_shipped_overdue"),
        ("packed", -1, "utter_order_packed_overdue"),
        ("shipped", 0, "utter_order_shipped"),
        ("delayed", 2, "utter_order_delayed"),
        ("delayed", None, "utter_order_delayed"),
        ("delivered", -4, "utter_order_delivered"),
        ("placed", -4, "utter_order_placed"),
    ],
)
def test_an_estimate_counts_until_its_day_is_over(state: str, days: int | None, sentence: str) -> None:
    assert state_sentence(REPLY, order(state, days)) == sentence
    assert is_overdue(REPLY, order(state, days)) == sentence.endswith("overdue")


def test_only_what_has_not_come_contradicts_who_holds_it() -> None:
    request: Any = SimpleNamespace(text="it came today")
    assert contradicts(request, order("shipped"))
    assert not contradicts(request, order("delivered"))


def test_a_closed_case_is_none_and_its_number_is_the_order_s() -> None:
    case, closed = Case("1004-C1", "missing", "open", NOW), Case("1004-C2", "damaged", "closed", NOW)
    mine = order("delayed", -1, case, closed)
    assert open_cases(mine) == [case]
    assert names_reference("the case I mean, 1004-c1", mine)
    assert not names_reference("the case I mean, 1005-C1", mine)
