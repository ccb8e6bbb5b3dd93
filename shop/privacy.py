"""Card numbers, passwords and one-time codes, masked before anything is stored, logged or shown.

Every pattern takes time in proportion to the text: repeats are bounded or possessive (`*+` gives nothing back).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NewType

Masked = NewType("Masked", str)
Span = tuple[int, int]
MASK = "••••"
# Read alike: full-width forms, spaces that are none in ASCII, and dashes of all lengths. One character for one.
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF1A: ":", 0xFF1D: "="}
_WIDE |= dict.fromkeys((0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)), " ")
_WIDE |= dict.fromkeys((0x2212, 0xFE63, 0xFF0D, *range(0x2010, 0x2016)), "-")

_DIGITS = re.compile(r"[0-9]+")
_BRANDS = (  # prefix, lengths: https://en.wikipedia.org/wiki/Payment_card_number
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|6|8)"), (14,)),
    (re.compile(r"35|6011|64[4-9]|65|62|81"), (16, 17, 18, 19)),
)
# "my password is not working" holds no password.
_NO_SECRET = (
    r"(?!(?:not|no|never|now|wrong|incorrect|invalid|expired?|forgotten|lost|being|still|too|required|needed|reset"
    r"|blocked|locked|broken|correct|right|the|my|a|an|in|on|what|it|there|gone|missing|unknown|changed)\b)"
)
_PASSWORD = re.compile(
    r"(?ai)\b((?:pass\s?word|pass\s?phrase|passcode|passwd|pwd|pswd|pw)\b\s*+(?:[:=]\s*+|(?:is|was)\b\s*+:?\s*+"
    + _NO_SECRET
    # "password hunter2": without a verb, only what looks like one, and no address and no tracking number
    + r"|(?<=\s)(?=[^\s\d]*+\d)(?=\d*+[^\s\d])(?!1z)(?![^\s@]++@[^\s@.]++\.\w)(?=\S{5})))\S++"
)
_PASSWORD_ZH = re.compile(r"(?a)((?:密码|口令)(?:是|为|:|=|叫|\s)*+)[!-~]{3,}+")
_CODE = re.compile(
    r"(?ai)(?<!zip )(?<!postal )(?<!post )(?<!area )(?<!country )(?<!promo )(?<!coupon )(?<!discount )"
    r"(\b(?:code|otp|passcode)\b(?:\s|is\b|was\b|[:=#-])*+)(?:\d{6}|\d{3}[ -]\d{3})(?!\d)"
)
_SECURITY_CODE = re.compile(
    r"(?ai)(\b(?:verification|one[ -]time|security|login|log-in|sign-in|access|sms|otp|pin)"
    r"(?: code| number)?\s*+(?:is|was|:|=|#)?\s*+)"
    r"\d{4,8}(?!\d)"
)
_CODE_ZH = re.compile(r"(?a)((?:验证码|校验码|动态码)(?:是|为|:|=|\s)*+)\d[\d ]{2,8}\d")
_CVV = re.compile(
    r"(?ai)((?:\b(?:(?:cvv2?|cvc2?|csc)(?![a-z_])|security code\b)|安全码)"
    r"(?:\s|number\b|code\b|is\b|was\b|[:=是为])*+)\d{3,4}(?!\d)"
)
_CVV_AFTER = re.compile(  # "123 cvv", "123 is my security code"; what is said to be an order stays one
    r"(?ai)(?<![\w#-])(?<!order )(?<!orders )(?<!number )()\d{3,4}"
    r"(?=[\s(,]{0,3}(?:is\s{1,3}(?:my|the)\s{1,3}|是)?(?:(?:cvv2?|cvc2?|csc|security code)\b|安全码)(?!\W{0,12}\d))"
)
_TRIPLES = re.compile(r"(?<![0-9])(?<![0-9][ .-])[0-9]{3}[ -][0-9]{3}(?![ .-]?[0-9])")
_GIFT_CODE = re.compile(  # four letters and digits, at least four times, joined by hyphens, and a digit somewhere
    r"(?ai)()(?<![\w-])(?=[a-z-]{0,40}\d)(?:[a-z0-9]{4}-){3,7}[a-z0-9]{4}(?![\w-])"
)
_WORDED = (_PASSWORD, _PASSWORD_ZH, _CVV, _CVV_AFTER, _CODE, _SECURITY_CODE, _CODE_ZH, _GIFT_CODE)


def mask(text: str) -> Masked:
    """`text` with what must not be kept replaced by ••••; order numbers, tracking numbers and phone numbers stay.

    Card numbers are those of a known brand whose check digit is right (Luhn), whatever stands between their groups.
    """
    text = _cover(text, [span for run in _runs(text.translate(_WIDE), 3) for span in _cards_in(run)])
    for pattern in _WORDED:
        # Matched on ASCII digits and colons, cut out of the text as typed: both have the same length.
        text = _cover(text, ((found.end(1), found.end()) for found in pattern.finditer(text.translate(_WIDE))))
    return Masked(text)


def find_code(text: str) -> str | None:
    """The six digits of a one-time code in `text`, where there is exactly one; for a turn that waits for a code."""
    wide = text.translate(_WIDE)
    found = _codes_in(wide)
    return re.sub(r"[^0-9]", "", wide[slice(*found[0])]) if len(found) == 1 else None


def find_gift_code(text: str) -> str | None:
    """The gift card's code in `text`, where there is exactly one."""
    found = [match[0] for match in _GIFT_CODE.finditer(text.translate(_WIDE))]
    return found[0] if len(found) == 1 else None


