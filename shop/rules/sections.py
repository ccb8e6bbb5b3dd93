"""The parts of `shop_rules`, one a topic; every unknown key, state or impossible number is an error that names it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

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
METHODS = ("card", "paypal", "gift_card")
ROUTES = ("original", "gift_card")


def _state(state: str) -> str:
    if state not in STATES:
        raise ValueError(f"expected states among {', '.join(STATES)}, found {state!r}")
    return state


def _method(kind: str) -> str:
    if kind not in METHODS:
        raise ValueError(f"expected kinds of payment among {', '.join(METHODS)}, found {kind!r}")
    return kind


States = tuple[Annotated[str, AfterValidator(_state)], ...]
Methods = tuple[Annotated[str, AfterValidator(_method)], ...]
Days = Annotated[int, Field(ge=0, le=3650)]
Cents = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
# Keys of these are ids of categories or kinds of products; a kind is looked up first.
DaysBy = dict[str, Days]
PercentBy = dict[str, Percent]


class Section(BaseModel):
    """Unknown keys are errors; what was read does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CancelRules(Section):
    """Cancelling an order, or some of its items."""

    states: States = ("placed", "paid")
    single_items: bool = True
    reasons: tuple[str, ...] = ()  # none: any words will do


class AddressRules(Section):
    """Another shipping address for an order."""

    states: States = ("placed", "paid")
    countries: tuple[str, ...] = ("USA", "Canada")  # none: anywhere


class PaymentRules(Section):
    """Another payment method for an order."""

    states: States = ("placed", "paid")
    kinds: Methods = METHODS


class ItemRules(Section):
    """Another variant of the same product, before the parcel is packed. `final`: nothing else may be changed after."""

    states: States = ("placed", "paid")
    same_variant: bool = False
    final: bool = False


class GiftSeason(Section):
    """Gifts bought from one day to another (MM-DD, both included) may be returned for longer."""

    first: str
    last: str
    days: Days

    @field_validator("first", "last")
    @classmethod
    def _day_of_a_year(cls, day: str) -> str:
        try:
            date.fromisoformat(f"2024-{day}")
        except ValueError:
            raise ValueError(f"expected a day such as '11-01', found {day!r}") from None
        return day

    def holds(self, day: date) -> bool:
        """Whether a purchase of that day falls into the season, which may span New Year."""
        this = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= this <= self.last
        return this >= self.first or this <= self.last


class SendBackRules(Section):
    """What returns and exchanges have in common. `days` count from the day of delivery; None: for ever."""

    states: States = ("delivered",)
    days: Days | None = 30
    days_by_category: DaysBy = {}
    gifts: GiftSeason | None = None
    never: tuple[str, ...] = ()  # categories or kinds
    ask_first: tuple[str, ...] = ()  # those that a person must agree to
    only_unused: bool = True
    send_within_days: Days = 14  # from the request until the parcel is on its way


class ReturnRules(SendBackRules):
    """Sending back for money."""

    reasons: tuple[str, ...] = ("does_not_fit", "changed_mind", "not_as_described", "damaged", "wrong_item", "other")
    at_our_cost: tuple[str, ...] = ("damaged", "wrong_item")  # no fee, no category is excluded
    restocking_percent: PercentBy = {}
    check_days: Days = 5  # business days from the parcel's arrival until the refund is sent


class ExchangeRules(SendBackRules):
    """Sending back for another variant of the same product."""

    same_variant: bool = False
    return_shipping_cents: Cents = 0


class RefundRoute(Section):
    """One way for money to go back. `days` are business days; a return by this route costs the shopper so much."""

    days: Days = 5
    return_shipping_cents: Cents = 0
    new_card: bool = True  # gift card route: whether one is made for whoever has none


class RefundRules(Section):
    """The ways for money to go back; one that is null is closed."""

    original: RefundRoute | None = RefundRoute()
    gift_card: RefundRoute | None = RefundRoute(days=0)

    @property
    def routes(self) -> tuple[str, ...]:
        """Those that are open."""
        return tuple(route for route in ROUTES if getattr(self, route) is not None)


class OnceRules(Section):
    """How often in the life of an order; None: as often as one likes."""

    item_changes: int | None = Field(1, ge=1)
    returns: int | None = Field(1, ge=1)
    exchanges: int | None = Field(1, ge=1)
    return_or_exchange: bool = False  # whoever did one may not do the other


class PersonRules(Section):
    """What a person of the shop must decide: orders in these states, and more money than this in one change."""

    states: States = ("delayed", "lost")
    above_cents: dict[str, Cents] = {}


class ReportRules(Section):
    """Telling that something is wrong with a parcel."""

    missing_states: States = ("shipped", "delayed", "lost", "delivered")
    missing_days_after_expected: Days = 1  # while it is on its way
    damaged_states: States = ("delivered", "partly_returned")
    days: Days | None = 30  # from delivery


class LoyaltyRules(Section):
    """What points are worth and how long they last after the last order."""

    step: int = Field(100, ge=1)
    step_cents: Cents = 500
    months: int | None = Field(12, ge=1)
    taken_back: bool = True  # with what is cancelled; not where the shop's own system does that
