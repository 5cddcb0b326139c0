"""Run by alembic: applies the revisions on the connection that it was given, in its transaction."""

from __future__ import annotations

from alembic import context

from simulator.journal.schema import VERSION_TABLE
from simulator.journal.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,  # SQLite changes a table by making a new one
    transactional_ddl=True,  # true of SQLite too, as our connections begin transactions themselves
)
with context.begin_transaction():
    context.run_migrations()