def mask_code(text: str) -> Masked:
    """`mask`, and whatever `find_code` could read, too: for a conversation to which a code was just sent."""
    return mask(_cover(text, _codes_in(text.translate(_WIDE))))


def mask_all(value: Any) -> Any:
    """`mask` applied to every text inside lists and dicts; anything else comes back as it is."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list | tuple):
        return [mask_all(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_all(item) for key, item in value.items()}
    return value


def _cover(text: str, spans: Iterable[Span]) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [text[done:start], MASK]
        done = end
    return "".join([*parts, text[done:]])


def _runs(text: str, gap: int) -> Iterator[list[re.Match[str]]]:
    """Groups of digits, together where at most `gap` characters stand between them, none a letter or digit."""
    run: list[re.Match[str]] = []
    for group in _DIGITS.finditer(text):
        if run:
            between = text[run[-1].end() : group.start()]
            if len(between) > gap or any(sign.isalnum() for sign in between):
                yield run
                run = []
        run.append(group)
    if run:
        yield run


def _codes_in(text: str) -> list[Span]:
    """Six digits in one piece, in two of three, or in any pieces between which at most two signs stand."""
    spans = {found.span() for found in _TRIPLES.finditer(text)}
    for run in _runs(text, 2):
        spans |= {group.span() for group in run if len(group[0]) == 6}
        if len(run) <= 6 and sum(len(group[0]) for group in run) == 6:
            spans.add((run[0].start(), run[-1].end()))
    return sorted(span for span in spans if not _ends_a_number(text, span[0]))


def _ends_a_number(text: str, start: int) -> bool:
    """Whether the digits from `start` belong to something like 1Z7E4D520312."""
    return start > 1 and text[start - 1].isalpha() and text[start - 2].isdecimal()


def _cards_in(run: list[re.Match[str]]) -> list[Span]:
    """Where in a run of digit groups a card number stands; the longest from the leftmost group wins."""
    text = run[0].string
    if run[0][0][0] == "9" and len(run) <= 12 and 20 <= sum(len(group[0]) for group in run) <= 22:
        return []  # a parcel's number, of USPS or FedEx
    if len(run) == 1 and len(run[0][0]) == 16 and text[max(0, run[0].start() - 2) : run[0].start()].upper() == "1Z":
        return []  # one of UPS
    spans: list[Span] = []
    first = 0
    while first < len(run):
        digits, card = "", None
        for last in range(first, min(first + 19, len(run))):
            digits += run[last][0][:20]
            if len(digits) > 19 or digits[0] not in "234568":
                break
            if len(digits) > 12 and _is_card(digits):
                card = last
        if card is not None:
            spans.append((run[first].start(), run[card].end()))
            first = card
        first += 1
    return spans


def _is_card(digits: str) -> bool:
    if not any(brand.match(digits) and len(digits) in lengths for brand, lengths in _BRANDS):
        return False
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
