"""A database that cannot be used: one sentence, nothing half-written, and the write can be tried again."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from simulator.errors import JournalError, UnknownNameError
from simulator.journal import Journal
from tests.journal.conftest import new_call, prospect_turn, rep_turn


def is_one_sentence(error: JournalError) -> bool:
    return error.message.endswith(".") and "\n" not in error.message and "Traceback" not in error.message


def refused(location: str | Path) -> JournalError:
    with pytest.raises(JournalError) as raised:
        Journal.open(location, busy_timeout_s=0.05)
    assert is_one_sentence(raised.value)
    return raised.value


def test_append_while_another_program_writes_fails_and_works_when_tried_again(
    journal: Journal, path: Path
) -> None:
    call_id = journal.start_call(new_call())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(JournalError, match="in use by another program") as raised:
        journal.append_exchange(call_id, [rep_turn(0), prospect_turn(1)])
    assert is_one_sentence(raised.value)
    assert raised.value.hint
    assert journal.turns(call_id) == []  # reading goes on meanwhile
    other.execute("ROLLBACK")
    other.close()
    journal.append_exchange(call_id, [rep_turn(0), prospect_turn(1)])
    assert len(journal.turns(call_id)) == 2


class SmallDisk:
    """Lets the database grow to so many pages and no further."""

    pages = 2**30

    def __call__(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    small = SmallDisk()
    event.listen(Pool, "checkout", small)
    yield small
    event.remove(Pool, "checkout", small)


def test_append_to_a_full_disk_fails_and_works_when_there_is_room_again(
    disk: SmallDisk, journal: Journal
) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    before = journal.turns(call_id)
    disk.pages = 1  # which SQLite takes as: no more than there are
    long_turn = prospect_turn(1, "and another thing " * 2000)
    with pytest.raises(JournalError, match="no room left") as raised:
        journal.append_exchange(call_id, [long_turn, rep_turn(2)])
    assert is_one_sentence(raised.value)
    assert journal.turns(call_id) == before
    disk.pages = 2**30
    journal.append_exchange(call_id, [long_turn, rep_turn(2)])
    assert len(journal.turns(call_id)) == 3


def test_open_of_a_new_journal_on_a_full_disk_fails_and_leaves_no_tables(disk: SmallDisk, path: Path) -> None:
    disk.pages = 5
    assert "no room left" in refused(path).message
    disk.pages = 2**30
    with Journal.open(path) as journal:
        assert journal.calls() == []


def test_journal_that_is_read_only_can_be_read_and_says_why_it_cannot_be_written(path: Path) -> None:
    with Journal.open(path) as journal:
        call_id = journal.start_call(new_call())
    with Journal.open(f"sqlite:///file:{path}?mode=ro&uri=true", busy_timeout_s=0.05) as journal:
        assert [call.id for call in journal.calls()] == [call_id]
        with pytest.raises(JournalError, match="is read-only") as raised:
            journal.append_exchange(call_id, [rep_turn(0)])
        assert is_one_sentence(raised.value)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_open_in_a_folder_without_permission_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "cannot be opened" in refused(tmp_path / "new" / "journal.sqlite3").message
    finally:
        tmp_path.chmod(0o700)


def test_open_of_a_folder_says_that_it_is_one(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path).message


def test_open_below_a_file_cannot_make_its_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    assert "cannot be opened" in refused(tmp_path / "notes.txt" / "journal.sqlite3").message


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000])
def test_open_of_an_impossible_path_says_that_it_cannot_be_opened(tmp_path: Path, name: str) -> None:
    assert "cannot be opened" in refused(tmp_path / name / "journal.sqlite3").message


@pytest.mark.parametrize("name", ["100%.db", "a b?mode=ro&uri=true#x.db", "caf\u00e9 [1].db", "file:x.db"])
def test_open_of_an_odd_file_name_makes_that_very_file(tmp_path: Path, name: str) -> None:
    with Journal.open(tmp_path / "new folder %s" / name) as journal:
        journal.start_call(new_call())
    assert (tmp_path / "new folder %s" / name).is_file()


def test_open_of_text_that_is_no_database_leaves_it_as_it_was(path: Path) -> None:
    notes = b"My notes on calls, which are no database at all.\n" * 100
    path.write_bytes(notes)
    assert "is damaged, or is not a database" in refused(path).message
    assert path.read_bytes() == notes


def test_open_of_an_empty_file_makes_a_journal_of_it(path: Path) -> None:
    path.touch()
    with Journal.open(path) as journal:
        assert journal.calls() == []


def test_open_of_another_programs_database_leaves_it_as_it_was(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (id INTEGER)")
    other.close()
    assert "belongs to something else" in refused(path).message
    other = sqlite3.connect(path)
    assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]
    other.close()


def test_journal_with_a_damaged_page_gives_data_or_a_sentence_wherever_the_damage_is(path: Path) -> None:
    with Journal.open(path, new_id=lambda: "c-aaaaaa") as journal:
        journal.start_call(new_call())
        journal.append_exchange("c-aaaaaa", [rep_turn(n, f"line {n} " * 40) for n in range(60)])
        journal.append_event("c-aaaaaa", "hint")
    whole = path.read_bytes()
    told = 0
    for start in range(0, len(whole), 4096):
        for offset in (0, 1500, 3900):
            damage = bytes((start + n * 37) % 256 for n in range(150))
            path.write_bytes(whole[: start + offset] + damage + whole[start + offset + 150 :])
            told += reads_or_tells(path)
    assert told >= 10


@pytest.mark.parametrize("damage", [b"CREATE TABL\xd0 turns", b"CREATE TABLE t_rns"])
def test_open_with_damaged_table_definitions_says_so(path: Path, damage: bytes) -> None:
    Journal.open(path).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE turns", damage))
    assert "move the file away" in refused(path).hint.lower()


def reads_or_tells(path: Path) -> bool:
    try:
        with Journal.open(path, busy_timeout_s=0.05) as journal:
            reads: tuple[Callable[[], object], ...] = (
                journal.calls,
                lambda: journal.call("c-a"),
                lambda: journal.turns("c-a"),
            )
            for read in reads:
                read()
    except JournalError as error:
        assert is_one_sentence(error)
        return True
    except UnknownNameError:
        return False
    return False


@pytest.mark.parametrize(
    "address",
    ["nonsense://", "postgresql+nodriver://u:secret-word@h/d", "://", "sqlite+nothing:///x", "http://[bad"],
)
def test_open_of_an_address_that_is_none_never_shows_its_password(address: str) -> None:
    assert "secret-word" not in str(refused(address))


def test_append_from_many_threads_keeps_every_turn(path: Path) -> None:
    with Journal.open(path) as journal:
        ids = [journal.start_call(new_call()) for _ in range(4)]

        def play(call_id: str) -> None:
            for index in range(15):
                journal.append_exchange(call_id, [rep_turn(index)])
                journal.append_event(ids[0], "hint")

        threads = [threading.Thread(target=play, args=(call_id,)) for call_id in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [len(journal.turns(call_id)) for call_id in ids] == [15] * 4
        assert [found.seq for found in journal.events(ids[0])] == list(range(60))
