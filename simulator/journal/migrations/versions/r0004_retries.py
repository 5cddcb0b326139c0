"""Of which call, and from which of its lines, a call is a new try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add both columns. Calls from before do not tell whether they were new tries, and count as calls of their own."""
    op.add_column("calls", sa.Column("retry_of", sa.Text()))
    op.add_column("calls", sa.Column("retry_turn", sa.Integer()))


def downgrade() -> None:
    """Forget it again."""
    op.drop_column("calls", "retry_turn")
    op.drop_column("calls", "retry_of")
