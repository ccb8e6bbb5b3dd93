"""Parts of postal addresses of the USA and Canada, on one line as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found
from bot.nlu.values.places import STATE_CODES, STATES

ZIP = r"(?:\d{5}(?:-\d{4})?(?!\d|[.-]\d)|[A-Z]\d[A-Z] ?\d[A-Z]\d(?![A-Za-z0-9]))"
_SURE = "street|avenue|ave|road|rd|boulevard|blvd|lane|ln|parkway|pkwy|terrace|highway|hwy|crescent|turnpike|drive|court|square"
_UNSURE = "st|dr|ct|pl|place|way|ter|cir|circle|sq|loop|trail|trl|row|path|run|close|walk|cres|hill|pike|broadway|alley"
_TALK = (  # words that no street's name has, so that "1001 is on its way" is none
    "is|are|was|were|on|in|at|its|it|my|your|this|that|to|by|from|of|for|and|or|not|no|days?|weeks?|months?|hours?|minutes?"
    "|mins|orders?|did|does|has|have|had|still|only|a|an|please|pls|i|you|we|they|be|been|any|some|with|but|so|number|lost"
    "|arrived|came|got|dollars|bucks|people|person|km|miles|cm|mm|kg|lbs?|should|would|could|can|will|never|also|sent|went"
)
_SIDE = r"(?:NE|NW|SE|SW|[NSEW]|North|South|East|West)"
_NAME = rf"(?:(?!(?:{_TALK})\b)[A-Za-z0-9][A-Za-z0-9'’.-]{{0,19}} )"
_UNIT = (
    r"(?:,? (?:apt|apartment|unit|suite|ste|floor|fl|bldg|building|room|rm|lot)\b\.? ?#?[A-Za-z0-9-]{1,6}"
    r"|,? ?# ?[A-Za-z0-9-]{1,6})?"
)
_DOOR = r"(?<![\w$#.,/-])\d{1,5}(?:[A-Za-z]|-\d{1,4})?"
_STREETS = (
    re.compile(
        rf"{_DOOR} (?:{_SIDE}\.? )?{_NAME}{{1,3}}?(?:{_SURE})\b(?! (?:{_SURE}|{_UNSURE})\b)\.?(?: {_SIDE}\b(?!['.]))?{_UNIT}",
        re.I | re.A,
    ),
    re.compile(
        rf"{_DOOR} (?:{_SIDE}\.? )?(?:{_NAME}{{1,3}}?|(?=broadway))(?:{_UNSURE})\b(?! (?:{_SURE}|{_UNSURE})\b)\.?(?: {_SIDE}\b(?!['.]))?"
        rf"(?=$|[,;!?]| (?:apt|unit|suite|ste|#|(?-i:[A-Z]))|\.(?: |$)| (?:please|pls|thanks?|thx|instead|not|and|same)\b|[一-鿿])"
        rf"{_UNIT}",
        re.I | re.A,
    ),
    re.compile(r"\bP\.? ?O\.? ?Box \d{1,6}\b", re.I | re.A),
)
_WORD = r"[A-Za-z][A-Za-z.'’-]{1,15}"
_REGION = rf"(?P<region>{STATES}|{STATE_CODES})\b\.?"
_BEHIND_STREET = re.compile(
    rf"[,;]? ?(?:in )?(?P<city>{_WORD}(?: {_WORD}){{0,2}}?)(?:, ?|,? ){_REGION}(?:,? ?(?P<postcode>{ZIP}))?"
    rf"|[,;]? ?(?P<city2>{_WORD}(?: {_WORD}){{0,2}}?),? (?P<postcode2>{ZIP})"
    r"|[,;] ?(?P<city3>(?-i:[A-Z])[a-z]{2,15}(?: (?-i:[A-Z])[a-z]{2,15})?)(?=$|[.,!?])",
    re.I | re.A,
)
_CAPITAL = r"[A-Z][a-z.'’-]{1,15}"
_PLACES = (  # a city with its state, without a street
    re.compile(
        rf"(?<![A-Za-z])(?P<city>{_CAPITAL}(?: {_CAPITAL}){{0,2}}),? (?P<region>{STATE_CODES})(?![A-Za-z])"
        rf"(?:,? ?(?P<postcode>{ZIP}))?"
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<city>{_CAPITAL}(?: {_CAPITAL}){{0,2}}), ?(?P<region>{STATES})(?![A-Za-z])"
        rf"(?:,? ?(?P<postcode>{ZIP}))?"
    ),
    re.compile(rf"(?:^|, ?)(?P<region>{STATE_CODES}|{STATES}),? (?P<postcode>{ZIP})"),  # a piece of an address
    re.compile(
        rf"(?:\b(?:in|to|from|near) |, ?|^)(?P<city>[a-z]{{3,15}}(?: [a-z]{{3,15}})?),? {_REGION},? (?P<postcode>{ZIP})",
        re.I | re.A,
    ),
)
_SAYS = r"(?:(?: name)?(?: (?:should|must|has to|needs to|is|be|say|read|to|was|now|changed|field))*[:,]? | ?[:：] ?)"
_TOLD = (
    re.compile(rf"\b(?:city|town){_SAYS}(?P<city>{_CAPITAL}(?: {_CAPITAL}){{0,2}})"),
    re.compile(
        rf"\b(?:city|town)\b[^.!?\d]{{0,24}} (?:should be|should say|it's|its|is|to) (?P<city>{_CAPITAL}(?: {_CAPITAL}){{0,2}})"
    ),
    re.compile(rf"城市[^。0-9]{{0,9}}?[是为成：:] ?(?P<city>{_CAPITAL}(?: {_CAPITAL}){{0,2}}|[一-鿿]{{2,3}}市)"),
    re.compile(rf"\b(?:state|province){_SAYS}(?P<region>{STATES}|{STATE_CODES})(?![A-Za-z])", re.I | re.A),
    re.compile(
        rf"\b(?:state|province)\b[^.!?\d]{{0,24}} (?:should be|should say|it's|its|is|to) (?P<region>{STATES}|{STATE_CODES})"
        r"(?![A-Za-z])",
        re.I | re.A,
    ),
    re.compile(rf"州[^。\d]{{0,9}}?(?P<region>{STATES}|{STATE_CODES})(?![A-Za-z])", re.I | re.A),
    re.compile(r"(?<![\w.-])(?P<postcode>\d{5}-\d{4})(?![\w.-])"),
    re.compile(
        r"(?:\b(?:zip|post(?:al)? ?code)s?(?: ?code)?\b|邮编|邮政编码)[^\n]{0,32}?(?<![\w.-])"
        rf"(?P<postcode>\d{{6}}(?!\d)|{ZIP}|[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}\b)"
        r"(?:(?:(?!order|订单|单号|#)[^\d\n]){1,14}(?P<postcode2>\d{5,6})(?!\d))?",
        re.I | re.A,
    ),
)


def find_addresses(text: str) -> Iterator[Found]:
    """Street (with door and unit), city, region and postcode, each as typed."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            street = match[0].rstrip(" .,")
            yield "street", street, match.start(), match.start() + len(street)
            behind = _BEHIND_STREET.match(text, match.end())
            if behind:
                yield from parts(behind)
    for pattern in (*_PLACES, *_TOLD):
        for match in pattern.finditer(text):
            yield from parts(match)


def parts(match: re.Match[str]) -> Iterator[Found]:
    """The named groups of a match as values; a digit at the end of a name is no part of the kind."""
    for name, part in match.groupdict().items():
        if part:
            yield name.rstrip("23"), part, *match.span(name)
