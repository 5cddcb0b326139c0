"""A journal of the program before: nothing is lost when it is brought up to date, whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, event, text
from sqlalchemy.pool import Pool

from simulator.errors import DamagedContent, JournalError
from simulator.journal import Journal, upgrade
from simulator.journal.backends import WRITES, connectable_engine, url_of
from tests.cli.running import simulator
from tests.journal.conftest import new_call, prospect_turn
from tests.journal.test_processes import started

DANA = '{"id": "dana", "card": {"name": "Dana Whitlock", "role": "Dépôt manager"}}'
NO_TEXT = b'{"id":\xff\x00\xfe'


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What is in a journal of revision 0002, with the bytes of the texts as they are."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        tables = [
            name.decode()
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {}
        for table in sorted(tables):
            names = sorted(row[1].decode() for row in database.execute(f"PRAGMA table_info({table})"))
            rows = database.execute(f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608 -- our own tables
            found[table] = sorted(rows.fetchall(), key=repr)
    return found


def back(path: Path) -> None:
    """Bring a journal back to revision 0002."""
    engine = connectable_engine(url_of(path), 1.0)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        command.downgrade(upgrade.config(connection), "0002")
    engine.dispose()


def whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_older_journal_is_brought_up_to_date_with_every_persona_once(older: Path) -> None:
    with Journal.open(older) as journal:
        assert [one.id for one in journal.calls()] == [f"c-{letter * 6}" for letter in "edcba"]
        assert [journal.call(one).persona_json for one in ("c-a", "c-b", "c-d")] == [DANA, DANA, DANA[:31]]
        assert len({one.persona_hash for one in journal.calls()}) == 4
        assert len({one.scenario_hash for one in journal.calls()}) == 1
        assert journal.call("c-c").scenario_json == '{"id": "first-calls"}'
        for one in journal.calls():
            assert [turn.index for turn in journal.turns(one.id)] == [0, 1, 2]
            assert journal.turns(one.id)[1].text == "Odd \x00 and \ud83d."
            assert (
                len(journal.events(one.id))
                == len(journal.comments(one.id))
                == len(journal.overrides(one.id))
                == 1
            )
        assert [(one.turn_count, one.taken_back_count) for one in journal.calls()] == [(2, 1)] * 4 + [(3, 0)]
        again = journal.start_call(new_call())
        journal.append_exchange(again, [prospect_turn(0)])
    whole(older)


def test_persona_that_is_no_text_is_kept_byte_for_byte_and_told(older: Path) -> None:
    with Journal.open(older) as journal:
        with pytest.raises(DamagedContent):
            journal.call("c-eeeeee")
        assert len(journal.turns("c-eeeeee")) == 3
        known_by = journal.calls()[0].persona_hash
    assert known_by == hashlib.sha256(b"persona\0" + NO_TEXT).hexdigest()


def test_older_journal_brought_up_to_date_and_back_is_what_it_was(older: Path) -> None:
    before = everything(older)
    Journal.open(older).close()
    assert everything(older) != before
    back(older)
    assert everything(older) == before
    whole(older)
    Journal.open(older).close()
    back(older)
    assert everything(older) == before


def test_journal_of_many_calls_is_moved_in_batches_and_gives_back_its_room(older: Path) -> None:
    with closing(sqlite3.connect(older)) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(calls)") if row[1] != "id"]
        some = ", ".join(column if column != "persona_json" else "?" for column in columns)
        for number in range(130):
            persona = f'{{"id": "dana", "of": {number % 7}}}' + " " * 200_000
            copied = f"SELECT 'c-' || ?, {some} FROM calls WHERE id = 'c-aaaaaa'"  # noqa: S608 -- our own columns
            database.execute(
                f"INSERT INTO calls (id, {', '.join(columns)}) {copied}", (f"{number:06}", persona)
            )
        database.commit()
    large = older.stat().st_size
    with Journal.open(older) as journal:
        assert len(journal.calls(None)) == 135
        assert journal.call("c-000129").persona_json.startswith('{"id": "dana", "of": 3}')
        assert len({one.persona_hash for one in journal.calls(None)}) == 11
    assert older.stat().st_size < large / 50
    whole(older)


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_program_killed_at_any_step_of_it_loses_nothing(older: Path, tmp_path: Path) -> None:
    before = everything(older)
    with started("upgrade_and_die", shutil.copy(older, tmp_path / "whole.sqlite3"), "-1") as child:
        steps = int(child.communicate()[0])
    assert steps > 20
    for at in (*range(5, steps, steps // 6), steps - 1):
        path = Path(shutil.copy(older, tmp_path / f"{at}.sqlite3"))
        with started("upgrade_and_die", path, str(at)) as child:
            assert child.communicate()[0] == ""
        assert child.returncode == -signal.SIGKILL
        assert everything(path) == before
        with Journal.open(path) as journal:
            assert journal.call("c-aaaaaa").persona_json == DANA
            assert [len(journal.turns(one.id)) for one in journal.calls()] == [3] * 5
        whole(path)


def test_two_programs_that_open_an_older_journal_at_once_both_succeed(older: Path) -> None:
    children = [started("upgrade_and_die", older, "-1") for _ in range(2)]
    for child in children:
        child.communicate()
        assert child.returncode == 0
    whole(older)
    with Journal.open(older) as journal:
        assert len(journal.calls()) == 5


def test_older_journal_is_told_about_before_the_work_and_only_once(older: Path, path: Path) -> None:
    told: list[str] = []
    Journal.open(older, told=told.append).close()
    assert told == [f"The journal {path} is brought up to date, once (5 calls); this may take a moment."]
    Journal.open(older, told=told.append).close()
    assert len(told) == 1


def test_new_journal_is_made_without_a_word(path: Path) -> None:
    told: list[str] = []
    Journal.open(path, told=told.append).close()
    assert told == []


def test_command_tells_on_standard_error_that_the_journal_is_brought_up_to_date(
    older: Path, tmp_path: Path
) -> None:
    assert older == tmp_path / "journal.sqlite3"  # where the command looks
    first, second = (simulator(["calls", "list"], home=tmp_path) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.err.count("\n") == 1
    assert "is brought up to date, once (5 calls)" in first.err
    assert second.err == ""
    assert first.out == second.out
    shown = simulator(["calls", "export", "c-d"], home=tmp_path)
    assert (shown.code, shown.out) == (1, "")
    assert shown.err.startswith("simulator: What this call was played with")
    assert shown.err.count("\n") == 1


# what stands in the way


def refused(location: str | Path) -> str:
    with pytest.raises(JournalError) as raised:
        Journal.open(location, busy_timeout_s=0.05)
    assert raised.value.message.endswith(".")
    assert "\n" not in str(raised.value)
    assert raised.value.hint
    return str(raised.value)


@pytest.mark.parametrize("hold", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_older_journal_that_another_program_writes_to_is_left_as_it_is(older: Path, hold: str) -> None:
    before = everything(older)
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute(hold)
        assert "is in use by another program" in refused(older)
    assert everything(older) == before
    Journal.open(older).close()


def test_older_journal_in_write_ahead_mode_that_another_program_writes_to_is_left_as_it_is(
    older: Path,
) -> None:
    with closing(sqlite3.connect(older, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        assert "is in use by another program" in refused(older)
    Journal.open(older).close()


def test_older_journal_that_is_read_only_says_what_to_allow(older: Path) -> None:
    before = everything(older)
    told = refused(f"sqlite:///file:{older}?mode=ro&uri=true")
    assert "is read-only" in told
    assert "Allow writing to it" in told
    assert everything(older) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_older_journal_in_a_file_without_permission_says_what_to_allow(older: Path) -> None:
    older.chmod(0o400)
    try:
        assert "is read-only" in refused(older)
    finally:
        older.chmod(0o600)


@pytest.fixture
def no_room() -> Iterator[None]:
    def limit(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes it as: no more than there are

    event.listen(Pool, "checkout", limit)
    yield
    event.remove(Pool, "checkout", limit)


@pytest.mark.usefixtures("no_room")
def test_older_journal_without_room_to_change_it_is_left_as_it_is(older: Path) -> None:
    before = everything(older)
    assert "has no room left on its disk" in refused(older)
    assert everything(older) == before


@pytest.mark.skipif(os.name == "nt", reason="file-size limits are a Unix matter")
def test_older_journal_on_a_disk_that_refuses_is_changed_when_there_is_room(older: Path) -> None:
    with started("upgrade_past_the_limit", older) as child:
        told = child.communicate()[0].splitlines()
    assert child.returncode == 0
    assert told[0].startswith(f"The journal {older} ")
    assert told[1:] == ["5"]
    whole(older)


def test_newer_journal_is_told_by_the_command_in_one_line(older: Path, tmp_path: Path) -> None:
    Journal.open(older).close()
    with closing(sqlite3.connect(older)) as newer:
        newer.execute("UPDATE journal_version SET version_num = '0099'")
        newer.commit()
    done = simulator(["calls", "list"], home=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert "written by a newer version of this program" in done.err
    assert "Update the program; the journal is unchanged." in done.err
    assert done.err.count("\n") == 1


def test_journal_that_a_newer_program_changes_meanwhile_says_to_start_anew(path: Path) -> None:
    with Journal.open(path) as journal:
        with closing(sqlite3.connect(path)) as newer:
            newer.executescript("PRAGMA foreign_keys = OFF; ALTER TABLE calls RENAME COLUMN seed TO luck")
        with pytest.raises(JournalError, match="does not have the tables") as raised:
            journal.start_call(new_call())
    assert "newer version" in raised.value.hint


@pytest.mark.skipif(
    "JOURNAL_TEST_DATABASE_URL" not in os.environ,
    reason="set it to the address of an empty PostgreSQL database",
)
def test_older_journal_on_another_database_is_brought_up_to_date_and_back() -> None:
    url = url_of(os.environ["JOURNAL_TEST_DATABASE_URL"])
    with Journal.open(url) as journal:
        call = journal.start_call(new_call("moved"))
    engine = connectable_engine(url, 5.0)

    def persona(connection: Connection) -> object:
        return connection.execute(
            text("SELECT persona_json FROM calls WHERE id = :id"), {"id": call}
        ).scalar_one()

    with engine.begin() as connection:
        command.downgrade(upgrade.config(connection), "0002")
    with engine.begin() as connection:
        assert persona(connection) == '{"id": "dana"}'
    engine.dispose()
    with Journal.open(url) as journal:
        assert journal.call(call).persona_json == '{"id": "dana"}'
