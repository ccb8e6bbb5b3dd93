"""Order numbers: bare digits, with a sign or a word before them, spelled in Chinese numerals, or a shop's own letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found
from bot.nlu.values.numerals import chinese

_NAMED = re.compile(  # "order no. 1001", "#W2378156", "ord1037", "订单号：1001"
    r"(?:(?:[#№]|\b(?:purchase )?(?:orders?|ord)\.?(?: ?(?:number|num|no|nr|id|ref|reference)\b\.?)?|\b(?:number|no|nr|num|ref)\b\.?)"
    r"(?: (?:is|was)\b)?(?: ?[#:=：-])?(?: ?#)?|(?:订单|单子|单)(?:编号|号码|号)?[是为叫]? ?[:：#]?) ?"
    r"([A-Za-z]{0,4}-?\d{4,10}|(?<=[#№])\d{3})(?![\w%]|[.,]\d|-\d)",
    re.I | re.A,
)
_SPACED = re.compile(
    r"(?:#|\border(?: (?:number|no\.?))?(?: is)?:?|订单号?[是:：]?) ?(\d(?: \d){3,7})(?![ -]?\d)", re.I | re.A
)
_SPELLED = re.compile(
    r"(?:订单|单子|单)(?:编号|号码|号)?[是为]? ?[:：]? ?([零〇一二三四五六七八九幺]{4,8})(?![个件双点万千百十])"
)
_BARE = re.compile(
    r"(?<![\w$€£¥#@+%•])(?<![\w$€£¥#@+%•][.:])(?:(?<!-)|(?<=\b\d{4}-))#?(\d{4,7})"
    r"(?![\w%]|[.:]\d|,\d{3}(?!\d)|[/-]\d{1,3}(?!\d)|-[A-Za-z]| (?:model|version|series|edition)\b"
    r"|[ -](?:mm|cm|km|kg|ml|g|lb|lbs|oz|inch|inches|w|mah|l|m|ft|lumens?|lm|points?|pts|miles|steps|am|pm"
    r"|pieces?|pcs?|pce|count|sheets?)\b"
    r"|[ -](?:dollars?|bucks|usd|cny|rmb|yuan|euros?|eur)\b"
    r"| ?(?:元|美元|美金|刀|块|年|毫安|毫米|厘米|克|公斤|片|张|粒|积分|分|流明|度|米|公里|人))",
    re.I | re.A,
)
_LETTERED = re.compile(r"(?<![\w@.$/-])#?([A-Z]{1,3}-?\d{6,10})(?![\w@%/-]|[.,]\d)", re.I | re.A)
_OTHER_BEFORE = re.compile(  # what stands before letters and digits that are something else's
    r"\b(?:tracking|track|voucher|coupon|promo|gift ?card|ticket|serial|sku|article|iban|code|pin|model)"
    r"(?: (?:number|no\.?|nr\.?|code|id))?:?(?: is)? $|[券码]号?[是为:： ]{0,2}$",
    re.I | re.A,
)
_ALONE = re.compile(r"([A-Z]{1,4}-?\d{4,10})[.!?]?", re.I | re.A)
_NONE_BEFORE = re.compile(  # what stands before digits that are no order
    r"(?:\b(?:model|version|ext|extension|zip(?: ?code)?|post(?:al)? ?code|code|pin|ending|ends|four|digits|flight|room|apt"
    r"|suite|box|card|visa|mastercard|amex|than|under|over|most|least|up to|budget)\.?,?:?(?: (?:is|was|with|in|of|code))?"
    r"|尾号|[末后]四位|邮编|邮政编码|分机|预算|型号|版本|超过|低于|不到|约)[是为:： ]{0,2}$",
    re.I | re.A,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|year|until|till|of|by|from|for|an?|the|my|old|new|spring|summer|autumn|fall|winter|\d(?:st|nd|rd|th)?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?),?|年) ?$",
    re.I | re.A,
)
_ORDER_BEHIND = re.compile(r" (?:order|one|parcel|package|delivery|shipment|refund|return)\b", re.I)
_WINDOW = 28  # characters before digits in which a word may say that they are no order


def find_order_numbers(text: str) -> Iterator[Found]:
    """Digits as typed; letters of a shop's own numbers in capitals: beside such a number, bare digits are none."""
    for pattern in (_NAMED, _SPACED):
        for match in pattern.finditer(text):
            yield "order_number", match[1].replace(" ", "").upper(), match.start(), match.end()
    for match in _SPELLED.finditer(text):
        yield "order_number", f"{chinese(match[1]):0{len(match[1])}d}", match.start(), match.end()
    lettered = [
        match
        for match in _LETTERED.finditer(text)
        if not _OTHER_BEFORE.search(text[max(0, match.start() - _WINDOW) : match.start()])
    ]
    for match in lettered:
        yield "order_number", match[1].upper(), match.start(), match.end()
    for match in () if lettered else _BARE.finditer(text):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        year = _YEAR.fullmatch(match[1]) and _YEAR_BEFORE.search(before) and not _ORDER_BEHIND.match(text, match.end())
        if not year and not _NONE_BEFORE.search(before):
            yield "order_number", match[1], match.start(), match.end()
    alone = _ALONE.fullmatch(text.strip())
    if alone:
        start = text.index(alone[1])
        yield "order_number", alone[1].upper(), start, start + len(alone[1])
