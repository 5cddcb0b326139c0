"""A judge beside what is measured, against a real server: faults, limits, refusals."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.batch import concurrency
from simulator.batch.prices import Prices
from simulator.errors import EndpointError
from simulator.llm.retry import BATCH
from tests.batch.running import ANSWER, VERDICTS, calls, judged, lines, names, write
from tests.servers.openai_server import Exchange, Step, hang, in_thread, raw, says, status


def _cycle(*steps: Step) -> Step:
    """The steps one after the other, again and again."""
    following = itertools.cycle(steps)

    async def step(exchange: Exchange) -> None:
        await next(following)(exchange)

    return step


async def _cut(exchange: Exchange) -> None:
    exchange.writer.write(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"
    )
    exchange.writer.close()


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between attempts, a hundredth as long."""
    monkeypatch.setattr(concurrency, "BATCH", replace(BATCH, first_wait_s=0.005))


def test_judged_scores_tell_who_judged_and_what_it_took(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(20))
    with in_thread(says(ANSWER)) as server:
        result = judged([many], tmp_path / "out", server.base_url, prices=Prices(1.0, 10.0, 0.5))
        assert len(server.chats) == 20
    records = lines(tmp_path / "out" / "scores.jsonl")
    assert len(records) == 20
    assert {one["provenance"]["model"] for one in records} == {"made-up"}
    assert {one["judgement"]["requests"] for one in records} == {1}
    assert result.run["tokens"] == {"prompt": 140, "cached": 40, "completion": 60}
    assert result.run["cost"] == pytest.approx((100 * 1.0 + 40 * 0.5 + 60 * 10.0) / 1e6)
    assert result.run["judge"]["verdicts"] == {name: 20 * count for name, count in VERDICTS.items()}
    assert result.run["requests"] == 20


@pytest.mark.usefixtures("_soon")
def test_faults_of_every_kind_end_all_scored(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(24))
    faults = (
        status(429, retry_after="0"),
        status(500),
        status(503),
        raw(502, b"<html>Bad Gateway</html>", kind="text/html"),
        raw(200, b'{"id":"x","choices":[{"message":'),
        hang(),
        _cut,
    )
    steps = [step for fault in faults for step in (fault, *[says(ANSWER)] * 5)]
    with in_thread(_cycle(*steps)) as server:
        result = judged([many], tmp_path / "out", server.base_url, timeout_s=0.3)
    assert names(tmp_path / "out" / "scores.jsonl") == sorted(one["id"] for one in calls(24))
    assert (result.failed, result.run["judge"]["verdicts"]) == (
        0,
        {name: 24 * count for name, count in VERDICTS.items()},
    )
    assert result.run["requests"] > 24


@pytest.mark.usefixtures("_soon")
def test_fault_that_stays_is_a_failure_with_its_attempts(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(3))
    with in_thread(status(500)) as server:
        result = judged([many], tmp_path / "out", server.base_url)
        assert len(server.chats) == 15
    failures = lines(tmp_path / "out" / "failures.jsonl")
    assert [(one["kind"], one["attempts"]) for one in failures] == [("endpoint_unreachable", 5)] * 3
    assert (result.ended, result.run["scored"]) == ("done", 0)


def test_request_that_is_refused_for_itself_fails_alone(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(3))
    with in_thread(says(ANSWER), status(400, "maximum context length is 8"), says(ANSWER)) as server:
        judged([many], tmp_path / "out", server.base_url)
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (failure["kind"], failure["attempts"]) == ("endpoint_refused", 1)
    assert len(lines(tmp_path / "out" / "scores.jsonl")) == 2


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (status(401, "Incorrect API key provided: sk-wrong-key."), "does not accept the key"),
        (status(404, "The model does not exist", error_code="model_not_found"), "has no model"),
        (status(429, "Quota", error_code="insufficient_quota"), "no credit left"),
    ],
    ids=["key", "model", "credit"],
)
def test_endpoint_that_takes_nothing_stops_the_run_at_once(tmp_path: Path, step: Step, words: str) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(40)), tmp_path / "out"
    with in_thread(*[says(ANSWER)] * 4, step) as server:
        result = judged([many], out, server.base_url, key="sk-wrong-key", concurrency=2)
        assert len(server.chats) <= 4 + 2
    assert isinstance(result.error, EndpointError)
    assert words in str(result.error)
    assert "sk-wrong-key" not in "".join(path.read_text() for path in out.glob("*.json*"))
    assert (result.ended, len(lines(out / "scores.jsonl")), result.failed) == ("refused", 4, 0)
    with in_thread(says(ANSWER)) as server:
        again = judged([many], out, server.base_url)
        assert len(server.chats) == 36
    assert (again.run["scored"], again.run["scored_before"]) == (40, 4)


@pytest.mark.parametrize(
    "limit", [{"most_tokens": 35}, {"most_cost": 0.000035}], ids=lambda limit: next(iter(limit))
)
def test_limit_stops_cleanly_and_a_later_run_goes_on(tmp_path: Path, limit: dict[str, float]) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(12)), tmp_path / "out"
    prices = Prices(1.0, 1.0)
    with in_thread(says(ANSWER)) as server:
        result = judged([many], out, server.base_url, prices=prices, **limit)  # type: ignore[arg-type]
        assert len(server.chats) == 4  # 10 tokens each
        assert (result.ended, result.run["failures"]) == ("limit", {"limit": 8})
        assert not set(names(out / "scores.jsonl")) & set(names(out / "failures.jsonl"))
        assert judged([many], out, server.base_url, prices=prices, **limit).run["scored"] == 8  # type: ignore[arg-type]
        assert judged([many], out, server.base_url, prices=prices).run["scored"] == 12
    assert len(server.chats) == 12
    assert lines(out / "failures.jsonl") == []


def test_limit_that_is_too_small_for_one_lets_one_through(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(3))
    with in_thread(says(ANSWER)) as server:
        result = judged([many], tmp_path / "out", server.base_url, most_tokens=1)
    assert (result.run["scored"], result.run["failures"]) == (1, {"limit": 2})


def test_requests_at_once_are_bounded(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(20))
    at_once = peak = 0

    async def step(exchange: Exchange) -> None:
        nonlocal at_once, peak
        at_once += 1
        peak = max(peak, at_once)
        await says(ANSWER)(exchange)
        at_once -= 1

    with in_thread(step) as server:
        judged([many], tmp_path / "out", server.base_url, concurrency=3)
    assert 1 <= peak <= 3
