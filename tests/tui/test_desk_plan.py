"""The plan that a rep writes at the desk."""

from __future__ import annotations

import pytest
from textual import events

from simulator.domain.played import Plan
from simulator.tui.desk_view import (
    PLAN_CHARACTERS,
    DeskView,
)
from simulator.tui.widgets.desk import LookupOptions, PlanInput
from simulator.tui.widgets.line_input import GOES_ON
from tests.tui.desk_stage import FIELDS, at_desk, focused, press, settle
from tests.tui.stage import screen_text


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (110, 24), (120, 36)])
async def test_tab_goes_from_brief_through_the_plan_to_the_lookups_and_round(
    view: DeskView, size: tuple[int, int]
) -> None:
    async with at_desk(view, size) as (_, pilot):
        order = []
        for _ in range(7):
            order.append(focused(pilot))
            await press(pilot, "tab")
        assert order == ["desk-brief", *FIELDS, "desk-lookups"]
        assert focused(pilot) == "desk-brief"
        await press(pilot, "shift+tab")
        assert focused(pilot) == "desk-lookups"


async def test_call_takes_the_plan_and_what_was_asked_along(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, "f4", "down", "enter", "up", "enter", "f3")
        await press(pilot, "h", "i", "enter", "space", "w", "h", "y", "f5")
        assert [(one.plan, one.research) for one in host.rung] == [
            (Plan(reason="hi", questions=("why",)), (view.lookups[1].id, view.lookups[0].id))
        ]


async def test_call_without_a_plan_has_none_and_a_bouncing_key_calls_once(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, "f5", "f5")
        assert [(one.plan, one.research) for one in host.rung] == [(None, ())]


async def test_question_can_be_typed_right_after_the_key_that_shows_the_plan(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await pilot.press("f3", "h", "i", "f5")
        await settle(pilot)
        assert [one.plan for one in host.rung] == [Plan(reason="hi")]


async def test_enter_goes_on_to_the_next_line_and_says_where_the_last_one_leads(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, "f3", "enter")
        assert focused(pilot) == "plan-question-1"
        await press(pilot, "enter", "enter", "enter", "enter")
        assert focused(pilot) == "plan-guess"
        assert "F5 calls now" in screen_text(pilot)
        assert host.rung == []


async def test_pasted_text_is_cut_to_what_a_line_has_room_for(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        await press(pilot, "f3")
        field = host.screen.query_one("#plan-reason", PlanInput)
        field.post_message(events.Paste("two\nlines \x1b[2J"))
        await settle(pilot)
        assert field.value == "two lines \\x1b[2J"
        assert "left out" not in screen_text(pilot)
        field.post_message(events.Paste("a" * 1000))
        await settle(pilot)
        assert len(field.value) == PLAN_CHARACTERS
        assert "left out" in screen_text(pilot)


async def test_long_line_shows_its_beginning_once_it_is_left_and_goes_on_at_its_end(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        field = host.screen.query_one("#plan-reason", PlanInput)
        await press(pilot, "f3")
        field.value = "The season is over, " + "so there may be time " * 8
        await settle(pilot)
        await press(pilot, "home", "end")
        assert "The season is over" not in screen_text(pilot)
        await press(pilot, "tab")
        assert "The season is over" in screen_text(pilot)
        await pilot.press("shift+tab", "X")
        await settle(pilot)
        assert field.value.endswith("time X")
        await press(pilot, "left", "left", "tab", "shift+tab", "Y")
        assert field.value.endswith("timeY X")
        await press(pilot, "tab")
        await pilot.click("#plan-reason", offset=(6, 0))
        await settle(pilot)
        await press(pilot, "Z")
        assert field.value.index("Z") < 10


async def test_arrows_go_from_line_to_line_of_the_plan_and_stay_within_it(view: DeskView) -> None:
    async with at_desk(view) as (_, pilot):
        await press(pilot, "f3")
        met = [focused(pilot)]
        for _ in FIELDS:
            await press(pilot, "down")
            met.append(focused(pilot))
        assert met == [*FIELDS, FIELDS[-1]]
        await press(pilot, *["up"] * 6)
        assert focused(pilot) == FIELDS[0]
        await press(pilot, "h", "i", "left", "x")
        assert pilot.app.screen.query_one("#plan-reason", PlanInput).value == "hxi", (
            "the others move the cursor"
        )


async def test_arrows_scroll_the_brief_and_choose_at_the_research_desk_as_before(view: DeskView) -> None:
    async with at_desk(view) as (_, pilot):
        await press(pilot, "down", "down")
        assert focused(pilot) == "desk-brief"
        assert pilot.app.screen.query_one("#desk-brief").scroll_y == 2
        await press(pilot, "f4", "down")
        assert pilot.app.screen.query_one(LookupOptions).highlighted == 1


async def test_line_that_has_no_room_says_that_it_goes_on(view: DeskView) -> None:
    async with at_desk(view) as (host, pilot):
        field = host.screen.query_one("#plan-reason", PlanInput)

        def row() -> str:
            return screen_text(pilot).splitlines()[field.region.y].strip()

        await press(pilot, "f3")
        field.value = "short"
        await press(pilot, "down")
        assert GOES_ON not in row()
        field.value = "begins here and " + "goes on " * 20 + "and ends"
        await settle(pilot)
        assert "begins here" in row() and row().endswith(GOES_ON)
        await press(pilot, "up", "end")
        assert row().strip("▌ ").startswith(GOES_ON) and "and ends" in row()
        await press(pilot, "home")
        assert row().endswith(GOES_ON)
