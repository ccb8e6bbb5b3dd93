"""Asking which of two requests was meant."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction


class Clarify(ShopAction):
    """Offer the likely requests and a person."""

    called = "action_clarify"

    def act(self, request: Request, reply: Reply) -> str:
        flows = [*(request["clarify_options"] or []), "human"]
        choices = [(reply.word(f"utter_label_{flow}"), f"start:{flow}") for flow in dict.fromkeys(flows)]
        reply.say("utter_did_you_mean", choices=choices)
        return OK


ACTIONS = (Clarify,)
