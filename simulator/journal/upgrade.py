"""Runs the migrations on an open connection. The only module, with the migrations, that imports alembic."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from simulator.journal.schema import MIGRATIONS


def run(connection: Connection, revision: str) -> None:
    """Bring the tables up to a revision in the connection's transaction: the whole of it, or nothing."""
    command.upgrade(config(connection), revision)


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, made here: there is no alembic.ini to find or to lose."""
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))  # the parser expands a bare %
    return made
