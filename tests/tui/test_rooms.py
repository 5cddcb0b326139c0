"""From room to room: home, desk, call, mirror, debrief, and home again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from textual.pilot import Pilot

from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.played import Plan
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.library import LibraryScreen
from simulator.tui.screens.mirror import MirrorScreen
from simulator.tui.screens.progress import ProgressScreen
from simulator.tui.widgets.desk import PlanForm
from tests.tui.conftest import MakeCall
from tests.tui.past import keep_call
from tests.tui.stage import (
    HELLO,
    PUSH,
    FixedBackstage,
    app_of,
    call_screen,
    press,
    say,
    screen_text,
    settle,
)


@asynccontextmanager
async def at_home(settings: Settings, make_call: MakeCall) -> AsyncIterator[Pilot[int]]:
    """The app at home; its calls are made by the test."""
    backstage = FixedBackstage(settings, make_call)
    app = PracticeApp(backstage, at_home=True)
    try:
        async with app.run_test(size=(110, 34)) as pilot:
            await settle(pilot)
            yield pilot
    finally:
        backstage.close()


async def hang_up(pilot: Pilot[int]) -> None:
    await say(pilot, "/hangup")


async def test_a_whole_way_from_home_to_the_debrief_and_home_again(
    settings: Settings, make_call: MakeCall
) -> None:
    asks = replace(settings, mirror="ask")
    async with at_home(asks, make_call) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DeskScreen)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, CallScreen)
        await say(pilot, HELLO)
        await hang_up(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MirrorScreen)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "h")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_mirror_comes_once_and_its_grades_stand_in_the_debrief(
    settings: Settings, make_call: MakeCall
) -> None:
    asks = replace(settings, mirror="ask")
    async with at_home(asks, make_call) as pilot:
        await press(pilot, "c")
        await say(pilot, HELLO)
        await hang_up(pilot)
        await press(pilot, "enter")
        await press(pilot, "right", "f10")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "c")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)


async def test_desk_that_is_left_keeps_plan_and_look_ups_until_the_call(
    settings: Settings, make_call: MakeCall
) -> None:
    async with at_home(settings, make_call) as pilot:
        await press(pilot, "enter", "f4", "enter", "f3", *"They hire", "tab", *"How [b]many")
        spent = "preparation 0:40 of 4:00"
        assert spent in screen_text(pilot)
        await press(pilot, "escape", "down", "enter")
        assert "preparation 0:00" in screen_text(pilot)
        await press(pilot, "escape", "up", "enter")
        assert spent in screen_text(pilot)
        assert pilot.app.screen.query_one(PlanForm).written()[:2] == ("They hire", "How [b]many")
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, CallScreen)
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert len(conductor.call.played().research) == 1
        await press(pilot, "ctrl+p", "escape")
        await app_of(pilot).action_home()
        await settle(pilot)
        await press(pilot, "home", "enter")
        assert "preparation 0:00" in screen_text(pilot)
        assert pilot.app.screen.query_one(PlanForm).written() == ()


async def test_what_was_prepared_goes_along_when_the_rep_calls_from_home(settings: Settings) -> None:
    backstage = Backstage(settings, Wish())
    app = PracticeApp(backstage, at_home=True)
    async with app.run_test(size=(110, 34)) as pilot:
        await settle(pilot)
        await press(pilot, "enter", "f4", "enter", "f3", *"They hire", "escape", "c")
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert conductor.call.setup.plan == Plan(reason="They hire")
        assert len(conductor.call.played().research) == 1
        assert backstage.preparations == {}
    backstage.close()


async def test_look_ups_at_the_desk_are_kept_with_the_call(settings: Settings, make_call: MakeCall) -> None:
    async with at_home(settings, make_call) as pilot:
        app = pilot.app
        assert isinstance(app, PracticeApp)
        findings = make_call().setup.scenario.research
        topic = next(one.id for one in findings if one.persona in {None, "marion-teague"})
        await app._ring(app.backstage.wish_for(), (topic,))
        await settle(pilot)
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert [one.topic for one in conductor.call.played().research] == [topic]


async def test_progress_and_library_open_and_lead_back(settings: Settings, make_call: MakeCall) -> None:
    async with at_home(settings, make_call) as pilot:
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, ProgressScreen)
        await press(pilot, "escape")
        await press(pilot, "l")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_desk_that_was_opened_in_the_library_leads_back_to_it(
    settings: Settings, persona: Persona
) -> None:
    backstage = Backstage(settings, Wish(persona="marion-teague", seed=3))
    app = PracticeApp(backstage, at_home=True)
    try:
        async with app.run_test(size=(110, 34)) as pilot:
            await settle(pilot)
            await press(pilot, "c")
            for line in (HELLO, "/hangup"):
                await say(pilot, line)
            await press(pilot, "enter", "h", "l", "enter")
            assert isinstance(pilot.app.screen, DeskScreen)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, LibraryScreen)
            assert "Marion Teague" not in screen_text(pilot)
            # a call that was made meanwhile is there when the rep comes back
            await press(pilot, "enter")
            keep_call(backstage.journal(), persona)
            await press(pilot, "escape")
            assert "Marion Teague" in screen_text(pilot)
            assert "practice manager, Millrace Vets" in screen_text(pilot), "whoever was chosen stays so"
    finally:
        backstage.close()


async def test_home_names_whom_one_can_call(settings: Settings, make_call: MakeCall) -> None:
    async with at_home(settings, make_call) as pilot:
        shown = screen_text(pilot)
        assert "Marion Teague" in shown
        assert "Gwen Ashdown" in shown


async def test_retry_from_the_debrief_is_a_new_call_with_what_was_said_before(settings: Settings) -> None:
    backstage = Backstage(settings, Wish(persona="marion-teague", seed=3))
    app = PracticeApp(backstage)
    try:
        async with app.run_test(size=(110, 34)) as pilot:
            await settle(pilot)
            for line in (HELLO, PUSH, "/hangup"):
                await say(pilot, line)
            first = call_screen(pilot).conductor
            await press(pilot, "enter")
            await press(pilot, "t")
            conductor = call_screen(pilot).conductor
            assert first is not None and conductor is not None
            assert conductor.call.call_id != first.call.call_id
            said = [turn.text for turn in conductor.call.played().turns]
            assert HELLO in said and PUSH not in said
    finally:
        backstage.close()


async def test_next_call_can_be_prepared_from_the_debrief(settings: Settings, make_call: MakeCall) -> None:
    async with at_home(settings, make_call) as pilot:
        await press(pilot, "c")
        await say(pilot, HELLO)
        await hang_up(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "p")
        assert isinstance(pilot.app.screen, DeskScreen)
        assert "Marion Teague" in screen_text(pilot)
        await press(pilot, "escape", "enter")
        assert isinstance(pilot.app.screen, DebriefScreen), "back where the debrief was opened"
        await press(pilot, "p", "f5")
        screen = pilot.app.screen
        assert isinstance(screen, CallScreen)
        assert screen.conductor is not None and not screen.conductor.call.is_over
