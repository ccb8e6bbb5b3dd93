"""What else is said of the kind that is asked for: traits that count, and purposes that only rank.

A word that no data says is named to the shopper; so it is one only where it plainly is said of the kind: right before
or behind it. Whatever is said further away ranks what is found, and is left out where nothing says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from actions.descriptions import says
from actions.kinds import KINDS, terms_of
from actions.services import Services
from actions.talk import is_talk, without_talk
from actions.words import HAN, STOP, WORD, singular, typo
from shop.catalogue import Product

if TYPE_CHECKING:
    from actions.wishes import Wish

_OPEN = "something anything everything stuff gift gifts present presents gear things thing items item"
OPEN = frozenset(_OPEN.split())
_TALK_ZH = re.compile(
    r"请问|你们|您们|店里|这[个款件]|那[个款件]|有没有|有什么|有|没有|吗|呢|吧|啊|的|我|想|要|买|卖|找|看看|看|一下"
    r"|推荐|"
    r"[几一][款个件]|什么|哪些|礼物|礼品|送人|所有|全部|东西|商品|"
    r"哪[个款]|多少钱|怎么样|热卖|热销|畅销|以下|以内|以上|左右|不超过|最多|便宜点?|最|亲|还|是|能|可以|大家|都|好"
    r"|求|给|送|适合|用|色|款|美元|元|块"
)
_JOINS = ("and", "or", "very", "really", "more", "super", "fully", "with")


def take_traits(services: Services, segment: str, text: str, wish: Wish, products: Sequence[Product]) -> None:
    """Read what is said beside the kind into `traits` and `purpose`, or into `unknown` where we sell no such thing."""
    pool = [p for p in products if wish.ids is not None and p.id in wish.ids]
    said = _english(services, segment, wish, products, pool)
    beside = _beside(segment, wish.label, said) if wish.ids is not None else said
    rest = text.replace(segment, " ", 1)
    elsewhere = [word for word in WORD.findall(rest) if _counts(word) and word not in said and len(word) > 2]
    elsewhere += [word for word in said if word not in beside]
    if re.search(r"\b(?:gifts?|presents?)\b|礼物|礼品|送人", text):
        elsewhere.append("gift")  # as the catalogue tags it
    chinese = _chinese(text, wish, products)
    if wish.ids is None:
        wish.purpose = (*elsewhere, *chinese)
    else:
        traits, purposes = _sorted_chinese(chinese, text, wish.label, pool)
        wish.purpose = (*elsewhere, *purposes)
        wish.traits = () if wish.named else (*beside, *traits)
    if wish.ids is None and not wish.named:
        _take_unknown(wish, text, said, chinese, products)


def _take_unknown(wish: Wish, text: str, said: list[str], chinese: list[str], products: Sequence[Product]) -> None:
    if said and not set(WORD.findall(text)) & OPEN:
        if any(singular(said[-1]) in (p.category, *p.tags, *p.specs) for p in products):
            wish.purpose = (*said, *wish.purpose)
        else:
            wish.unknown = " ".join(said)
    elif said:
        wish.purpose = (*said, *wish.purpose)
    elif chinese and not any(says(product, chinese[-1]) for product in products):
        wish.unknown = chinese[-1]


def _counts(word: str) -> bool:
    return word not in STOP and not is_talk(word)


def _english(
    services: Services, segment: str, wish: Wish, products: Sequence[Product], pool: Sequence[Product]
) -> list[str]:
    """The words of the kind's own segment that are neither talk nor the kind; with slips of the keyboard set right."""
    kind = {singular(word) for term in terms_of(products) for word in term.split()} if wish.ids is not None else set()
    label = {singular(word) for word in WORD.findall(wish.label)}
    own = {tag.lower() for p in pool for tag in p.tags} - label  # "winter" is in the name of a kind and a trait, too
    known = list(dict.fromkeys(tag.lower() for p in products for tag in (*p.tags, *p.specs)))
    said = [word for word in WORD.findall(segment) if not word[0].isdigit() and len(word) > 2]
    said = [word for word in said if _counts(word) or {word, singular(word)} & own]
    said = [
        word
        for word in said
        if {word, singular(word)} & own or (singular(word) not in kind and not typo(services, word, sorted(kind)))
    ]
    return [word if word in known else typo(services, word, known) or word for word in said]


def _beside(segment: str, label: str, said: Sequence[str]) -> list[str]:
    """Those of the words that stand right before or behind the kind."""
    words = WORD.findall(segment)
    names = {singular(word) for word in WORD.findall(label)}
    places = [at for at, word in enumerate(words) if singular(word) in names]
    if not places:
        return list(said)
    near: list[str] = []
    for start, step in ((places[0] - 1, -1), (places[-1] + 1, 1)):
        at = start
        while 0 <= at < len(words) and (words[at] in _JOINS or words[at][0].isdigit() or _counts(words[at])):
            near.append(words[at])
            at += step
    near += [words[at] for at in range(places[0], places[-1])]
    return [word for word in said if word in near or word not in words]


def _chinese(text: str, wish: Wish, products: Sequence[Product]) -> list[str]:
    """What is said in Chinese beside the kind, in pieces that are more than talk."""
    run = _TALK_ZH.sub(" ", _without_kinds(text, products) if wish.ids is not None else text)
    return [each for each in HAN.findall(run) if 2 <= len(each) <= 6 and without_talk(each).strip()]


def _without_kinds(text: str, products: Sequence[Product]) -> str:
    for word in sorted(KINDS, key=len, reverse=True):
        text = text.replace(word, " ") if not word.isascii() else text
    for tail in sorted({p.name["zh"][-n:] for p in products for n in (2, 3)}, key=len, reverse=True):
        text = text.replace(tail, " ")
    return text


def _sorted_chinese(
    pieces: Sequence[str], text: str, label: str, pool: Sequence[Product]
) -> tuple[list[str], list[str]]:
    """What a product of the kind says, or what stands right before it, is a trait; the rest are purposes."""
    traits: list[str] = []
    purposes: list[str] = []
    for piece in pieces:
        cores = [core for core in without_talk(piece).split() if len(core) > 1]
        found = next((each for each in (piece, *cores) if any(says(product, each) for product in pool)), None)
        pairs = [core[at : at + 2] for core in cores for at in range(len(core) - 1)]
        before = any(re.search(rf"{re.escape(piece)}的?{re.escape(term)}", text) for term in label.split(", "))
        if found is not None:
            traits.append(found)
        elif any(says(product, pair) for product in pool for pair in pairs):
            purposes += pairs
        elif before and cores and len(cores[-1]) <= 4:
            traits.append(cores[-1])
        else:
            purposes.append(piece)
    return traits, purposes
