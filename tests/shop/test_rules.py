"""The shop's rules, as a table: tests/shop/rules/*.yml holds what is asked and what must be said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import shop.rules
from shop.rules import Ruling, ShopRules
from shop.rules.cancelling import may_cancel, may_cancel_items
from shop.rules.changing import may_change_address, may_change_items, may_change_payment
from shop.rules.days import after_business_days
from shop.rules.facts import AddressFacts, LineFacts, MethodFacts, OrderFacts, PickFacts, SwapFacts
from shop.rules.reporting import may_report
from shop.rules.sending_back import may_exchange, may_exchange_items, may_return, may_return_items

TODAY = date(2026, 11, 18)
Row = dict[str, Any]
ROWS: list[tuple[str, Row]] = [
    (f"{file.stem}-{place}-{row['ask']}-{row.get('state')}-{row['says']}", row)
    for file in sorted((Path(__file__).parent / "rules").glob("*.yml"))
    for place, row in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1)
]
LINES = {
    "tent": LineFacts("tent", "a-tent", "rust", "tents", "tent", 1, 19900),
    "mugs": LineFacts("mugs", "a-mug", "cream", "kitchen", "mug", 2, 1200),
    "leggings": LineFacts("leggings", "some-leggings", "long", "base-layers", "leggings", 1, 6000),
}
VARIANTS = {  # product, price in cents, stock
    "cream": ("a-mug", 1200, 5),
    "navy": ("a-mug", 1300, 5),
    "tin": ("a-mug", 800, 5),
    "gold": ("a-mug", 11200, 5),
    "grey": ("a-mug", 1200, 1),
    "black": ("a-mug", 1200, 0),
    "moss": ("a-tent", 19900, 5),
}
KEYS = {"ask", "says", "with", "rules", "pick", "swap", "method", "address", "reason", "to", "used", "gift", "left"}
KEYS |= {"state", "age", "placed", "expected_in", "item_changes", "returns", "exchanges", "reported"}


@pytest.mark.parametrize(("row"), [row for _, row in ROWS], ids=[name for name, _ in ROWS])
def test_what_the_rules_say(row: Row) -> None:
    assert set(row) <= KEYS, f"unknown keys: {set(row) - KEYS}"
    ruling = _ask(ShopRules.model_validate(row.get("rules", {})), row)
    assert ruling.code == row["says"]
    assert ruling.allowed is (row["says"] == "ok")
    if "with" in row:
        assert ruling.values == row["with"]


def test_the_table_is_long_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 150
    assert len({str(row) for _, row in ROWS}) == len(ROWS)


def test_every_code_is_reached() -> None:
    folder = Path(shop.rules.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*.py"))
    codes = {"ok", *re.findall(r'\bno\(\s*"(\w+)"', source)}
    assert codes == {row["says"] for _, row in ROWS}


def test_a_code_has_the_same_values_wherever_it_is_said() -> None:
    values: dict[str, set[str]] = {}
    for _, row in ROWS:
        if row["says"] != "ok":
            ruling = _ask(ShopRules.model_validate(row.get("rules", {})), row)
            assert values.setdefault(ruling.code, set(ruling.values)) == set(ruling.values)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"cancel": {"sates": ["paid"]}}, "cancel.sates"),
        ({"cancelling": {}}, "cancelling"),
        ({"cancel": {"states": ["payed"]}}, "expected states among placed, .*found 'payed'"),
        ({"returns": {"days": -1}}, "greater than or equal to 0"),
        ({"returns": {"days": "thirty"}}, "integer"),
        ({"returns": {"restocking_percent": {"tents": 101}}}, "less than or equal to 100"),
        ({"returns": {"gifts": {"first": "13-01", "last": "12-24", "days": 60}}}, "expected a day such as"),
        ({"payment": {"kinds": ["cheque"]}}, "expected kinds of payment among card"),
        ({"person": {"above_cents": {"refund": 1}}}, "expected actions among cancel"),
        ({"refunds": {"original": None, "gift_card": None}}, "found both closed"),
        ({"profile": "tao"}, "expected one of tau, found 'tao'"),
        ({"max_quantity": 0}, "greater than or equal to 1"),
    ],
)
def test_a_slip_in_the_rules_is_named(wrong: Row, told: str) -> None:
    with pytest.raises(ValidationError, match=re.compile(told, re.DOTALL)):
        ShopRules.model_validate(wrong)


def test_a_profile_is_laid_under_what_is_written() -> None:
    rules = ShopRules.model_validate({"profile": "tau", "cancel": {"single_items": True}, "max_quantity": 3})
    assert rules.cancel.single_items
    assert rules.cancel.reasons == ("no longer needed", "ordered by mistake")
    assert (rules.items.final, rules.max_quantity, rules.profile) == (True, 3, "tau")


def test_names_that_are_no_category_are_told() -> None:
    rules = ShopRules.model_validate({"returns": {"never": ["tent", "socks"], "restocking_percent": {"wears": 1}}})
    assert rules.strangers(categories=["tents"], kinds=["tent"]) == ["socks", "wears"]


def test_the_shop_s_own_rules_are_those_of_its_articles() -> None:
    config = yaml.safe_load((Path(__file__).parents[2] / "config.yml").read_text(encoding="utf-8"))
    rules = ShopRules.model_validate(config["shop_rules"])
    assert rules.cancel.states == rules.items.states == rules.address.states == ("placed", "paid")
    assert rules.returns.days == rules.exchanges.days == 30
    assert rules.returns.gifts is not None
    assert (rules.returns.gifts.first, rules.returns.gifts.last, rules.returns.gifts.days) == ("11-01", "12-24", 60)
    assert rules.refunds.original is not None
    assert rules.refunds.gift_card is not None
    assert (rules.refunds.original.return_shipping_cents, rules.refunds.gift_card.return_shipping_cents) == (695, 0)
    assert rules.refund_days == rules.returns.check_days == 5
    assert (rules.loyalty.step, rules.loyalty.step_cents, rules.loyalty.months) == (100, 500, 12)


@pytest.mark.parametrize(
    ("day", "days", "then"),
    [
        ("2026-11-18", 0, "2026-11-18"),
        ("2026-11-18", 2, "2026-11-20"),
        ("2026-11-18", 3, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-20", 5, "2026-11-27"),
    ],
)
def test_business_days_leave_out_the_weekend(day: str, days: int, then: str) -> None:
    assert after_business_days(date.fromisoformat(day), days) == date.fromisoformat(then)


def _ask(rules: ShopRules, row: Row) -> Ruling:
    order, asked, reason = _order(row), row["ask"], row.get("reason")
    picks = [PickFacts(line, units) for line, units in row["pick"].items()] if "pick" in row else None
    swaps = _swaps(row["swap"]) if "swap" in row else None
    method, gift, used = _method(row.get("method")), row.get("gift", False), row.get("used", False)
    if asked == "cancel":
        return may_cancel(rules, order, reason)
    if asked == "cancel_items":
        return may_cancel_items(rules, order, picks, reason)
    if asked == "address":
        return may_change_address(rules, order, AddressFacts(**row["address"]) if "address" in row else None)
    if asked == "payment":
        return may_change_payment(rules, order, method, known=row.get("method") != "unknown")
    if asked == "items":
        return may_change_items(rules, order, swaps, method)
    if asked == "return" and picks is None:
        return may_return(rules, order)
    if asked == "return" and picks is not None:
        route = row.get("to", "original")
        return may_return_items(rules, order, picks, reason or "other", route, method, used, gift)
    if asked == "exchange" and swaps is None:
        return may_exchange(rules, order)
    if asked == "exchange" and swaps is not None:
        return may_exchange_items(rules, order, swaps, method, used, gift, reason or "")
    return may_report(rules, order, asked)


def _order(row: Row) -> OrderFacts:
    left = row.get("left", {})
    lines = [replace(line, left=left.get(name, line.left)) for name, line in LINES.items()]
    age, expected_in = row.get("age", "unknown"), row.get("expected_in")
    return OrderFacts(
        state=row["state"],
        today=TODAY,
        placed=row.get("placed", date(2026, 11, 9)),
        total_cents=28300,
        lines=tuple(lines),
        expected=None if expected_in is None else TODAY + timedelta(days=expected_in),
        delivered=None if age == "unknown" else TODAY - timedelta(days=age),
        item_changes=row.get("item_changes", 0),
        returns=row.get("returns", 0),
        exchanges=row.get("exchanges", 0),
        reported=frozenset(row.get("reported", ())),
    )


def _swaps(asked: dict[str, dict[int, str]]) -> list[SwapFacts]:
    swaps = []
    for line, wanted in asked.items():
        for quantity, sku in wanted.items():
            product_id, price, stock = VARIANTS.get(sku, (None, 0, 0))
            swaps.append(SwapFacts(line, quantity, sku, product_id, price, stock))
    return swaps


def _method(given: Any) -> MethodFacts | None:
    if given is None or given == "unknown":
        return None
    if given == "card":
        return MethodFacts("card", original=True)
    return MethodFacts(given["kind"], given.get("original", False), given.get("balance_cents"))
