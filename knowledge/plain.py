"""An approved text without a leading yes or no.

An article's first paragraph may open with "Yes" or "可以", since it answers its title. Another question may find the
same article and be answered the other way: "do you ship to the UK" by "Yes, we ship to Canada …". What follows the
word is right for all of them, so only that is ever said.
"""

import re

_OPENING = re.compile(
    r"(?:yes|no|yep|nope|sure|of course|certainly|absolutely)(?:\s*[,.!:;\u2014\u2013]+\s+|\s+-+\s+)"
    r"|(?:可以|不可以|能|不能|是|不是|有|没有|会|不会|支持|不支持|行|不行|对|不对|含|不含|要|不要|需要|不需要|当然)"
    r"(?:的|哦|呢|啊|呀)?[,，.。!！:：;；、]\s*",
    re.IGNORECASE,
)


def without_yes_or_no(text: str) -> str:
    """Return a text without the yes or no that it begins with: "Yes, we repair tents." → "We repair tents."."""
    opening = _OPENING.match(text)
    rest = text[opening.end() :].lstrip() if opening else text
    return rest[:1].upper() + rest[1:] if rest else text
