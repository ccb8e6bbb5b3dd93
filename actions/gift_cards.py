"""What is left on gift cards: on those of the account, and on one whose code the shopper has."""

from __future__ import annotations

from actions.base import OK, Reply, Request, ShopAction
from actions.cards import day, money
from actions.choosing import ASK, UNREAD
from shop.errors import NotFound
from shop.gift_cards import GiftCard
from shop.identity import Level


class ListGiftCards(ShopAction):
    """The card whose code was typed, else every card of the account; `ask` where there is neither."""

    called = "action_list_gift_cards"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        code = self.services.codes.take(request.asker.conversation_id, request.entry)
        if code:
            return tell_card(self, code, request, reply)
        cards = self.services.gift_cards.mine(request.asker)
        if not cards:
            return ASK
        reply.utter("\n".join(_words(card, reply) for card in cards))
        return OK


class CheckGiftCode(ShopAction):
    """The balance of the card whose code was typed; the code itself is in no text, no slot and no log."""

    called = "action_check_gift_code"
    level = Level.VERIFIED

    def act(self, request: Request, reply: Reply) -> str:
        code = self.services.codes.take(request.asker.conversation_id, request.entry)
        if not code:
            reply.say("utter_help_gift_code")
            return UNREAD
        return tell_card(self, code, request, reply)


def tell_card(action: ShopAction, code: str, request: Request, reply: Reply) -> str:
    """What is left, or that there is no such card, in the same words for one of somebody else."""
    try:
        card = action.services.gift_cards.by_code(request.asker, code)
    except NotFound:
        reply.say("utter_gift_card_not_found")
        return UNREAD
    reply.utter(_words(card, reply))
    return OK


def _words(card: GiftCard, reply: Reply) -> str:
    balance = money(reply, card.balance_cents)
    if card.expires_at is None:
        return reply.word("utter_gift_card", last_four=card.last_four, balance=balance)
    until = day(reply, card.expires_at)
    return reply.word("utter_gift_card_until", last_four=card.last_four, balance=balance, until=until)


ACTIONS: tuple[type[ShopAction], ...] = (ListGiftCards, CheckGiftCode)
