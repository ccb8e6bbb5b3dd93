"""Whether a message asks for a kind of thing, however it was heard: "sleeping pads please", 有T恤吗."""

from __future__ import annotations

import re

from actions.base import Request
from actions.pointing import POINTS
from actions.services import Services
from actions.wishes import wish_of

_HAVE = re.compile(
    r"^\W*(?:so |ok |and |but )*(?:do you (?:guys )?(?:have|sell|carry|stock)|have you got|got any)\b"
    r"|^[a-z' -]+,? (?:please|pls|plz)\W*$"
    r"|^\W*(?:请问|那|你们?家?|店里|这里)*(?:有没有|有|卖)(?:卖|什么)?[^，。,]{1,10}?(?:吗|么|嘛|没有|不|卖)?[？?\s]*$",
    re.I,
)


def seeks(services: Services, request: Request, locale: str) -> bool:
    """Whether nothing but a kind that we sell is asked for."""
    if not _HAVE.search(request.text) or POINTS.search(request.text):
        return False
    wish = wish_of(services, request, locale)
    return wish.ids is not None and not wish.named and not (wish.colour or wish.size)
