"""Make the pictures of the documents by driving the real app: ``make screenshots``.

A simulated rep types at the input; the prospect speaks the authored lines of a fixed seed. The pictures go to
docs/images.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from simulator.call.simulated_rep import SimulatedRep, Skill
from simulator.call.wish import Wish
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.screens.call import CallScreen

IMAGES = Path(__file__).parent.parent / "docs" / "images"
SEED = 4
SIZE = (120, 36)
#: after so many lines of the rep the picture of the call is taken
LINES_IN_PICTURE = 4
MOST_LINES = 30
#: fonts that a picture would load from elsewhere, and the maker's mark
_ADDRESSES = re.compile(r"@font-face\s*\{[^}]*\}\s*|<!--.*?-->\s*", re.DOTALL)


async def take_pictures(home: Path) -> None:
    """One call from the ring to the debrief, with a picture of each."""
    settings = Settings(home=home, voice="authored", pacing="instant", mirror="skip")
    backstage = Backstage(settings, Wish(persona="marion-teague", seed=SEED))
    looks = itertools.count(step=60)
    backstage.clock = lambda: float(next(looks))  # nobody types on after the call: no need to wait for that
    app = PracticeApp(backstage)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, CallScreen)
        screen.talk.cursor_blink = False
        assert screen.conductor is not None
        call = screen.conductor.call
        rep = SimulatedRep(call.setup.persona, call.setup.scenario, Skill.SKILLED)
        for number in range(MOST_LINES):
            line = None if call.is_over else rep.next_line(call.state)
            if line is None:
                break
            screen.talk.value = line
            screen.talk.cursor_position = len(line)
            if number == LINES_IN_PICTURE:
                # the next line stands in the input
                await settle(pilot)
                save(app, "call.svg")
            await pilot.press("enter")
            await settle(pilot)
        if not call.is_over:
            screen.talk.value = "/hangup"
            await pilot.press("enter")
            await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        save(app, "debrief.svg")
        await pilot.press("h")
        await settle(pilot)
        save(app, "home.svg")
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        save(app, "desk.svg")


async def settle(pilot: Pilot[int]) -> None:
    """Wait until everything that was set off is on the screen."""
    assert isinstance(pilot.app, PracticeApp)
    await pilot.pause()
    await pilot.app.settle()
    await pilot.pause()


def save(app: PracticeApp, name: str) -> None:
    """Write a picture; its letters come from the reader's own fonts, so that it asks nobody for them."""
    picture = _ADDRESSES.sub("", app.export_screenshot(title="Practice room", simplify=True))
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / name).write_text(re.sub(r"terminal-\d+", "terminal", picture), encoding="utf-8")
    print(IMAGES / name)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(take_pictures(Path(folder)))
