"""The greeting, and what shoppers say about the shop."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction


class Greet(ShopAction):
    """Say hello in the shop's name, and what can be done here."""

    called = "action_greet"

    def act(self, request: Request, reply: Reply) -> str:
        reply.say("utter_greet", shop_name=self.services.shop.name[reply.locale])
        return OK


class KeepFeedback(ShopAction):
    """Keep the words for the team."""

    called = "action_keep_feedback"

    def act(self, request: Request, reply: Reply) -> str:
        self.services.gaps.log(request.asker.conversation_id, request.text, reply.locale, "feedback", 0.0)
        reply.say("utter_feedback_kept")
        return OK


ACTIONS = (Greet, KeepFeedback)
