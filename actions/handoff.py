"""Passing the conversation to a person. The sentence that says so is said by this transition alone."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction

WORDS = 160  # characters of the shopper's last message in the reason


class HandOff(ShopAction):
    """Put the conversation in the queue with the reason and a summary; tell the truth about opening hours."""

    called = "action_hand_off"

    def act(self, request: Request, reply: Reply) -> str:
        reason = request.flow or "human"
        handoff = self.services.desk.hand_off(
            request.asker.conversation_id, reason, self._summary(request), turn=request.entry or None
        )
        if handoff.open_now:
            reply.say("utter_handed_off")
        else:
            reply.say("utter_handed_off_closed", opening_hours=reply.word("utter_opening_hours"))
        return OK

    def _summary(self, request: Request) -> str:
        """Facts for the agent: what was asked last, about which order or product."""
        facts = [f"“{request.text[:WORDS]}”"]
        if request["order_number"]:
            facts.append(f"#{request['order_number']}")
        if request["product"]:
            facts.append(str(request["product"]))
        return " · ".join(facts)


class PersonThere(ShopAction):
    """Before a person is called unasked: `closed` after saying when one is there, and how to leave it for them."""

    called = "action_person_there"

    def act(self, request: Request, reply: Reply) -> str:
        if self.services.desk.is_open():
            return OK
        reply.say("utter_nobody_there", opening_hours=reply.word("utter_opening_hours"))
        return "closed"


ACTIONS = (HandOff, PersonThere)
