"""The desk before a call, as a person meets it."""

from __future__ import annotations

import threading

import pytest
from textual.binding import Binding
from textual.screen import Screen

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.errors import ContentError
from simulator.tui.desk_view import (
    DeskView,
    desk_view,
)
from simulator.tui.keys import listed
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.theme import LIGHT
from tests.tui.desk_stage import HOSTILE, SIZES, Host, at_desk, changed, focused, press, settle
from tests.tui.stage import screen_text


@pytest.mark.parametrize("size", SIZES)
async def test_every_panel_is_one_key_away_at_every_size(view: DeskView, size: tuple[int, int]) -> None:
    async with at_desk(view, size) as (_, pilot):
        for key, seen in (
            ("f2", ["You call", "Marion Teague, operations manager", "preparation 0:00 of 5:00", "call 15:00"]),
            ("f3", ["Reason for the call", "Three questions", "What they may need and not say", "Your guess"]),
            ("f4", ["How such firms run their day", "0:40", "Enter, or a click on"]),
        ):  # fmt: skip
            await press(pilot, key)
            shown = screen_text(pilot)
            assert [text for text in seen if text not in shown] == []


@pytest.mark.parametrize("size", [(110, 24), (120, 36)])
async def test_wide_window_has_brief_and_plan_side_by_side(view: DeskView, size: tuple[int, int]) -> None:
    async with at_desk(view, size) as (_, pilot):
        first = next(row for row in screen_text(pilot).splitlines() if "The brief" in row)
        assert "Your plan" in first


async def test_high_wide_window_has_the_research_desk_below_the_plan(view: DeskView) -> None:
    async with at_desk(view, (120, 36), LIGHT.name) as (_, pilot):
        shown = screen_text(pilot)
        assert shown.index("Your plan") < shown.index("The research desk")
        assert all(one.title in shown for one in view.lookups)


async def test_panel_in_use_stays_when_the_window_becomes_narrow(view: DeskView) -> None:
    async with at_desk(view, (120, 36)) as (_, pilot):
        await press(pilot, "f3", "h", "i")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert focused(pilot) == "plan-reason"
        assert "Reason for the call" in screen_text(pilot)
        assert "hi" in screen_text(pilot)


async def test_tabs_work_by_mouse(view: DeskView) -> None:
    async with at_desk(view) as (_, pilot):
        await pilot.click("#tab-lookups")
        await settle(pilot)
        assert focused(pilot) == "desk-lookups"
        await pilot.click("#tab-plan")
        await settle(pilot)
        assert focused(pilot) == "plan-reason"


async def test_whoever_comes_back_can_call_again(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, "f5")
        await host.push_screen(Screen())
        await host.pop_screen()
        await press(pilot, "f5")
        assert len(host.rung) == 2


@pytest.mark.parametrize("panel", ["f2", "f3", "f4"])
async def test_escape_leaves_without_a_call(view: DeskView, panel: str) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, panel, "escape")
        assert not isinstance(host.screen, DeskScreen)
        assert host.rung == []


async def test_hostile_words_are_shown_as_text(scenario: Scenario, persona: Persona) -> None:
    card = persona.card.model_copy(update={"name": HOSTILE})
    finding = scenario.research[0].model_copy(update={"title": HOSTILE, "finds": HOSTILE})
    hostile = changed(scenario, title=HOSTILE, research=(finding,))
    made = desk_view(hostile, persona.model_copy(update={"card": card}))
    async with at_desk(made) as (_, pilot):
        await press(pilot, "f4", "enter")
        shown = screen_text(pilot)
        assert shown.count("\\x1b[2J[bold]here[/bold][/]") == 4
        assert "\x1b" not in shown


async def test_brief_that_cannot_be_had_is_told_and_nobody_can_be_called() -> None:
    def load() -> DeskView:
        raise ContentError("The scenario [x] has problems.", hint="See simulator scenario check.")

    async with at_desk(load) as (host, pilot):
        assert "The scenario [x] has problems. See simulator scenario check." in screen_text(pilot)
        await press(pilot, "f5", "f4", "tab", "escape")
        assert host.rung == []
        assert not isinstance(host.screen, DeskScreen)


async def test_help_has_every_key_of_the_desk(view: DeskView) -> None:
    async with at_desk(view, (100, 40)) as (host, pilot):
        await press(pilot, "f1")
        assert isinstance(host.screen, HelpScreen)
        shown = screen_text(pilot)
        for keys, does in listed(DeskScreen.BINDINGS):
            assert keys in shown
            assert does in shown


async def test_footer_of_the_smallest_usual_window_has_the_keys(view: DeskView) -> None:
    async with at_desk(view) as (_, pilot):
        footer = screen_text(pilot).rstrip().splitlines()[-1]
        for binding in DeskScreen.BINDINGS:
            assert isinstance(binding, Binding)
            assert binding.id
            assert binding.tooltip
            assert binding.description in footer or not binding.show


async def test_call_that_is_wanted_before_the_brief_is_there_rings_once_it_is(
    persona: Persona, scenario: Scenario
) -> None:
    pressed = threading.Event()

    def slowly() -> DeskView:
        assert pressed.wait(30)
        return desk_view(scenario, persona)

    app = Host(slowly)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f5")
        assert app.rung == []
        pressed.set()
        await settle(pilot)
        assert len(app.rung) == 1
