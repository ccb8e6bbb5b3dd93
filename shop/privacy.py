"""Card numbers, passwords and one-time codes, masked before anything is stored, logged or shown."""

from __future__ import annotations

import re
from typing import Any

MASK = "••••"
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF1A: ":", 0xFF1D: "="}  # full-width forms

_DIGIT_RUN = re.compile(r"(?a)(?<!\w)\d(?:[ \u00a0.\-–]{0,2}\d){12,40}(?!\w)")
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
    r"(?ai)\b((?:pass\s?word|pass\s?phrase|passcode|passwd|pwd)\b\s*(?:[:=]\s*|(?:is|was)\s*:?\s*"
    + _NO_SECRET
    + r"))\S+"
)
_PASSWORD_ZH = re.compile(r"(?a)((?:密码|口令)(?:是|为|:|=|叫|\s)*)[!-~]{3,}")
_CODE = re.compile(
    r"(?ai)(?<!zip )(?<!postal )(?<!post )(?<!area )(?<!country )(?<!promo )(?<!coupon )(?<!discount )"
    r"(\b(?:code|otp|passcode)\b\s*(?:is|was|:|=|#|-|\s)*\s*)(?:\d{6}|\d{3}[ -]\d{3})(?!\d)"
)
_SECURITY_CODE = re.compile(
    r"(?ai)(\b(?:verification|one[ -]time|security|login|log-in|sign-in|access|sms|otp|pin)"
    r"(?: code| number)?\s*(?:is|was|:|=|#)?\s*)"
    r"\d{4,8}(?!\d)"
)
_CODE_ZH = re.compile(r"(?a)((?:验证码|校验码|动态码)(?:是|为|:|=|\s)*)\d[\d ]{2,8}\d")
_CVV = re.compile(
    r"(?ai)((?:\b(?:cvv2?|cvc2?|csc|security code)\b|安全码)"
    r"\s*(?:number|code)?\s*(?:is|was|:|=|是|为|\s)*)\d{3,4}(?!\d)"
)
_BARE_CODE = re.compile(r"(?a)(?<![\d#])(\d{6}|\d{3}[ -]\d{3})(?!\d)")
_WORDED = (_PASSWORD, _PASSWORD_ZH, _CVV, _CODE, _SECURITY_CODE, _CODE_ZH)


def mask(text: str) -> str:
    """`text` with what must not be kept replaced by ••••; order numbers, tracking numbers and phone numbers stay.

    Card numbers are those of a known brand whose check digit is right (Luhn), with or without spaces and dashes.
    """
    spans = [span for run in _DIGIT_RUN.finditer(text.translate(_WIDE)) for span in _cards_in(run)]
    for start, end in reversed(spans):
        text = text[:start] + MASK + text[end:]
    for pattern in _WORDED:
        text = _hide(pattern, text)
    return text


def find_code(text: str) -> str | None:
    """The six digits of a one-time code in `text`, where there is exactly one; for a turn that waits for a code."""
    found = _BARE_CODE.findall(text.translate(_WIDE))
    return re.sub(r"\D", "", found[0]) if len(found) == 1 else None


def mask_code(text: str) -> str:
    """`mask`, and every bare six-digit number too: for a conversation to which a code was just sent."""
    wide = text.translate(_WIDE)
    for found in reversed(list(_BARE_CODE.finditer(wide))):
        text = text[: found.start()] + MASK + text[found.end() :]
    return mask(text)


def mask_all(value: Any) -> Any:
    """`mask` applied to every text inside lists and dicts; anything else comes back as it is."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, list | tuple):
        return [mask_all(item) for item in value]
    if isinstance(value, dict):
        return {key: mask_all(item) for key, item in value.items()}
    return value


def _hide(pattern: re.Pattern[str], text: str) -> str:
    # Matched on ASCII digits and colons, cut out of the text as typed: both have the same length.
    for found in reversed(list(pattern.finditer(text.translate(_WIDE)))):
        text = text[: found.end(1)] + MASK + text[found.end() :]
    return text


def _cards_in(run: re.Match[str]) -> list[tuple[int, int]]:
    """Where in a run of digit groups a card number stands; the longest from the leftmost group wins."""
    groups = [(run.start() + g.start(), run.start() + g.end()) for g in re.finditer(r"\d+", run[0])]
    spans: list[tuple[int, int]] = []
    first = 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            start, end = groups[first][0], groups[last][1]
            if _is_card(re.sub(r"\D", "", run.string[start:end])):
                spans.append((start, end))
                first = last
                break
        first += 1
    return spans


def _is_card(digits: str) -> bool:
    if not any(brand.match(digits) and len(digits) in lengths for brand, lengths in _BRANDS):
        return False
    doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
