"""What the first picture waits for, and what a finished run says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.call.wish import Wish
from simulator.errors import ContentError
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.running import run_call

_PROBE = """
import asyncio, sys
from pathlib import Path
from simulator.call.wish import Wish
from simulator.errors import UsageError
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage

class Probe(Backstage):
    def ring(self):
        heavy = {"openai", "numpy", "sqlalchemy", "simulator.scoring"} & set(sys.modules)
        print("loaded:", sorted(heavy))
        raise UsageError("that was all")

async def main():
    app = PracticeApp(Probe(Settings(home=Path(sys.argv[1])), Wish()))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "ringing" in "".join(
            segment.text for row in app.screen._compositor.render_strips() for segment in row
        ) or app.return_value == 2
        await app.settle()

asyncio.run(main())
"""


def test_first_picture_waits_for_nothing_heavy(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", _PROBE, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert found.stdout.strip() == "loaded: []"


def test_failed_start_is_said_on_standard_error_after_the_app_closed(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run = PracticeApp.run
    monkeypatch.setattr(PracticeApp, "run", lambda self: run(self, headless=True))

    def ring(self: object) -> None:
        raise ContentError("marion.yaml:3: no \x1b[31mgood.")

    monkeypatch.setattr(Backstage, "ring", ring)
    assert run_call(settings, Wish()) == 2
    assert capsys.readouterr().err == "simulator: marion.yaml:3: no \\x1b[31mgood.\n"
