"""Unclear messages, what was learned from them, and agents who may teach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, and nobody a lead but the first agent of a demo."""
    op.add_column("agents", sa.Column("lead", sa.Boolean, nullable=False, server_default=sa.false()))
    agents = sa.table("agents", *(sa.column(name, sa.Boolean) for name in ("demo", "lead")), sa.column("name"))
    op.execute(agents.update().where(agents.c.demo.is_(sa.true()), agents.c.name == "sam").values(lead=True))
    op.create_table(
        "unclear_messages",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("ranking", sa.JSON, nullable=False),
        sa.Column("why", sa.String, nullable=False),
        sa.Column("ended", sa.String, nullable=False),
        sa.Column("suggested", sa.String),
        sa.Column("first_at", sa.DateTime, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False, index=True),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("intent", sa.String),
        sa.Column("example", sa.String),
        sa.Column("settled_by", sa.String),
        sa.Column("settled_at", sa.DateTime),
    )
    op.create_table(
        "unclear_seen",
        sa.Column("unclear_id", sa.Integer, sa.ForeignKey("unclear_messages.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String,
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
            index=True,
        ),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "refits",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("began_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("version", sa.String),
        sa.Column("report", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("refits", "unclear_seen", "unclear_messages"):
        op.drop_table(table)
    op.drop_column("agents", "lead")
