"""Proving who you are: an order's number with its contact, or a one-time code to the e-mail address on file."""

from __future__ import annotations

from actions.base import OK, REFUSED, Reply, Request, ShopAction
from shop.identity import CodeResult


class MatchOrder(ShopAction):
    """Grant reading one order to this conversation; the same refusal for a wrong contact and for no such order."""

    called = "action_match_order"

    def act(self, request: Request, reply: Reply) -> str:
        number, contact = request["order_number"], request["contact"]
        if self.services.identity.match_order(request.asker.conversation_id, number, contact):
            return OK
        reply.say("utter_order_not_found")
        return REFUSED


class SendCode(ShopAction):
    """Send a code; the answer is the same whether or not the address is on file."""

    called = "action_send_code"

    def act(self, request: Request, reply: Reply) -> str:
        self.services.identity.send_code(request.asker.conversation_id, request["email"], reply.locale)
        reply.say("utter_code_sent", minutes=self.services.code_minutes)
        return OK


class CheckCode(ShopAction):
    """Check the code that was typed; it never was in the text, the tracker or the log."""

    called = "action_check_code"

    def act(self, request: Request, reply: Reply) -> str:
        conversation = request.asker.conversation_id
        code = self.services.codes.take(conversation, request.entry) or ""
        result = self.services.identity.check_code(conversation, code)
        if result is CodeResult.OK:
            reply.say("utter_code_right")
            return OK
        if result is CodeResult.WRONG:
            reply.say("utter_code_wrong")
            reply.set("code", None)
            return "wrong"
        reply.say("utter_too_many_tries" if result is CodeResult.BLOCKED else "utter_code_expired")
        return REFUSED


ACTIONS = (MatchOrder, SendCode, CheckCode)
