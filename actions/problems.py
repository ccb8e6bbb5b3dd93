"""What is wrong with a parcel, by the words that say it: it never came, or something in it is broken."""

from __future__ import annotations

import re

MISSING, DAMAGED = "missing", "damaged"
_MISSING = re.compile(
    r"\bmissing\b|\bnever (?:came|arrived|got|received|showed)\b|\b(?:did(?:n'?t| not)|have(?:n'?t| not)|has(?:n'?t"
    r"| not)|not) (?:yet )?(?:arrived?|come|received?|got|get|show)"
    r"|\bdon'?t have it\b|\bnothing (?:is )?(?:here|there|at my|arrived)|\blost\b|\bstolen\b|\bnot (?:here|there"
    r"|in the (?:box|parcel|package))\b|\bwasn'?t in\b|\bi have nothing\b|\bsays (?:it was |it's )?delivered\b"
    r"|\bempty\b"
    r"|没[有]?收到|没[有]?到|丢[了件失]|少[了发寄]|漏[了发寄]|不见|没在|失踪|被偷|显示.{0,4}签收",
    re.I,
)
_DAMAGED = re.compile(
    r"\b(?:broken?|broke|damaged?|crack(?:ed|s)?|smashed|shattered|torn|ripped|dented|crushed|leak(?:s|ed|ing)?"
    r"|chipped|defect(?:ive)?|faulty|scratched"
    r"|not working|doesn'?t work)\b|坏|破|碎|裂|损|压扁|漏水|划痕|凹|瑕疵",
    re.I,
)


def problem_in(text: str) -> str:
    """ "missing", "damaged", or "" where a text says neither. A broken thing is more than a parcel that is late."""
    if _DAMAGED.search(text):
        return DAMAGED
    return MISSING if _MISSING.search(text) else ""
