"""The research desk before a call."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.tui.desk_view import (
    DeskView,
    desk_view,
)
from simulator.tui.shown import minutes
from tests.tui.desk_stage import at_desk, changed, press, settle, shipped_leads
from tests.tui.stage import screen_text


async def test_enter_asks_and_the_finding_stays(view: DeskView) -> None:
    finding = view.lookups[0].finds.split()
    async with at_desk(view) as (_, pilot):
        await press(pilot, "f4")
        assert " ".join(finding[:5]) not in screen_text(pilot)
        await press(pilot, "enter")
        assert " ".join(finding[:5]) in screen_text(pilot)
        assert "preparation 0:40 of 5:00" in screen_text(pilot)
        await press(pilot, "enter")
        assert "preparation 0:40 of 5:00" in screen_text(pilot)
        await press(pilot, "down", "enter")
        assert "preparation 1:40 of 5:00" in screen_text(pilot)


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 36)])
async def test_limit_of_preparation_warns_before_and_says_after_what_it_costs(
    view: DeskView, size: tuple[int, int]
) -> None:
    async with at_desk(view, size) as (_, pilot):
        await press(pilot, "f4")
        for _ in view.lookups[:-1]:
            await press(pilot, "enter", "down")
        assert "takes you 0:20 over" in screen_text(pilot)
        assert "lowers the preparation score" not in screen_text(pilot)
        await press(pilot, "enter")
        assert "takes you" not in screen_text(pilot)
        assert "0:20 over" in screen_text(pilot)
        assert "lowers the preparation score   call 15:00" in screen_text(pilot)


@pytest.mark.parametrize("row", [0, 1])
async def test_first_click_on_a_row_chooses_and_the_second_asks(view: DeskView, row: int) -> None:
    async with at_desk(view, (120, 36)) as (_, pilot):
        await pilot.click("#desk-lookups", offset=(12, row))
        await settle(pilot)
        assert "preparation 0:00 of 5:00" in screen_text(pilot)
        await pilot.click("#desk-lookups", offset=(12, row))
        await settle(pilot)
        assert f"preparation {minutes(view.lookups[row].cost_s)} of 5:00" in screen_text(pilot)


async def test_too_much_preparation_is_told_in_words(view: DeskView) -> None:
    async with at_desk(view) as (_, pilot):
        await press(pilot, "f4", *["enter", "down"] * len(view.lookups))
        assert "preparation 5:20 of 5:00, 0:20 over" in screen_text(pilot)


async def test_desk_with_no_lookups_says_so(scenario: Scenario, persona: Persona) -> None:
    async with at_desk(desk_view(changed(scenario, research=()), persona)) as (host, pilot):
        await press(pilot, "f4")
        assert "The desk has nothing on this prospect" in screen_text(pilot)
        await press(pilot, "tab", "f5")
        assert len(host.rung) == 1


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)])
async def test_long_list_with_long_findings_can_be_read_to_the_end(
    scenario: Scenario, persona: Persona, size: tuple[int, int]
) -> None:
    model = scenario.research[0]
    many = tuple(
        model.model_copy(update={"id": f"one-{n}", "title": f"Subject {n}", "finds": "word " * 155 + f"end {n}."})
        for n in range(40)
    )  # fmt: skip
    async with at_desk(desk_view(changed(scenario, research=many), persona), size) as (_, pilot):
        await press(pilot, "f4", "end", "enter")
        for _ in range(4):
            await press(pilot, "pagedown")
        assert "end 39." in screen_text(pilot)
        await press(pilot, "home")
        assert "Subject 0" in screen_text(pilot)


@pytest.mark.parametrize("size", [(60, 24), (80, 24)])
async def test_rows_stay_in_sight_and_the_chosen_one_has_its_finding(
    view: DeskView, size: tuple[int, int]
) -> None:
    async with at_desk(view, size) as (_, pilot):
        await press(pilot, "f4", *["enter", "down"] * len(view.lookups), "end")
        for chosen in reversed(view.lookups):
            shown = " ".join(screen_text(pilot).split())
            for one in view.lookups:
                assert one.title in shown
                assert (" ".join(one.finds.split()[-3:]) in shown) == (one is chosen)
            await press(pilot, "up")


def test_no_shipped_desk_can_be_asked_for_everything(content: ContentLibrary) -> None:
    for scenario, persona in shipped_leads(content):
        desk = desk_view(scenario, persona)
        left, taken = desk.preparation_s, 0
        for cost in sorted(one.cost_s for one in desk.lookups):
            left -= cost
            taken += left >= 0
        assert 0.45 <= taken / len(desk.lookups) <= 0.65, (scenario.id, persona.id)
        assert all(one.cost_s <= desk.preparation_s for one in desk.lookups)
