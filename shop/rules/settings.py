"""The `shop_rules` section of config.yml: its topics, the named profiles it may start from, and lookups by category."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import Field, ValidationInfo, field_validator, model_validator

from shop.rules.facts import LineFacts
from shop.rules.sections import (
    STATES,
    AddressRules,
    CancelRules,
    ExchangeRules,
    ItemRules,
    LoyaltyRules,
    OnceRules,
    PaymentRules,
    PersonRules,
    RefundRules,
    ReportRules,
    ReturnRules,
    Section,
)

__all__ = ["ACTIONS", "STATES", "ShopRules", "by_category"]

PROFILES = Path(__file__).parent / "profiles"
ACTIONS = ("cancel", "cancel_items", "address", "payment", "items", "return", "exchange", "missing", "damaged")
Value = TypeVar("Value")


class ShopRules(Section):
    """Everything that the shop allows, in one place. `profile` names a file of shop/rules/profiles that the other keys
    are laid over."""

    profile: str | None = None
    cancel: CancelRules = CancelRules()
    address: AddressRules = AddressRules()
    payment: PaymentRules = PaymentRules()
    items: ItemRules = ItemRules()
    returns: ReturnRules = ReturnRules()
    exchanges: ExchangeRules = ExchangeRules()
    refunds: RefundRules = RefundRules()
    any_method_for_differences: bool = False  # else the order's own method or a gift card
    once: OnceRules = OnceRules()
    person: PersonRules = PersonRules()
    reports: ReportRules = ReportRules()
    loyalty: LoyaltyRules = LoyaltyRules()
    restock: bool = True  # what is cancelled or changed is for sale again at once, not when the warehouse says so
    max_quantity: int = Field(20, ge=1)  # units of one variant in an order or basket
    basket_days: int = Field(7, ge=1)  # how long a basket that was put together waits

    @model_validator(mode="before")
    @classmethod
    def _start_from_the_profile(cls, given: Any) -> Any:
        if not isinstance(given, dict) or given.get("profile") is None:
            return given
        file = PROFILES / f"{given['profile']}.yml"
        known = sorted(path.stem for path in PROFILES.glob("*.yml"))
        if given["profile"] not in known:
            raise ValueError(f"profile: expected one of {', '.join(known)}, found {given['profile']!r}")
        return _laid_over(yaml.safe_load(file.read_text(encoding="utf-8")), given)

    @field_validator("person")
    @classmethod
    def _known_actions(cls, person: PersonRules, _info: ValidationInfo) -> PersonRules:
        unknown = [action for action in person.above_cents if action not in ACTIONS]
        if unknown:
            raise ValueError(f"above_cents: expected actions among {', '.join(ACTIONS)}, found {unknown[0]!r}")
        return person

    @model_validator(mode="after")
    def _money_can_go_back(self) -> ShopRules:
        if not self.refunds.routes:
            raise ValueError("refunds: expected original or gift_card to be open, found both closed")
        return self

    @property
    def refund_days(self) -> int:
        """Business days until money sent back by the first open route is there."""
        return (self.refunds.original or self.refunds.gift_card).days  # type: ignore[union-attr]

    @property
    def return_days(self) -> int | None:
        """Days from delivery in which most things may be returned."""
        return self.returns.days

    def strangers(self, categories: Iterable[str], kinds: Iterable[str]) -> list[str]:
        """Names in these rules that are neither a category nor a kind of the shop's: slips, most likely."""
        known = {*categories, *kinds}
        named = {*self.returns.restocking_percent}
        for rules in (self.returns, self.exchanges):
            named |= {*rules.days_by_category, *rules.never, *rules.ask_first}
        return sorted(named - known)


def by_category(line: LineFacts, values: dict[str, Value], otherwise: Value) -> Value:
    """What holds for the kind of the line's product, else for its category, else `otherwise`."""
    return values.get(line.kind, values.get(line.category, otherwise))


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(below.get(key), dict)
        merged[key] = _laid_over(below[key], value) if both else value
    return merged
