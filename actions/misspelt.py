"""Own names of products as shoppers type them, set right: in two words, with a slip, with an English word for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from actions.kinds import KINDS
from actions.services import Services
from actions.words import STOP, WORD, singular
from shop.catalogue import Product

Names = Mapping[str, list[Product]]  # the first word of a product's name, in lower case, and the products called so
LEAST = 5  # letters of a word that may be a slip
LONG = 8  # letters from which two slips are one word still
LEAST_PART = 3  # letters of a word that is half a name


def set_right(services: Services, text: str, products: Sequence[Product], names: Names) -> str:
    """`text` (plain) with a name of `names` wherever it is meant: "heron wood tnet" has "heronwood".

    A word of the catalogue is never a slip. An English word, and one far from the name, is one only where the text says
    what the product is, too: "martin headlamp" is the Marten.
    """
    for one, two in pairwise(WORD.findall(text)):
        name = _joined(one, singular(two), names)
        if name:
            text = text.replace(f"{one} {two}", name, 1)
    words = {singular(word) for word in WORD.findall(text)}
    known = _known(tuple(products))
    for word in WORD.findall(text):
        own = singular(word)
        name = own if own in names else ""
        if not name and own not in known and word not in known and len(own) >= LEAST:
            name = _slip(own, names, words, services.encoder.has_word(own))
        if name:
            text = re.sub(rf"(?<![a-z]){re.escape(word)}(?![a-z])", name, text)
    return text


@lru_cache(maxsize=4)  # the catalogue is the same tuple while nothing in it changes
def _known(products: tuple[Product, ...]) -> frozenset[str]:
    return frozenset({*KINDS, *STOP, *(word for product in products for word in _words_of(product))})


def _joined(one: str, two: str, names: Names) -> str:
    """The name that two words are when they are written as one, with one slip at most; "" for none."""
    if one + two in names:
        return one + two
    if one in names or min(len(one), len(two)) < LEAST_PART or not (one + two).isalpha() or {one, two} & STOP:
        return ""
    near = [name for name in names if name[0] == one[0] and OSA.distance(one + two, name, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else ""


def _slip(word: str, names: Names, words: set[str], is_english: bool) -> str:
    """The name that is meant by a word; `words` are all that are said. "" for none."""
    near = [(OSA.distance(word, name, score_cutoff=2), name) for name in names if name[0] == word[0]]
    for distance, name in sorted(each for each in near if each[0] <= (1 if is_english else 2)):
        others = {each for product in names[name] for each in _words_of(product)[1:]}
        sure = not is_english and (distance == 1 or len(word) >= LONG)
        if sure or (others & words and (distance == 1 or len(word) > LEAST)):
            return name
    return ""


def _words_of(product: Product) -> list[str]:
    return [singular(word) for word in WORD.findall(f"{product.name['en']} {product.kind}".lower())]
