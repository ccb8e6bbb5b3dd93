"""Parcels of the demo shop: carriers and tracking numbers in the form that each carrier uses."""

from __future__ import annotations

from random import Random
from typing import Any

CARRIERS = ("UPS", "USPS", "FedEx")
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def send_parcel(random: Random, carrier: str | None = None) -> dict[str, Any]:
    """Carrier, tracking number and tracking URL, as columns of `orders`."""
    carrier = carrier or random.choice(CARRIERS)
    number = _number(carrier, random)
    url = f"https://track.example.com/{carrier.lower()}/{number}"
    return {"carrier": carrier, "tracking_number": number, "tracking_url": url}


def _number(carrier: str, random: Random) -> str:
    if carrier == "UPS":
        return "1Z" + "".join(random.choices(_LETTERS, k=6)) + "03" + _digits(8, random)
    if carrier == "USPS":
        return "9400" + _digits(18, random)
    return _digits(12, random)


def _digits(how_many: int, random: Random) -> str:
    return str(random.randint(1, 9)) + "".join(random.choices("0123456789", k=how_many - 1))
