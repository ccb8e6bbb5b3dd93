"""Several items in one message, each with what is said of it: "the mug for the blue one and the lamp, tall please"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.lines import lines_named
from actions.services import Services
from actions.words import HAN, plain
from shop.order_view import OrderLine

_APART = re.compile(r"[,;，。；、\n&+]|\b(?:and|also|plus|as well as)\b|和|还有|以及")


def parts_about(services: Services, text: str, lines: Sequence[OrderLine]) -> dict[str, str]:
    """By line, the pieces that name it and the nameless ones behind them; what stands before all is the first's."""
    said: dict[str, list[str]] = {}
    current, before = "", list[str]()
    for piece in (piece.strip() for piece in _APART.split(text)):
        named = lines_named(services, piece, lines, by_colour=False).lines
        current = named[0][0].line if len(named) == 1 else current
        (said.setdefault(current, []) if current else before).append(piece)
    if said:
        first = next(iter(said))
        said[first] = [*before, *said[first]]
    return {line: ", ".join(pieces) for line, pieces in said.items()}


def lines_besides(text: str, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Lines that a later piece of a text names by the noun of their name; of two with one name, neither."""
    pieces = _APART.split(plain(text))[1:]
    named = [line for line in lines if any(_names(piece, line) for piece in pieces)]
    return [line for line in named if sum(each.name["en"] == line.name["en"] for each in named) == 1]


def _names(piece: str, line: OrderLine) -> bool:
    noun = plain(line.name["en"]).split()[-1:]
    chinese = line.name.get("zh", "")
    if HAN.search(chinese) and chinese in piece:
        return True
    return bool(noun) and re.search(rf"(?<![\w-]){re.escape(noun[0])}(?:e?s)?(?![\w-])", piece) is not None
