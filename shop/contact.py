"""E-mail addresses and phone numbers, brought to the one form in which they are stored and compared."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40  # characters of an order number; what is longer is none


def normalise(contact: str) -> str:
    """An e-mail in lower case, or a phone's digits without the country code of the USA; anything else comes back bare.

    Two contacts are the same exactly when their normalised forms are equal.
    """
    text = unicodedata.normalize("NFKC", contact).strip().strip("<>").casefold()
    if "@" in text:
        return text.removeprefix("mailto:")
    digits = re.sub(r"\D", "", text)
    if len(digits) == 11 and digits.startswith("1"):
        return digits[1:]
    return digits or text


def order_number(text: str) -> str:
    """An order number as it is stored: "#1001", " 1001 " and full-width digits all mean "1001"."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    return re.sub(r"^(ORDER|NO\.?|订单号?|号码)?[\s:#]*", "", plain).strip()[:LONGEST]
