"""The journal: every call and every turn on disk before the next one starts.

The records import nothing heavy. ``Journal`` and ``JournalReader`` bring SQLAlchemy (about 0.4 s), so they
are looked up at first use; Alembic is imported only when a database is made or brought up to date.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from simulator.journal.records import (
    CallRecord,
    CallStatus,
    CallSummary,
    CommentRecord,
    EventRecord,
    NewCall,
    OverrideRecord,
    Speaker,
    TurnRecord,
)

if TYPE_CHECKING:
    from simulator.journal.reader import JournalReader
    from simulator.journal.store import Journal

__all__ = [
    "CallRecord",
    "CallStatus",
    "CallSummary",
    "CommentRecord",
    "EventRecord",
    "Journal",
    "JournalReader",
    "NewCall",
    "OverrideRecord",
    "Speaker",
    "TurnRecord",
]

_LATE = {"Journal": "simulator.journal.store", "JournalReader": "simulator.journal.reader"}


def __getattr__(name: str) -> object:
    if name in _LATE:
        return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
