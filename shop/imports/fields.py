"""Single values of a file: what each column takes, and what is said where something else stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from shop.contact import normalise
from shop.dates import time_zone

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,79}")
EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
MONEY = re.compile(r"\d{1,10}(\.\d{1,2})?")
FEWEST_DIGITS = 7  # of a telephone number
EARLIEST = 1990  # years before it are slips
Read = Callable[[Any], Any]


class Wrong(ValueError):
    """A value that a column does not take."""

    def __init__(self, expected: str, todo: str) -> None:
        super().__init__(expected)
        self.expected, self.todo = expected, todo


@dataclass(frozen=True)
class Field:
    """One column: how its text is read, and whether every row must have it."""

    name: str
    read: Read
    required: bool = False


def text(longest: int = 500) -> Read:
    """Words, without spaces around them."""

    def read(given: Any) -> str:
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise Wrong("a text", "write it between quotes")
        found = " ".join(str(given).split())
        if len(found) > longest:
            raise Wrong(f"at most {longest} characters", "shorten it")
        return found

    return read


def key(given: Any) -> str:
    """An id that may stand in an address and in a button."""
    found = text()(given)
    if not KEY.fullmatch(found):
        raise Wrong("letters, digits, '.', '_' and '-', at most 80", "use the id of your own system, without spaces")
    return str(found)


def money(given: Any) -> int:
    """An amount as whole cents: 24.90, never below zero, with a point and without a currency sign."""
    found = str(given).strip()
    if isinstance(given, bool) or not MONEY.fullmatch(found):
        raise Wrong("an amount such as 24.90", "write a point before the cents, no currency sign and no separators")
    return int(Decimal(found) * 100)


def whole(least: int) -> Read:
    """A whole number that is not below `least`."""

    def read(given: Any) -> int:
        found = str(given).strip()
        if isinstance(given, bool) or not re.fullmatch(r"-?\d{1,9}", found) or int(found) < least:
            raise Wrong(f"a whole number, {least} or more", "correct it, or leave this row out")
        return int(found)

    return read


def moment(zone: str) -> Read:
    """A day or a moment in ISO 8601; without a zone it is the shop's."""

    def read(given: Any) -> datetime:
        try:
            found = datetime.fromisoformat(given.strip())
        except (ValueError, AttributeError):
            found = None
        if found is None or found.year < EARLIEST:
            raise Wrong("a day such as 2026-11-18, or 2026-11-18T09:30:00+01:00", "use a day that exists, year first")
        if found.tzinfo is None:
            here = time_zone(zone)
            found = here.localize(found) if hasattr(here, "localize") else found.replace(tzinfo=here)
        return found

    return read


def one_of(values: Collection[str]) -> Read:
    """One of some words."""

    def read(given: Any) -> str:
        found = str(given).strip().casefold()
        if found not in values:
            raise Wrong(f"one of {', '.join(values)}", "use the one that comes nearest")
        return found

    return read


def email(given: Any) -> str:
    """An e-mail address, as it is compared."""
    if not isinstance(given, str) or not EMAIL.fullmatch(given.strip()):
        raise Wrong("an e-mail address", "correct it: shoppers prove with it who they are")
    return normalise(given)


def phone(given: Any) -> str:
    """A telephone number, as it is compared."""
    found = str(given).strip()
    if sum(sign.isdigit() for sign in found) < FEWEST_DIGITS or re.search(r"[A-Za-z@]", found):
        raise Wrong("a telephone number with its area code", "keep it as text in your spreadsheet: 5.03E+09 is none")
    return normalise(found)


def listed(given: Any) -> list[str]:
    """Some words: "hiking; winter", or a JSON list of texts."""
    parts = given if isinstance(given, list) else str(given).split(";")
    if not all(isinstance(part, str) for part in parts):
        raise Wrong("words with ';' between them", "in JSON, a list of texts")
    return [part.strip() for part in parts if part.strip()]


def pairs(given: Any) -> dict[str, str]:
    """Names with values: "capacity=1 l; lid=steel", or a JSON object."""
    if isinstance(given, dict):
        found = [(str(name), str(value)) for name, value in given.items()]
    else:
        found = [(name.strip(), value.strip()) for name, _, value in (part.partition("=") for part in listed(given))]
    if not all(name and value for name, value in found):
        raise Wrong("pairs such as capacity=1 l; lid=steel", "write a name, '=' and a value, with ';' between pairs")
    return dict(found)
