"""Calls, their turns and their events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first three tables."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("scenario_json", sa.Text(), nullable=False),
        sa.Column("persona_id", sa.Text(), nullable=False),
        sa.Column("persona_json", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text()),
        sa.Column("ended_by", sa.Text()),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("plan_json", sa.Text()),
        sa.Column("self_grade_json", sa.Text()),
        sa.Column("scorecard_json", sa.Text()),
        sa.Column("explanation_json", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.CheckConstraint("status IN ('open', 'ended')", name=op.f("ck_calls_status")),
    )
    op.create_index(op.f("ix_calls_started_at"), "calls", ["started_at"])
    op.create_table(
        "turns",
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("turn_index", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("reading_json", sa.Text()),
        sa.Column("direction_json", sa.Text()),
        sa.Column("state_json", sa.Text()),
        sa.Column("marks_json", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True)),
        sa.Column("lesson", sa.Text()),
        sa.Column("action", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "turn_index", name=op.f("pk_turns")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_turns_calls"), ondelete="CASCADE"),
        sa.CheckConstraint("speaker IN ('rep', 'prospect')", name=op.f("ck_turns_speaker")),
    )
    op.create_table(
        "events",
        sa.Column("call_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload_json", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_id", "seq", name=op.f("pk_events")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_events_calls"), ondelete="CASCADE"),
    )
