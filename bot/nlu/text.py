"""One normaliser for training and serving: what a message looks like before anything reads it."""

from __future__ import annotations

import re
import unicodedata

from knowledge.language import simplified

LONGEST = 2000  # characters; what is longer is cut, after the channel has refused or shortened it
MOST_MARKS = 3  # combining marks on one letter; more is decoration that no language writes
_SIGNS = {"👍": "yes", "👌": "yes", "✅": "yes", "👎": "no", "❌": "no", "🙏": "thanks", "👋": "hello"}
_SKIN = "🏻🏼🏽🏾🏿"
_SPACES = re.compile(r"\s+")
_STRETCHED = re.compile(r"([^\W\d_])\1{3,}")
_EMAIL = re.compile(r"[\w.%+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}")
_NUMBER = re.compile(
    r"(?<![\w.,$€£¥@-])#?(?!(?:19\d\d|20[1-3]\d)(?!\d))[A-Za-z]{0,3}-?\d{4,10}(?![\w%@]|[.,]\d)", re.ASCII
)
_TAG = re.compile(  # of HTML that was pasted; "a < b and c > d" is none
    r"</?(?:a|b|i|u|p|br|hr|em|ul|ol|li|td|th|tr|h[1-6]|div|span|strong|small|font|table|tbody|thead|img|html|head|body|script"
    r"|style|pre|code|blockquote|form|input|button|label|section|article|header|footer|center)(?:\s[a-z-]+\s?=[^>]*)?\s?/?>",
    re.IGNORECASE,
)


def normalise(text: str) -> str:
    """What is seen of a message, in one form: a second time changes nothing. Never raises.

    NFKC (full-width digits become plain), Simplified characters, no tags of HTML, nothing invisible, single spaces.
    """
    text = text[: 2 * LONGEST]
    if not (text.isascii() and text.isprintable()):
        text = _visible(unicodedata.normalize("NFKC", _visible(text)))
    sign = text.strip().rstrip(_SKIN)
    if sign and set(sign) <= _SIGNS.keys():  # the encoder sees one and the same vector for every emoji
        return _SIGNS[sign[0]]
    text = _without_tags(text)[:LONGEST]
    return _SPACES.sub(" ", simplified(text)[:LONGEST]).strip()


def unstretched(text: str) -> str:
    """ "sooooo" as "sooo", for classifying; values are read from the text as it is."""
    return _STRETCHED.sub(r"\1\1\1", text)


def stood_in(text: str) -> str:
    """With one e-mail address for all of them, and one number for all orders and cards: which one it is tells nothing.

    Years stay, and numbers with a unit on them.
    """
    return _NUMBER.sub("1001", _EMAIL.sub("me@example.com", text))


def _visible(text: str) -> str:
    """Line breaks and control characters as spaces; nothing that takes no room."""
    kept: list[str] = []
    marks = 0
    for each in text:
        category = unicodedata.category(each)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category[0] != "C" and marks <= MOST_MARKS and not "\ufe00" <= each <= "\ufe0f":
            kept.append(each)
    return "".join(kept)


def _without_tags(text: str) -> str:
    end = text.rfind(">") + 1  # behind the last ">" no tag can end: nothing is searched there in vain
    return _TAG.sub(" ", text[:end]) + text[end:] if end else text
