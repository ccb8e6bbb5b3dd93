"""The shop's rules, as a table."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from shop.rules import STATES, ShopRules

CANCEL = {
    "placed": (True, "ok", {"refund_days": 5}),
    "paid": (True, "ok", {"refund_days": 5}),
    "packed": (False, "too_late", {"state": "packed", "return_days": 30}),
    "shipped": (False, "too_late", {"state": "shipped", "return_days": 30}),
    "delivered": (False, "already_delivered", {"return_days": 30}),
    "cancelled": (False, "already_cancelled", {}),
    "returned": (False, "already_returned", {"state": "returned"}),
    "partly_returned": (False, "already_returned", {"state": "partly_returned"}),
    "delayed": (False, "needs_person", {"state": "delayed"}),
    "lost": (False, "needs_person", {"state": "lost"}),
}


@pytest.mark.parametrize("state", STATES)
def test_cancelling_by_state(state: str) -> None:
    ruling = ShopRules().may_cancel(state)
    assert (ruling.allowed, ruling.code, ruling.values) == CANCEL[state]


@pytest.mark.parametrize("state", STATES)
def test_changing_by_state(state: str) -> None:
    assert ShopRules().may_change(state).allowed is (state in ("placed", "paid"))


def test_another_shop_s_rules_are_data() -> None:
    rules = ShopRules(cancel_states=("placed", "packed"), return_days=14)
    assert rules.may_cancel("packed").allowed
    assert rules.may_cancel("paid").values == {"state": "paid", "return_days": 14}


@pytest.mark.parametrize("wrong", [{"cancel_statuses": ["paid"]}, {"cancel_states": ["payed"]}])
def test_a_slip_in_the_rules_is_named(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError, match=r"cancel_statuses|payed"):
        ShopRules.model_validate(wrong)
