"""What a shopper may want done to an order, as plain values: the vocabulary that flows, rules and order books share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shop.addresses import Address


@dataclass(frozen=True)
class Pick:
    """So many units of one line (`OrderLine.line`)."""

    line: str
    quantity: int


@dataclass(frozen=True)
class Swap:
    """So many units of one line for the variant `sku` of the same product."""

    line: str
    quantity: int
    sku: str


@dataclass(frozen=True)
class CancelOrder:
    """All of it. `reason` is kept, card numbers and the like masked."""

    action: ClassVar[str] = "cancel"
    reason: str = ""


@dataclass(frozen=True)
class CancelItems:
    """Some of it, before it is packed; all that is left of it is the whole order."""

    action: ClassVar[str] = "cancel_items"
    items: tuple[Pick, ...]
    reason: str = ""


@dataclass(frozen=True)
class ChangeAddress:
    """Ship it elsewhere; without a name in the address to the same person."""

    action: ClassVar[str] = "address"
    address: Address


@dataclass(frozen=True)
class ChangePayment:
    """Pay with another method of the shopper's; what was paid goes back."""

    action: ClassVar[str] = "payment"
    method: str


@dataclass(frozen=True)
class ChangeItems:
    """Other variants of the same products, before it is packed. `method` (default: the order's own) pays the
    difference or gets it back."""

    action: ClassVar[str] = "items"
    items: tuple[Swap, ...]
    method: str | None = None


@dataclass(frozen=True)
class ReturnItems:
    """Send delivered items back for money. `refund_to` is "original" or "gift_card"; `method` names one of several
    gift cards, or the order's own method, instead. `used`: worn, opened or without tags; `gift`: bought as one."""

    action: ClassVar[str] = "return"
    items: tuple[Pick, ...]
    reason: str = "other"
    note: str = ""
    refund_to: str = "original"
    method: str | None = None
    used: bool = False
    gift: bool = False


@dataclass(frozen=True)
class ExchangeItems:
    """Send delivered items back for other variants of the same products; the rest as in ChangeItems and
    ReturnItems."""

    action: ClassVar[str] = "exchange"
    items: tuple[Swap, ...]
    reason: str = ""
    method: str | None = None
    used: bool = False
    gift: bool = False


@dataclass(frozen=True)
class ReportProblem:
    """The parcel is "missing" or something in it "damaged"; no items: all of it. `wish`: "send_again" or "refund"."""

    problem: str
    items: tuple[Pick, ...] = ()
    description: str = ""
    wish: str = ""

    @property
    def action(self) -> str:
        """The problem itself."""
        return self.problem


Change = (
    CancelOrder
    | CancelItems
    | ChangeAddress
    | ChangePayment
    | ChangeItems
    | ReturnItems
    | ExchangeItems
    | ReportProblem
)
