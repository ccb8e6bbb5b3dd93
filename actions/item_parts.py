"""Several items in one message, each with what is said of it: "the mug for the blue one and the lamp, tall please"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise

from actions.mentions import Mention, mentions_in
from actions.services import Services
from actions.variants import parts_of, says_this, variants_meant
from shop.options import VariantOption
from shop.order_view import OrderLine

_LISTED = re.compile(r"(?<![\w.])\(?\d{1,2}[.)](?=\s)")
_TOGETHER = re.compile(r"[\s,，、;+&]*(?:(?:and|plus|as well as|also|both|the|my|和|跟|还有|以及)[\s,，、]*)*", re.I)
_STAYS = re.compile(r"(?:\b(?:keep(?:ing)?|leave|not)\s+(?:the|my)?\s*|保留|不换)$", re.I)
_STAY = re.compile(r"\s*(?:can |should |may )?(?:stays?\b|保留|不变|不换|照发)", re.I)
Variants = Callable[[str], Sequence[VariantOption]]  # the variants of a line's product


def parts_about(
    services: Services, text: str, lines: Sequence[OrderLine], variants: Variants, number: str = ""
) -> dict[str, str]:
    """By line, the words about what it is to become; only lines that are named and of which something is said.

    `number` is the order's, whose digits are no size. Items that are listed together share what stands behind them.
    """
    text = _LISTED.sub(lambda mark: ";" * len(mark[0]), unicodedata.normalize("NFKC", text))
    text = text.replace(number, " " * len(number)) if number else text
    options = {line.line: variants(line.line) for line in lines}
    values = {value for each in options.values() for option in each for value in _values(option)}
    groups = _groups(text, [each for each in mentions_in(services, text, lines, values) if len(each.lines) == 1])
    if not groups:
        return {}
    stays = [_STAYS.search(text[: group[0].start]) or _STAY.match(text[group[-1].end :]) for group in groups]

    def says(line: OrderLine, words: str) -> bool:
        given = options[line.line]
        return bool(variants_meant(words, given, line.variant)) or says_this(words, given, line.variant)

    said: dict[str, list[str]] = {}
    for group, words, kept in zip(groups, _words(text, groups, says), stays, strict=True):
        for line in (mention.lines[0] for mention in group if not kept):
            if words and says(line, words):
                said.setdefault(line.line, []).append(words)
    return {line: ", ".join(words) for line, words in said.items()}


def _words(text: str, groups: Sequence[Sequence[Mention]], says: Callable[[OrderLine, str], bool]) -> list[str]:
    """What is said of each group: what stands behind it, or before it, whichever says something of more of them."""
    edges = [(0, 0), *((group[0].start, group[-1].end) for group in groups), (len(text), len(text))]
    between = [text[end:start] for (_, end), (start, _) in pairwise(edges)]
    behind, before = between[1:], between[:-1]
    if len(groups) == 1:
        return [f"{before[0]} {behind[0]}"]

    def count(words: Sequence[str]) -> int:
        return sum(any(says(each.lines[0], said) for each in group) for group, said in zip(groups, words, strict=True))

    if count(before) > count(behind):
        return list(before)
    first = groups[0][0].lines[0]
    if not says(first, behind[0]) and says(first, before[0]):
        return [before[0], *behind[1:]]
    return list(behind)


def _groups(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that are listed together: "the boots and the jacket"."""
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups and _TOGETHER.fullmatch(text[groups[-1][-1].end : mention.start]):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return groups


def _values(option: VariantOption) -> list[str]:
    return [value for part in parts_of(option.variant) for value in (part["en"], part["zh"])]
