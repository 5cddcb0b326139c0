"""An open database: short sessions for reading and for writing, with errors that a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from simulator.errors import DamagedContent
from simulator.journal.backends import (
    WRITES,
    connectable_engine,
    place_of,
    put_back_if_gone,
    sentence_for,
    url_of,
)
from simulator.journal.schema import bring_up_to_date

Told = Callable[[str], None]


def nobody_told(sentence: str) -> None:
    """Nobody waits."""


class Database:
    """A database whose tables are this program's.

    Args:
        location: a file's path, or any SQLAlchemy address (text with ``://``).
        busy_timeout_s: how long a write waits for another program's write, seconds.
        told: gets a sentence for the person before work that takes a while.
    Raises:
        JournalError: it cannot be opened, is damaged, is something else, or is newer than this program.
    """

    def __init__(self, location: str | Path | URL, busy_timeout_s: float, told: Told = nobody_told) -> None:
        url = url_of(location)
        self.place = place_of(url)
        self._reader = connectable_engine(url, busy_timeout_s)
        self._writer = self._reader.execution_options(**{WRITES: True})
        try:
            with self._told():
                bring_up_to_date(self._reader, self._writer, self.place, told)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one consistent state and writes nothing.

        Raises:
            JournalError: the database cannot be read, or holds a value that is not what was written.
        """
        with self._told(), Session(self._reader) as session:
            try:
                yield session
            except DamagedContent:
                raise
            except (ValueError, NoResultFound) as error:  # a damaged date or number; an index without its row
                raise sentence_for(error, self.place) from error

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are all on the disk when the block ends, or none of them.

        A file that was removed meanwhile is put back first, with all that was in it.

        Raises:
            JournalError: nothing was written; the same can be tried again.
        """
        with self._told():
            put_back_if_gone(self._reader)
        with self._told(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back the connections; SQLite then folds its log into the file."""
        self._reader.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (
            DBAPIError,
            PoolTimeout,
            UnicodeDecodeError,
            OSError,
        ) as error:  # the driver decodes damaged text
            raise sentence_for(error, self.place) from error
