"""Personas and scenarios once, instead of with every call; an index for counting lines.

SQLite cannot switch foreign keys off within a transaction, and making the table of calls anew, which is the
usual way, would then delete every turn of the old one. So columns are added and dropped in place.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KINDS = ("persona", "scenario")
_BATCH = 20  # calls in memory at once: a persona has some 600 kB


def upgrade() -> None:
    """Move the contents of all calls; text that is no JSON, or not even UTF-8, is moved byte for byte."""
    op.create_table(
        "contents",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_contents")),
    )
    for kind in _KINDS:
        op.execute(
            f"ALTER TABLE calls ADD COLUMN {kind}_hash TEXT "
            f"CONSTRAINT fk_calls_contents_{kind} REFERENCES contents (hash)"
        )
    _move()
    for kind in _KINDS:
        op.drop_column("calls", f"{kind}_json")
    op.create_index(op.f("ix_turns_call_id"), "turns", ["call_id", "taken_back_at"])


def downgrade() -> None:
    """Give every call its own persona and scenario again."""
    op.drop_index(op.f("ix_turns_call_id"), "turns")
    for kind in _KINDS:
        op.add_column("calls", sa.Column(f"{kind}_json", sa.Text(), nullable=False, server_default=""))
    _move_back()
    for kind in _KINDS:
        if op.get_bind().dialect.name == "postgresql":  # SQLite keeps the default, which nobody uses
            op.alter_column("calls", f"{kind}_json", server_default=None)
        op.drop_column("calls", f"{kind}_hash")
    op.drop_table("contents")


def _move() -> None:
    connection = op.get_bind()
    as_bytes = "convert_to({}, 'UTF8')" if connection.dialect.name == "postgresql" else "CAST({} AS BLOB)"
    keep = sa.text("INSERT INTO contents (hash, kind, data) VALUES (:hash, :kind, :data)")
    # the text is emptied here, as dropping a column copies what is still in it
    refer = sa.text(
        "UPDATE calls SET persona_hash = :persona, scenario_hash = :scenario, "
        "persona_json = '', scenario_json = '' WHERE id = :id"
    )
    kept: set[str] = set()
    for rows in _batches(*(as_bytes.format(f"{kind}_json") for kind in _KINDS)):
        for row in rows:
            hashes = {}
            for kind, text in zip(_KINDS, map(bytes, row[1:]), strict=True):
                known_by = hashlib.sha256(kind.encode() + b"\0" + text).hexdigest()
                if known_by not in kept:
                    connection.execute(keep, {"hash": known_by, "kind": kind, "data": zlib.compress(text)})
                    kept.add(known_by)
                hashes[kind] = known_by
            connection.execute(refer, {"id": row[0], **hashes})


def _move_back() -> None:
    connection = op.get_bind()
    as_text = "convert_from({}, 'UTF8')" if connection.dialect.name == "postgresql" else "CAST({} AS TEXT)"
    find = sa.text("SELECT data FROM contents WHERE hash = :hash")
    for rows in _batches(*(f"{kind}_hash" for kind in _KINDS)):
        for row in rows:
            for kind, known_by in zip(_KINDS, map(str, row[1:]), strict=True):
                data = connection.execute(find, {"hash": known_by}).scalar_one()
                connection.execute(
                    sa.text(f"UPDATE calls SET {kind}_json = {as_text.format(':stored')} WHERE id = :id"),  # noqa: S608 - fixed names
                    {"id": row[0], "stored": zlib.decompress(data)},
                )


def _batches(*columns: str) -> Iterator[Sequence[sa.Row[Any]]]:
    """The calls with these columns, some at a time, by id."""
    connection = op.get_bind()
    asked = f"SELECT id, {', '.join(columns)} FROM calls"  # noqa: S608 - fixed names
    rows = connection.execute(sa.text(f"{asked} ORDER BY id LIMIT {_BATCH}")).all()
    while rows:
        yield rows
        after = sa.text(f"{asked} WHERE id > :last ORDER BY id LIMIT {_BATCH}")
        rows = connection.execute(after, {"last": rows[-1][0]}).all()
