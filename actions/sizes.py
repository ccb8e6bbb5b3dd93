"""Sizes as shoppers ask for them and as products write them."""

from __future__ import annotations

import re

from actions.words import plain
from shop.catalogue import Product

_SIZE = re.compile(
    r"\bsize\s?(\d{1,2}(?:\.5)?|x{0,3}[sl]|m|small|medium|large)\b|(?:尺码|码数)\s?(\d{2}|x{0,3}[sl]|m)(?![a-z])|"
    r"(?<![a-z])(\d{2}(?:\.5)?|x{0,3}[sl]|m)\s?[码号]|\b(?:in|an?)\s+(x{0,3}[sl]|m)\b(?!')|"
    r"(?<![a-z0-9'-])(x{1,3}[sl])(?![a-z0-9'-])|\b(?:wo)?men'?s (x{0,3}[sl]|m|small|medium|large)\b|^(medium|large)\b",
    re.I,
)  # fmt: skip


def same_size(size: str, asked: str) -> bool:
    """ "L/XL" is also L; "Large" is L."""
    asked = {"small": "s", "medium": "m", "large": "l"}.get(asked.lower(), asked.lower())
    return asked in re.split(r"[/ ]", size.lower())


def take_size(text: str) -> tuple[str, str]:
    """The size that a plain text asks for, in capitals ("": none), and the rest of the text."""
    match = _SIZE.search(text)
    if match is None:
        return "", text
    return next(group for group in match.groups() if group).upper(), text.replace(match[0], " ", 1)


def size_in(text: str, product: Product) -> str:
    """The size that a question about a product asks for, as the product writes it or as the shopper does; ""."""
    asked, _ = take_size(plain(text))
    own = [size for size in product.sizes if asked and same_size(size, asked)]
    bare = [size for size in product.sizes if re.search(rf"(?<![\w/]){re.escape(size)}(?![\w'/])", text, re.ASCII)]
    return next(iter(own or bare), asked)
