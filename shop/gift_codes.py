"""Codes of gift cards: compared and stored hashed, whatever hyphens and letters they were typed with."""

from __future__ import annotations

import hashlib
import unicodedata

LENGTHS = range(12, 33)  # letters and digits of a code


def hash_code(code: str) -> str | None:
    """What is stored of a code; None for a text that cannot be one. Codes are random and long, so no salt is needed."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isascii() and sign.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest() if len(plain) in LENGTHS else None
