"""The tables that the migrations make are the ones that the program uses, from every older revision on."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from simulator.errors import JournalError
from simulator.journal import Journal, upgrade
from simulator.journal.backends import WRITES, connectable_engine, url_of
from simulator.journal.schema import HEAD, REVISIONS, VERSION_TABLE, revision_of
from simulator.journal.tables import Base
from tests.journal.conftest import new_call, rep_turn

CALL_OF_0001 = """
INSERT INTO calls (id, started_at, scenario_id, scenario_json, persona_id, persona_json, voice, reader, seed,
                   status, program_version)
VALUES ('c-23abcd', '2026-01-05 08:30:00.000000', 's', '{}', 'p', '{}', 'authored', 'local', 3, 'open', '0');
INSERT INTO turns (call_id, turn_index, speaker, text, start_s, end_s, marks_json, created_at)
VALUES ('c-23abcd', 0, 'rep', 'Good morning.', 0, 1.5, '[]', '2026-01-05 08:30:02.000000');
"""


@pytest.fixture
def engine(path: Path) -> Iterator[Engine]:
    made = connectable_engine(url_of(path), 1.0)
    yield made
    made.dispose()


def bring_to(engine: Engine, revision: str) -> None:
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        upgrade.run(connection, revision)


def test_revisions_named_in_the_schema_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory.from_config(upgrade.config()).walk_revisions()
    assert tuple(script.revision for script in reversed(list(scripts))) == REVISIONS


def test_tables_made_by_the_migrations_are_those_of_the_models(engine: Engine) -> None:
    bring_to(engine, HEAD)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []


def test_keys_and_checks_made_by_the_migrations_are_those_of_the_models(engine: Engine) -> None:
    bring_to(engine, HEAD)
    direct = create_engine("sqlite://")
    Base.metadata.create_all(direct)
    made, modelled = inspect(engine), inspect(direct)
    for table in Base.metadata.tables:
        assert made.get_pk_constraint(table) == modelled.get_pk_constraint(table)
        for told in ("get_foreign_keys", "get_check_constraints", "get_indexes", "get_columns"):
            theirs, ours = (getattr(of, told)(table) for of in (made, modelled))
            if (table, told) == ("calls", "get_foreign_keys"):  # SQLAlchemy overlooks names beside a column
                theirs, ours = ([one | {"name": None} for one in keys] for keys in (theirs, ours))
            assert sorted(map(str, theirs)) == sorted(map(str, ours))
    direct.dispose()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_open_of_an_older_journal_brings_it_up_to_date_and_keeps_the_calls(
    engine: Engine, path: Path, revision: str
) -> None:
    bring_to(engine, revision)
    older = sqlite3.connect(path)
    since_0003 = re.sub(r"'{}', ?|\w+_json, ", "", CALL_OF_0001.split(";", 1)[0]) + ";"
    calls, turns = (CALL_OF_0001.split(";", 1)[0] + ";", CALL_OF_0001.split(";", 1)[1])
    older.executescript((since_0003 if revision >= "0003" else calls) + turns)
    older.commit()
    older.close()
    with Journal.open(path) as journal:
        assert [turn.text for turn in journal.turns("c-23")] == ["Good morning."]
        assert [(one.retry_of, one.retry_turn) for one in journal.calls()] == [(None, None)]
        journal.add_comment("c-23abcd", "coach", "A calm start.", turn_index=0)
        journal.add_override("c-23abcd", "probing", 40, "analyst", "no question")
        assert len(journal.comments("c-23abcd")) == len(journal.overrides("c-23abcd")) == 1
    with engine.connect() as connection:
        found = revision_of(connection, str(path))
    assert found == HEAD


def test_migration_that_fails_half_way_leaves_the_older_journal_as_it_was(engine: Engine, path: Path) -> None:
    bring_to(engine, "0001")
    blocker = sqlite3.connect(path)
    blocker.execute("CREATE TABLE overrides (x)")  # stands in the way of the second table of 0002
    blocker.commit()
    with pytest.raises(JournalError):
        Journal.open(path)
    tables = {name for (name,) in blocker.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "comments" not in tables
    blocker.execute("DROP TABLE overrides")
    blocker.commit()
    blocker.close()
    with Journal.open(path) as journal:
        assert journal.calls() == []


def test_open_of_a_newer_journal_is_refused_and_leaves_it_as_it_was(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.append_exchange(journal.start_call(new_call()), [rep_turn(0)])
    newer = sqlite3.connect(path)
    newer.execute("UPDATE journal_version SET version_num = '0999'")
    newer.commit()
    with pytest.raises(JournalError, match="newer version of this program") as raised:
        Journal.open(path)
    assert raised.value.hint.startswith("Update the program")
    assert newer.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    newer.close()


def test_open_turns_on_what_keeps_turns_safe(engine: Engine, path: Path) -> None:
    Journal.open(path).close()
    with engine.connect() as connection:

        def pragma(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

        assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 2, 1)
        assert pragma("busy_timeout") == 1000


def test_tables_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in Base.metadata.sorted_tables]
    assert len(made) == 6
    assert all(re.search(r"TIMESTAMP WITH TIME ZONE|BYTEA", text) for text in made)
