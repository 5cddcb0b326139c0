"""The desk before a call: what stands on it, and its screen."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

import pytest
from textual import events, on
from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import Screen

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.played import Plan
from simulator.domain.scenario import Scenario
from simulator.errors import ContentError
from simulator.tui import app as practice
from simulator.tui.app import PracticeApp
from simulator.tui.desk_view import (
    PLAN_CHARACTERS,
    Asked,
    DeskView,
    ask,
    desk_view,
    one_line,
    over_words,
    plan_of,
    rows,
    spent_s,
    spent_words,
)
from simulator.tui.keys import listed
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.shown import minutes
from simulator.tui.theme import DARK, LIGHT
from simulator.tui.widgets.desk import PlanInput
from tests.tui.stage import screen_text

#: the least, the usual, the least wide one, and two with room
SIZES = [(60, 16), (80, 24), (110, 24), (120, 36), (200, 60)]
HOSTILE = "\x1b[2J[bold]here[/bold][/]"
FIELDS = ["plan-reason", "plan-question-1", "plan-question-2", "plan-question-3", "plan-guess"]


class Host(App[int]):
    """The desk on top of an empty screen, in the look of the practice room."""

    CSS_PATH = Path(practice.__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = PracticeApp.BINDINGS

    def __init__(self, load: Callable[[], DeskView], theme: str = DARK.name) -> None:
        super().__init__()
        self._load, self._wanted = load, theme
        self.rung: list[DeskScreen.Ring] = []

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._wanted
        self.push_screen(DeskScreen(self._load))

    @on(DeskScreen.Ring)
    def _ring(self, message: DeskScreen.Ring) -> None:
        self.rung.append(message)


@asynccontextmanager
async def at_desk(
    load: DeskView | Callable[[], DeskView], size: tuple[int, int] = (80, 24), theme: str = DARK.name
) -> AsyncIterator[tuple[Host, Pilot[int]]]:
    """The desk with its brief."""
    view = load
    host = Host((lambda: view) if isinstance(view, DeskView) else view, theme)
    async with host.run_test(size=size) as pilot:
        await settle(pilot)
        yield host, pilot


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def focused(pilot: Pilot[int]) -> str | None:
    return pilot.app.focused.id if pilot.app.focused else None


def changed(scenario: Scenario, **update: object) -> Scenario:
    return scenario.model_copy(update=update)


@pytest.fixture(scope="session")
def view(scenario: Scenario, persona: Persona) -> DeskView:
    return desk_view(scenario, persona)


# what stands on it


def test_desk_has_brief_goal_lead_offer_and_limits(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    lead = scenario.lead(persona.id)
    assert lead is not None
    parts = dict(view.parts)
    assert parts["Goal"] == scenario.goal.strip()
    assert parts["On the list"] == lead.note.strip()
    assert parts["Why now"] == lead.why_now.strip()
    assert parts["Dayboard"] == scenario.offer.in_one_line
    assert parts["The brief"] == scenario.brief.strip()
    assert parts["Price"] == scenario.offer.price
    assert "15:00" in parts["Time"]
    assert "5:00" in parts["Time"]
    assert all(fact in parts["Anybody may know"] for fact in persona.card.public)
    assert persona.card.place in parts["You call"]


def test_desk_tells_true_claims_from_forbidden_ones(view: DeskView, scenario: Scenario) -> None:
    parts = dict(view.parts)
    assert all(claim.text in parts["You may say"] for claim in scenario.offer.claims)
    for claim in scenario.offer.forbidden:
        assert claim.text in parts["You may not say"]
        assert claim.why in parts["You may not say"]
        assert claim.text not in parts["You may say"]


def test_persona_that_is_no_lead_has_a_desk_without_note(scenario: Scenario, persona: Persona) -> None:
    headings = dict(desk_view(changed(scenario, leads=()), persona).parts)
    assert "On the list" not in headings
    assert "Goal" in headings


def test_desk_has_what_the_campaign_found_and_what_it_found_on_this_prospect(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    wanted = [one.id for one in scenario.research if one.persona in {None, persona.id}]
    assert [one.id for one in view.lookups] == wanted
    assert len(wanted) < len(scenario.research)


def test_of_two_findings_by_one_name_the_first_counts_as_in_the_call(
    scenario: Scenario, persona: Persona
) -> None:
    first = scenario.research[0]
    twice = (first, first.model_copy(update={"persona": persona.id, "title": "Another"}))
    assert [one.title for one in desk_view(changed(scenario, research=twice), persona).lookups] == [
        first.title
    ]


def everything(view: DeskView) -> str:
    return repr(asdict(view)).lower()


def shipped_leads(content: ContentLibrary) -> list[tuple[Scenario, Persona]]:
    scenarios = [content.scenario(one) for one in ("front-desk", "morning-board", "second-try")]
    return [(one, content.persona(lead.persona)) for one in scenarios for lead in one.leads]


def test_nothing_private_of_any_shipped_prospect_is_on_the_desk(content: ContentLibrary) -> None:
    for scenario, persona in shipped_leads(content):
        shown = everything(desk_view(scenario, persona))
        secrets = [layer.fact for layer in persona.layers()]
        secrets += [one.truth for one in persona.positions] + [one.stated for one in persona.positions]
        secrets += [persona.fit.why, persona.human.day, persona.human.worries_about, persona.card.voice]
        assert not [secret for secret in secrets if secret.lower() in shown]


def test_no_label_of_a_need_comes_from_the_persona(content: ContentLibrary) -> None:
    for scenario, persona in shipped_leads(content):
        plain = everything(desk_view(scenario, persona))
        marked = persona.model_copy(
            update={
                "needs": tuple(
                    need.model_copy(update={"label": f"secret {number}"})
                    for number, need in enumerate(persona.needs)
                )
            }
        )
        assert everything(desk_view(scenario, marked)) == plain


def test_desk_depends_on_nothing_of_the_persona_but_name_and_card(
    scenario: Scenario, persona: Persona, content: ContentLibrary
) -> None:
    other = content.persona("tomasz-bielak")
    mixed = other.model_copy(update={"id": persona.id, "card": persona.card})
    assert desk_view(scenario, mixed) == desk_view(scenario, persona)


def test_words_of_others_are_safe_to_show(scenario: Scenario, persona: Persona) -> None:
    card = persona.card.model_copy(update={"name": HOSTILE, "role": HOSTILE, "public": (HOSTILE,)})
    finding = scenario.research[0].model_copy(update={"title": HOSTILE, "finds": HOSTILE})
    hostile = changed(scenario, title=HOSTILE, brief=HOSTILE, goal=HOSTILE, research=(finding,))
    made = desk_view(hostile, persona.model_copy(update={"card": card}))
    assert "\x1b" not in "".join([made.who, made.role, made.title, *(text for _, text in made.parts)])
    assert made.lookups[0].title == made.lookups[0].finds == "\\x1b[2J[bold]here[/bold][/]"


# what is asked


def test_each_lookup_costs_once(view: DeskView) -> None:
    first, second = view.lookups[:2]
    once = ask(view, Asked(), first.id)
    assert spent_s(view, once) == first.cost_s
    assert ask(view, once, first.id) == once
    both = ask(view, once, second.id)
    assert both.ids == (first.id, second.id)
    assert spent_s(view, both) == first.cost_s + second.cost_s


def test_what_the_desk_does_not_have_is_not_asked(view: DeskView) -> None:
    assert ask(view, Asked(), "nothing-by-that-name") == Asked()


def test_finding_shows_only_when_it_was_asked_for(view: DeskView) -> None:
    before = rows(view, Asked())
    assert all(not row.finds for row in before)
    assert before[0].cost == "0:40"
    after = rows(view, ask(view, Asked(), view.lookups[0].id))
    assert (after[0].cost, after[0].finds) == ("asked", view.lookups[0].finds)
    assert after[1:] == before[1:]


def test_spent_time_is_told_in_minutes_and_seconds(
    view: DeskView, scenario: Scenario, persona: Persona
) -> None:
    assert spent_words(view, Asked()) == "0:00 of 5:00"
    asked = Asked(tuple(one.id for one in view.lookups))
    assert spent_words(view, asked) == "5:20 of 5:00, 0:20 over"
    assert over_words(view, asked) == "lowers the preparation score"
    assert over_words(view, Asked()) == ""


def test_lookup_that_goes_over_the_limit_says_so_before_it_is_asked(view: DeskView) -> None:
    all_but_one = Asked(tuple(one.id for one in view.lookups[:-1]))
    assert [row.warning for row in rows(view, all_but_one)][-1] == "takes you 0:20 over"
    assert not any(row.warning for row in rows(view, Asked()))
    assert not any(row.warning for row in rows(view, Asked(tuple(one.id for one in view.lookups))))


# what is planned


def test_plan_is_stripped_and_has_no_empty_question() -> None:
    assert plan_of("  the season is over ", [" How? ", "   ", "What then?"], "\t") == Plan(
        reason="the season is over", questions=("How?", "What then?"), guess=""
    )


@pytest.mark.parametrize("blank", ["", "   ", "\t\n"])
def test_plan_with_nothing_written_is_none(blank: str) -> None:
    assert plan_of(blank, [blank, blank, blank], blank) is None


def test_pasted_text_is_one_line_without_control_characters() -> None:
    assert one_line(" one\r\n two\t\x1b[2Jthree ") == "one two \\x1b[2Jthree"


# the screen


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
