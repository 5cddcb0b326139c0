"""Personas and scenarios as they were played: each kept once, found by a hash of what is in it.

A persona holds thousands of wordings, half a megabyte of JSON. It is kept as zlib-compressed bytes, a quarter
of that: both SQLite and PostgreSQL take bytes as they are, Python's standard library reads and writes them
in some milliseconds, and their checksum tells of damage that plain text would hide. What is kept is the
text as `storable` makes it, in UTF-8; nothing here asks whether it is JSON at all.
"""

from __future__ import annotations

import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from simulator.errors import DamagedContent
from simulator.journal.tables import ContentRow, restored, storable

ContentKind = Literal["persona", "scenario"]


def content_hash(kind: ContentKind, stored: bytes) -> str:
    """What a content is known by: SHA-256 of its kind, a zero byte and its text, in hexadecimal."""
    return hashlib.sha256(kind.encode() + b"\0" + stored).hexdigest()


def keep_content(session: Session, kind: ContentKind, text: str) -> str:
    """Write down a content unless it is there; two programs may do so at once.

    Returns:
        its hash.
    """
    stored = storable(text).encode()
    known_by = content_hash(kind, stored)
    if session.scalar(select(ContentRow.hash).where(ContentRow.hash == known_by)) is None:
        row = {"hash": known_by, "kind": kind, "data": zlib.compress(stored)}
        if session.get_bind().dialect.name == "postgresql":
            from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 2 MB that few need

            session.execute(postgresql.insert(ContentRow).values(row).on_conflict_do_nothing())
        else:
            session.execute(sqlite.insert(ContentRow).values(row).on_conflict_do_nothing())
    return known_by


def kept_content(session: Session, known_by: str | None) -> str:
    """The text of a content, as it was given to `keep_content`.

    Raises:
        DamagedContent: it is not there, or not what was written.
    """
    data = session.scalar(select(ContentRow.data).where(ContentRow.hash == known_by))
    if data is None:
        raise damaged()
    try:
        return restored(zlib.decompress(data).decode())
    except (zlib.error, UnicodeDecodeError) as error:
        raise damaged() from error


def damaged() -> DamagedContent:
    """What to say of a content that cannot be read."""
    return DamagedContent(
        "What this call was played with is kept in a form that cannot be read.",
        hint="Its lines are still in the journal, and other calls can be used as before.",
    )


class ContentCache:
    """What was made of the latest contents; for any thread.

    Args:
        size: how many are kept.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What is kept under the key, else what ``make`` gives."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()  # not while others wait: making a persona takes a while, and twice does no harm
        with self._lock:
            self._made[key] = made
            self._made.move_to_end(key)
            while len(self._made) > self._size:
                self._made.popitem(last=False)
        return made
