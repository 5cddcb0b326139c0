"""Several processes score as one does, and what goes wrong in one stays there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.batch import intake, one_transcript
from simulator.batch.engines import Failed, Plan, Task
from simulator.batch.engines.local import LocalEngine, Measuring
from simulator.batch.engines.workers import CHUNK, WorkerPool, next_chunk
from simulator.batch.formats import read as read_file
from simulator.batch.heard import Heard, HeardLine, Source
from simulator.batch.packing import pack
from simulator.batch.who import settle as settle_heard
from simulator.domain.transcript import Speaker
from tests.batch.faulty import kill_itself_on_desk_5
from tests.batch.running import PLAN, calls, lines, names, run, write


def _tasks(count: int) -> Iterator[Task]:
    for number in range(count):
        said = (HeardLine("rep", f"Hello, how are you? Desk {number}."), HeardLine("prospect", "Fine."))
        heard = Heard(f"call-{number}", said, {"rep": Speaker.REP, "prospect": Speaker.PROSPECT})
        yield Task("many.jsonl", "many", pack(heard), "0" * 48)


def test_two_processes_score_as_one_does(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(CHUNK * 4 + 3))
    plan = Plan(profile="discovery", with_turns=True)
    run([many], tmp_path / "one", plan, workers=1)
    result = run([many], tmp_path / "two", plan, workers=2)
    alone, together = (sorted(lines(tmp_path / out / "scores.jsonl"), key=str) for out in ("one", "two"))
    assert alone == together
    assert result.run["scored"] == CHUNK * 4 + 3


def test_worker_that_dies_costs_one_transcript() -> None:
    pool = WorkerPool(2, kill_itself_on_desk_5, PLAN)
    done = [one for one in pool.map(_tasks(20)) if one is not None]
    (failed,) = (one for one in done if isinstance(one, Failed))
    assert len(done) == 20
    assert (failed.kind, "signal 9" in failed.error) == ("unforeseen", True)
    assert pool.in_flight == 0


def test_few_transcripts_start_no_process() -> None:
    measuring = Measuring(PLAN, 4, one_transcript.score_task)
    assert len(list(measuring.map(_tasks(CHUNK)))) == CHUNK
    pool = measuring._pool
    assert pool is not None
    assert pool._workers == []


def test_chunk_is_bounded_by_its_size() -> None:
    big = Task("s", "n", b"x" * 200_000, "k")
    assert [len(next_chunk(iter([big] * count))) for count in (0, 1, 5)] == [0, 1, 2]


def test_mistake_of_ours_is_a_failure_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle(heard: Heard, **options: object) -> object:
        if heard.id == "call-1":
            raise ZeroDivisionError("with words of the transcript in it")
        return settle_heard(heard, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(one_transcript, "settle", settle)
    run([write(tmp_path / "many.jsonl", *calls(3))], tmp_path / "out")
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["kind"], failure["path"]) == ("unforeseen", "many.jsonl")
    assert "ZeroDivisionError" in failure["error"]
    assert "words of the transcript" not in failure["error"]
    assert names(tmp_path / "out" / "scores.jsonl") == ["call-0", "call-2"]


def test_mistake_of_a_reader_is_a_failure_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source) -> Iterator[object]:
        yield from read_file(source)
        if source.name == "a.jsonl":
            raise RecursionError

    monkeypatch.setattr(intake, "read", read)
    write(tmp_path / "in" / "a.jsonl", *calls(2))
    write(tmp_path / "in" / "b.jsonl", *calls(2, first=2))
    run([tmp_path / "in"], tmp_path / "out")
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["transcript"], failure["kind"]) == ("a.jsonl", "unforeseen")
    assert names(tmp_path / "out" / "scores.jsonl") == [f"call-{number}" for number in range(4)]


def test_engine_tells_what_is_in_flight() -> None:
    engine = LocalEngine(PLAN, 1)
    outcomes = engine.outcomes(_tasks(2))
    assert engine.figures().in_flight == 0
    next(outcomes)
    assert engine.figures().in_flight == 0
    engine.close()
