"""Colours as shoppers say them, and the catalogue's names for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.words import plain
from shop.catalogue import Product

FAMILIES = {
    "blue": ("navy", "sky"), "green": ("moss", "forest"), "red": ("rust", "berry"), "yellow": ("ochre",),
    "orange": ("rust",), "grey": ("charcoal", "slate"), "gray": ("charcoal", "slate"), "purple": ("berry",),
    "pink": ("berry",), "beige": ("cream",),
}  # fmt: skip
COLOURS_ZH = {
    "红": "red", "蓝": "blue", "绿": "green", "黄": "yellow", "橙": "orange", "橘": "orange", "灰": "grey",
    "紫": "purple", "粉": "pink", "黑": "black", "白": "white", "米": "beige",
}  # fmt: skip


def colours_of(word: str) -> tuple[str, ...]:
    """The catalogue's names that a colour word may mean, itself first."""
    return (word, *FAMILIES.get(word, ()))


def take_colour(text: str, products: Sequence[Product]) -> tuple[str, tuple[str, ...], str]:
    """The colour that a plain text names, as it says it; the catalogue's names that this may mean; the text's rest."""
    own = {name.lower(): colour["en"].lower() for p in products for colour in p.colours for name in colour.values()}
    for word in sorted({*own, *FAMILIES}, key=len, reverse=True):
        found = re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) if word.isascii() else None
        if found or (not word.isascii() and word in text):
            return word, colours_of(own.get(word, word)), text.replace(word, " ", 1)
    for sign, word in COLOURS_ZH.items():
        if re.search(rf"{sign}色|{sign}(?=的)", text):
            return f"{sign}色", colours_of(word), re.sub(rf"{sign}色?", " ", text, count=1)
    return "", (), text


def colour_in(text: str, products: Sequence[Product]) -> tuple[str, tuple[str, ...]]:
    """The colour that a text names, as it says it, and the catalogue's names that this may mean."""
    said, names, _ = take_colour(plain(text), products)
    return said, names


def is_colour(colour: dict[str, str] | None, asked: tuple[str, ...]) -> bool:
    """Whether a product's colour is one of those asked for."""
    names = [name.lower() for name in (colour or {}).values()]
    return any(each in re.split(r"[ -]", name) or each == name for each in asked for name in names)
