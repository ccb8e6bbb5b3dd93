"""What of an order is to go and what is to stay, where one message says both: "cancel the stove, keep the cooler"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from actions.lines import lines_named
from actions.services import Services
from shop.order_view import OrderLine

_STAY = (
    r"\b(?:keep(?:ing)?|leav(?:e|ing)(?! out)|stays?|do(?:n'?t| not) (?:cancel|remove|return|touch|send back)"
    r"|still (?:want|need)|except(?: for)?|apart from)\b|\bnot (?=the |my |this |that )"
    r"|别[取退动]消?|不要?用?[取退]消?(?!掉)|不动|留[着下]|保留|还是?要|要留|只[要留]|除了|照[发寄]"
)
_GO = (
    r"\b(?:cancel(?:l?ing)?|remove|drop|return(?:ing)?|send back|take (?:\w+ ){1,4}out|leave out|(?:do(?:n'?t| not)|no"
    r" longer) (?:want|need))\b"
    r"|取消|不想?要|去掉|删掉?|拿掉|退"
)
_VERB = re.compile(rf"(?P<stay>{_STAY})|(?P<go>{_GO})", re.I)
_REST = re.compile(
    r"\b(?:rest|others?|everything else|all else|remaining|remainder)\b|其[他它余]|剩下|剩余|别的|另外", re.I
)
_BOUND = re.compile(
    r"[,，;；。!！?？\n]|\.(?!\d)|\bbut\b|但是?|不过|\b(?:and|then)\b(?=\s+(?:(?:just|please|also|then|i)\s+)*(?:cancel|keep"
    r"|leave|remove|drop|return|send|don'?t|do not|want))|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])",
    re.I,
)
_LEAD_ZH = re.compile(r"[\s哦嗯啊]|帮我?|麻烦|请|我[想要说]*|把|就|那|给|先")
_TAIL_ZH = re.compile(r"[了吧掉的啊呀就好]*")
_NOUN_ZH = re.compile(r"订单|[我你它这那就都先还是再给把想说要也的吧了呢啊哦嗯行好不等一下个些单件全部\s]")
_NOUN = re.compile(
    r"\b(?:keep|leave|still want|still need)\s+(?:only |just )?(?:the|my|that|this|both|one|two)\s+"
    r"(?!order|whole|same|it\b|one\b|way\b|money|address|change)(\w+)",
    re.I,
)


_PRONOUN = re.compile(r"\b(?:it|them|that|those|please|pls|thanks?)\b|[它那这些个就都吧了啊的先]", re.I)


@dataclass
class Division:
    """Lines that go and lines that stay, each with how many (None: not said); whether the rest goes."""

    goes: list[tuple[OrderLine, int | None]] = field(default_factory=list)
    stays: list[tuple[OrderLine, int | None]] = field(default_factory=list)
    either: list[OrderLine] = field(default_factory=list)  # of which one may go
    rest_goes: bool = False


def divided(services: Services, text: str, lines: Sequence[OrderLine]) -> Division | None:
    """What a text says of these lines; None where it keeps none of them, and no rest."""
    found, rest_stays = Division(), False
    for stays, words in clauses(text):
        named = lines_named(services, _REST.sub(" ", _VERB.sub(" ", words)), lines)
        if _REST.search(words):
            found.rest_goes, rest_stays = found.rest_goes or not stays, rest_stays or stays
        (found.stays if stays else found.goes).extend(named.lines)
        found.either += [] if stays else named.either
    kept = {line.line for line, _ in found.stays}
    found.goes = [(line, count) for line, count in found.goes if line.line not in kept]
    return found if found.stays or (rest_stays and (found.goes or found.either)) else None


def clauses(text: str) -> list[tuple[bool, str]]:
    """The parts of a text, each with whether what it names stays; a part that says neither is as the one before it."""
    parts: list[tuple[bool | None, str]] = []
    for piece in _BOUND.split(text):
        parts += _parts(piece)
    told: list[tuple[bool, str]] = []
    for at, (stays, words) in enumerate(parts):
        before = told[-1] if told else (False, "not ")
        behind = next((each for each in parts[at:] if each[0] is not None), None)
        if stays is None and before[1].lower().lstrip().startswith("not "):
            stays = behind is not None and bool(behind[0]) and _is_bare(behind[1])
        told.append((before[0] if stays is None else stays, words))
    return told


def keeps_some(text: str) -> bool:
    """Whether a text says of something by its name that it stays, so that all the rest is another wish than a no."""
    verbs = [match.lastgroup for match in _VERB.finditer(text)]
    if "stay" not in verbs:
        return False
    if "go" in verbs:
        return any(_names(words) for _, words in clauses(text))
    return _NOUN.search(text) is not None or any(stays and _names_zh(words) for stays, words in clauses(text))


def says_either(text: str) -> bool:
    """Whether a text says of anything that it goes, or that it stays."""
    return _VERB.search(text) is not None


def cancels_some(text: str) -> bool:
    """Whether a text says what is to be cancelled and what is to stay."""
    return keeps_some(text) and re.search(r"\bcancel|取消", re.sub(_STAY, " ", text, flags=re.I), re.I) is not None


def _is_bare(words: str) -> bool:
    """ "Keep it", 留着吧: what stays was named before."""
    return not re.search(r"[^\W\d_]", _PRONOUN.sub("", _VERB.sub(" ", words)))


def _names(words: str) -> bool:
    return re.search(r"\b(?:the|my)\s+\w", words, re.I) is not None or _names_zh(words)


def _names_zh(words: str) -> bool:
    rest = _NOUN_ZH.sub("", _VERB.sub(" ", words))
    return re.search(r"[\u4e00-\u9fff]{2,}", rest) is not None and _VERB.search(words) is not None


def _parts(piece: str) -> list[tuple[bool | None, str]]:
    """One part a verb: "keep the stove cancel the cooler" and 炉子取消冰包留着 are two."""
    verbs = list(_VERB.finditer(piece))
    if not piece.strip():
        return []
    if not verbs:
        return [(None, piece)]
    if re.search(r"[A-Za-z]", verbs[0][0]) or not _LEAD_ZH.sub("", piece[: verbs[0].start()]):
        edges = [0, *(verb.start() for verb in verbs[1:]), len(piece)]
    else:
        edges = [0, *(_behind(piece, verb.end()) for verb in verbs[:-1]), len(piece)]
    spans = zip(verbs, pairwise(edges), strict=True)
    return [(verb.lastgroup == "stay", piece[start:end]) for verb, (start, end) in spans]


def _behind(piece: str, at: int) -> int:
    tail = _TAIL_ZH.match(piece, at)
    return tail.end() if tail else at
