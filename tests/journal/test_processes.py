"""Real programs: killed at any moment, two at once, a disk that refuses, and what is imported when."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.journal import Journal
from tests.journal.conftest import new_call

ROOT = Path(__file__).parents[2]


def started(what: str, path: Path | str, *rest: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.journal.child", what, str(path), *rest],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_program_killed_while_it_plays_leaves_every_turn_that_it_had_told(path: Path) -> None:
    with Journal.open(path) as journal:
        call_id = journal.start_call(new_call())
    with started("play_until_killed", path, call_id) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(40)]
        child.kill()
        told += [int(line) for line in child.stdout if line.endswith("\n")]
    assert told == list(range(len(told)))
    with Journal.open(path) as journal:
        written = [turn.index for turn in journal.turns(call_id)]
        # One turn may have been written whose telling was cut off; none may be missing.
        assert written in (told, [*told, len(told)])
        assert [call.id for call in journal.open_calls()] == [call_id]
    check = sqlite3.connect(path)
    assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    check.close()


def test_programs_that_open_a_new_journal_at_once_and_write_all_succeed(path: Path) -> None:
    children = [started("play_many", path) for _ in range(2)]
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
    with Journal.open(path) as journal:
        assert sorted(call.id for call in journal.calls(None, status="ended")) == sorted(told)
        assert [call.turn_count for call in journal.calls(None)] == [10] * 10


@pytest.mark.skipif(os.name == "nt", reason="file-size limits are a Unix matter")
def test_program_whose_disk_refuses_a_write_tells_so_and_writes_it_later(path: Path) -> None:
    with Journal.open(path) as journal:
        call_id = journal.start_call(new_call())
    with started("write_past_the_limit", path, call_id) as child:
        told = child.communicate()[0].splitlines()
    assert child.returncode == 0
    assert told[0].startswith(f"The journal {path} ")
    with Journal.open(path) as journal:
        assert [turn.index for turn in journal.turns(call_id)] == list(range(int(told[1]) + 1))


def modules_after(code: str, *arguments: str) -> set[str]:
    code += "\nimport sys\nprint(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_import_of_the_journal_brings_neither_alembic_nor_sqlalchemy() -> None:
    assert not {"alembic", "sqlalchemy", "pydantic"} & modules_after("import simulator.journal")


def test_open_of_a_current_journal_does_not_bring_alembic(path: Path) -> None:
    Journal.open(path).close()
    code = "import sys; from simulator.journal import Journal; Journal.open(sys.argv[1]).close()"
    loaded = modules_after(code, str(path))
    assert "sqlalchemy" in loaded
    assert "alembic" not in loaded
