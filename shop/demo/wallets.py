"""How the demo's shoppers pay: cards, PayPal and gift cards, drawn from numbers of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from shop.demo.shoppers import DemoShopper
from shop.gift_codes import hash_code

Row = dict[str, Any]
BRANDS = ("visa", "mastercard", "amex")
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that look alike
_CARDS = {  # shopper's id: kind, brand, last four
    1: (("card", "visa", "4242"),),
    2: (("paypal", "", ""), ("card", "mastercard", "5100")),
    3: (("card", "visa", "1881"),),
}
_GIFT_CARDS = {1: (5000, "ALDR-2024-GIFT-7Q2M"), 3: (12000, "HRON-2024-GIFT-K9XD")}  # cents, code
NOBODY_S = ("gift-unclaimed", 2500, "THIS-TLE2-GIFT-PRES")  # bought for somebody who has not used it yet


@dataclass
class Wallets:
    """Rows for `gift_cards` and `payment_methods`."""

    gift_cards: list[Row] = field(default_factory=list)
    methods: list[Row] = field(default_factory=list)

    def of(self, shopper_id: int) -> list[Row]:
        """A shopper's methods, in their order."""
        return [row for row in self.methods if row["shopper_id"] == shopper_id]

    def add(self, shopper_id: int, kind: str, brand: str, last_four: str, gift_card: str | None = None) -> None:
        """One more method."""
        place = len(self.of(shopper_id)) + 1
        row = {"id": f"pay-{shopper_id}-{place}", "shopper_id": shopper_id, "position": place, "kind": kind}
        self.methods.append(row | {"brand": brand, "last_four": last_four, "gift_card_id": gift_card, "active": True})

    def add_gift_card(self, shopper_id: int | None, cents: int, code: str, name: str | None = None) -> None:
        """One gift card, and the method that goes with it where it is somebody's."""
        card = name or f"gift-{shopper_id}-{len(self.gift_cards) + 1}"
        row = {"id": card, "shopper_id": shopper_id, "code_hash": hash_code(code), "last_four": code[-4:]}
        self.gift_cards.append(row | {"balance_cents": cents, "currency": "USD", "expires_at": None})
        if shopper_id is not None:
            self.add(shopper_id, "gift_card", "", code[-4:], card)


def fill_wallets(shoppers: list[DemoShopper], random: Random) -> Wallets:
    """Everybody has a card or PayPal, some both, one in four a gift card as well."""
    wallets = Wallets()
    for shopper in shoppers:
        shopper_id = shopper.row["id"]
        for card in _CARDS.get(shopper_id, ()):
            wallets.add(shopper_id, *card)
        if shopper_id in _GIFT_CARDS:
            wallets.add_gift_card(shopper_id, *_GIFT_CARDS[shopper_id])
        if shopper_id not in _CARDS:
            _draw(wallets, shopper_id, random)
    name, cents, code = NOBODY_S
    wallets.add_gift_card(None, cents, code, name)
    return wallets


def _draw(wallets: Wallets, shopper_id: int, random: Random) -> None:
    if random.random() < 0.75:
        wallets.add(shopper_id, "card", random.choice(BRANDS), f"{random.randint(0, 9999):04d}")
    if not wallets.of(shopper_id) or random.random() < 0.2:
        wallets.add(shopper_id, "paypal", "", "")
    if random.random() < 0.25:
        code = "-".join("".join(random.choices(_ALPHABET, k=4)) for _ in range(4))
        wallets.add_gift_card(shopper_id, random.randint(2, 40) * 500, code)
