"""A run whose endpoint is dead stops asking, tells every transcript's fate, and goes on when it is run again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.batch import concurrency
from simulator.batch.breaker import IN_A_ROW, Breaker
from simulator.batch.engines import Failed, Outcome, Scored
from simulator.batch.failures import FailureKind
from simulator.llm.retry import BATCH
from tests.batch.running import ANSWER, calls, judged, lines, names, write
from tests.cli.running import simulator
from tests.servers.openai_server import Exchange, in_thread, says, status

SCORED = Scored(b"{}\n")
NOBODY = Failed("a", "a", "No connection.", FailureKind.ENDPOINT_UNREACHABLE, 5, nobody_there=True)
BROKEN = Failed("a", "a", "A fault.", FailureKind.ENDPOINT_UNREACHABLE, 5)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts, a hundredth as long."""
    monkeypatch.setattr(concurrency, "BATCH", replace(BATCH, first_wait_s=0.005))


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens, and nobody begins to while it is held."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/v1"


@given(st.lists(st.sampled_from([SCORED, NOBODY, BROKEN]), max_size=40))
def test_breaker_opens_at_so_many_in_a_row_and_never_before(outcomes: list[Outcome]) -> None:
    breaker, row, opened = Breaker(), 0, False
    for one in outcomes:
        breaker.note(one)
        row = row + 1 if one is NOBODY else 0
        opened = opened or row >= IN_A_ROW
        assert (breaker.error is not None) is opened


def test_run_without_anybody_there_stops_asking_and_leaves_nobody_out(tmp_path: Path, nobody: str) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(60)), tmp_path / "out"
    result = judged([many], out, nobody, concurrency=4)
    failures = lines(out / "failures.jsonl")
    assert sorted(one["transcript"] for one in failures) == sorted(one["id"] for one in calls(60))
    assert {one["kind"] for one in failures} == {"endpoint_unreachable"}
    assert sum(one["attempts"] > 0 for one in failures) < IN_A_ROW + 4
    assert result.run["requests"] <= 5 * (IN_A_ROW + 4)
    assert (result.ended, result.run["failed"], result.run["scored"]) == ("unreachable", 60, 0)
    assert f"{IN_A_ROW} transcripts in a row" in str(result.error)
    assert (out / "report.html").exists()


def test_command_says_once_that_nobody_is_there_and_exits_with_1(tmp_path: Path, nobody: str) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(20)), tmp_path / "out"
    args = ["score", str(many), "--judge", "endpoint", "--workers", "1", "--out", str(out)]
    env = {"OPENAI_BASE_URL": nobody, "SIMULATOR_MODEL": "made-up"}
    done = simulator(args, home=tmp_path / "home", env=env)
    assert done.code == 1
    assert done.err.count("No connection to the endpoint") == 1
    assert done.err.rstrip().endswith("Run the same again to go on.")
    assert len(lines(out / "failures.jsonl")) == 20


def test_server_that_goes_away_midway_ends_the_run_and_the_next_one_goes_on(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(60)), tmp_path / "out"
    asked = 0

    async def then_leaves(exchange: Exchange) -> None:
        nonlocal asked
        asked += 1
        if asked <= 10:
            await says(ANSWER)(exchange)
        else:
            exchange.server.stop_listening()
            exchange.writer.close()

    with in_thread(then_leaves) as server:
        result = judged([many], out, server.base_url, concurrency=3)
    scored = names(out / "scores.jsonl")
    assert result.ended == "unreachable"
    assert len(scored) == 10
    assert sorted([*scored, *names(out / "failures.jsonl")]) == sorted(one["id"] for one in calls(60))
    with in_thread(says(ANSWER)) as server:
        again = judged([many], out, server.base_url)
        assert len(server.chats) == 60 - len(scored)
    assert (again.ended, again.run["scored"], again.failed) == ("done", 60, 0)


def test_errors_of_a_server_that_is_there_never_stop_the_run(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(12))
    with in_thread(status(500)) as server:
        result = judged([many], tmp_path / "out", server.base_url, concurrency=2)
        assert len(server.chats) == 12 * 5
    assert (result.ended, result.error) == ("done", None)
