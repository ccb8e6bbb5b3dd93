"""A message without the person in it, for what is kept to learn from: placeholders instead of what points to somebody.

What can be recognised is replaced; names and addresses by their surroundings and, where the shop knows the shopper, by
what it knows. Whoever keeps a message as an example reads it first. Patterns take time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from shop.privacy import MASK, mask

NAME, ADDRESS, EMAIL, PHONE, ORDER, NUMBER, LINK, SECRET = (
    "[name]", "[address]", "[email]", "[phone]", "[order]", "[number]", "[link]", "[secret]",
)  # fmt: skip
_STAND_INS = {  # nobody's: reserved domains and numbers, an order number as the examples write it
    "en": {NAME: "Ana", ADDRESS: "12 Elm Street", EMAIL: "ana@example.com", PHONE: "503 555 0142", ORDER: "1042",
           NUMBER: "48213077", LINK: "https://shop.example/page", SECRET: MASK},
    "zh": {NAME: "小林", ADDRESS: "云杉路12号", EMAIL: "ana@example.com", PHONE: "13800000000", ORDER: "1042",
           NUMBER: "48213077", LINK: "https://shop.example/page", SECRET: MASK},
}  # fmt: skip
_HAN = "㐀-䶿一-鿿"
_KINDS = (
    r"(?i:street|avenue|ave|road|rd|lane|ln|boulevard|blvd)|St|Drive|Dr|Way|Court|Ct|Place|Pl|Terrace|Square|Parkway"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = rf"[{_SURNAMES}](?![的是在了的有要])[{_HAN}](?:(?![的是在了有要想订买收先女小，。])[{_HAN}])?"
EMAIL_ADDRESS = re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.A)  # Chinese sets no space before it


class _Rule(NamedTuple):
    """Where the pattern has a group called `private`, only that is replaced."""

    placeholder: str
    pattern: re.Pattern[str]


_RULES = (
    _Rule(EMAIL, EMAIL_ADDRESS),
    _Rule(LINK, re.compile(r"(?i)\b(?:https?://|www\.)\S+")),
    _Rule(ADDRESS, re.compile(r"(?i)\bp\.? ?o\.? ?box \d+")),
    _Rule(
        ADDRESS,
        re.compile(
            rf"\b\d{{1,6}}[A-Za-z]?\s+(?:[\w.'-]+\s+){{1,4}}?(?:{_KINDS})\b\.?"
            r"(?:,?\s*(?i:apt|apartment|unit|suite|ste|flat)\.?\s*#?[\w-]{1,6})?"
            r"(?:,\s*[A-Z][\w.]{1,20}(?: [A-Z][\w.]{1,20})?)?(?:,?\s*[A-Z]{2})?(?:\s+\d{5}(?:-\d{4})?)?\b"
        ),
    ),
    _Rule(ADDRESS, re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b")),
    _Rule(ADDRESS, re.compile(r"(?i)\b(?:zip|postal|post)\s?code\s*(?:is|:)?\s*(?P<private>[\w-]{4,8}\b)")),
    _Rule(ADDRESS, re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")),
    _Rule(
        ADDRESS,
        re.compile(
            rf"(?:(?:寄|送|发|改)(?:到|去|成|为)|地址(?:是|为|改成|[:：])?|住在)\s*"
            rf"(?P<private>[{_HAN}]{{2,20}}(?:省|市|区|县|镇|路|街|道|巷|弄|村|小区)[{_HAN}\dA-Za-z-]{{0,24}}"
            r"(?:号|栋|幢|单元|室|楼|层|座))"
        ),
    ),
    _Rule(
        ADDRESS,
        re.compile(
            rf"[{_HAN}]{{1,12}}(?:路|街|道|巷|弄|胡同|小区|花园)\d{{1,5}}(?:号|弄|栋|幢)"
            rf"(?:[{_HAN}\dA-Za-z-]{{0,16}}(?:栋|幢|单元|室|楼|层|座))?"
        ),
    ),
    _Rule(
        NAME,
        re.compile(
            r"(?i)\b(?:my name is|my name's|the name is|under the name(?: of)?|name:|name on (?:it|the order) is)\s+"
            r"(?P<private>(?!(?:not|wrong|on|in|misspelled|spelled)\b)[^\W\d_][\w'’-]+"
            r"(?:\s+(?!(?:and|but|i|my|the|is|on|in|from|with|order|can|could|please|where|what|when)\b)[^\W\d_][\w'’-]+){0,2})"
        ),
    ),
    _Rule(
        NAME,
        re.compile(
            r"(?:\b(?i:i am|i'm|i’m|this is|mr|mrs|ms|dr|dear|regards|sincerely|cheers|thanks|thank you)\b[.,]?\s+)"
            r"(?P<private>[A-Z][a-z'’-]+(?:\s+[A-Z][a-z'’-]+){1,2}\b)"
        ),
    ),
    _Rule(
        NAME,
        re.compile(
            r"(?:\b(?i:i'm|i am|mr|mrs|ms|dr)\b\.?\s+)"
            r"(?P<private>[A-Z][a-z'’-]+)(?=\s*(?:[,.!?]|and\b|from\b|$))"
        ),
    ),
    _Rule(NAME, re.compile(r"(?i:regards|sincerely|cheers|thanks|thank you),\s+(?P<private>[A-Z][a-z'’-]+)[.!]?$")),
    _Rule(
        NAME,
        re.compile(rf"(?:我叫|名字(?:是|叫)|姓名[:：是]?|(?:[收寄]件|收货)人[:：是]?)\s*(?P<private>{_GIVEN})"),
    ),
    _Rule(NAME, re.compile(rf"(?P<private>[{_SURNAMES}](?:[{_HAN}]{{0,2}}?))(?=先生|女士|小姐|太太)")),
    _Rule(
        PHONE,
        re.compile(
            r"(?<![\w#])\+\d[\d ().-]{7,16}\d(?!\d)|(?<![\w#])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?!\d)"
            r"|(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)\d{10}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
        ),
    ),
    _Rule(
        NUMBER,
        re.compile(r"(?a)\b(?=[A-Z-]{0,6}\d)(?=[\dA-Z-]{0,30}[A-Z])[\dA-Z][\dA-Z-]{7,30}\b|(?<![\d$€£¥])\d{9,30}"),
    ),
    _Rule(
        ORDER,
        re.compile(
            r"(?<![\w.,/$€£¥[-])(?<!in )(?<!by )(?<!since )(?<!until )(?<!year )(?:[A-Z]{1,3}-)?\d{4,8}(?!\d|[.,]\d|%)"
            r"(?!\s?(?i:mm|cm|kg|ml|mah|w\b|g\b|dollars?|usd|bucks)|\s?(?:元|块|年|美元|刀))",
            re.A,
        ),
    ),
    _Rule(ORDER, re.compile(rf"(?<=[{_HAN}#])\d{{4,8}}(?!\d|\s?(?:元|块|年|美元|刀))")),
)  # fmt: skip


def scrub(text: str, known: Mapping[str, str] | None = None) -> str:
    """`text` with placeholders. `known` maps texts that the shop knows to be the shopper's to their placeholders."""
    known = known or {}
    text = mask(text).replace(MASK, SECRET)
    text = _without(text, {private: placeholder for private, placeholder in known.items() if " " in private})
    for rule in _RULES:
        text = rule.pattern.sub(partial(_replaced, rule.placeholder), text)
    return _without(text, known)


def fill(text: str, locale: str) -> str:
    """Placeholders as the words of nobody, so that an example looks like what shoppers write."""
    for placeholder, words in _STAND_INS[locale].items():
        text = text.replace(placeholder, words)
    return text


def _without(text: str, known: Mapping[str, str]) -> str:
    for private, placeholder in sorted(known.items(), key=lambda pair: -len(pair[0])):
        if len(private) > 1:
            text = re.sub(rf"(?i)(?<![A-Za-z\[]){re.escape(private)}(?![A-Za-z\]])", placeholder, text)
    return text


def _replaced(placeholder: str, found: re.Match[str]) -> str:
    if "private" not in found.re.groupindex:
        return placeholder
    start, end = found.start("private") - found.start(), found.end("private") - found.start()
    return found[0][:start] + placeholder + found[0][end:]
