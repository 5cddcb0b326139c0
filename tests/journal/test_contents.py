"""Personas and scenarios are kept once, come back as they were, and are read once for many calls."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.errors import DamagedContent
from simulator.journal import Journal
from tests.journal.conftest import new_call
from tests.journal.test_processes import started

PERSONA = json.dumps(
    {"id": "dana", "asked": [f"How many vans have you on the road, number {n}?" for n in range(4000)]}
)


def test_persona_of_many_calls_is_kept_once_and_comes_back_with_each(journal: Journal, path: Path) -> None:
    calls = [journal.start_call(replace(new_call(), persona_json=PERSONA)) for _ in range(5)]
    other = journal.start_call(replace(new_call(), persona_json=PERSONA + " "))
    assert {journal.call(call).persona_json for call in calls} == {PERSONA}
    assert journal.call(other).persona_json == PERSONA + " "
    hashes = [one.persona_hash for one in journal.calls()]
    assert hashes == [journal.call(other).persona_hash, *[hashes[-1]] * 5]
    check = sqlite3.connect(path)
    kept = check.execute("SELECT kind, length(data) FROM contents ORDER BY kind").fetchall()
    check.close()
    assert [kind for kind, _ in kept] == ["persona", "persona", "scenario"]
    assert max(length for _, length in kept) < len(PERSONA) / 4


def test_same_text_as_persona_and_scenario_is_two_contents(journal: Journal) -> None:
    call = journal.call(journal.start_call(replace(new_call(), persona_json="{}", scenario_json="{}")))
    assert call.persona_hash != call.scenario_hash
    assert call.persona_json == call.scenario_json == "{}"


def test_content_is_read_once_for_many_calls_and_again_when_others_came_between(journal: Journal) -> None:
    calls = [journal.start_call(replace(new_call(), persona_json=str(n % 3))) for n in range(12)]
    read: list[str] = []

    def number(text: str) -> int:
        read.append(text)
        return int(text)

    for call in calls:
        journal.content(journal.call(call).persona_hash, number)
    assert sorted(read) == ["0", "1", "2"]
    for n in range(40):
        journal.content(
            journal.call(journal.start_call(replace(new_call(), persona_json=str(n)))).persona_hash, number
        )
    journal.content(journal.call(calls[0]).persona_hash, number)
    assert read.count("0") == 2


def test_content_asked_for_by_many_threads_is_the_same_for_all(journal: Journal) -> None:
    calls = [journal.start_call(replace(new_call(), persona_json=str(n))) for n in range(20)]
    found: list[tuple[int, int]] = []

    def look() -> None:
        for n, call in enumerate(calls):
            found.append((n, journal.content(journal.call(call).persona_hash, int)))

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted((n, n) for n in range(20) for _ in threads)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE contents SET data = x'789c00' WHERE kind = 'persona'",
        "UPDATE contents SET data = x'' WHERE kind = 'persona'",
        "UPDATE calls SET persona_hash = NULL",
        "PRAGMA foreign_keys = OFF; DELETE FROM contents WHERE kind = 'persona'",
    ],
)
def test_damaged_content_is_told_in_one_sentence_and_the_rest_can_be_read(
    journal: Journal, path: Path, damage: str
) -> None:
    call = journal.start_call(new_call())
    by_hand = sqlite3.connect(path)
    by_hand.executescript(damage)
    by_hand.close()
    with pytest.raises(
        DamagedContent, match=r"^What this call was played with .* cannot be read\."
    ) as raised:
        journal.call(call)
    assert raised.value.hint
    assert isinstance(raised.value, ValueError)
    assert journal.turns(call) == []
    assert journal.content(journal.calls()[0].scenario_hash, json.loads) == {"id": "first-calls"}


def test_content_that_is_not_what_the_reader_of_it_takes_is_damaged(journal: Journal) -> None:
    call = journal.call(journal.start_call(replace(new_call(), persona_json='{"id": ')))
    assert call.persona_json == '{"id": '
    with pytest.raises(DamagedContent):
        journal.content(call.persona_hash, json.loads)


def test_call_that_could_not_start_leaves_no_content(path: Path) -> None:
    with Journal.open(path, new_id=lambda: "c-aaaaaa") as journal:
        journal.start_call(new_call())
        by_hand = sqlite3.connect(path)
        by_hand.executescript(
            "CREATE TRIGGER no BEFORE INSERT ON calls BEGIN SELECT RAISE(ABORT, 'no'); END; DELETE FROM calls"
        )
        before = by_hand.execute("SELECT count(*) FROM contents").fetchone()
        with pytest.raises(Exception, match="no"):
            journal.start_call(replace(new_call(), persona_json=PERSONA))
        assert by_hand.execute("SELECT count(*) FROM contents").fetchone() == before
        by_hand.close()


def start_at_once(location: str) -> list[str]:
    """The ids of the calls that two programs started with the same personas at the same moment."""
    children = [started("start_many", location) for _ in range(2)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told: list[str] = []
    for child in children:
        told += child.communicate()[0].split()
        assert child.returncode == 0
    return told


def test_programs_that_write_the_same_contents_at_once_both_succeed(path: Path) -> None:
    Journal.open(path).close()
    calls = start_at_once(str(path))
    assert len(set(calls)) == 60
    with Journal.open(path) as journal:
        assert len({one.persona_hash for one in journal.calls(None)}) == 30
        assert all(journal.call(call).persona_json.startswith("persona ") for call in calls)


@pytest.mark.skipif(
    "JOURNAL_TEST_DATABASE_URL" not in os.environ,
    reason="set it to the address of an empty PostgreSQL database",
)
def test_programs_that_write_the_same_contents_at_once_to_another_database_both_succeed() -> None:
    address = os.environ["JOURNAL_TEST_DATABASE_URL"]
    Journal.open(address).close()
    calls = start_at_once(address)
    with Journal.open(address) as journal:
        assert len({journal.call(call).persona_hash for call in calls}) == 30
