"""Unanswered questions: where they were asked, and what became of them; whether a reply helped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; every question of before is open."""
    op.add_column("gaps", sa.Column("entry", sa.Integer))
    op.add_column("gaps", sa.Column("state", sa.String, nullable=False, server_default="open"))
    op.add_column("gaps", sa.Column("article", sa.String))
    op.add_column("gaps", sa.Column("settled_by", sa.String))
    op.add_column("gaps", sa.Column("settled_at", sa.DateTime))
    op.add_column("log_entries", sa.Column("liked", sa.Boolean))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("log_entries", "liked")
    for column in ("settled_at", "settled_by", "article", "state", "entry"):
        op.drop_column("gaps", column)
