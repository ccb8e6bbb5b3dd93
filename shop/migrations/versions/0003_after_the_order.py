"""Payments, gift cards, returns, exchanges, cases, baskets, points, notices, and events that other systems hear."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# In the order in which they depend on each other.
PAYING = ("gift_cards", "payment_methods", "payments")
SENDING_BACK = ("returns", "return_lines", "exchanges", "exchange_lines")
REST = ("cases", "baskets", "points_entries", "stock_notices", "shop_events", "webhook_deliveries")


def upgrade() -> None:
    """Make the tables, and turn what orders said about refunds into rows of `payments`."""
    _make_payments()
    _make_sending_back()
    _make_the_rest()
    for table in ("orders", "shoppers"):
        op.add_column(table, sa.Column("street2", sa.String, nullable=False, server_default=""))
        op.add_column(table, sa.Column("country", sa.String, nullable=False, server_default="USA"))
    op.add_column("shoppers", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("variants", sa.Column("options", sa.JSON))
    op.add_column("variants", sa.Column("price_cents", sa.Integer))
    op.add_column("order_lines", sa.Column("cancelled", sa.Integer, nullable=False, server_default="0"))
    op.add_column("done_once", sa.Column("request", sa.String))
    op.add_column("done_once", sa.Column("reference", sa.String))
    op.add_column("orders", sa.Column("item_changes", sa.Integer, nullable=False, server_default="0"))
    op.execute(  # by hand: SQLite can add a column with its reference, which Alembic does not know
        "ALTER TABLE orders ADD COLUMN payment_method_id VARCHAR "
        "CONSTRAINT fk_orders_payment_method_id REFERENCES payment_methods (id)"
    )
    op.execute(
        "INSERT INTO payments (order_id, kind, cents, action, at, sent_at) "
        "SELECT id, 'payment', total_cents, 'order', placed_at, placed_at FROM orders"
    )
    op.execute(
        "INSERT INTO payments (order_id, kind, cents, action, at, sent_at) "
        "SELECT id, 'refund', coalesce(refund_cents, 0), CASE state WHEN 'cancelled' THEN 'cancel' ELSE 'return' END, "
        "coalesce(cancelled_at, delivered_at, placed_at), refund_at FROM orders WHERE refund_state IS NOT NULL"
    )
    for column in ("refund_state", "refund_cents", "refund_at"):
        op.drop_column("orders", column)


def _make_payments() -> None:
    op.create_table(
        "gift_cards",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), index=True),
        sa.Column("code_hash", sa.String, unique=True),
        sa.Column("last_four", sa.String, nullable=False),
        sa.Column("balance_cents", sa.Integer, nullable=False),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("expires_at", sa.DateTime),
        sa.CheckConstraint("balance_cents >= 0", name="balance"),
    )
    op.create_table(
        "payment_methods",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("brand", sa.String, nullable=False),
        sa.Column("last_four", sa.String, nullable=False),
        sa.Column("gift_card_id", sa.String, sa.ForeignKey("gift_cards.id")),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.CheckConstraint("kind IN ('card', 'paypal', 'gift_card')", name="kind"),
    )
    op.create_table(
        "payments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("cents", sa.Integer, nullable=False),
        sa.Column("method_id", sa.String, sa.ForeignKey("payment_methods.id"), index=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("sent_at", sa.DateTime),
        sa.Column("due_on", sa.Date),
        sa.CheckConstraint("kind IN ('payment', 'refund')", name="kind"),
        sa.CheckConstraint("cents >= 0", name="cents"),
    )


def _make_sending_back() -> None:
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("route", sa.String, nullable=False),
        sa.Column("method_id", sa.String, sa.ForeignKey("payment_methods.id")),
        sa.Column("goods_cents", sa.Integer, nullable=False),
        sa.Column("restocking_cents", sa.Integer, nullable=False),
        sa.Column("shipping_cents", sa.Integer, nullable=False),
        sa.Column("refund_cents", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("send_by", sa.Date),
        sa.Column("received_at", sa.DateTime),
        sa.Column("refunded_at", sa.DateTime),
        sa.CheckConstraint("state IN ('requested', 'received', 'refunded', 'cancelled')", name="state"),
    )
    op.create_table(
        "return_lines",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("return_id", sa.Integer, sa.ForeignKey("returns.id"), nullable=False, index=True),
        sa.Column("order_line_id", sa.Integer, sa.ForeignKey("order_lines.id"), nullable=False, index=True),
        sa.Column("quantity", sa.Integer, nullable=False),
    )
    op.create_table(
        "exchanges",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("method_id", sa.String, sa.ForeignKey("payment_methods.id"), index=True),
        sa.Column("difference_cents", sa.Integer, nullable=False),
        sa.Column("shipping_cents", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("send_by", sa.Date),
        sa.Column("received_at", sa.DateTime),
        sa.CheckConstraint("state IN ('requested', 'received', 'sent', 'cancelled')", name="state"),
    )
    op.create_table(
        "exchange_lines",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("exchange_id", sa.Integer, sa.ForeignKey("exchanges.id"), nullable=False, index=True),
        sa.Column("order_line_id", sa.Integer, sa.ForeignKey("order_lines.id"), nullable=False, index=True),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("sku", sa.String, sa.ForeignKey("variants.sku"), nullable=False),
        sa.Column("variant", sa.JSON, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
    )


def _make_the_rest() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("conversation_id", sa.String, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("wish", sa.String, nullable=False),
        sa.Column("photos", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("closed_at", sa.DateTime),
        sa.CheckConstraint("kind IN ('missing', 'damaged')", name="kind"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state"),
    )
    op.create_table(
        "baskets",
        sa.Column("token", sa.String, primary_key=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False, index=True),
        sa.Column("order_number", sa.String),
        sa.Column("items", sa.JSON, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "points_entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False, index=True),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("order_number", sa.String),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "stock_notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False),
        sa.Column("sku", sa.String, sa.ForeignKey("variants.sku"), nullable=False, index=True),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("sent_at", sa.DateTime),
        sa.UniqueConstraint("shopper_id", "sku", name="uq_stock_notices_shopper_sku"),
    )
    op.create_table(
        "shop_events",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
        sa.Column("spread_at", sa.DateTime, index=True),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("event_id", sa.String, sa.ForeignKey("shop_events.id"), primary_key=True),
        sa.Column("endpoint", sa.String, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", sa.DateTime, nullable=False),
        sa.Column("claimed_until", sa.DateTime),
        sa.Column("last_error", sa.String, nullable=False),
        sa.Column("done_at", sa.DateTime),
        sa.Index("ix_webhook_deliveries_due", "state", "next_at"),
    )


def downgrade() -> None:
    """Drop them; what is known of refunds goes back to the orders."""
    op.add_column("orders", sa.Column("refund_state", sa.String))
    op.add_column("orders", sa.Column("refund_cents", sa.Integer))
    op.add_column("orders", sa.Column("refund_at", sa.DateTime))
    refunds = "FROM payments WHERE payments.order_id = orders.id AND payments.kind = 'refund'"
    op.execute(
        f"UPDATE orders SET refund_cents = (SELECT sum(cents) {refunds}), refund_at = (SELECT max(sent_at) {refunds}), "
        f"refund_state = (SELECT CASE WHEN count(*) = count(sent_at) THEN 'sent' ELSE 'pending' END {refunds}) "
        f"WHERE EXISTS (SELECT 1 {refunds})"
    )
    columns = {
        "orders": ("payment_method_id", "item_changes", "street2", "country"),
        "shoppers": ("street2", "country", "version"),
        "variants": ("options", "price_cents"),
        "order_lines": ("cancelled",),
        "done_once": ("request", "reference"),
    }
    for table, names in columns.items():
        for name in names:
            op.drop_column(table, name)
    for table in reversed((*PAYING, *SENDING_BACK, *REST)):
        op.drop_table(table)
