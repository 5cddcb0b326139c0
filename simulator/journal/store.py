"""Writing the journal: each method is one transaction, on the disk when it returns."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from sqlalchemy import URL, func, select
from sqlalchemy.orm import Session

from simulator import __version__
from simulator.errors import JournalError
from simulator.journal.contents import ContentKind, keep_content
from simulator.journal.database import Database, Told, nobody_told
from simulator.journal.lookup import held_call, new_call_id
from simulator.journal.reader import BUSY_TIMEOUT_S, JournalReader
from simulator.journal.records import NewCall, TurnRecord
from simulator.journal.rows import turn_columns, turn_of, turn_row
from simulator.journal.tables import CallRow, CommentRow, EventRow, OverrideRow, TurnRow

Clock = Callable[[], datetime]

_ID_TRIES = 20


def _now() -> datetime:
    return datetime.now(UTC)


class Journal(JournalReader):
    """The journal for those who play, score and comment on calls.

    Reading is as in `JournalReader`. A writing method takes the whole id of a call and raises
    UnknownNameError where there is none. One that raises JournalError has written nothing, and can be
    called again with the same arguments. What a person wrote may hold any characters, NUL and lone
    surrogates too, and comes back the same.
    """

    def __init__(
        self, database: Database, *, clock: Clock = _now, new_id: Callable[[], str] = new_call_id
    ) -> None:
        super().__init__(database)
        self._clock = clock
        self._new_id = new_id

    @classmethod
    def open(
        cls,
        location: str | Path | URL,
        *,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        clock: Clock = _now,
        new_id: Callable[[], str] = new_call_id,
        told: Told = nobody_told,
    ) -> Self:
        """See `JournalReader.open`.

        Args:
            clock: gives the time of day, aware; all times that the journal writes come from it.
            new_id: gives ids for new calls; one that is taken is asked for again.
        """
        return cls(Database(location, busy_timeout_s, told), clock=clock, new_id=new_id)

    def start_call(self, new: NewCall) -> str:
        """Write down that a call starts.

        Returns:
            its id, such as ``c-7f3k2m``.
        """
        contents: dict[ContentKind, str] = {"persona": new.persona_json, "scenario": new.scenario_json}
        kept_apart = {f"{kind}_json" for kind in contents}
        values = {
            field.name: getattr(new, field.name) for field in fields(new) if field.name not in kept_apart
        }
        with self._database.writing() as session:
            call_id = self._free_id(session)
            for kind, text in contents.items():
                values[f"{kind}_hash"] = keep_content(session, kind, text)
            session.add(
                CallRow(
                    id=call_id,
                    started_at=self._clock(),
                    status="open",
                    program_version=__version__,
                    **values,
                )
            )
        return call_id

    def append_exchange(self, call_id: str, turns: Sequence[TurnRecord]) -> None:
        """Write down turns, all or none: the rep's before the prospect answers, then the prospect's.

        The same turn again changes nothing, so that a write whose outcome is not known can be repeated. A
        call that has ended still takes turns, as nothing said after the end is lost.

        Raises:
            JournalError: another line is at that place already, so two programs play the same call.
        """
        now = self._clock()
        with self._database.writing() as session:
            held_call(session, call_id)
            for turn in turns:
                at = select(*turn_columns()).where(TurnRow.call_id == call_id, TurnRow.index == turn.index)
                there = session.execute(at).one_or_none()
                if there is None:
                    session.add(turn_row(call_id, turn, now))
                elif not _same(turn_of(there), turn):
                    raise JournalError(
                        f"Turn {turn.index} of call {call_id} is on disk already, with another line.",
                        hint="Another program may be playing the same call; close one of the two.",
                    )

    def cut_turn(self, call_id: str, turn: TurnRecord) -> None:
        """Write what was heard of the last turn of a call in place of the whole line.

        Raises:
            JournalError: there is no such turn, or another one came after it.
        """
        with self._database.writing() as session:
            held_call(session, call_id)
            row = _turn_row(session, call_id, turn.index)
            if session.get(TurnRow, (call_id, turn.index + 1)) is not None:
                raise JournalError(
                    f"Turn {turn.index} of call {call_id} was answered already.",
                    hint="Another program may be playing the same call; close one of the two.",
                )
            row.text, row.end_s, row.marks_json = turn.text, turn.end_s, json.dumps(turn.marks)
            row.direction_json, row.state_json = turn.direction_json, turn.state_json

    def mark_taken_back(self, call_id: str, indexes: Sequence[int], lesson: str, action: str) -> None:
        """Strike lines through; they stay in the transcript. One that is struck already stays as it is.

        Args:
            indexes: the places of the lines.
            lesson: what the rep says went wrong.
            action: what the rep says they will do instead.
        Raises:
            JournalError: the call has no line at one of the places; then none is struck.
        """
        now = self._clock()
        with self._database.writing() as session:
            held_call(session, call_id)
            for index in indexes:
                row = _turn_row(session, call_id, index)
                if row.taken_back_at is None:
                    row.taken_back_at, row.lesson, row.action = now, lesson, action

    def append_event(self, call_id: str, kind: str, payload_json: str = "{}") -> int:
        """Write down something that happened and is no turn.

        Returns:
            its place among the call's events, from 0.
        """
        with self._database.writing() as session:
            held_call(session, call_id)
            last = session.scalar(select(func.max(EventRow.seq)).where(EventRow.call_id == call_id))
            seq = 0 if last is None else last + 1
            session.add(
                EventRow(
                    call_id=call_id, seq=seq, kind=kind, payload_json=payload_json, created_at=self._clock()
                )
            )
        return seq

    def end_call(self, call_id: str, reason: str, by: str) -> None:
        """Write down how a call ended, and who ended it. The first end stands; later ones change nothing."""
        with self._database.writing() as session:
            row = held_call(session, call_id)
            if row.status == "open":
                row.status, row.ended_at = "ended", self._clock()
                row.end_reason, row.ended_by = reason, by

    def save_plan(self, call_id: str, plan_json: str) -> None:
        """Keep the rep's call plan, in place of an earlier one."""
        with self._database.writing() as session:
            held_call(session, call_id).plan_json = plan_json

    def save_self_grade(self, call_id: str, self_grade_json: str) -> None:
        """Keep how the rep graded their own call, in place of an earlier grade."""
        with self._database.writing() as session:
            held_call(session, call_id).self_grade_json = self_grade_json

    def save_scorecard(self, call_id: str, scorecard_json: str) -> None:
        """Keep the computed scorecard, in place of an earlier one; overrides by people are kept apart."""
        with self._database.writing() as session:
            held_call(session, call_id).scorecard_json = scorecard_json

    def save_explanation(self, call_id: str, explanation_json: str) -> None:
        """Keep the rep's explanation of a lost call and its outcome, in place of an earlier one."""
        with self._database.writing() as session:
            held_call(session, call_id).explanation_json = explanation_json

    def add_comment(self, call_id: str, author: str, text: str, turn_index: int | None = None) -> None:
        """Keep a comment on a call, or on one of its turns.

        Raises:
            JournalError: the call has no such turn.
        """
        with self._database.writing() as session:
            held_call(session, call_id)
            if turn_index is not None:
                _turn_row(session, call_id, turn_index)
            session.add(
                CommentRow(
                    call_id=call_id,
                    turn_index=turn_index,
                    author=author,
                    text=text,
                    created_at=self._clock(),
                )
            )

    def add_override(
        self, call_id: str, dimension: str, score: float | None, author: str, reason: str
    ) -> None:
        """Keep a person's score of a dimension, with the reason. Earlier ones stay; the latest counts.

        Args:
            score: 0 to 100; None where the dimension could not be observed.
        Raises:
            ValueError: a score out of bounds.
        """
        if score is not None and not 0 <= score <= 100:
            raise ValueError("an override's score is between 0 and 100")
        with self._database.writing() as session:
            held_call(session, call_id)
            session.add(
                OverrideRow(
                    call_id=call_id,
                    dimension=dimension,
                    score=score,
                    author=author,
                    reason=reason,
                    created_at=self._clock(),
                )
            )

    def _free_id(self, session: Session) -> str:
        for _ in range(_ID_TRIES):
            call_id = self._new_id()
            if session.get(CallRow, call_id) is None:
                return call_id
        raise JournalError(f"No free id for a new call was found in {_ID_TRIES} tries.", hint="Try again.")


def _turn_row(session: Session, call_id: str, index: int) -> TurnRow:
    row = session.get(TurnRow, (call_id, index))
    if row is None:
        raise JournalError(f"Call {call_id} has no turn {index}.")
    return row


def _same(there: TurnRecord, given: TurnRecord) -> bool:
    struck = given.taken_back_at and given.taken_back_at.astimezone(UTC)
    return there == replace(given, created_at=there.created_at, taken_back_at=struck)
