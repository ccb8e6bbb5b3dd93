"""E-mail addresses, telephone numbers, and one-time codes as they reach the assistant: masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.values.found import Found

_NAME = r"[A-Za-z0-9._%+-]"
_EMAIL = re.compile(
    rf"(?<!{_NAME})(?<!\w'){_NAME}(?:{_NAME}|'(?=[A-Za-z])){{0,63}}+ ?@ ?(?:[A-Za-z0-9-]{{1,63}}+\.){{1,8}}[A-Za-z]{{2,24}}(?![A-Za-z0-9])"
)
_SPOKEN = re.compile(  # "ada dot merritt at example dot com", "ada (at) example.com"
    rf"(?<!{_NAME})({_NAME}{{1,64}}+(?: dot [A-Za-z0-9_-]{{1,32}}+){{0,3}}) ?(?:\[at\]|\(at\)| at )"
    r" ?((?:[A-Za-z0-9-]{1,63}+(?:\.| dot | ?\(dot\) ?)){1,4}(?:com|net|org|edu|gov|io|co|cn|example|uk|de|fr|ca))"
    r"(?![A-Za-z0-9])",
    re.I,
)
_PHONE = re.compile(
    r"(?<![\w#$€£¥.-])(?:"
    r"\+\d(?:[ ().-]{0,2}\d){7,14}"  # +1 503 555 0142, +86 138 0013 8000
    r"|(?:1[ .-])?\(\d{3}\) ?[.-]?\d{3}[ .-]?\d{4}"  # (503) 555-0142
    r"|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]?\d{4}"  # 503-555-0142, 503 5550142
    r"|(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}"  # 138 0013 8000
    r"|0\d{2,3}[ -]?\d{7,8}|0\d{2,3}[ -]\d{4}[ -]\d{4}|\(0\d{2,3}\) ?\d{7,8}"  # 010-12345678
    r"|0\d{4} \d{6}|0\d{3} \d{3} \d{4}"  # 020 7946 0958
    r"|400[ -]?\d{3,4}[ -]?\d{3,4}"
    r"|1?\d{10}"
    r"|\d{3}-\d{4}"
    r")(?![\d%]|[.-]\d)",
    re.A,
)
_CODE = re.compile(r"•{4,8}")


def find_contacts(text: str) -> Iterator[Found]:
    """E-mails in lower case, telephone numbers as digits (with + where it was typed), masked codes."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield "email", match[0].replace(" ", "").lower(), *match.span()
    for match in _SPOKEN.finditer(text):
        yield "email", _address(match[1], match[2]), *match.span()
    for match in _PHONE.finditer(text):
        yield "phone", re.sub(r"[^\d+]", "", match[0]), *match.span()
    if "•" in text:
        for match in _CODE.finditer(text):
            yield "code", match[0], *match.span()


def _address(name: str, host: str) -> str:
    spelled = re.sub(r" ?\(dot\) ?| dot ", ".", f"{name}@{host}", flags=re.I)
    return spelled.replace(" ", "").lower()
