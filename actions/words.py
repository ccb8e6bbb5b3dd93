"""A shopper's words and the catalogue's: plain forms, plurals, slips of the keyboard; two languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from actions.services import Services

_STOP = """
    a about after all also am an and any anybody anything are around as at available be been best bestseller
    bestsellers better between big bought bucks budget but buy by can carry carrying cary cheap cheaper cheapest
    cool could cute dad decent did do does dollars everything favorite favourite find for from gear get gift gifts
    give go good got great guys had has have he hello help hey hi how i idea ideas if im in is it item items its
    just kind kinda less lighter lightest like likes list look lookin looking lookng love loves max maximum me mom
    more most mum my need new nice now of offer ok on one ones only or our over pair people perfect person please
    pls popular present presents price product products quality recommend recommendation recommendations right
    search searching sell seller selling she shop should show size so some someone something stock store stuff
    suggest than that the their them there these they thing things this those to top trending u under up us very
    wanna want was we what whats which who will with would you your yours
"""
STOP = frozenset(_STOP.split())
WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
HAN = re.compile(r"[\u4e00-\u9fff]+")


def plain(text: str) -> str:
    """Lower case, full-width forms made plain, curly apostrophes straight."""
    return unicodedata.normalize("NFKC", text).lower().replace("’", "'")


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """boots → boot, knives → knife, torches → torch; boss stays."""
    word = word.removesuffix("'s")
    if word.endswith("knives"):
        return word[:-3] + "fe"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def typo(services: Services, word: str, known: Sequence[str]) -> str:
    """The known word that is meant by one with a slip or two; "" for a word of the language and for none."""
    if len(word) < 4 or word in STOP or services.encoder.has_word(word):
        return ""
    most = 1 if len(word) < 6 else 2
    near = [(OSA.distance(word, other, score_cutoff=most), other) for other in known if len(other) >= 4]
    near = [(distance, other) for distance, other in near if distance <= most and other[0] == word[0]]
    return min(near)[1] if near else ""


def alike(word: str, said: str) -> bool:
    word, said = singular(word), singular(said)
    return word == said or (min(len(word), len(said)) >= 5 and (said.startswith(word) or word.startswith(said)))
