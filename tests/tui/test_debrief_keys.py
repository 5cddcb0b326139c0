"""Arrow keys in the debrief of a call that was really played: what is in sight is selected, and only that is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from simulator.settings import Settings
from simulator.tui.debrief_view import Roll, Select, Span, step
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.widgets.debrief_parts import Opens
from tests.tui.conftest import MakeCall
from tests.tui.stage import HELLO, PUSH, FixedBackstage, press, running, say, screen_text

LINES = (
    HELLO,
    "How do you plan the rounds in the morning?",
    "What happens when a driver rings in ill?",
    "That sounds like a lot to carry on your own.",
    PUSH,
    "/hangup",
)
SMALL = (80, 24)


@asynccontextmanager
async def real_debrief(
    settings: Settings, make_call: MakeCall, size: tuple[int, int] = SMALL
) -> AsyncIterator[Pilot[int]]:
    async with running(FixedBackstage(settings, make_call), size=size) as pilot:
        for line in LINES:
            await say(pilot, line)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        yield pilot


def in_sight(pilot: Pilot[int], one: Opens) -> bool:
    body = pilot.app.screen.query_one("#debrief").region
    return body.y <= one.region.y < body.bottom


def at_the_edge(pilot: Pilot[int], direction: int) -> bool:
    body = pilot.app.screen.query_one("#debrief")
    return body.scroll_y >= body.max_scroll_y if direction > 0 else body.scroll_y <= 0


async def test_letters_select_as_the_arrows_do(settings: Settings, make_call: MakeCall) -> None:
    async with real_debrief(settings, make_call) as pilot:
        first, second = list(pilot.app.screen.query(Opens))[:2]
        for key, wanted in (("j", first), ("j", second), ("k", first)):
            before = pilot.app.focused
            while pilot.app.focused is before:
                await press(pilot, key)
            assert pilot.app.focused is wanted


async def test_arrow_keys_select_everything_that_can_be_opened_and_it_is_always_in_sight(
    settings: Settings, make_call: MakeCall
) -> None:
    async with real_debrief(settings, make_call) as pilot:
        items = list(pilot.app.screen.query(Opens))
        assert len(items) > 6
        for key, direction in (("down", 1), ("up", -1)):
            met: list[Opens] = []
            for _ in range(200):
                if at_the_edge(pilot, direction) and pilot.app.focused is items[-1 if direction > 0 else 0]:
                    break
                await press(pilot, key)
                if isinstance(one := pilot.app.focused, Opens):
                    assert in_sight(pilot, one)
                    assert "▶" in screen_text(pilot)
                    if not met or met[-1] is not one:
                        met.append(one)
            assert met == (items if direction > 0 else items[-2::-1]), "one was passed over, or met twice"


async def test_what_is_scrolled_out_of_sight_is_selected_no_more_and_is_not_opened(
    settings: Settings, make_call: MakeCall
) -> None:
    async with real_debrief(settings, make_call) as pilot:
        while not isinstance(pilot.app.focused, Opens):
            await press(pilot, "down")
        await press(pilot, "end")
        assert at_the_edge(pilot, 1)
        assert pilot.app.focused is None
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "up")
        assert isinstance(pilot.app.focused, Opens)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EvidenceScreen)


async def test_pages_are_turned_while_something_is_selected(settings: Settings, make_call: MakeCall) -> None:
    async with real_debrief(settings, make_call) as pilot:
        while not isinstance(pilot.app.focused, Opens):
            await press(pilot, "down")
        body = pilot.app.screen.query_one("#debrief")
        before = body.scroll_y
        await press(pilot, "pagedown")
        assert body.scroll_y == before + body.size.height - 2
        await press(pilot, "home")
        assert body.scroll_y == 0


def test_step_goes_to_what_is_in_sight_and_scrolls_where_the_next_is_not() -> None:
    items, window = [Span(2, 4), Span(18, 22), Span(25, 27)], Span(0, 20)
    assert step(items, 0, window, 1) == Select(1)
    assert step(items, 1, window, 1) == Roll(3)
    assert step(items, 2, window, 1) == Select(0)
    assert step(items, 2, window, -1) == Select(1)
    assert step([Span(-9, -1), Span(3, 5)], 1, window, -1) == Roll(-3)
