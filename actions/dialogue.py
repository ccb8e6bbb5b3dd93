"""Asking which of two requests was meant, and saying which requests wait or are taken up."""

from __future__ import annotations

from collections.abc import Mapping

from actions.base import OK, Reply, Request, ShopAction

LONGEST = 60  # characters of a shopper's own words that are quoted


class Clarify(ShopAction):
    """Offer the likely requests and a person."""

    called = "action_clarify"

    def act(self, request: Request, reply: Reply) -> str:
        flows = [*(request["clarify_options"] or []), "human"]
        choices = [(reply.word(f"utter_label_{flow}"), f"start:{flow}") for flow in dict.fromkeys(flows)]
        reply.say("utter_did_you_mean", choices=choices)
        return OK


class SayWaiting(ShopAction):
    """What waits while the first request asks something."""

    called = "action_say_waiting"

    def act(self, request: Request, reply: Reply) -> str:
        joint = "、" if reply.locale == "zh" else "; "
        requests = joint.join(_named(each, reply) for each in request["waiting"] or [])
        reply.say("utter_waiting", requests=requests)
        return OK


class SayNext(ShopAction):
    """Which of the waiting requests is taken up."""

    called = "action_say_next"

    def act(self, request: Request, reply: Reply) -> str:
        reply.say("utter_next", request=_named((request["waiting"] or [{}])[0], reply))
        return OK


def _named(waiting: Mapping[str, str], reply: Reply) -> str:
    """A request by its name and order, a question in the shopper's own words."""
    flow, number, text = (waiting.get(name, "") for name in ("flow", "number", "text"))
    if not flow:
        text = text.strip(" .,。，")
        return reply.word("utter_in_your_words", words=text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
    label = reply.word(f"utter_label_{flow}")
    return reply.word("utter_label_of_order", label=label, number=number) if number else label


ACTIONS = (Clarify, SayWaiting, SayNext)
