"""The kinds of products, and what else shoppers call them.

Kinds and names are the catalogue's own; the table below only holds what else is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from actions.services import Services
from actions.talk import is_talk
from actions.words import HAN, STOP, WORD, singular, typo
from shop.catalogue import Product

KINDS = {  # what shoppers say → the ends of the kinds that the catalogue knows
    "rucksack": ("backpack",), "pack": ("backpack", "daypack"), "backpack": ("backpack", "daypack"),
    "cup": ("mug",), "thermos": ("flask",), "bottle": ("flask",), "coat": ("jacket", "parka"),
    "raincoat": ("rain jacket", "rain poncho"), "blanket": ("blanket", "throw"), "flashlight": ("torch",),
    "pan": ("skillet",), "burner": ("stove",), "cooker": ("stove",), "hat": ("beanie",), "duvet": ("duvet cover",),
    "mattress": ("mattress", "sleeping pad"), "headlight": ("headlamp",), "charger": ("power bank",),
    "trainer": ("trail running shoe",), "down bag": ("sleeping bag",), "carpet": ("rug",), "tarpaulin": ("tarp",),
    "帐篷": ("tent",), "冲锋衣": ("hardshell jacket", "rain jacket"), "雨衣": ("rain jacket", "rain poncho"),
    "防雨外套": ("rain jacket",), "羽绒服": ("down jacket", "down parka", "down vest"), "外套": ("jacket", "parka"),
    "夹克": ("jacket",), "抓绒": ("fleece jacket", "grid fleece"), "登山鞋": ("hiking boot", "hiking shoe"),
    "徒步鞋": ("hiking boot", "hiking shoe"), "靴子": ("boot",), "靴": ("boot",), "鞋子": ("boot", "shoe"),
    "鞋": ("boot", "shoe"), "跑鞋": ("trail running shoe",), "凉鞋": ("sandal",), "拖鞋": ("slide",), "袜子": ("sock",),
    "睡袋": ("sleeping bag",), "睡垫": ("sleeping pad",), "枕头": ("pillow",), "背包": ("backpack", "daypack"),
    "双肩包": ("backpack", "daypack"), "书包": ("backpack", "daypack"),
    "包": ("backpack", "daypack", "bag", "hip pack"),
    "杯子": ("mug",), "马克杯": ("mug",), "水杯": ("mug", "flask"), "保温杯": ("flask",), "水壶": ("flask",),
    "平底锅": ("skillet",), "煎锅": ("skillet",),
    "炊具": ("camp pot", "skillet", "stove", "dutch oven"), "厨具": ("camp pot", "skillet", "stove", "dutch oven"),
    "锅": ("camp pot", "skillet", "dutch oven"), "锅具": ("camp pot", "skillet", "dutch oven"), "炉子": ("stove",),
    "炉具": ("stove",), "炉": ("stove",), "头灯": ("headlamp",), "手电": ("torch",), "灯": ("lantern", "light", "lamp"),
    "台灯": ("table lamp",),
    "阅读灯": ("table lamp",),
    "蜡烛": ("candle",), "毯子": ("blanket", "throw"), "毛毯": ("blanket", "throw"), "毛巾": ("towel",),
    "手套": ("glove",), "帽子": ("beanie",), "刀": ("knife",), "碗": ("bowl",), "地毯": ("rug",), "被子": ("quilt",),
    "冷藏箱": ("cooler",), "保温箱": ("cooler",), "保温包": ("cooler",), "冰包": ("cooler",), "充电宝": ("power bank",),
    "行李袋": ("duffel bag",), "旅行袋": ("duffel bag",), "短袖": ("t-shirt",), "恤": ("t-shirt",),
    "恤衫": ("t-shirt",), "tee": ("t-shirt",), "tshirt": ("t-shirt",),
    "mat": ("sleeping pad", "camping mattress", "bath mat"),
    "sleeping mat": ("sleeping pad", "camping mattress"), "camping mat": ("sleeping pad", "camping mattress"),
    "bed sheet": ("sheet set",), "sheet": ("sheet set",), "床单": ("sheet set",),
    "垫子": ("sleeping pad", "camping mattress", "bath mat"),
    "防潮垫": ("sleeping pad",),
    "内裤": ("underwear",), "内衣": ("sports bra",),
}  # fmt: skip
_GENERAL = "set care kit cover line base layer zip crew top"  # too general to name a kind alone
NOT_A_KIND = frozenset(_GENERAL.split())
_SEGMENT = re.compile(r"[,.;:!?，。；！？、]|\b(?:with|for|to go|in|that|which|who|from|of|on|under|over|by|because)\b")

_ASKS_FOR = re.compile(r"\b(?:sell|have|got|carry|stock|looking for|need|want|buy|find|any)\b")
_WISHES = re.compile(r"\b(?:i'd like|i would like|looking for|i need|i want|want to buy)\b|想[要买]|需要|想找")
_OWNS = re.compile(
    r"\bi(?:'ve| have)? (?:already |just |recently )?(?:bought|ordered|got|own|had|used)\b"
    r"|\b(?:already have|last year)\b"
    r"|[买有]过|已经有|上次买|之前买|去年买"
)
_POINTS = re.compile(r"\bones?\b")  # what it is was said elsewhere


def kind_in(services: Services, text: str, products: Sequence[Product]) -> tuple[frozenset[str] | None, str, str]:
    """The products of the kind that a text names (None: no kind), the kind as it says it, and the segment it stands in.

    Where no kind is found, the segment is the first that says something, before others one that asks for it.
    """
    terms = terms_of(products)
    segments = [segment for segment in _SEGMENT.split(text) if segment and segment.strip()]
    wanted = [segment for segment in segments if _WISHES.search(segment)]
    bygone = [segment for segment in segments if _OWNS.search(segment) and segment not in wanted]
    for segment in [*wanted, *(each for each in segments if each not in wanted and each not in bygone), *bygone]:
        found = _kinds_in(services, segment, terms)
        if found:
            label = " ".join(found[-1:]) if len(found) == 1 else ", ".join(found)
            return frozenset(each for term in found for each in terms[term]), _as_said(segment, label), segment
    said = [s for s in segments if any(word not in STOP and not is_talk(word) for word in WORD.findall(s))]
    asked = [segment for segment in said if _ASKS_FOR.search(segment) and not _POINTS.search(segment)]
    return None, "", next(iter([*asked, *said]), text)


def _kinds_in(services: Services, segment: str, terms: Mapping[str, frozenset[str]]) -> list[str]:
    """The terms that a segment's noun is: the last one, or several that "or" and "and" join."""
    han = HAN.findall(segment)
    if han:
        inside = [term for term in terms if not term.isascii() and any(term in run for run in han)]
        longest = [term for term in inside if not any(term != other and term in other for other in inside)]
        if longest:
            joined = re.search(r"[或和]", segment)
            return longest if joined else [max(longest, key=lambda term: segment.rfind(term))]
    words = [singular(word) for word in WORD.findall(segment)]
    spoken = [word for term in terms if term.isascii() for word in term.split()]
    words = [word if word in spoken or word in STOP else typo(services, word, spoken) or word for word in words]
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        length = next((n for n in (3, 2, 1) if " ".join(words[at : at + n]) in terms and at + n <= len(words)), 0)
        if length:
            found.append((at, at + length, " ".join(words[at : at + length])))
        at += length or 1
    last = found[-1:]
    return [hit[2] for hit in found if hit in last or words[hit[1]] in ("or", "and")]


