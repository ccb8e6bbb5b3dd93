"""Colours as shoppers say them, by their plain English names; the catalogue knows which of its own these may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found

_PLAIN = """
moss slate ochre cream rust berry black white brown beige khaki blue green red yellow orange pink silver teal olive
turquoise mustard
"""
_ENGLISH = {
    "navy": "navy(?: blue)?|dark blue", "sky": "sky(?:[ -]?blue)?|light blue", "charcoal": "charcoal",
    "forest": "(?<!the )forest(?: green)?|dark green", "grey": "gr[ae]y", "gold": "gold(?:en)?",
    "purple": "purple|violet", "burgundy": "burgundy|maroon",
}  # fmt: skip
_ENGLISH |= {name: name for name in _PLAIN.split()}
_CHINESE = {
    "moss": "苔藓?绿", "slate": "石板灰", "ochre": "赭石?[色黄]", "navy": "藏[青蓝]|海军蓝|深蓝", "charcoal": "炭[灰黑]|深灰",
    "cream": "奶油白?|米白", "rust": "铁?锈[红色]", "sky": "天蓝|浅蓝", "forest": "墨绿|深绿|森林绿", "berry": "莓[红果]|浆果",
    "burgundy": "酒红", "pink": "粉红", "turquoise": "湖蓝", "olive": "橄榄绿", "khaki": "卡其",
}  # fmt: skip
_SIGNS = {
    "黑": "black", "白": "white", "灰": "grey", "棕": "brown", "褐": "brown", "蓝": "blue", "绿": "green", "红": "red",
    "黄": "yellow", "橙": "orange", "橘": "orange", "紫": "purple", "粉": "pink", "银": "silver", "金": "gold",
    "青": "teal", "米": "beige", "咖啡": "brown",
}  # fmt: skip
_IN_ENGLISH = re.compile(
    r"(?<![a-z])(?<!of )(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _ENGLISH.items()) + r")(?![a-z])"
    r"(?! (?:friday|friday's|members?|card|tier|status|tea|coffee|wine|juice|cheese|noise|spots?|stains?|marks?|remover|on my|on the|on it)\b)",
    re.I,
)
_IN_CHINESE = re.compile("(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _CHINESE.items()) + ")色?")
_SIGN = re.compile(f"({'|'.join(_SIGNS)})(?:色(?!盲)|(?=的|款)|(?=[SMLX]{{1,3}}码))")


def find_colours(text: str) -> Iterator[Found]:
    """English names, of a shop's palette too ("navy", "moss"); 灰色 is "grey"."""
    for pattern in (_IN_ENGLISH, _IN_CHINESE):
        for match in pattern.finditer(text):
            yield "colour", str(match.lastgroup), match.start(), match.end()
    for match in _SIGN.finditer(text):
        yield "colour", _SIGNS[match[1]], match.start(), match.end()
