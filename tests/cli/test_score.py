"""`simulator score` as a process: killed, interrupted, on a full disk, and run again."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.batch.running import ANSWER, calls, judged, lines, names, write
from tests.cli.running import environment, simulator
from tests.servers.openai_server import Exchange, in_thread, says

_DESK = re.compile(r"Desk (\d+)\.")
_KEY = "sk-a-key-that-nobody-may-see"
_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


class _Held:
    """Answers the first few requests and holds the others until the test lets go; counts requests for each transcript."""

    def __init__(self, answered: int, waiting: int) -> None:
        self.asked: Counter[int] = Counter()
        self.held, self.go = threading.Event(), threading.Event()
        self._answered, self._waiting = answered, waiting

    async def __call__(self, exchange: Exchange) -> None:
        found = _DESK.search(exchange.request.body.decode())
        assert found is not None
        self.asked[int(found[1])] += 1
        if self.asked.total() > self._answered and not self.go.is_set():
            self._waiting -= 1
            if self._waiting == 0:
                self.held.set()
            await asyncio.to_thread(self.go.wait, 60)
        await says(ANSWER)(exchange)


def _start(args: list[str], home: Path, base_url: str) -> subprocess.Popen[str]:
    around = environment(
        home, {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": _KEY, "SIMULATOR_MODEL": "made-up"}
    )
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", *args], stderr=subprocess.PIPE, text=True, env=around
    )


def _judged(many: Path, out: Path) -> list[str]:
    # one process measures, so that the test takes no longer than it must
    return [
        "score",
        str(many),
        "--judge",
        "endpoint",
        "--concurrency",
        "4",
        "--workers",
        "1",
        "--out",
        str(out),
    ]


@_POSIX
def test_killed_run_goes_on_and_asks_again_only_what_was_in_flight(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(20)), tmp_path / "out"
    server_of = _Held(answered=6, waiting=4)
    with in_thread(server_of) as server:
        first = _start(_judged(many, out), tmp_path / "home", server.base_url)
        assert server_of.held.wait(60)
        first.kill()
        _, told = first.communicate(timeout=60)
        scored = names(out / "scores.jsonl")
        server_of.go.set()
        again = judged([many], out, server.base_url)
    assert (again.run["scored"], again.run["scored_before"]) == (20, 6)
    assert scored == sorted(scored)
    assert len(scored) == 6
    assert names(out / "scores.jsonl") == sorted(one["id"] for one in calls(20))
    assert {f"call-{desk}" for desk, times in server_of.asked.items() if times > 1}.isdisjoint(scored)
    assert server_of.asked.total() <= 20 + 4
    assert _KEY not in told


@_POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_interrupt_finishes_what_is_in_flight_and_can_be_gone_on_from(
    tmp_path: Path, number: signal.Signals
) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(20)), tmp_path / "out"
    server_of = _Held(answered=2, waiting=4)
    with in_thread(server_of) as server:
        run = _start(_judged(many, out), tmp_path / "home", server.base_url)
        assert server_of.held.wait(60)
        run.send_signal(number)
        assert run.stderr is not None
        assert "Interrupted: 4 in flight are finished" in run.stderr.readline()
        server_of.go.set()
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Run the same again to go on" in told
    done = names(out / "scores.jsonl")
    # two were done and four in flight; what was not begun is left for the next run
    assert len(done) == 6
    assert json.loads((out / "run.json").read_text())["ended"] == "interrupted"
    assert (out / "scores.csv").exists()
    with in_thread(says(ANSWER)) as server:
        judged([many], out, server.base_url)
        assert len(server.chats) == 20 - len(done)
    assert names(out / "scores.jsonl") == sorted(one["id"] for one in calls(20))


@_POSIX
def test_second_interrupt_stops_now(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(20)), tmp_path / "out"
    server_of = _Held(answered=2, waiting=4)
    with in_thread(server_of) as server:
        run = _start(_judged(many, out), tmp_path / "home", server.base_url)
        assert server_of.held.wait(60)
        run.send_signal(signal.SIGINT)
        assert run.stderr is not None
        run.stderr.readline()
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        assert run.returncode == 130
        assert not server_of.go.is_set()
        server_of.go.set()
    assert len(names(out / "scores.jsonl")) == 2
    assert json.loads((out / "run.json").read_text())["ended"] == "stopped"


@_POSIX
def test_interrupt_ends_a_wait_for_standard_input(tmp_path: Path) -> None:
    args = [sys.executable, "-m", "simulator", "score", "-", "--workers", "1", "--out", str(tmp_path / "out")]
    run = subprocess.Popen(
        args, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(tmp_path / "home")
    )
    assert run.stdin is not None
    run.stdin.write("".join(json.dumps(one) + "\n" for one in calls(1)))
    run.stdin.flush()
    scores = tmp_path / "out" / "scores.jsonl"
    watcher = threading.Event()
    while not scores.exists():
        assert run.poll() is None
        watcher.wait(0.02)
    run.send_signal(signal.SIGINT)
    assert run.stderr is not None
    told = run.stderr.read()
    assert run.wait(60) == 130
    assert "Interrupted" in told
    assert lines(scores) == []
    run.stdin.close()


def test_second_process_into_the_same_folder_is_told(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(8)), tmp_path / "out"
    server_of = _Held(answered=0, waiting=4)
    with in_thread(server_of) as server:
        first = _start(_judged(many, out), tmp_path / "home", server.base_url)
        assert server_of.held.wait(60)
        second = simulator(["score", str(many), "--out", str(out)], home=tmp_path / "home")
        server_of.go.set()
        first.communicate(timeout=60)
    assert (second.code, first.returncode) == (1, 0)
    assert "Another run is writing into" in second.err
    assert len(lines(out / "scores.jsonl")) == 8


@_POSIX
def test_full_disk_is_one_sentence_and_what_was_scored_is_kept(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(40)), tmp_path / "out"
    command = [sys.executable, "-m", "simulator", "score", str(many), "--workers", "1", "--out", str(out)]
    around = environment(tmp_path / "home", {"PYTHONDONTWRITEBYTECODE": "1"})
    full = subprocess.run(
        ["bash", "-c", 'ulimit -f 20; exec "$@"', "-", *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=around,
    )
    assert full.returncode == 1
    assert "cannot be written to: File too large." in full.stderr
    assert "Traceback" not in full.stderr
    kept = lines(out / "scores.jsonl")
    assert 0 < len(kept) < 40
    done = simulator(
        ["score", str(many), "--workers", "1", "--json", "--out", str(out)], home=tmp_path / "home"
    )
    assert (done.code, json.loads(done.out)["scored_before"]) == (0, len(kept))
    assert len(lines(out / "scores.jsonl")) == 40


def test_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    many = write(tmp_path / "many.jsonl", *calls(1))
    done = simulator(["score", str(many), "--out", str(many / "below")], home=tmp_path / "home")
    assert done.code == 1
    assert "cannot be written to" in done.err
    assert "Traceback" not in done.err


def test_result_is_on_standard_output_only_when_asked_for(tmp_path: Path) -> None:
    broken = tmp_path / "in" / "broken.json"
    write(tmp_path / "in" / "many.jsonl", *calls(2))
    broken.write_text("{half")
    plain = simulator(["score", str(tmp_path / "in"), "--out", str(tmp_path / "out")], home=tmp_path / "home")
    assert (plain.code, plain.out) == (3, "")
    assert "2 scored, 1 failed (1 not_json)" in plain.err
    args = ["score", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--json", "--quiet"]
    told = simulator(args, home=tmp_path / "home")
    assert (told.code, told.err) == (3, "")
    assert json.loads(told.out) == json.loads((tmp_path / "out" / "run.json").read_text())


def _dry(tmp_path: Path, *more: str, env: dict[str, str] | None = None) -> tuple[Any, str]:
    args = ["score", str(tmp_path / "in"), "--dry-run", "--json", "--out", str(tmp_path / "out"), *more]
    done = simulator(args, home=tmp_path / "home", env=env)
    assert not (tmp_path / "out").exists()
    return json.loads(done.out), done.err


def test_dry_run_tells_what_there_is_and_what_it_would_cost(tmp_path: Path) -> None:
    write(tmp_path / "in" / "many.jsonl", *calls(10))
    (tmp_path / "in" / "broken.json").write_text("{half")
    key = {"OPENAI_API_KEY": _KEY}
    found, told = _dry(tmp_path, "--judge", "endpoint", env=key)
    assert (found["transcripts"], found["failures"], found["cost"]) == (10, {"not_json": 1}, None)
    assert found["tokens"]["prompt"] > found["tokens"]["cached"] > 0
    assert "No price is known" in told
    priced, _ = _dry(tmp_path, "--judge", "endpoint", "--price-in", "2", "--price-out", "8", env=key)
    tokens = priced["tokens"]
    assert priced["cost"] == pytest.approx((tokens["prompt"] * 2 + tokens["completion"] * 8) / 1e6, abs=1e-4)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--engine", "ray", "--ray-address", "ray://there:10001"], "(ray://) cannot be used"),
        (["--judge", "endpoint"], "There is no endpoint to judge with"),
        (["--limit-cost", "1"], "none are known"),
        (["--concurrency", "0"], "--concurrency"),
        (["--roles", "nowhere.txt"], "nowhere.txt: there is no such file"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_before_anything_is_written(tmp_path: Path, more: list[str], words: str) -> None:
    many = write(tmp_path / "many.jsonl", *calls(1))
    done = simulator(["score", str(many), "--out", str(tmp_path / "out"), *more], home=tmp_path / "home")
    assert done.code == 2
    assert words in done.err
    assert not (tmp_path / "out").exists()
