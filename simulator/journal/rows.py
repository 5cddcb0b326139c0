"""Rows of the tables to records, and turns to rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
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

Plain = TypeVar("Plain", CommentRecord, EventRecord, OverrideRecord)
Column = ColumnElement[Any] | InstrumentedAttribute[Any]

_TURN_FIELDS = tuple(field.name for field in fields(TurnRecord) if field.name != "marks")


def record_of(kind: type[Plain], row: object) -> Plain:
    """A record whose fields are the row's columns of the same names."""
    return kind(**{field.name: getattr(row, field.name) for field in fields(kind)})


def call_of(row: CallRow, scenario_json: str, persona_json: str) -> CallRecord:
    """A call with what it was played with."""
    values: dict[str, Any] = {"scenario_json": scenario_json, "persona_json": persona_json}
    columns = [field.name for field in fields(CallRecord) if field.name not in values]
    return CallRecord(**values, **{name: getattr(row, name) for name in columns})


def turn_columns() -> list[Column]:
    """The columns of a turn, for a select whose rows `turn_of` takes."""
    return [TurnRow.marks_json, *(getattr(TurnRow, name) for name in _TURN_FIELDS)]


def turn_of(row: Sequence[Any]) -> TurnRecord:
    """A turn as it was given to `turn_row`, from the values of `turn_columns`.

    Rows of values and not the mapped class: the screens that look back read thousands of lines.
    """
    marks = () if row[0] == "[]" else tuple(json.loads(row[0]))
    return TurnRecord(**dict(zip(_TURN_FIELDS, row[1:], strict=True)), marks=marks)


def turn_row(call_id: str, turn: TurnRecord, now: datetime) -> TurnRow:
    """A turn as the table keeps it; one without a time of writing gets ``now``."""
    values = {name: getattr(turn, name) for name in _TURN_FIELDS}
    values["created_at"] = turn.created_at or now
    return TurnRow(call_id=call_id, **values, marks_json=json.dumps(turn.marks))


def summary_columns() -> list[Column]:
    """The columns of a `CallSummary`, in any order, for a select on the calls."""
    taken_back = TurnRow.taken_back_at.is_not(None)
    counted = {"turn_count": ~taken_back, "taken_back_count": taken_back}
    columns: list[Column] = []
    for field in fields(CallSummary):
        if field.name in counted:
            lines = select(func.count()).where(TurnRow.call_id == CallRow.id, counted[field.name])
            columns.append(lines.scalar_subquery().label(field.name))
        else:
            columns.append(getattr(CallRow, field.name))
    return columns
