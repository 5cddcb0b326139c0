"""The practice room in a real terminal: from the command to a debrief on disk."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.cli.running import environment, simulator
from tests.e2e.terminal import Terminal, need_tmux

LINES = (
    "Hello Gwen, it's Sam from Oakhanger. I'm ringing about how your front desk copes. Have you a minute?",
    "How do you share out the telephone in the morning?",
    "What happens to the callers who can't get through?",
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: a socket's may not be long."""
    with tempfile.TemporaryDirectory(prefix="room-") as name:
        yield Path(name)


def answered(line: str, screen: str) -> bool:
    """Whether the line was said, and the prospect answered and waits."""
    _, said, after = " ".join(screen.split()).rpartition(line.rsplit(maxsplit=1)[-1])
    return bool(said) and " Gwen " in after and "your turn" in screen


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 36)])
@pytest.mark.timeout(240)
def test_the_room_in_a_terminal_from_home_to_a_saved_debrief(folder: Path, columns: int, rows: int) -> None:
    need_tmux()
    home = folder / "home"
    env = environment(home, {"SIMULATOR_PACING": "instant"})
    with Terminal([sys.executable, "-m", "simulator"], folder, env, columns=columns, rows=rows) as terminal:
        terminal.wait_for("Gwen Ashdown")
        terminal.press("Enter")
        terminal.wait_for("Call now")
        terminal.press("F5")
        terminal.wait_for("your turn")
        for line in LINES:
            terminal.type(line)
            terminal.press("Enter")
            terminal.wait_for(partial(answered, line))
        terminal.press("F10")
        terminal.wait_for("Hang up?")
        terminal.press("y")
        terminal.wait_for("Enter shows the debrief")
        terminal.press("Enter")
        terminal.wait_for("Not sure")
        terminal.press("s")
        terminal.wait_for("In short")
        terminal.press("e")
        terminal.wait_for("Export this call")
        terminal.press("Enter")
        terminal.wait_for("Saved to")
        terminal.press("C-q")
        terminal.wait_until_ended()

    saved = list((home / "debriefs").iterdir())
    assert len(saved) == 1
    text = saved[0].read_text(encoding="utf-8")
    assert "of 100" in text
    whole = " ".join(text.split())
    assert all(line in whole for line in LINES)
    assert "gwen-ashdown" in simulator(["calls", "list"], home=home).out
    assert "gwen-ashdown" not in simulator(["calls", "list", "--open"], home=home).out
