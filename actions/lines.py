"""Which items of an order words mean: "the blue mug", "both", "all but the tent", 蓝色的那个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from actions.ellipsis import place
from actions.kinds import kind_in
from actions.names import named_in
from actions.services import Services
from actions.variants import is_said, parts_of
from actions.words import alike, plain
from shop.catalogue import Product
from shop.order_view import OrderLine

_ALL = re.compile(
    r"\b(?:all(?! right| good)|both|everything|every ?one|each|whole|entire|the lot|the rest)\b"
    r"|全部|全都|所有|整[个单]|全[退换取要]|都[退换取要不是坏没]|两[个件双样条]都|[俩仨]",
    re.I,
)
_BOTH = re.compile(r"\bboth\b|两[个件双条样]|[俩仨]", re.I)
_EXCEPT = re.compile(r"\b(?:all|everything|every ?one) (?:but|except(?: for)?|apart from|besides|without)\b|除了", re.I)
_APART = re.compile(r"[,;，。；、\n&+]|\b(?:and|plus|as well as|also)\b|和|还有|以及|跟")
_COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_COUNT = rf"({'|'.join(_COUNTS)}|[1-9])"
_QUANTITY = (
    re.compile(rf"(?<![\w.#$]){_COUNT}\s*(?:x|×|of|out of|piece|pair|unit)s?\b"),
    re.compile(rf"\b(?:only|just|make it|keep|return|cancel|exchange|change|swap)\s+{_COUNT}(?![\w.])"),
    re.compile(rf"(?<![\w.#$]){_COUNT}\s+(?=[a-z]+s\b)(?!person|people|days)"),
    re.compile(rf"^\W*{_COUNT}(?: please| pls| only)?\W*$"),
    re.compile(r"([一两二三四五六七八九1-9])\s*[个件双条顶只套把张盒包瓶支样](?!人)"),
)
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九", start=1)} | {"两": 2}


@dataclass
class Named:
    """Lines that are surely meant, with how many of each (None: not said), and lines of which one may be meant."""

    lines: list[tuple[OrderLine, int | None]] = field(default_factory=list)
    either: list[OrderLine] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines or self.either)


def lines_named(services: Services, text: str, lines: Sequence[OrderLine], by_colour: bool = True) -> Named:
    """The items of `lines` that a text names; `Named()` is falsy where it names none.

    `by_colour`: "the blue one" says which; else a colour only narrows what is named otherwise.
    """
    text = plain(text)
    without = _EXCEPT.search(text)
    if without is not None:
        left_out = {line.line for line, _ in lines_named(services, text[without.end() :], lines).lines}
        return Named([(line, line.quantity) for line in lines if line.line not in left_out]) if left_out else Named()
    found = Named()
    for piece in _APART.split(text):
        _add(found, _in_piece(services, piece, lines, by_colour), quantity_in(piece), says_all(piece))
    if found:
        return found
    if says_all(text):
        return Named([(line, line.quantity) for line in lines])
    at = place(text, len(lines))
    return Named([(lines[at], quantity_in(text))]) if at is not None else Named()


def says_all(text: str) -> bool:
    """Whether everything is meant."""
    return _ALL.search(plain(text)) is not None


def says_both(text: str) -> bool:
    """Whether two are meant."""
    return _BOTH.search(text) is not None


def quantity_in(text: str) -> int | None:
    """How many are meant, where it is said."""
    for pattern in _QUANTITY:
        match = pattern.search(plain(text))
        if match:
            said = match[1]
            return _NUMERALS.get(said) or (_COUNTS.index(said) + 1 if said in _COUNTS else int(said))
    return None


def _add(found: Named, lines: Sequence[OrderLine], quantity: int | None, everything: bool) -> None:
    known = {line.line for line, _ in found.lines}
    lines = [line for line in lines if line.line not in known]
    if len(lines) == 1 or (lines and everything):
        found.lines += [(line, line.quantity if everything else quantity) for line in lines]
    else:
        found.either += [line for line in lines if line not in found.either]


def _in_piece(services: Services, piece: str, lines: Sequence[OrderLine], by_colour: bool) -> list[OrderLine]:
    """Those of a name or a kind that the piece says, narrowed by colour and size where that leaves any."""
    ids = products_named(services, piece, lines)
    if ids is None:
        return (
            []
            if not by_colour
            else [line for line in lines if any(is_said(part, piece) for part in parts_of(line.variant)[:1])]
        )
    of_this = [line for line in lines if line.product_id in ids]
    if len(of_this) < 2:
        return of_this
    scores = [sum(is_said(part, piece) for part in parts_of(line.variant)) for line in of_this]
    return [line for line, score in zip(of_this, scores, strict=True) if score == max(scores)]


def products_named(services: Services, piece: str, lines: Sequence[OrderLine]) -> frozenset[str] | None:
    """Ids of the products that a piece names by their own name or by their kind; None: it names none."""
    ids = {line.product_id for line in lines}
    products: list[Product] = [product for product in services.catalogue.all() if product.id in ids]
    groups, rest = named_in(services, piece, products)
    kind, _, _ = kind_in(services, rest, products)
    named = frozenset(product.id for group in groups for product in group)
    if named:
        return (named & kind if kind else named) or named
    if kind is not None:
        return kind
    said = re.findall(r"[a-z]{4,}", piece)
    by_word = frozenset(
        line.product_id
        for line in lines
        if any(alike(word, own) for word in said for own in re.findall(r"[a-z]{4,}", line.name["en"].lower()))
    )
    return by_word or None
