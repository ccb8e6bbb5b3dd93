"""Text to the words that count: English stems without stop words, Chinese characters and pairs of characters."""

import re
import unicodedata
from functools import lru_cache

# Function words only: "not", "no", "without" and numbers carry meaning in a shop's answers and stay.
_FUNCTION_WORDS = """
a about after all also am an and any are as at be been but by can could d did do does doing for from get got had has
have hello her hi him his how i if in into is it its just ll m may me my of on or our please s so some such t than that
the their them then there these they this those to too u up us ve want was we were what when where which who why will
with would you your
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())
_ENGLISH = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_ENDINGS = (
    ("iness", "i"),
    ("ments", ""),
    ("ment", ""),
    ("ing", ""),
    ("ies", "i"),
    ("ied", "i"),
    ("ed", ""),
    ("ly", ""),
)


def normalise(text: str) -> str:
    """Fold width, case, accents and typographic marks: "Café’s ＄5" → "cafe's $5"."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.lower()).replace("’", "'")
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def bare(text: str) -> str:
    """Return the letters and digits of a text alone: the same question in other dress is the same."""
    return re.sub(r"[\W_]", "", normalise(text))


def words(text: str, locale: str) -> list[str]:
    """Return the index terms of a text, in order and with repetitions."""
    text = normalise(text)
    latin = [stem(word) for word in _ENGLISH.findall(text) if word not in STOP_WORDS]
    return latin + _character_grams(text) if locale == "zh" else latin


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Cut common endings: "returned", "returns", "returning" → "return". Light on purpose; after Harman (1991)."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-3] + "i" if word.endswith("ies") and len(word) > 4 else word[:-1]
    for ending, put in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + put
            if not put and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 4:
        return word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _character_grams(text: str) -> list[str]:
    grams: list[str] = []
    for run in _HAN.findall(text):
        grams += run
        grams += [run[start : start + 2] for start in range(len(run) - 1)]
    return grams
