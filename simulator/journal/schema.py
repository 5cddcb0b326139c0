"""Which version of the tables a database has, and how it is brought up to this program's.

The fast way, at every open, is one look at the version table. Alembic is imported only where there is work
for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, column, func, inspect, select, table

from simulator.errors import JournalError
from simulator.journal.backends import give_back_room, hold_for_migration

#: every revision of the tables, oldest first; the files are in ``migrations/versions``
REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
#: a name of its own, so that another program's Alembic table is not mistaken for ours
VERSION_TABLE = "journal_version"
MIGRATIONS = Path(__file__).parent / "migrations"

_one_at_a_time = threading.Lock()  # alembic keeps the running migration in module globals


def revision_of(connection: Connection, place: str) -> str | None:
    """The revision that a database has; None where it is empty.

    Raises:
        JournalError: a revision that this program does not know, or a database that is something else.
    """
    inspector = inspect(connection)
    if not inspector.has_table(VERSION_TABLE):
        if inspector.get_table_names():
            raise JournalError(
                f"The database {place} belongs to something else and holds no journal.",
                hint="Name a file that does not exist yet, or an empty database.",
            )
        return None
    rows: Sequence[str] = connection.scalars(
        select(column("version_num")).select_from(table(VERSION_TABLE))
    ).all()
    if len(rows) != 1 or rows[0] not in REVISIONS:
        theirs = ", ".join(map(str, rows)) or "none"
        raise JournalError(
            f"The journal {place} was written by a newer version of this program "
            f"(version of its tables: {theirs}; this program knows up to {HEAD}).",
            hint="Update the program; the journal is unchanged.",
        )
    return str(rows[0])


def bring_up_to_date(reader: Engine, writer: Engine, place: str, told: Callable[[str], None]) -> None:
    """Make the tables, or change older ones to this program's, in one transaction; leave current ones.

    A program that is killed meanwhile leaves the database as it was.

    Args:
        reader: gives connections for reading.
        writer: gives connections whose transactions hold the write lock from their start.
        told: gets a sentence before calls are changed, which may take a while.
    Raises:
        JournalError: see `revision_of`.
    """
    with reader.connect() as connection:
        if revision_of(connection, place) == HEAD:
            return
    from simulator.journal import upgrade  # noqa: PLC0415 -- brings alembic, which most opens do not need

    with _one_at_a_time, writer.begin() as connection:
        hold_for_migration(connection)
        before = revision_of(connection, place)
        if before == HEAD:  # another program was faster
            return
        calls = _calls_in(connection) if before is not None else 0
        if calls:
            told(
                f"The journal {place} is brought up to date, once ({calls} "
                f"{'call' if calls == 1 else 'calls'}); this may take a moment."
            )
        upgrade.run(connection, HEAD)
    if calls:
        give_back_room(reader)


def _calls_in(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(table("calls"))) or 0
