"""What a product's own data says of it: a word, what it is made with, how many it is for."""

from __future__ import annotations

import re

from actions.amounts import NUMBERS, PEOPLE_ZH
from actions.colours import colours_of
from actions.words import HAN, WORD, alike
from shop.catalogue import Product


def says(product: Product, word: str) -> bool:
    """Whether the product's own data says a word of it, and does not deny it."""
    spec = next((str(value) for key, value in product.specs.items() if key.lower() == word), None)
    if spec is not None:
        return not re.match(r"(?:no|none|not)\b", spec, re.I)
    if HAN.search(word):
        chinese = (product.name["zh"], product.description["zh"])
        return any(re.search(rf"(?<!不){re.escape(word)}", text) for text in chinese)
    texts = (product.kind, product.category, product.name["en"], *product.tags, product.description["en"])
    denied = re.search(rf"\b(?:not|no|without) {re.escape(word)}", product.description["en"], re.I)
    values = [str(value) for value in product.specs.values() if not re.match(r"(?:no|none|not)\b", str(value), re.I)]
    return not denied and any(alike(word, each) for text in (*texts, *values) for each in WORD.findall(text.lower()))


def is_made_with(product: Product, word: str) -> bool:
    """Whether a product holds what a word names: a material, a filling, or no other colour."""
    if HAN.search(word):
        return word in product.name["zh"] or word in product.description["zh"]
    made = [str(value) for key, value in product.specs.items() if key in ("material", "fill", "filling", "insulation")]
    texts = (product.kind, product.name["en"], *product.tags, *made)
    colours = [colour["en"].lower() for colour in product.colours]
    only = bool(colours) and all(each in colours_of(word) for each in colours)
    return only or any(alike(word, each) for text in texts for each in WORD.findall(text.lower()))


def sleeps(product: Product, people: int) -> bool:
    """Whether a product is for so many people."""
    word = next(word for word, number in NUMBERS.items() if number == people) if people <= 10 else str(people)
    texts = " ".join((product.description["en"], *(f"{key} {value}" for key, value in product.specs.items()))).lower()
    count = rf"(?:{people}|{word})"
    pattern = rf"\b{count}[ -](?:persons?|people|man)\b|\b(?:sleeps|for|persons?|people|capacity) {count}\b"
    return bool(re.search(pattern, texts) or re.search(PEOPLE_ZH.get(people, "$^"), product.name["zh"]))
