"""Where a text names items of an order: which characters, and which items; what stands before a name may say which."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from actions.kinds import terms_of
from actions.names import by_own_name
from actions.services import Services
from actions.variants import is_said, parts_of
from actions.words import HAN, WORD
from shop.catalogue import Product
from shop.order_view import OrderLine

_PLURAL = r"(?:e?s)?(?![\w-])"
_ARTICLE = re.compile(r"(?:\b(?:the|my|that|this|those|these|an?)\s+)$", re.I)
_NEXT = re.compile(r"[\s,]*(?:and\s+)?$")


@dataclass(frozen=True)
class Mention:
    """Characters `start` to `end` name one of `lines`; before `start` nothing of the name stands."""

    start: int
    end: int
    lines: tuple[OrderLine, ...]


def mentions_in(services: Services, text: str, lines: Sequence[OrderLine], values: Collection[str]) -> list[Mention]:
    """In the order of the text. `values` are what variants of these items can be: "navy", "S/M", "20,000 mAh"."""
    ids = {line.product_id for line in lines}
    products = [product for product in services.catalogue.all() if product.id in ids]
    found = _joined(text, _named(text, products), products)
    listed = {value.lower() for value in values}
    plain = [
        each for each in found if text[each[0] : each[1]].lower() not in listed or not _is_listed(text, each[0], values)
    ]
    return [_told_apart(text, start, end, named, lines, values) for start, end, named in plain]


def _named(text: str, products: Sequence[Product]) -> list[tuple[int, int, frozenset[str]]]:
    """Every place of a name, or of a word for a kind, the longest at each."""
    taken = bytearray(len(text))
    found = []
    for word, named in sorted(_names(products).items(), key=lambda each: -len(each[0])):
        for match in re.finditer(_pattern(word), text, re.I):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\x01" * len(match[0])
                found.append((*match.span(), named))
    return sorted(found)


def _names(products: Sequence[Product]) -> Mapping[str, frozenset[str]]:
    names = {word: frozenset(ids) for word, ids in terms_of(products).items()}
    for own, group in by_own_name(tuple(products)).items():
        names[own] = frozenset(product.id for product in group)
    for product in products:
        last = _noun(product)
        names.setdefault(last, frozenset(each.id for each in products if _noun(each) == last))
        for name in product.name.values():
            alike = {each.id for each in products if name in each.name.values()}
            names[name.lower()] = frozenset(alike)
    return names


def _noun(product: Product) -> str:
    """The last word of a name that is no number: "duffel" of "Badger Duffel 60"."""
    words = [word for word in WORD.findall(product.name["en"].lower()) if not word[0].isdigit()]
    return words[-1] if words else product.name["en"].lower()


def _pattern(word: str) -> str:
    if HAN.search(word):
        return re.escape(word)
    return r"(?<![\w-])" + re.escape(word).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]?") + _PLURAL


def _joined(
    text: str, found: Sequence[tuple[int, int, frozenset[str]]], products: Sequence[Product]
) -> list[tuple[int, int, frozenset[str]]]:
    """ "Plover" and "crew" side by side are one name, and so are other words of the name before them."""
    words = {product.id: set(WORD.findall(product.name["en"].lower())) for product in products}
    joined: list[tuple[int, int, frozenset[str]]] = []
    for start, end, named in found:
        while True:
            before = re.search(r"([a-z0-9'-]+)\s+$", text[:start], re.I)
            if before is None or not all(before[1].lower() in words[each] for each in named):
                break
            start = before.start()
        both = joined[-1][2] & named if joined else frozenset()
        if joined and both and not re.search(r"\w", text[joined[-1][1] : start]) and joined[-1][1] >= start - 2:
            joined[-1] = (joined[-1][0], end, both)
        else:
            joined.append((start, end, named))
    return joined


def _told_apart(
    text: str, start: int, end: int, named: frozenset[str], lines: Sequence[OrderLine], values: Collection[str]
) -> Mention:
    """With the values right before the name: "the silver metal watch"; what is no item's own is none of its name."""
    meant = [line for line in lines if line.product_id in named]
    at = _before(text, start, values)
    said = text[at:start]
    own = [sum(is_said(part, said) for part in parts_of(line.variant)) for line in meant] if said.strip() else []
    most = max(own, default=0)
    if most and most == _count(said, values):
        narrowed = [line for line, count in zip(meant, own, strict=True) if count == most]
        article = _ARTICLE.search(text[:at])
        return Mention(article.start() if article else at, end, tuple(narrowed))
    return Mention(start, end, tuple(meant))


def _before(text: str, start: int, values: Collection[str]) -> int:
    """Where the unbroken run of values before a name begins; `start` where there is none."""
    at = start
    while True:
        head = text[:at]
        room = _NEXT.search(head)
        head = head[: room.start()] if room else head
        head = re.sub(r"色?的?$", "", head) if HAN.search(head[-2:]) else head
        fitting = [value for value in values if value and head.lower().endswith(value.lower())]
        longest = max(fitting, key=len, default="")
        begin = len(head) - len(longest)
        if not longest or (longest[0].isascii() and re.search(r"[\w-]$", head[:begin])):
            return at
        at = begin


def _is_listed(text: str, start: int, values: Collection[str]) -> bool:
    """Whether a word that is also a value stands behind values: "green, polyester and laptop" of a backpack."""
    return _before(text, start, values) < start


def _count(said: str, values: Collection[str]) -> int:
    """How many values a run of them holds, the longest first."""
    count = 0
    for value in sorted(values, key=len, reverse=True):
        if value and value.lower() in said.lower():
            said, count = said.lower().replace(value.lower(), " ", 1), count + 1
    return count
