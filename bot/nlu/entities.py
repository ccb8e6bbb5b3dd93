"""Values that flows need, found by pattern: order numbers, e-mail, telephone, codes, money, colours, sizes, articles.

Products are spans only ("the kestrel tent"): which product it is, the action finds out, with the catalogue at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

COLOURS = {
    "moss": "moss|苔绿|苔藓绿", "slate": "slate|石板灰", "ochre": "ochre|yellow|赭|黄色?", "navy": "navy|藏青|海军蓝",
    "charcoal": "charcoal|gr[ae]y|炭灰|灰色?", "cream": "cream|beige|米白|米色", "rust": "rust|orange|铁锈红|橙色?|橘色",
    "sky": "sky[ -]?blue|light blue|天蓝|浅蓝", "black": "black|黑色?", "white": "white|白色?",
    "forest": "forest|dark green|墨绿|深绿", "berry": "berry|purple|pink|紫色?|莓红|粉色?",
    "blue": "blue|蓝色?", "green": "green|绿色?", "red": "red|红色?",
}  # fmt: skip
FAMILIES = {"blue": ("navy", "sky"), "green": ("moss", "forest"), "red": ("rust", "berry")}

PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("email", re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")),
    ("phone", re.compile(r"(?<![\w#])\+?\(?\d{3,4}\)?[ .-]\d{3}[ .-]?\d{4}(?!\d)|(?<!\d)(?:\+?1[ .-]?)?\d{10}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|\+\d[\d ().-]{7,16}\d")),
    ("money", re.compile(r"(?:US)?[$€£¥]\s?\d+(?:[.,]\d{1,2})?|\b\d+(?:\.\d{1,2})?\s?(?:dollars?|bucks|usd)\b|(?<!\d)\d+(?:\.\d{1,2})?\s?(?:美元|美金|刀|块钱?|元)", re.I)),
    ("code", re.compile(r"•{4,8}")),
    ("order_number", re.compile(r"(?:#|№|\bno\.?\s?|\border\s?(?:number|no\.?|nr\.?)?\s?[:#]?\s?|订单号?[：:]?\s?|单号[：:]?\s?)?(?<![\d.$-])(\d{4,7})(?![\d%]|[.-]\d|\s?(?:mm|cm|kg|ml|g|inch|w|mah)\b|\s?(?:元|美元|块|年))", re.I)),
    ("size", re.compile(r"(?<![\w])(?:size|尺码|码数)\s?(\d{2}(?:\.5)?|xxs|xs|s|m|l|xl|xxl)(?![\w])|(?<![\w'])(xxs|xs|xl|xxl|small|medium|large)(?![\w])|(\d{2}(?:\.5)?)\s?码", re.I)),
]  # fmt: skip
_COLOURS = [(name, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.I)) for name, words in COLOURS.items()]
_YEAR_CONTEXT = re.compile(r"(?:in|since|year|until|by|年)\s*$", re.I)


def find(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(kind, value, start, end) in the order of the text; a character belongs to one value at most."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[str, str, int, int]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if kind == "order_number" and _YEAR_CONTEXT.search(text[: match.start()]):
                continue
            groups = [group for group in match.groups() if group] or [match.group(0)]
            found.append((kind, _value(kind, groups[0]), match.start(), match.end()))
            taken.append((match.start(), match.end()))
    found.extend(_colours(text, taken))
    yield from sorted(found, key=lambda each: each[2])


def _colours(text: str, taken: list[tuple[int, int]]) -> Iterator[tuple[str, str, int, int]]:
    for name, pattern in _COLOURS:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append((match.start(), match.end()))
                yield "colour", name, match.start(), match.end()


def _value(kind: str, raw: str) -> str:
    if kind == "money":
        return re.sub(r"[^\d.]", "", raw.replace(",", "."))
    if kind == "email":
        return raw.lower()
    return raw.strip()
