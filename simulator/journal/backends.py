"""All that is particular to one database: how to connect, how to lock, and what its errors mean.

SQLite, the default: write-ahead log, ``synchronous=FULL`` (a commit returns when the log is on the disk, so
a turn survives a killed program and a power cut), foreign keys on, and a bounded wait for another writer. A
writing transaction takes the write lock at its start: SQLite refuses at once, without waiting, to turn a
reading transaction into a writing one after somebody else wrote.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoResultFound, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from simulator.errors import JournalError

#: the execution option of a connection that is going to write
WRITES = "journal_writes"

_ELSEWHERE = "To keep the journal elsewhere, set SIMULATOR_HOME or SIMULATOR_DATABASE_URL."
_LOCKED = (
    "is in use by another program that is writing to it",
    "Nothing was half-written; try again, or close the other program.",
)
_READ_ONLY = (
    "is read-only",
    f"Allow writing to it; for a file, to its folder too. {_ELSEWHERE}",
)
_FULL = (
    "has no room left on its disk",
    "What was written before is safe; free some space and try again.",
)
_BROKEN = (
    "is damaged, or is not a database",
    "Move the file away, with those beside it that end in -wal and -shm, to start a new journal; keep them, "
    f"as much can often be recovered. {_ELSEWHERE}",
)
_CANNOT_OPEN = (
    "cannot be opened",
    f"See that its folder exists and that you may read and write there. {_ELSEWHERE}",
)
_DISK_FAULT = (
    "could not be read or written: the disk reports a fault",
    "Nothing was half-written; see that the disk is still there and has room, and try again.",
)
_UNREACHABLE = (
    "cannot be reached",
    "See that the database server runs and that SIMULATOR_DATABASE_URL is right.",
)
_FOLDER = ("is a folder, not a file", _ELSEWHERE)

_OTHER_TABLES = (
    "If a newer version of the program is running too, it may have changed them: leave this one, and use that. "
    f"Else: {_BROKEN[1][0].lower()}{_BROKEN[1][1:]}"
)

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
    sqlite3.SQLITE_FORMAT: _BROKEN,
    sqlite3.SQLITE_CANTOPEN: _CANNOT_OPEN,
    sqlite3.SQLITE_IOERR: _DISK_FAULT,
}
_BY_SQLSTATE = {
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "53100": _FULL,
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "XX001": _BROKEN,
    "XX002": _BROKEN,
}
_MIGRATION_LOCK = 0x70726163  # any number that other users of the server are not likely to take
_WAL_RETRY_S = 0.01


def url_of(location: str | Path | URL) -> URL:
    """The address of a database: as given, or of the SQLite file at that path (``:memory:`` too).

    Raises:
        JournalError: the text has ``://`` and is no address.
    """
    if isinstance(location, URL):
        return location
    if isinstance(location, Path) or "://" not in location:
        return URL.create("sqlite", database=str(location))
    try:
        return make_url(location)
    except (ArgumentError, ValueError):
        # The text is not repeated: it may hold a password.
        raise JournalError(
            "The journal's database address cannot be understood.",
            hint="It should look like sqlite:///calls.db or postgresql+psycopg://user@host/name.",
        ) from None


def place_of(url: URL) -> str:
    """What to call the database in a sentence: the file's path, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)  # the query may hold a password too


def connectable_engine(url: URL, busy_timeout_s: float) -> Engine:
    """An engine for the address; for an SQLite file its folder is made.

    Args:
        busy_timeout_s: how long an SQLite write waits for another writer, seconds.
    Raises:
        JournalError: the place cannot hold a database, or its driver is not installed.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    options: dict[str, Any] = {"pool_pre_ping": True}
    if is_sqlite:
        _prepare_file(url)
        options = {"connect_args": {"timeout": busy_timeout_s, "check_same_thread": False}}
        if url.database in (None, "", ":memory:"):
            options["poolclass"] = StaticPool  # else each thread would have a database of its own
    try:
        engine = create_engine(url, **options)
    except (ArgumentError, ImportError) as error:
        raise JournalError(
            f"The program has no driver for the database {place_of(url)}.",
            hint="For PostgreSQL install the extra [postgres] and begin the address with postgresql+psycopg://.",
        ) from error
    if is_sqlite:
        _set_up_sqlite(engine, busy_timeout_s)
    return engine


def put_back_if_gone(engine: Engine) -> None:
    """Write an SQLite file anew that was removed while it was open, its folder too.

    The open connections still have all of it, and without this everything that is written would go where nobody
    finds it, without an error.

    Raises:
        OSError: the folder cannot be made, or the file not written.
    """
    if engine.url.get_backend_name() != "sqlite" or "uri" in engine.url.query:
        return
    if engine.url.database in (None, "", ":memory:"):
        return
    path = Path(engine.url.database or "")
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.unlink(missing_ok=True)
    with engine.connect() as connection:
        held = connection.connection.driver_connection
        assert isinstance(held, sqlite3.Connection)  # noqa: S101 - the backend is SQLite
        copy = sqlite3.connect(beside)
        try:
            held.backup(copy)
        except sqlite3.Error as error:
            raise OSError(str(error)) from error
        finally:
            copy.close()
    engine.dispose()
    beside.replace(path)


def hold_for_migration(connection: Connection) -> None:
    """Keep other programs from changing the schema until this transaction ends.

    On SQLite a writing transaction is enough: it holds the only write lock from its first statement on.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")


