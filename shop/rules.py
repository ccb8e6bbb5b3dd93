"""The shop's rules as data; a ruling is a reason code with values, and the sentence for it is the domain's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

STATES = (
    "placed",
    "paid",
    "packed",
    "shipped",
    "delivered",
    "cancelled",
    "returned",
    "partly_returned",
    "delayed",
    "lost",
)


@dataclass(frozen=True)
class Ruling:
    """Whether the shop allows it, the reason code, and the values that the sentence needs."""

    allowed: bool
    code: str
    values: dict[str, Any] = field(default_factory=dict)


class ShopRules(BaseModel):
    """The `shop_rules` section of config.yml. Unknown keys and unknown states are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cancel_states: tuple[str, ...] = ("placed", "paid")
    change_states: tuple[str, ...] = ("placed", "paid")
    return_days: int = 30
    refund_days: int = 5

    @field_validator("cancel_states", "change_states")
    @classmethod
    def _known_states(cls, states: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [state for state in states if state not in STATES]
        if unknown:
            raise ValueError(f"expected states among {', '.join(STATES)}, found {', '.join(map(repr, unknown))}")
        return states

    def may_cancel(self, state: str) -> Ruling:
        """Codes: ok {"refund_days"} · already_cancelled · already_returned {"state"} · already_delivered
        {"return_days"} · needs_person {"state"} (delayed, lost) · too_late {"state", "return_days"}.
        """
        if state in self.cancel_states:
            return Ruling(True, "ok", {"refund_days": self.refund_days})
        if state == "cancelled":
            return Ruling(False, "already_cancelled")
        if state in ("returned", "partly_returned"):
            return Ruling(False, "already_returned", {"state": state})
        if state == "delivered":
            return Ruling(False, "already_delivered", {"return_days": self.return_days})
        if state in ("delayed", "lost"):
            return Ruling(False, "needs_person", {"state": state})
        return Ruling(False, "too_late", {"state": state, "return_days": self.return_days})

    def may_change(self, state: str) -> Ruling:
        """Whether address and items can still be changed. Codes: ok · too_late {"state"}."""
        if state in self.change_states:
            return Ruling(True, "ok")
        return Ruling(False, "too_late", {"state": state})
