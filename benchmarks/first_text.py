"""How long the practice room takes until there is something to read, beside the least that a Textual app can take.

    python -m benchmarks.first_text [--runs 9]

Each run starts every program once, one after the other, so that a busy moment of the machine falls on all of them alike. A
run before the first is not counted: it fills the disk cache and writes bytecode, into a folder of its own. "fresh" has an
empty data folder each time, as on the first start ever; "used" has one in which the program has been before.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.terminal import seconds_until

#: whoever installs the program has its bytecode; who measures a checkout may have told Python to write none
WITHOUT_BYTECODE = frozenset({"PYTHONDONTWRITEBYTECODE"})
#: what a person who never looked into performance would write as their first app; the word is drawn in one piece
MINIMAL = """
from textual.app import App
from textual.widgets import Static

class Minimal(App):
    def compose(self):
        yield Static("Practice")

Minimal().run()
"""
#: drawn with the frame of home: its title; and with its content: the firm of a lead in the list
FRAME, CONTENT = b"Practice", b"Millrace"
#: what stands in the input of a call while it rings, and once they have picked up, but for the letter under the cursor
RINGING, PICKED_UP = b"inging", b"you type is what"
_SIMULATOR = [sys.executable, "-m", "simulator"]


@dataclass(frozen=True)
class Subject:
    """Something that is started again and again.

    Args:
        command: how.
        texts: what is waited for, and what the table calls it.
        fresh: whether each start gets an empty data folder.
    """

    command: Sequence[str]
    texts: dict[str, bytes]
    fresh: bool = False


SUBJECTS = (
    Subject([sys.executable, "-c", MINIMAL], {"minimal Textual app": FRAME}),
    Subject(_SIMULATOR, {"home, frame": FRAME, "home, content": CONTENT}),
    Subject(_SIMULATOR, {"home, frame, fresh": FRAME, "home, content, fresh": CONTENT}, fresh=True),
    Subject([*_SIMULATOR, "call"], {"call, ringing": RINGING, "call, picked up": PICKED_UP}),
    Subject([*_SIMULATOR, "demo"], {"demo, first line": b"[demo]", "demo, debrief": b"WHAT WAS THERE"}),
    Subject([*_SIMULATOR, "--help"], {"--help": b"Commands"}),
)


def measure(
    subject: Subject, used_home: Path, run: Callable[..., list[float]] = seconds_until
) -> list[float]:
    """One start: seconds until each of its texts."""
    with tempfile.TemporaryDirectory(prefix="first-text-") as empty:
        home = empty if subject.fresh else str(used_home)
        around = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("OPENAI_", "SIMULATOR_")) and name not in WITHOUT_BYTECODE
        }
        around |= {"SIMULATOR_HOME": home, "SIMULATOR_PACING": "instant"}
        around |= {"PYTHONPYCACHEPREFIX": str(used_home / "bytecode")}
        return run(*subject.texts.values(), command=subject.command, env=around)


def table(runs: int) -> list[tuple[str, list[float]]]:
    """Every text with its seconds, run by run."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="first-text-used-") as used:
        for turn in range(runs + 1):
            for subject in SUBJECTS:
                for name, seconds in zip(subject.texts, measure(subject, Path(used)), strict=True):
                    if turn:
                        found.setdefault(name, []).append(seconds)
    return list(found.items())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9, help="how often each is started (default 9)")
    rows = table(max(1, parser.parse_args().runs))
    least = statistics.median(rows[0][1])
    print(f"{'until':24}{'median':>9}{'range':>16}{'of the minimal':>17}")
    for name, seconds in rows:
        middle, low, high = statistics.median(seconds), min(seconds), max(seconds)
        print(
            f"{name:24}{middle * 1000:6.0f} ms{f'{low * 1000:.0f} to {high * 1000:.0f}':>16}{middle / least:>15.2f} ×"
        )


if __name__ == "__main__":
    main()
