"""One normaliser for training and serving: what a message looks like before anything reads it."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters; what is longer is cut, after the channel has refused or shortened it
_SIGNS = {"👍": "yes", "👌": "yes", "✅": "yes", "👎": "no", "❌": "no", "🙏": "thanks", "👋": "hello"}
_SPACES = re.compile(r"\s+")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")


def normalise(text: str) -> str:
    """NFKC (full-width digits and letters become plain), no control characters, single spaces."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    sign = text.strip().rstrip("\ufe0f🏻🏼🏽🏾🏿")
    if sign and set(sign) <= _SIGNS.keys():  # the encoder sees one and the same vector for every emoji
        return _SIGNS[sign[0]]
    text = "".join(" " if unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") else each for each in text)
    return _SPACES.sub(" ", text).strip()


def unstretched(text: str) -> str:
    """ "sooooo" as "sooo", for classifying; values are read from the text as it is."""
    return _STRETCHED.sub(r"\1\1\1", text)
