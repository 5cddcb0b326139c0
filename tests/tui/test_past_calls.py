"""Calls that were made: the list, the way to an old debrief, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

import pytest
from textual.pilot import Pilot

from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.journal import Journal
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.past_calls_view import EMPTY, load_past_calls, past_calls_view
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.past_calls import PastCallsScreen
from tests.tui.past import DailyClock, keep_call
from tests.tui.stage import HELLO, PUSH, call_screen, press, say, screen_text, settle


def test_calls_come_newest_first_with_what_became_of_them(persona: Persona) -> None:
    with Journal.open(":memory:", clock=DailyClock()) as journal:
        first = keep_call(journal, persona, total=65.0)
        again = keep_call(journal, persona, total=88.4, retry_of=first)
        unscored = keep_call(journal, persona, scored=False)
        view = load_past_calls(journal)
        assert [row.call_id for row in view.rows] == [unscored, again, first]
        assert [(row.score, row.retry) for row in view.rows] == [("", ""), ("88", "retry"), ("65", "")]
        one = view.rows[-1]
        assert (one.prospect, one.campaign, one.ended) == (persona.card.name, "morning-board", "you hung up")
        hostile = past_calls_view(journal.calls(None), {persona.id: "\x1b[31m[b]Eve\n"}, {}, UTC)
        assert hostile.rows[0].prospect == "\\x1b[31m[b]Eve"
        assert hostile.rows[-1].when == " 3 Mar 2026 09:00"


@asynccontextmanager
async def home(settings: Settings, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    backstage = Backstage(settings, Wish(persona="marion-teague", seed=3))
    app = PracticeApp(backstage, at_home=True)
    try:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot
    finally:
        backstage.close()


async def call_through(pilot: Pilot[int]) -> None:
    await press(pilot, "c")
    for line in (HELLO, PUSH, "/hangup"):
        await say(pilot, line)
    await press(pilot, "enter")
    await press(pilot, "h")
    assert isinstance(pilot.app.screen, HomeScreen)


async def test_new_rep_is_told_what_to_do_and_gets_no_journal(settings: Settings) -> None:
    async with home(settings) as pilot:
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, PastCallsScreen)
        assert EMPTY in " ".join(screen_text(pilot).split())
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)], ids=str)
async def test_old_debrief_is_reached_from_home_and_leads_back_to_the_list(
    settings: Settings, size: tuple[int, int]
) -> None:
    async with home(settings, size) as pilot:
        await call_through(pilot)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, PastCallsScreen)
        assert "you hung up" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "You hung up. Score:" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PastCallsScreen)
        for key in ("escape", "p", "d", "enter"):
            await press(pilot, key)
        assert isinstance(pilot.app.screen, DebriefScreen)


async def test_old_call_is_retried_and_what_is_left_open_is_resumed_from_the_list(settings: Settings) -> None:
    async with home(settings) as pilot:
        await call_through(pilot)
        for key in ("d", "enter", "t"):
            await press(pilot, key)
        assert isinstance(pilot.app.screen, CallScreen)
        assert "retry" in screen_text(pilot).splitlines()[0]
        again = call_screen(pilot).conductor
        assert again is not None
        await pilot.app.run_action("home")
        await settle(pilot)
        await press(pilot, "d")
        rows = screen_text(pilot).splitlines()
        assert any("open" in row and row.rstrip().endswith("retry") for row in rows)
        await press(pilot, "enter")
        resumed = call_screen(pilot).conductor
        assert resumed is not None and resumed.call.call_id == again.call.call_id


async def test_list_of_calls_is_in_the_palette(settings: Settings) -> None:
    async with home(settings) as pilot:
        assert "Calls" in [one.title for one in pilot.app.get_system_commands(pilot.app.screen)]
