"""Rows of the tables to records, and turns to rows."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from simulator.journal.records import (
    CallRecord,
    CallSummary,
    CommentRecord,
    EventRecord,
    OverrideRecord,
    TurnRecord,
)
from simulator.journal.tables import CallRow, TurnRow

Plain = TypeVar("Plain", CallRecord, CommentRecord, EventRecord, OverrideRecord)
SummaryColumn = ColumnElement[Any] | InstrumentedAttribute[Any]


def record_of(kind: type[Plain], row: object) -> Plain:
    """A record whose fields are the row's columns of the same names."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def turn_of(row: TurnRow) -> TurnRecord:
    """A turn as it was given to `turn_row`."""
    values = {field.name: getattr(row, field.name) for field in fields(TurnRecord) if field.name != "marks"}
    return TurnRecord(**values, marks=tuple(json.loads(row.marks_json)))


def turn_row(call_id: str, turn: TurnRecord, now: datetime) -> TurnRow:
    """A turn as the table keeps it; one without a time of writing gets ``now``."""
    values = {field.name: getattr(turn, field.name) for field in fields(TurnRecord) if field.name != "marks"}
    values["created_at"] = turn.created_at or now
    return TurnRow(call_id=call_id, **values, marks_json=json.dumps(turn.marks))


def summary_columns() -> list[SummaryColumn]:
    """The columns of a `CallSummary`, in any order, for a select on the calls."""
    taken_back = TurnRow.taken_back_at.is_not(None)
    counted = {"turn_count": ~taken_back, "taken_back_count": taken_back}
    columns: list[SummaryColumn] = []
    for field in fields(CallSummary):
        if field.name in counted:
            lines = select(func.count()).where(TurnRow.call_id == CallRow.id, counted[field.name])
            columns.append(lines.scalar_subquery().label(field.name))
        else:
            columns.append(getattr(CallRow, field.name))
    return columns
