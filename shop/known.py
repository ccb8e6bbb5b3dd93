"""What the shop knows of whoever is talking, so that it is not kept with what they said."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shop.scrub import ADDRESS, EMAIL, NAME, scrub
from shop.tables import ConversationRow, GrantRow, OrderRow, ShopperRow

SHORTEST = 3  # letters of a first or last name; shorter ones are common words


def scrubbed(session: Session, conversation_id: str | None, text: str) -> str:
    """What was said in that conversation, without the person."""
    conversation = session.get(ConversationRow, conversation_id) if conversation_id is not None else None
    return scrub(text, known_of(session, conversation) if conversation is not None else None)


def known_of(session: Session, conversation: ConversationRow) -> dict[str, str]:
    """Names, addresses and e-mails of the conversation's shopper and of the orders it has shown, with placeholders."""
    shown = select(GrantRow.order_number).where(GrantRow.conversation_id == conversation.id)
    theirs = or_(OrderRow.number.in_(shown), OrderRow.shopper_id == conversation.shopper_id)
    columns = select(OrderRow.name, OrderRow.street, OrderRow.postcode, OrderRow.email)
    places = [row._tuple() for row in session.execute(columns.where(theirs))]
    person = session.get(ShopperRow, conversation.shopper_id) if conversation.shopper_id is not None else None
    if person is not None:
        places.append((person.name, person.street, person.postcode, person.email))
    known: dict[str, str] = {}
    for name, street, postcode, email in places:
        parts = [part for part in name.split() if len(part) >= SHORTEST]
        known |= dict.fromkeys((name, *parts), NAME) | {street: ADDRESS, postcode: ADDRESS, email: EMAIL}
    return known
