"""The tables, and the two column types that keep what they are given.

* ``SafeText`` keeps any Python string. SQLite's driver refuses lone surrogates (broken emoji, undecodable
  bytes of a terminal) and PostgreSQL refuses NUL; such characters are written as the private-use character
  U+10FFFD and six hex digits of the code point, and come back as they were. All other text is stored as it
  is, readable by any tool.
* ``UtcDateTime`` takes aware times only and gives them back in UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

_ESCAPE = "\U0010fffd"
_UNSAFE = re.compile("[\x00\ud800-\udfff" + _ESCAPE + "]")
_ESCAPED = re.compile(_ESCAPE + "([0-9a-f]{6})")


def storable(text: str) -> str:
    """The text as every database takes it; the inverse of `restored`."""
    return _UNSAFE.sub(lambda found: f"{_ESCAPE}{ord(found[0]):06x}", text)


def restored(stored: str) -> str:
    """The text as it was given to `storable`."""

    def character(found: re.Match[str]) -> str:
        code_point = int(found[1], 16)
        return chr(code_point) if code_point <= 0x10FFFF else found[0]  # a foreign hand wrote it: leave it

    return _ESCAPED.sub(character, stored) if _ESCAPE in stored else stored


class SafeText(TypeDecorator[str]):
    """Text of any length and any characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """See `storable`."""
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """See `restored`."""
        return None if value is None else restored(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Any aware time as UTC; a naive one is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the journal takes times with a time zone only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no time zone; what it kept is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of the tables; constraint names are fixed so that a migration can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: SafeText, datetime: UtcDateTime, float: Double}


def _of_call() -> ForeignKey:
    return ForeignKey("calls.id", ondelete="CASCADE")


def _content(kind: str) -> ForeignKey:
    return ForeignKey("contents.hash", name=f"fk_calls_contents_{kind}")


class ContentRow(Base):
    """A persona or a scenario as it was played, once for all calls that were played with it.

    ``hash`` and ``data`` are made by `simulator.journal.contents`. Calls are never deleted by the program; a
    content that no call refers to any more, after somebody's own DELETE, stays and does no harm.
    """

    __tablename__ = "contents"

    hash: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CallRow(Base):
    """A call.

    The references to contents are never empty in a call that the program wrote; they can be, as SQLite adds
    no column that both refers to a table and may not be empty. ``retry_of`` names a call and is no reference: a
    new try stands though somebody deletes the call that it takes up.
    """

    __tablename__ = "calls"
    __table_args__ = (CheckConstraint("status IN ('open', 'ended')", name="status"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    scenario_id: Mapped[str]
    scenario_hash: Mapped[str | None] = mapped_column(_content("scenario"))
    persona_id: Mapped[str]
    persona_hash: Mapped[str | None] = mapped_column(_content("persona"))
    voice: Mapped[str]
    reader: Mapped[str]
    seed: Mapped[int] = mapped_column(BigInteger)
    model: Mapped[str | None]
    status: Mapped[str]
    end_reason: Mapped[str | None]
    ended_by: Mapped[str | None]
    program_version: Mapped[str]
    plan_json: Mapped[str | None]
    self_grade_json: Mapped[str | None]
    scorecard_json: Mapped[str | None]
    explanation_json: Mapped[str | None]
    retry_of: Mapped[str | None]
    retry_turn: Mapped[int | None]


class TurnRow(Base):
    """A line of a call. The column is ``turn_index``, as ``index`` is a reserved word of SQL."""

    __tablename__ = "turns"
    __table_args__ = (
        CheckConstraint("speaker IN ('rep', 'prospect')", name="speaker"),
        Index(None, "call_id", "taken_back_at"),  # lists count the lines of calls, and need not read them
    )

    call_id: Mapped[str] = mapped_column(_of_call(), primary_key=True)
    index: Mapped[int] = mapped_column("turn_index", primary_key=True, autoincrement=False)
    speaker: Mapped[str]
    text: Mapped[str]
    start_s: Mapped[float]
    end_s: Mapped[float]
    reading_json: Mapped[str | None]
    direction_json: Mapped[str | None]
    state_json: Mapped[str | None]
    marks_json: Mapped[str]
    taken_back_at: Mapped[datetime | None]
    lesson: Mapped[str | None]
    action: Mapped[str | None]
    created_at: Mapped[datetime]


class EventRow(Base):
    """What happened in a call and is no turn."""

    __tablename__ = "events"

    call_id: Mapped[str] = mapped_column(_of_call(), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    payload_json: Mapped[str]
    created_at: Mapped[datetime]


class CommentRow(Base):
    """What somebody wrote about a call or a turn."""

    __tablename__ = "comments"
    __table_args__ = (
        ForeignKeyConstraint(
            ["call_id", "turn_index"],
            ["turns.call_id", "turns.turn_index"],
            name="fk_comments_turns",
            ondelete="CASCADE",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(_of_call(), index=True)
    turn_index: Mapped[int | None]
    author: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime]


class OverrideRow(Base):
    """A score that a person put in the place of the computed one."""

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(_of_call(), index=True)
    dimension: Mapped[str]
    score: Mapped[float | None]
    author: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]
