"""What a person waits for when they open the practice room, told by modules and not by the clock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

#: home as the command opens it, but without a terminal: told what was loaded when its frame stands, and its content
_HOME = """
import asyncio, sys
from pathlib import Path
import simulator.cli.entry
from simulator.cli.common import settings
from simulator.tui import app as module

def told(when):
    print(when, *sorted(sys.modules))

def run(self):
    async def drive():
        async with self.run_test() as pilot:
            await pilot.pause()
            await self.settle()
            assert "Millrace" in "".join(
                segment.text for row in self.screen._compositor.render_strips() for segment in row
            )
            told("content")
    asyncio.run(drive())

load = module.Backstage.home
def home(self):
    told("frame")  # the screen asks for its content after its first picture
    return load(self)

module.PracticeApp.run = run
module.Backstage.home = home
from simulator.tui.running import run_home
run_home(settings())
"""
#: the default call as the command opens it; told what was loaded when it rings on the screen
_CALL = """
import asyncio, sys
import simulator.cli.entry as entry
from simulator.tui import app as module
from simulator.tui.screens.call import CallScreen

def run_app(self):
    async def drive():
        async with self.run_test() as pilot:
            await pilot.pause()
            await self.settle()
    asyncio.run(drive())
    return 0

make = CallScreen._made
def made(self):
    print("frame", *sorted(sys.modules))  # the screen asks for its call after its first picture
    return make(self)

module.PracticeApp.run = run_app
CallScreen._made = made
sys.stdin.isatty = sys.stdout.isatty = lambda: True
sys.argv = ["simulator", "call"]
entry.run()
"""
_NEVER_AT_FIRST = {
    "openai",
    "sqlalchemy",
    "alembic",
    "numpy",
    "ruamel.yaml",
    "plotext",
    "simulator.reading",
    "simulator.scoring",
    "simulator.prospect",
    "simulator.authoring",
    "simulator.journal",
    "simulator.domain.persona",
    "simulator.call.making",
    "simulator.call.session",
}
#: what belongs to a screen that is not there yet
_OTHER_SCREENS = {
    f"simulator.tui.screens.{name}" for name in ("call", "debrief", "desk", "library", "mirror")
}


def _loaded(script: str, home: Path) -> dict[str, set[str]]:
    """Modules that were loaded at each moment that the script tells of."""
    around = {
        name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "SIMULATOR_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=around | {"SIMULATOR_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    moments = [row.split() for row in done.stdout.splitlines()]
    assert moments, done.stderr
    return {when: set(modules) for when, *modules in moments}


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Home in an empty data folder."""
    return _loaded(_HOME, tmp_path_factory.mktemp("home") / "new")


def test_frame_of_home_waits_for_nothing_heavy(first_start: dict[str, set[str]]) -> None:
    assert (
        first_start["frame"] & (_NEVER_AT_FIRST | _OTHER_SCREENS | {"click", "simulator.cli.main"}) == set()
    )


def test_content_of_a_first_home_is_there_without_yaml_journal_or_client(
    first_start: dict[str, set[str]],
) -> None:
    heavy = {
        "openai",
        "sqlalchemy",
        "alembic",
        "numpy",
        "ruamel.yaml",
        "simulator.reading",
        "simulator.authoring.load",
    }
    assert first_start["content"] & heavy == set()


def test_ringing_waits_for_nothing_that_makes_the_call(tmp_path: Path) -> None:
    frame = _loaded(_CALL, tmp_path)["frame"]
    unneeded = {"pydantic", "click", "simulator.tui.screens.home", "simulator.tui.screens.call_parts"}
    unneeded |= {
        "simulator.call.commands",
        "simulator.tui.shown",
        "simulator.tui.call_view",
        "simulator.tui.typed",
    }
    unneeded |= {"simulator.tui.beside_view", "simulator.tui.widgets.entry_view"}
    assert frame & (_NEVER_AT_FIRST | unneeded) == set()
