"""The question before a change: what will happen, as a list, with a yes and a no of its own."""

from __future__ import annotations

from typing import Any

from actions.base import Reply, Request
from shop.previews import Preview


def ask_yes(reply: Reply, request: Request, sentence: str, preview: Preview | None = None, **values: Any) -> None:
    """Say it with both buttons, and remember the version of the order that it was said of."""
    if preview is not None:
        reply.set("order_version", preview.version)
    yes = (reply.word("utter_yes_do_it"), f"yes:{request['confirmation']}")
    no = (reply.word("utter_no_keep"), f"no:{request['confirmation']}")
    reply.say(sentence, choices=[yes, no], **values)
