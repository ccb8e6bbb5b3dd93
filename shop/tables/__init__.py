"""Every table of the shop; importing this package makes them known to SQLAlchemy and to Alembic."""

from shop.tables.audit import AuditRow, DoneOnce
from shop.tables.base import Base
from shop.tables.baskets import BasketRow
from shop.tables.cases import CaseRow
from shop.tables.catalogue import CategoryRow, ProductRow, ReviewRow, VariantRow
from shop.tables.conversations import ConversationRow, EntryRow
from shop.tables.desk import AgentRow, AgentSessionRow
from shop.tables.events import DeliveryRow, ShopEventRow
from shop.tables.gaps import GapRow
from shop.tables.identity import AttemptRow, CodeRow, GrantRow
from shop.tables.loyalty import PointsRow
from shop.tables.mail import OutboxRow
from shop.tables.notices import StockNoticeRow
from shop.tables.orders import OrderLineRow, OrderRow
from shop.tables.payments import GiftCardRow, PaymentMethodRow, PaymentRow
from shop.tables.people import ShopperRow
from shop.tables.sending_back import ExchangeLineRow, ExchangeRow, ReturnLineRow, ReturnRow
from shop.tables.unclear import RefitRow, UnclearRow, UnclearSeenRow

__all__ = [
    "AgentRow",
    "AgentSessionRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "BasketRow",
    "CaseRow",
    "CategoryRow",
    "CodeRow",
    "ConversationRow",
    "DeliveryRow",
    "DoneOnce",
    "EntryRow",
    "ExchangeLineRow",
    "ExchangeRow",
    "GapRow",
    "GiftCardRow",
    "GrantRow",
    "OrderLineRow",
    "OrderRow",
    "OutboxRow",
    "PaymentMethodRow",
    "PaymentRow",
    "PointsRow",
    "ProductRow",
    "RefitRow",
    "ReturnLineRow",
    "ReturnRow",
    "ReviewRow",
    "ShopEventRow",
    "ShopperRow",
    "StockNoticeRow",
    "UnclearRow",
    "UnclearSeenRow",
    "VariantRow",
]
