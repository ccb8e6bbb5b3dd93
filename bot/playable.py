"""The demo's stand-in for a shop's own web server: who may be played, their signed tokens, and the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.server.parts import Demo, DemoShopper
from bot.settings import demo_offered
from shop.database import reading
from shop.mail import OutboxMailer
from shop.tables import ShopperRow

if TYPE_CHECKING:
    from bot.app import Built

NOTES = {
    1: "order 1001 on its way, 1002 can be cancelled",
    2: "order 1005 packed, 1007 returned",
    3: "中文 · order 1008 on its way, 1009 paid",
}


def playable(built: Built) -> Demo | None:
    """The demo's parts, or None outside the demo."""
    if not demo_offered(built.settings.server, built.environment):
        return None

    def shoppers() -> list[DemoShopper]:
        with reading(built.sessions) as session:
            rows = session.scalars(select(ShopperRow).where(ShopperRow.id.in_(NOTES)).order_by(ShopperRow.id))
            return [DemoShopper(str(row.id), row.name, NOTES[row.id]) for row in rows]

    outbox = OutboxMailer(built.sessions)
    return Demo(shoppers, built.tokens.sign, outbox.newest)
