"""A reason for a cancellation in a shopper's own words, as one of those that the shop lists; two languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.words import plain
from knowledge.encoder import TextEncoder

NEAR = 0.45  # cosine from which a listed reason may be meant
AHEAD = 0.10  # by which it must lead the next one
_THEMES = {  # the surest first: who no longer needs what was a slip means the slip
    "mistake": re.compile(
        r"(?<!not a )(?<!no )\bmistaken?(?:ly)?\b|\baccident(?:al|ally)?\b|\b(?:did ?n['o]?t|never|not) mean(?:t)?\b"
        r"|\bmis-?click\w*|\bunintend\w*|\b(?:by|in) error\b|\bduplicate\b|\boops\b"
        r"|\bwrong (?:one|thing|item|product|order|button|size|model)\b"
        r"|\b(?:clicked|ordered|bought|pressed|submitted)(?: it| this| that)? (?:twice|two times|double)\b"
        r"|买错|拍错|下错|点错|选错|误[拍点下]|手滑|不小心|重复|多[拍下买]了",
        re.I,
    ),
    "late": re.compile(
        r"\btoo (?:late|slow|long)\b|\b(?:takes?|taking) (?:too long|forever|ages)\b|\bcan'?t wait\b"
        r"|太[慢久晚]|等不[及了]",
        re.I,
    ),
    "cheaper": re.compile(
        r"\bcheaper\b|\b(?:better|lower|less) (?:price|money|deal)\b|\btoo expensive\b|便宜|太贵|降价", re.I
    ),
    "mind": re.compile(
        r"\bchang\w* (?:my|our|his|her) minds?\b|\b(?:plans?|things) (?:have )?changed\b"
        r"|\bno (?:more |longer |further )?(?:use|need)\b|\bno longer (?:wanted|required|interested)\b"
        r"|\b(?:no longer|not|do ?n['o]?t|does ?n['o]?t|wo ?n'?t) (?:\w+ )?(?:need|want|use|require)(?:ed|s)?\b"
        r"|\bneed(?:ed)? (?:it )?any ?(?:more|longer)\b|\balready (?:have|got|own|bought)\b"
        r"|\b(?:have|got|own|bought) (?:it |one )?already\b|\bnot interested\b|\bunwanted\b|\bunnecessary\b"
        r"|不想要|不要了|不需要|用不[上到着]|不用了|改主意|后悔|已经有|不喜欢",
        re.I,
    ),
}

_AGREES = re.compile(
    r"(?:\b(?:yes|yeah|yep|ok(?:ay)?|fine|sure|right|just|please|pls|do|it|that|so|go|ahead|whatever|cancel|now|then"
    r"|thanks?|thank you|i (?:say|said)|no|none|nothing|particular|special|real|reason|n/a|i don'?t know|dunno)\b"
    r"|好|行|可以|嗯|是|对|的|吧|啊|呀|就|那|取消|了|帮我|没[有啥什么]*|不知道|原因|理由|随便|直接|谢谢|[\s,.!~，。！])+",
    re.I,
)


def agrees_only(said: str) -> bool:
    """Whether an answer to the question why tells no reason: "fine, do it", 好的."""
    return _AGREES.fullmatch(plain(said)) is not None


def reason_told(said: str, listed: Sequence[str]) -> str:
    """The theme of a reason that a request gives along with it: mistake, late, cheaper, mind; of `listed`, where there
    are any, the one that is about it. "" where none is plain."""
    for theme, pattern in _THEMES.items():
        if not pattern.search(said):
            continue
        alike = [reason for reason in listed if pattern.search(reason)]
        return theme if not listed else alike[0] if len(alike) == 1 else ""
    own = [reason for reason in listed if plain(reason) in plain(said)]
    return own[0] if len(own) == 1 else ""


def listed_reason(said: str, listed: Sequence[str], encoder: TextEncoder) -> str | None:
    """The one of `listed` that `said` means: by its own words, by what both are about, by meaning; None: not clear."""
    text = plain(said)
    own = [reason for reason in listed if plain(reason) in text]
    if len(own) == 1:
        return own[0]
    for pattern in _THEMES.values():
        alike = [reason for reason in listed if pattern.search(reason)] if pattern.search(said) else []
        if len(alike) == 1:
            return alike[0]
        if alike:
            return _nearest(said, alike, encoder)
    return _nearest(said, listed, encoder)


def _nearest(said: str, listed: Sequence[str], encoder: TextEncoder) -> str | None:
    """By the encoder, where it knows the words and one reason is well ahead."""
    if not encoder.knows(said):
        return None
    scores = encoder.encode(list(listed)) @ encoder.encode([said])[0]
    best, *others = sorted((float(score) for score in scores), reverse=True)
    if best < NEAR or any(best - other < AHEAD for other in others):
        return None
    return listed[int(scores.argmax())]
