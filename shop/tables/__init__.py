"""Every table of the shop; importing this package makes them known to SQLAlchemy and to Alembic."""

from shop.tables.audit import AuditRow, DoneOnce
from shop.tables.base import Base
from shop.tables.catalogue import CategoryRow, ProductRow, ReviewRow, VariantRow
from shop.tables.conversations import ConversationRow, EntryRow
from shop.tables.desk import AgentRow, AgentSessionRow
from shop.tables.gaps import GapRow
from shop.tables.identity import AttemptRow, CodeRow, GrantRow
from shop.tables.mail import OutboxRow
from shop.tables.orders import OrderLineRow, OrderRow
from shop.tables.people import ShopperRow
from shop.tables.unclear import RefitRow, UnclearRow, UnclearSeenRow

__all__ = [
    "AgentRow",
    "AgentSessionRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "CategoryRow",
    "CodeRow",
    "ConversationRow",
    "DoneOnce",
    "EntryRow",
    "GapRow",
    "GrantRow",
    "OrderLineRow",
    "OrderRow",
    "OutboxRow",
    "ProductRow",
    "RefitRow",
    "ReviewRow",
    "ShopperRow",
    "UnclearRow",
    "UnclearSeenRow",
    "VariantRow",
]
