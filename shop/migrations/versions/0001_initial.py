"""The shop's first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# In the order in which they depend on each other.
ALONE = ("agents", "attempts", "audit", "categories", "gaps", "outbox", "shoppers")
THEN = ("agent_sessions", "conversations", "done_once", "orders", "products", "log_entries")
LAST = ("one_time_codes", "order_grants", "reviews", "variants", "order_lines")


def upgrade() -> None:
    """Make them."""
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Index("ix_attempts_subject_at", "subject", "at"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("conversation_id", sa.String),
        sa.Column("shopper_id", sa.Integer),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False, index=True),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
    )
    op.create_table(
        "categories",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String, index=True),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("band", sa.String, nullable=False),
        sa.Column("best", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "shoppers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False, unique=True),
        sa.Column("phone", sa.String, nullable=False, index=True),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("points", sa.Integer, nullable=False),
        sa.Column("street", sa.String, nullable=False),
        sa.Column("city", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("postcode", sa.String, nullable=False),
        sa.Column("joined_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "agent_sessions",
        sa.Column("token_hash", sa.String, primary_key=True),
        sa.Column("agent_id", sa.Integer, sa.ForeignKey("agents.id"), nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("opened_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False, index=True),
        sa.Column("owner", sa.String, nullable=False, index=True),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("owner_entry", sa.Integer, nullable=False),
        sa.Column("handoff_turn", sa.Integer),
        sa.Column("agent_id", sa.Integer, sa.ForeignKey("agents.id")),
        sa.Column("reason", sa.String),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("waiting_since", sa.DateTime),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id")),
        sa.Column("verified_until", sa.DateTime),
        sa.CheckConstraint("owner IN ('bot', 'queue', 'agent')", name="owner"),
    )
    op.create_table(
        "done_once",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False, unique=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("placed_at", sa.DateTime, nullable=False, index=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("phone", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("street", sa.String, nullable=False),
        sa.Column("city", sa.String, nullable=False),
        sa.Column("region", sa.String, nullable=False),
        sa.Column("postcode", sa.String, nullable=False),
        sa.Column("shipping", sa.String, nullable=False),
        sa.Column("shipping_cents", sa.Integer, nullable=False),
        sa.Column("total_cents", sa.Integer, nullable=False),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("carrier", sa.String),
        sa.Column("tracking_number", sa.String),
        sa.Column("tracking_url", sa.String),
        sa.Column("expected_at", sa.DateTime),
        sa.Column("delivered_at", sa.DateTime),
        sa.Column("cancelled_at", sa.DateTime),
        sa.Column("cancel_reason", sa.String),
        sa.Column("refund_state", sa.String),
        sa.Column("refund_cents", sa.Integer),
        sa.Column("refund_at", sa.DateTime),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("category_id", sa.String, sa.ForeignKey("categories.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.JSON, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("description", sa.JSON, nullable=False),
        sa.Column("specs", sa.JSON, nullable=False),
        sa.Column("care", sa.JSON, nullable=False),
        sa.Column("fit", sa.JSON, nullable=False),
        sa.Column("goes_with", sa.JSON, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("image", sa.String, nullable=False),
    )
    op.create_table(
        "log_entries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sender", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("client_id", sa.String),
        sa.Column("choice", sa.String),
        sa.Column("reply_to", sa.Integer, index=True),
        sa.Column("agent_id", sa.Integer, sa.ForeignKey("agents.id")),
        sa.Column("owner", sa.String),
        sa.Column("choices", sa.JSON, nullable=False),
        sa.Column("cards", sa.JSON, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("generated", sa.Boolean, nullable=False),
        sa.Column("answered_at", sa.DateTime),
        sa.UniqueConstraint("conversation_id", "sender", "client_id", name="uq_log_entries_client"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), nullable=False, index=True),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("contact_hash", sa.String, nullable=False, index=True),
        sa.Column("code_hash", sa.String, nullable=False),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id")),
        sa.Column("sent_at", sa.DateTime, nullable=False),
        sa.Column("expires_at", sa.DateTime, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("used_at", sa.DateTime),
    )
    op.create_table(
        "order_grants",
        sa.Column("conversation_id", sa.String, sa.ForeignKey("conversations.id"), primary_key=True),
        sa.Column("order_number", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("product_id", sa.String, sa.ForeignKey("products.id"), nullable=False, index=True),
        sa.Column("shopper_id", sa.Integer, sa.ForeignKey("shoppers.id"), nullable=False),
        sa.Column("stars", sa.Integer, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "variants",
        sa.Column("sku", sa.String, primary_key=True),
        sa.Column("product_id", sa.String, sa.ForeignKey("products.id"), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("size", sa.String),
        sa.Column("colour", sa.JSON),
        sa.Column("stock", sa.Integer, nullable=False),
    )
    op.create_table(
        "order_lines",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), nullable=False, index=True),
        sa.Column("product_id", sa.String, sa.ForeignKey("products.id"), nullable=False, index=True),
        sa.Column("sku", sa.String, sa.ForeignKey("variants.sku"), nullable=False),
        sa.Column("name", sa.JSON, nullable=False),
        sa.Column("variant", sa.JSON, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("price_cents", sa.Integer, nullable=False),
        sa.Column("image", sa.String, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in reversed((*ALONE, *THEN, *LAST)):
        op.drop_table(table)
