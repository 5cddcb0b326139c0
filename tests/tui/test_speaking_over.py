"""The rep speaks while the prospect does, on the screen, with the real engine and waits that a test lets pass."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from simulator.domain.played import CUT_OFF
from simulator.settings import Settings
from simulator.tui.pacing import Pacer
from simulator.tui.shown import Kind
from simulator.tui.wording import PLACEHOLDER, PLACEHOLDER_WHILE_THEY_SPEAK
from tests.tui.conftest import MakeCall
from tests.tui.stage import HELLO, FixedBackstage, call_screen, entries, press, running, settle

ASK = "How many people work there?"


class SteppedBackstage(FixedBackstage):
    """Gives prospects who say a word each time that they are let."""

    steps: asyncio.Semaphore

    def pacer(self, voice: str) -> Pacer:
        self.steps = asyncio.Semaphore(0)

        async def wait(seconds: float) -> None:
            await self.steps.acquire()

        return Pacer(natural=True, wait=wait)


@pytest.fixture
def backstage(settings: Settings, make_call: MakeCall) -> SteppedBackstage:
    return SteppedBackstage(settings, make_call)


async def enter(pilot: Pilot[int], line: str) -> None:
    """Type a line and press Enter while somebody speaks."""
    call_screen(pilot).talk.value = line
    await pilot.press("enter")
    await settle(pilot, shown=False)


async def let(pilot: Pilot[int], backstage: SteppedBackstage, words: int) -> None:
    """So many words are said."""
    for _ in range(words):
        backstage.steps.release()
        await pilot.pause()


async def test_enter_cuts_the_line_where_it_is(backstage: SteppedBackstage) -> None:
    async with running(backstage, shown=False) as pilot:
        await press(pilot, "escape")
        await enter(pilot, HELLO)
        assert call_screen(pilot).talk.placeholder == PLACEHOLDER_WHILE_THEY_SPEAK
        await let(pilot, backstage, 1)
        heard = entries(pilot, Kind.PROSPECT)[-1].text.strip()
        assert len(heard.split()) == 1
        await enter(pilot, ASK)
        cut = entries(pilot, Kind.PROSPECT)[1]
        assert not cut.speaking
        assert cut.text.endswith("—")
        assert cut.text.startswith(heard.rstrip(".,"))
        assert entries(pilot, Kind.REP)[-1].text == ASK
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        turns = conductor.call.played().turns
        assert [turn.text for turn in turns[1:4]] == [HELLO, cut.text, ASK]
        assert CUT_OFF in turns[2].marks
        reading = turns[3].reading
        assert reading is not None
        assert reading.interrupted
        await press(pilot, "escape")
        assert call_screen(pilot).talk.placeholder == PLACEHOLDER


async def test_a_murmur_cuts_nobody_off_and_is_shown(backstage: SteppedBackstage) -> None:
    async with running(backstage, shown=False) as pilot:
        await press(pilot, "escape")
        await enter(pilot, HELLO)
        await let(pilot, backstage, 1)
        await enter(pilot, "mm-hm")
        assert [one.text for one in entries(pilot, Kind.MURMUR)] == ["mm-hm"]
        assert entries(pilot, Kind.PROSPECT)[-1].speaking
        await press(pilot, "escape")
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        turns = conductor.call.played().turns
        assert [turn.text for turn in turns[1:]] == [HELLO, entries(pilot, Kind.PROSPECT)[-1].text]
        assert not turns[-1].marks or CUT_OFF not in turns[-1].marks


async def test_escape_shows_the_rest_and_interrupts_nobody(backstage: SteppedBackstage) -> None:
    async with running(backstage, shown=False) as pilot:
        await press(pilot, "escape")
        await enter(pilot, HELLO)
        await let(pilot, backstage, 2)
        await press(pilot, "escape")
        await enter(pilot, ASK)
        await press(pilot, "escape")
        assert not any("—" in one.text[-1:] for one in entries(pilot, Kind.PROSPECT))
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert not any(CUT_OFF in turn.marks for turn in conductor.call.played().turns)
