"""`simulator score --engine batch-api` as a process: handed over, waited for, cancelled, and killed at any moment."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.score import score
from simulator.errors import UsageError
from tests.batch.batching import batched, quickly
from tests.batch.running import calls, lines, names, write
from tests.cli.running import Done, environment, simulator
from tests.servers.batch_server import BatchServer
from tests.servers.openai_server import hang, served

_KEY = "sk-a-key-that-nobody-may-see"
_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)


def _args(many: Path, out: Path, *more: str) -> list[str]:
    return [
        "score",
        str(many),
        "--judge",
        "endpoint",
        "--engine",
        "batch-api",
        "--workers",
        "1",
        "--out",
        str(out),
        *more,
    ]


def _env(base_url: str) -> dict[str, str]:
    return {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": _KEY, "SIMULATOR_MODEL": "made-up"}


def _start(args: list[str], home: Path, base_url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "simulator", *args],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(home, _env(base_url)),
    )


@_POSIX
@pytest.mark.parametrize("call", ["upload", "create", "content"])
def test_killed_run_loses_nothing_and_pays_nothing_twice(tmp_path: Path, call: str) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(6)), tmp_path / "out"
    with served(BatchServer(key=_KEY)) as server:
        if call == "content":
            batched([many], out, server.base_url, key=_KEY)
            server.finish()
        # what the call is about is done, and nobody hears of it
        server.instead[call] = [hang()]
        run = _start(_args(many, out), tmp_path / "home", server.base_url)
        assert server.reached.wait(60)
        run.kill()
        _, told = run.communicate(timeout=60)
        assert _KEY not in told
        if call != "content":
            assert batched([many], out, server.base_url, key=_KEY).run["handed_over"] == 5
            server.finish()
        done = batched([many], out, server.base_url, key=_KEY)
        assert (done.ended, done.run["scored"], len(server.batches)) == ("done", 6, 1)
        assert (set(server.paid.values()), len(server.paid), len(server.chats)) == ({1}, 5, 1)
    assert names(out / "scores.jsonl") == sorted(one["id"] for one in calls(6))
    assert lines(out / "failures.jsonl") == []
    assert not list((out / "batch-api").glob("*.new"))


def _run(many: Path, out: Path, server: BatchServer, *more: str) -> Done:
    return simulator(_args(many, out, *more), home=out.parent / "home", env=_env(server.base_url))


def test_hand_over_cancel_and_collect_tell_what_to_do_next(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(4)), tmp_path / "out"
    with served(BatchServer()) as server:
        prices = ("--price-in", "2", "--price-out", "8")
        first = _run(many, out, server, *prices, "--batch-requests", "2")
        assert first.code == 75
        assert "Handing over batch 2: 2 requests, about " in first.err
        assert "4 are handed over and not answered yet: run the same command again to collect" in first.err
        assert json.loads((out / "run.json").read_text())["ended"] == "handed_over"
        server.finish(ended="cancelled", most=1)
        told: list[str] = []
        batched([many], out, server.base_url, told=told)
        assert any("1 of 2 were answered" in one for one in told)
        cancelled = _run(many, out, server, "--cancel")
        assert cancelled.code == 0
        assert "One batch is being cancelled" in cancelled.err
        assert [one["status"] for one in server.open] == ["cancelling"]
        server.finish()
        done = _run(many, out, server, *prices, "--json")
        assert done.code == 0
        run = json.loads(done.out)
        assert (run["ended"], run["scored"], run["engine"]) == ("done", 4, "batch-api")
        assert run["cost"] == pytest.approx(0.5 * (7 * 2 + 3 * 8) / 1e6, abs=1e-6)
        assert set(server.paid.values()) == {1}


@_POSIX
def test_wait_can_be_left_and_scores_when_everything_is_answered(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(4)), tmp_path / "out"
    with served(BatchServer()) as server:
        run = _start(_args(many, out, "--wait"), tmp_path / "home", server.base_url)
        assert run.stderr is not None
        while "validating" not in (line := run.stderr.readline()):
            assert line, "the run ended"
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
        assert run.returncode == 130
        assert "the batches go on" in told
        server.finish()
        assert batched([many], out, server.base_url).ended == "done"
    assert len(lines(out / "scores.jsonl")) == 4


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--engine", "batch-api"], "Give --judge endpoint"),
        (["--wait"], "Give --engine batch-api too"),
        (["-", "--judge", "endpoint", "--engine", "batch-api", "--wait"], "can be read only once"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_options_that_do_not_go_together_are_told(tmp_path: Path, more: list[str], words: str) -> None:
    many = write(tmp_path / "many.jsonl", *calls(1))
    with pytest.raises(UsageError, match=words):
        score.main([str(many), "--out", str(tmp_path / "out"), *more], standalone_mode=False)
    assert not (tmp_path / "out").exists()
