"""Reading the journal: calls, turns, events, and what people said about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import URL, select

from simulator.errors import DamagedContent
from simulator.journal.contents import ContentCache, damaged, kept_content
from simulator.journal.database import Database, Told, nobody_told
from simulator.journal.lookup import found_id
from simulator.journal.records import (
    CallRecord,
    CallStatus,
    CallSummary,
    CommentRecord,
    EventRecord,
    OverrideRecord,
    TurnRecord,
)
from simulator.journal.rows import call_of, record_of, summary_columns, turn_columns, turn_of
from simulator.journal.tables import CallRow, CommentRow, EventRow, OverrideRow, TurnRow

BUSY_TIMEOUT_S = 5.0  # long for a commit of some milliseconds, short for a person who waits
#: the text of four personas and their scenarios, and what was made of each
_CONTENTS_KEPT = 16

Made = TypeVar("Made")


class JournalReader:
    """The journal for those who only look: lists, reports, progress.

    Every method that takes a call's id takes the beginning of one too, where only one call begins so, and
    raises UnknownNameError with suggestions where none or several do. Any of them may raise JournalError:
    one sentence on what is wrong with the database, and a hint. Methods may be called from any thread.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._contents = ContentCache(_CONTENTS_KEPT)

    @classmethod
    def open(
        cls,
        location: str | Path | URL,
        *,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        told: Told = nobody_told,
    ) -> Self:
        """Open the journal; a new one is made and an older one is brought up to date.

        Args:
            location: a file's path (its folder is made), ``:memory:``, or any SQLAlchemy address.
            busy_timeout_s: how long a write waits for another program's write, seconds.
            told: gets a sentence for the person before work that takes a while: an older journal with calls
                in it is brought up to date.
        Raises:
            JournalError: it cannot be opened, is damaged, is something else, or is newer than this program.
        """
        return cls(Database(location, busy_timeout_s, told))

    @property
    def place(self) -> str:
        """Where the journal is, for a person: a path, or an address without its password."""
        return self._database.place

    def close(self) -> None:
        """Give back the database; what was written stays written without it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, call_id: str) -> CallRecord:
        """Everything about a call except for its turns and events."""
        with self._database.reading() as session:
            row = session.get_one(CallRow, found_id(session, call_id))
        return call_of(row, self.content(row.scenario_hash, str), self.content(row.persona_hash, str))

    def content(self, known_by: str | None, read: Callable[[str], Made]) -> Made:
        """What ``read`` makes of a persona or a scenario as it was played.

        It is loaded and read once for many calls: the latest are remembered, so give the same function each
        time, and leave what it made as it is.

        Args:
            known_by: the hash of a call or a summary.
            read: takes the JSON; ``str`` gives it as it is.
        Raises:
            DamagedContent: there is no such content, it is damaged, or ``read`` raised a ValueError.
        """

        def load() -> str:
            with self._database.reading() as session:
                return kept_content(session, known_by)

        def make() -> Made:
            try:
                return read(self._contents.get((known_by, str), load))
            except DamagedContent:
                raise
            except ValueError as error:
                raise damaged() from error

        made: Made = self._contents.get((known_by, read), make)
        return made

    def calls(
        self,
        limit: int | None = 50,
        *,
        status: CallStatus | None = None,
        persona: str | None = None,
        scenario: str | None = None,
        since: datetime | None = None,
    ) -> list[CallSummary]:
        """The calls, newest first.

        Args:
            limit: at most so many; None for all.
            status: only open ones, or only ended ones.
            persona: only calls of the persona with this id.
            scenario: only calls of the scenario with this id.
            since: only calls that started then or later; aware.
        """
        query = select(*summary_columns()).order_by(CallRow.started_at.desc(), CallRow.id).limit(limit)
        wanted = {CallRow.status: status, CallRow.persona_id: persona, CallRow.scenario_id: scenario}
        for column, value in wanted.items():
            if value is not None:
                query = query.where(column == value)
        if since is not None:
            query = query.where(CallRow.started_at >= since)
        with self._database.reading() as session:
            return [CallSummary(**row) for row in session.execute(query).mappings()]

    def open_calls(self) -> list[CallSummary]:
        """The calls that have not ended, newest first: those that can be resumed."""
        return self.calls(None, status="open")

    def turns(self, call_id: str) -> list[TurnRecord]:
        """The lines of a call in order, those taken back among them."""
        with self._database.reading() as session:
            query = select(*turn_columns()).where(TurnRow.call_id == found_id(session, call_id))
            return [turn_of(row) for row in session.execute(query.order_by(TurnRow.index))]

    def events(self, call_id: str) -> list[EventRecord]:
        """What happened in a call and is no turn, in order."""
        with self._database.reading() as session:
            query = (
                select(EventRow).where(EventRow.call_id == found_id(session, call_id)).order_by(EventRow.seq)
            )
            return [record_of(EventRecord, row) for row in session.scalars(query)]

    def comments(self, call_id: str) -> list[CommentRecord]:
        """What people wrote about a call and its turns, oldest first."""
        with self._database.reading() as session:
            query = select(CommentRow).where(CommentRow.call_id == found_id(session, call_id))
            return [record_of(CommentRecord, row) for row in session.scalars(query.order_by(CommentRow.id))]

    def overrides(self, call_id: str) -> list[OverrideRecord]:
        """The scores that people put in the place of computed ones, oldest first; the latest counts."""
        with self._database.reading() as session:
            query = select(OverrideRow).where(OverrideRow.call_id == found_id(session, call_id))
            return [record_of(OverrideRecord, row) for row in session.scalars(query.order_by(OverrideRow.id))]
