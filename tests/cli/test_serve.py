"""`simulator serve` as a command: what it prints where, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import environment, simulator
from tests.serving.houses import served


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_the_link_and_nothing_else_to_standard_output_and_ends_when_told(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with served(tmp_path / "home") as house:
        assert house.link.startswith("http://127.0.0.1:")
        house.process.send_signal(stop)
        house.process.wait(timeout=30)
    assert house.process.returncode == 0
    errors, rest = house.said
    assert rest == ""
    assert house.token not in errors
    assert "Warning" not in errors
    assert "not encrypted" not in errors


def test_serve_beyond_loopback_warns_once(tmp_path: Path) -> None:
    with served(tmp_path / "home", "--host", "0.0.0.0") as house:  # noqa: S104 - that is what is tested
        assert house.link.startswith("http://127.0.0.1:")
    assert house.said[0].count("nothing is encrypted") == 1


def test_serve_behind_a_proxy_gives_the_public_link(tmp_path: Path) -> None:
    with served(tmp_path / "home", "--public-url", "https://room.example/") as house:
        assert house.link.startswith("https://room.example/?token=")


def test_serve_on_a_taken_port_says_so_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = simulator(["serve", "--port", str(port)], home=tmp_path)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"simulator: Port {port} is taken. Choose another with --port, or stop what uses it.\n"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--host", "203.0.113.9"], 1),
        (["--public-url", "room"], 2),
        (["--most-visitors", "0"], 2),
        (["--host", " "], 2),
    ],
)
def test_serve_that_cannot_work_says_why_in_one_line(tmp_path: Path, options: list[str], code: int) -> None:
    done = simulator(["serve", *options], home=tmp_path)
    assert (done.code, done.out) == (code, "")
    assert len(done.err.splitlines()) <= 2
    assert "Traceback" not in done.err


def test_serve_without_its_extra_says_what_to_install(tmp_path: Path) -> None:
    without = (
        "import sys; sys.modules['textual_serve'] = None; sys.argv = ['simulator', 'serve']; "
        "from simulator.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", without],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment(tmp_path),
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "pip install 'practice-room[serve]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
