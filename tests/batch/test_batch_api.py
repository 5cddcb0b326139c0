"""Judging by a provider's batches, against a real server: handed over, collected, and nothing paid twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from simulator.batch.engines.batch_api import BatchApiEngine
from simulator.batch.later.desk import Bounds
from simulator.batch.later.waiting import wait
from simulator.batch.prices import Prices
from tests.batch.batching import batch_plan, batched, paid_once, port_to
from tests.batch.running import ANSWER, SHORT, calls, judged, lines, names, run, write
from tests.servers.batch_server import BatchServer, answered
from tests.servers.openai_server import completion, served, status

_KEY = "sk-a-key-that-nobody-may-see"
pytestmark = pytest.mark.usefixtures("quick")


def _ids(count: int = 6) -> list[str]:
    return sorted(one["id"] for one in calls(count))


def test_first_run_hands_over_and_the_second_scores_as_the_local_engine_does(
    tmp_path: Path, many: Path
) -> None:
    out, told = tmp_path / "out", []  # type: Path, list[str]
    with served(BatchServer(key=_KEY)) as server:
        first = batched([many], out, server.base_url, key=_KEY, told=told)
        assert (first.ended, first.run["handed_over"], first.run["scored"]) == ("handed_over", 6, 0)
        (batch,) = server.batches.values()
        assert [line["url"] for line in server.lines(batch)] == ["/v1/chat/completions"] * 5
        assert "Handing over batch 1: 5 requests" not in told  # the first was asked by itself
        waiting = batched([many], out, server.base_url, key=_KEY)
        assert (waiting.ended, waiting.run["scored"], len(server.batches)) == ("handed_over", 1, 1)
        server.finish()
        done = batched([many], out, server.base_url, key=_KEY)
        assert (done.ended, done.run["scored"], done.failed) == ("done", 6, 0)
        assert done.run["tokens"] == {"prompt": 35, "cached": 10, "completion": 15}
        paid_once(server, 6)
        assert not list((out / "batch-api").glob("*.requests.jsonl"))
        assert _KEY not in "".join(path.read_text() for path in out.rglob("*.json*"))
    with served(BatchServer()) as server:
        judged([many], tmp_path / "local", server.base_url)
        # the keys are the same, so that either engine goes on where the other stopped
        assert judged([many], out, server.base_url).run["scored_before"] == 6
    ours, theirs = (
        sorted(lines(one / "scores.jsonl"), key=lambda one: one["transcript"])
        for one in (out, tmp_path / "local")
    )
    assert ours == theirs


def test_local_run_finishes_what_batches_began(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        assert judged([many], out, server.base_url).run["scored"] == 6
        assert batched([many], out, server.base_url).ended == "done"


def test_bounds_of_a_batch_are_kept(tmp_path: Path, many: Path) -> None:
    with served(BatchServer()) as server:
        batched([many], tmp_path / "a", server.base_url, bounds=Bounds(requests=2))
        assert [len(server.lines(one)) for one in server.batches.values()] == [2, 2, 1]
        size = 2 * max(len(line) for line in server.files["file-1"].splitlines()) + 10
        batched([many], tmp_path / "b", server.base_url, bounds=Bounds(size=size))
        assert all(len(content) <= size for content in server.files.values())


def test_all_runs_of_a_transcript_are_asked_for_atpaid_once(tmp_path: Path) -> None:
    many, plan = write(tmp_path / "many.jsonl", *calls(2)), batch_plan(runs=3)
    with served(BatchServer()) as server:
        batched([many], tmp_path / "out", server.base_url, plan=plan)
        assert [len(server.lines(one)) for one in server.batches.values()] == [5]
        server.finish()
        assert batched([many], tmp_path / "out", server.base_url, plan=plan).ended == "done"
    assert {one["judgement"]["answered"] for one in lines(tmp_path / "out" / "scores.jsonl")} == {3}


def test_transcripts_that_are_the_same_are_asked_forpaid_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / "in" / f"{name}.jsonl", *calls(3), *calls(3))
    with served(BatchServer()) as server:
        batched([tmp_path / "in"], tmp_path / "out", server.base_url)
        server.finish()
        assert batched([tmp_path / "in"], tmp_path / "out", server.base_url).run["scored"] == 12
        paid_once(server, 3)


@pytest.mark.parametrize("repairs", [0, 2])
def test_answer_of_no_use_is_repaired_by_a_next_batch(tmp_path: Path, many: Path, repairs: int) -> None:
    out, plan = tmp_path / "out", batch_plan(repairs=repairs)

    def useless(body: Mapping[str, Any]) -> tuple[int, object]:
        text = "I would rather not." if "Desk 3." in str(body["messages"]) else ANSWER
        return 200, completion(text)

    with served(BatchServer()) as server:
        batched([many], out, server.base_url, plan=plan)
        for left in range(repairs):
            server.finish(useless)
            stand = batched([many], out, server.base_url, plan=plan)
            assert (stand.ended, stand.run["handed_over"]) == ("handed_over", 1), left
        server.finish(useless)
        done = batched([many], out, server.base_url, plan=plan)
    assert (done.ended, done.run["scored"], done.failed) == ("done", 6, 0)
    (bad,) = (one for one in lines(out / "scores.jsonl") if one["transcript"] == "call-3")
    assert (bad["judgement"]["requests"], bad["judgement"]["answered"]) == (repairs + 1, 0)


def test_quote_that_was_not_said_is_repaired_by_a_next_batch(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"
    wrong = ANSWER.replace(SHORT[1]["text"], "Good evening to everybody here.")
    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish(lambda body: (200, completion(wrong)))
        assert batched([many], out, server.base_url).run["handed_over"] == 5
        (again,) = server.open
        assert "could not be used" in server.lines(again)[0]["body"]["messages"][-1]["content"]
        server.finish()
        done = batched([many], out, server.base_url)
    assert (done.ended, done.run["scored"]) == ("done", 6)
    verdicts = {one["judgement"]["requests"] for one in lines(out / "scores.jsonl")}
    assert verdicts == {1, 2}


def test_wording_that_the_endpoint_refuses_is_known_before_the_batch(tmp_path: Path, many: Path) -> None:
    with served(BatchServer(refused={"temperature": "Unsupported parameter: 'temperature'."})) as server:
        batched([many], tmp_path / "out", server.base_url)
        (batch,) = server.batches.values()
        assert all("temperature" not in line["body"] for line in server.lines(batch))
        server.finish()
        assert batched([many], tmp_path / "out", server.base_url).run["scored"] == 6


def test_wording_that_a_batch_refuses_is_learnt_and_asked_again(tmp_path: Path, many: Path) -> None:
    out = tmp_path / "out"

    def answers(body: Mapping[str, Any]) -> tuple[int, object]:
        if "seed" in body:
            return 400, {"error": {"message": "Unknown parameter: 'seed'.", "param": "seed"}}
        return answered(body)

    with served(BatchServer()) as server:
        batched([many], out, server.base_url)
        server.finish(answers)
        assert batched([many], out, server.base_url).run["handed_over"] == 5
        assert batched([many], out, server.base_url).run["handed_over"] == 5
        server.finish(answers)
        done = batched([many], out, server.base_url)
        assert (done.run["scored"], done.failed) == (6, 0)
        paid_once(server, 6)


def test_transcript_too_long_for_the_window_is_cut_and_handed_over_in_parts(tmp_path: Path) -> None:
    long = [
        dict(SHORT[number % 2], text=f"{SHORT[number % 2]['text']} Desk {number}. " + "word " * 150)
        for number in range(60)
    ]
    many = write(tmp_path / "many.jsonl", *calls(1), {"id": "long", "turns": long})

    def answers(body: Mapping[str, Any]) -> tuple[int, object]:
        if len(str(body["messages"])) > 40_000:
            return 400, {
                "error": {
                    "message": "maximum context length is 12000 tokens",
                    "code": "context_length_exceeded",
                }
            }
        return answered(body)

    with served(BatchServer()) as server:
        batched([many], tmp_path / "out", server.base_url)
        server.finish(answers)
        assert batched([many], tmp_path / "out", server.base_url).run["handed_over"] == 1
        assert sum(len(server.lines(one)) for one in server.open) > 1
        server.finish(answers)
        batched([many], tmp_path / "out", server.base_url)
        server.finish(answers)
        done = batched([many], tmp_path / "out", server.base_url)
    assert (done.ended, done.failed) == ("done", 0)
    assert {one["judgement"]["parts"] > 1 for one in lines(tmp_path / "out" / "scores.jsonl")} == {
        False,
        True,
    }


def test_limit_bounds_what_is_handed_over_and_a_later_run_goes_on(tmp_path: Path, many: Path) -> None:
    out, prices = tmp_path / "out", Prices(0.5, 0.5)
    with served(BatchServer()) as server:
        batched([many], tmp_path / "all", server.base_url)
        told: list[str] = []
        stand = batched([many], out, server.base_url, bounds=Bounds(tokens=12_000, prices=prices), told=told)
        handed = stand.run["handed_over"]
        assert 0 < handed < 6
        assert stand.run["failures"] == {"limit": 6 - handed}
        assert any("a cost of about" in one for one in told)
        for _ in range(12):
            server.finish()
            stand = batched([many], out, server.base_url, bounds=Bounds(tokens=12_000))
            if stand.ended == "done":
                break
        assert (stand.ended, stand.run["scored"]) == ("done", 6)
        assert names(out / "scores.jsonl") == _ids()


def test_waiting_asks_more_and_more_seldom_and_rides_out_faults(tmp_path: Path, many: Path) -> None:
    out, slept, told = tmp_path / "out", [], []  # type: Path, list[float], list[str]
    with served(BatchServer()) as server:
        engine = BatchApiEngine(batch_plan(), port_to(server.base_url), out, workers=1)
        run([many], out, batch_plan(), engine=engine)

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 4:
                server.first["retrieve"] = [status(500)] * 5
            if len(slept) == 8:
                server.finish()

        wait(engine.port, engine.open, first_will_do=False, say=told.append, sleep=sleep)
        assert slept[0] < slept[1] < slept[2]
        assert any("Still waiting" in one for one in told)
        assert run([many], out, batch_plan(), engine=engine.next_round()).run["scored"] == 6