def give_back_room(engine: Engine) -> None:
    """Make an SQLite file as small as what is in it, if more than half of it is empty.

    Another program may be using it, or the disk be too full for a copy: then the file stays large, and the
    room in it is used for new calls.
    """
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL sees to it by itself
    with closing(engine.raw_connection()) as connection, suppress(sqlite3.Error):
        cursor = connection.cursor()
        pages, free = (
            cursor.execute(f"PRAGMA {of}").fetchone()[0] for of in ("page_count", "freelist_count")
        )
        if free > pages / 2:
            cursor.execute("VACUUM")


def sentence_for(error: SQLAlchemyError | OSError | ValueError, place: str) -> JournalError:
    """What a database error means, in one sentence, and what to do about it."""
    what, hint = _meaning(error)
    return JournalError(f"The journal {place} {what}.", hint=hint)


def _meaning(error: Exception) -> tuple[str, str]:
    if isinstance(error, DBAPIError):
        return _meaning_of_driver(error)
    if isinstance(error, IsADirectoryError):
        return _FOLDER
    if isinstance(error, OSError):
        return _CANNOT_OPEN
    if isinstance(error, (ValueError, NoResultFound)):
        return ("holds a value that cannot be read", _BROKEN[1])
    return ("could not be used: " + _first_line(error), "")


def _meaning_of_driver(error: DBAPIError) -> tuple[str, str]:
    cause = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if (
        isinstance(code, int) and code & 0xFF in _BY_SQLITE_CODE
    ):  # the low byte is the kind, the rest its detail
        return _BY_SQLITE_CODE[code & 0xFF]
    state = getattr(cause, "sqlstate", None)
    if state in _BY_SQLSTATE:
        return _BY_SQLSTATE[state]
    is_sqlite = isinstance(cause, sqlite3.Error)
    if is_sqlite and "decode to UTF-8" in str(cause):  # raised by Python's driver, which gives it no code
        return _BROKEN
    if error.connection_invalidated or (
        not is_sqlite and state is None and "Operational" in type(error).__name__
    ):
        return _UNREACHABLE
    if code == sqlite3.SQLITE_ERROR:  # our statements are fixed, so it is the tables that differ
        return (f"does not have the tables that it should: {_first_line(cause or error)}", _OTHER_TABLES)
    return ("could not be used: " + _first_line(cause or error), "")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


def _prepare_file(url: URL) -> None:
    if "uri" in url.query or url.database in (None, "", ":memory:"):
        return
    path = Path(url.database or "")
    try:
        if path.is_dir():
            raise IsADirectoryError(str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise sentence_for(error if isinstance(error, OSError) else OSError(), place_of(url)) from error


def _set_up_sqlite(engine: Engine, busy_timeout_s: float) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and never locks
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: plain fsync leaves the data in the drive's cache
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        _use_write_ahead_log(connection, busy_timeout_s)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_write_ahead_log(connection: sqlite3.Connection, busy_timeout_s: float) -> None:
    """Turn on the log; where the file system cannot, SQLite keeps its older, equally safe, way.

    Two programs that open a new file at once both try; SQLite gives the second one "locked" without
    waiting, so the wait is here.
    """
    deadline_s = time.monotonic() + busy_timeout_s
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                return  # reading works without it, and writing fails anyway
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline_s:
                raise
            time.sleep(_WAL_RETRY_S)