def terms_of(products: Sequence[Product]) -> Mapping[str, frozenset[str]]:
    """Every word for a kind of product, with the products it means: ends of kinds and of names, and `KINDS`."""
    return _terms_of(tuple(products))


@lru_cache(maxsize=64)  # the catalogue is the same tuple while nothing in it changes; beside it, what is in orders
def _terms_of(products: tuple[Product, ...]) -> Mapping[str, frozenset[str]]:
    terms: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for product in products:
        words = [singular(word) for word in WORD.findall(product.kind.lower())]
        for start in range(len(words)):
            term = " ".join(words[start:])
            kinds.setdefault(term, set()).add(product.id)
        last = singular(WORD.findall(product.name["en"].lower())[-1])
        if last.isalpha() and last not in NOT_A_KIND:
            terms.setdefault(last, set()).add(product.id)
        for length in (2, 3, 4):
            terms.setdefault(product.name["zh"][-length:], set()).add(product.id)
    for term, ids in kinds.items():
        if term not in NOT_A_KIND:
            terms[term] = set(ids)
    for said, meant in KINDS.items():
        ids = {each for kind in meant for each in kinds.get(kind, ())}
        if ids:
            terms[said] = ids
    return {term: frozenset(ids) for term, ids in terms.items()}


def _as_said(segment: str, label: str) -> str:
    """The kind in the shopper's own form: plural where they said so."""
    return next((form for form in (f"{label}s", f"{label}es") if form in segment), label)
