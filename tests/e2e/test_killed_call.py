"""A call that is killed goes on at the turn where it was."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.running import environment, simulator


def _talk(process: subprocess.Popen[bytes], line: str) -> list[dict[str, Any]]:
    """Say one line, and read events until the state after it."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line.encode() + b"\n")
    process.stdin.flush()
    events: list[dict[str, Any]] = []
    while not events or events[-1]["event"] not in {"state", "ended"}:
        events.append(json.loads(process.stdout.readline()))
    return events


def test_killed_call_resumes_at_its_turn(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "call", "--json", "--seed", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(tmp_path),
    )
    assert process.stdout is not None
    started = json.loads(process.stdout.readline())
    picked_up = json.loads(process.stdout.readline())
    assert picked_up["event"] == "prospect"
    _talk(process, "Hello Marion, it's Sam from Brackwater. I'm ringing about how you plan your vans.")
    last = _talk(process, "How do you plan the rounds?")
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)

    listed = simulator(["calls", "list", "--open"], home=tmp_path)
    assert started["call"] in listed.out

    resumed = simulator(
        ["calls", "resume", started["call"], "--json"], home=tmp_path, say="Who works that out?\n/hangup\n"
    )
    assert resumed.code == 0, resumed.err
    events = [json.loads(line) for line in resumed.out.splitlines()]
    assert events[0]["event"] == "started"
    assert events[0]["resumed"] is True
    rep = next(event for event in events if event["event"] == "rep")
    answered = max(event["turn"] for event in last if event["event"] == "prospect")
    assert rep["turn"] == answered + 1
    state = next(event for event in events if event["event"] == "state")
    before = next(event for event in last if event["event"] == "state")
    assert set(before["opened"]) <= set(state["opened"])

    exported = json.loads(simulator(["calls", "export", started["call"]], home=tmp_path).out)
    texts = [turn["text"] for turn in exported["turns"]]
    assert texts.count("How do you plan the rounds?") == 1
    assert exported["turns"][-2]["text"] == "Who works that out?"


def test_ended_call_is_not_resumed(tmp_path: Path) -> None:
    done = simulator(["call", "--json"], home=tmp_path, say="/hangup\n")
    call = json.loads(done.out.splitlines()[0])["call"]
    again = simulator(["calls", "resume", call, "--plain"], home=tmp_path)
    assert again.code == 2
    assert "has ended" in again.err
