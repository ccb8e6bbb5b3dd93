"""Postal addresses: what is typed is tidied, what is missing is named; whether there is such a place is not known."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields, replace

LONGEST = 120  # characters of one part
MUST_HAVE = ("street", "city", "region", "postcode", "country")
_COUNTRIES = {  # as they are stored, by what people write
    "USA": ("usa", "us", "u.s.", "u.s.a.", "united states", "united states of america", "america", "美国"),
    "Canada": ("canada", "ca", "加拿大"),
}
_POSTCODES = {  # how one looks, where that is known
    "USA": re.compile(r"\d{5}(?:-?\d{4})?"),
    "Canada": re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", re.IGNORECASE),
}


@dataclass(frozen=True)
class Address:
    """Where a parcel goes; `street2` holds a flat or suite."""

    street: str
    city: str
    region: str
    postcode: str
    country: str = "USA"
    street2: str = ""
    name: str = ""


def tidied(address: Address) -> Address:
    """Full-width letters narrowed, control and invisible characters gone, spaces single, countries by one name."""
    parts = {field.name: _plain(getattr(address, field.name)) for field in fields(address)}
    country = parts["country"].casefold()
    parts["country"] = next((name for name, known in _COUNTRIES.items() if country in known), parts["country"])
    return replace(address, **parts)


def missing(address: Address) -> tuple[str, ...]:
    """The parts that must be there and are empty, hold no letter or digit, are too long, or are no postcode there."""
    wrong = [part for part in MUST_HAVE if not any(sign.isalnum() for sign in getattr(address, part))]
    long = [field.name for field in fields(address) if len(getattr(address, field.name)) > LONGEST]
    form = _POSTCODES.get(address.country)
    elsewhere = ["postcode"] if form is not None and not form.fullmatch(address.postcode) else []
    return tuple(dict.fromkeys([*wrong, *long, *elsewhere]))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    visible = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join(visible.split())
