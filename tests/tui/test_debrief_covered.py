"""What the rep did not reach stays covered in the debrief, until they ask to see it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from simulator.call.finishing import Finished, finish_call
from simulator.call.record import MemoryKeeper
from simulator.domain.ledger import LayerState
from simulator.domain.persona import Persona
from simulator.domain.played import Plan, PlayedCall
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Dimension
from simulator.reports.call_text import debrief_text, sections_text
from simulator.reports.covering import A_NEED, is_anything_hidden
from simulator.scoring.debrief import PlanKept
from simulator.settings import Settings
from simulator.tui.debrief_view import sections, sections_with_own_view
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.screens.ask import UncoverScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.wording import NO_RETRY
from tests.tui import samples
from tests.tui.conftest import MakeCall
from tests.tui.stage import HELLO, PUSH, FixedBackstage, press, running, say, screen_text


@asynccontextmanager
async def short_call(settings: Settings, make_call: MakeCall, *lines: str) -> AsyncIterator[Pilot[int]]:
    """The debrief of a call in which that was said."""
    async with running(FixedBackstage(settings, make_call), size=(120, 40)) as pilot:
        for line in (*lines, "/hangup"):
            await say(pilot, line)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        yield pilot


async def played(make_call: MakeCall, *lines: str) -> PlayedCall:
    call = make_call()
    async for _ in call.open():
        pass
    for line in lines:
        async for _ in call.say(line):
            pass
    async for _ in call.hang_up():
        pass
    return call.played()


def secrets(call: PlayedCall) -> list[str]:
    """What was not told in it: facts and truths."""
    ledger = call.state.ledger
    found = [layer.fact for layer in call.persona.layers() if not ledger.layers[layer.id].is_open]
    found += [one.truth for one in call.persona.positions if not ledger.positions[one.id].is_open]
    return [*found, call.persona.fit.why, call.persona.human.worries_about]


def told(call: PlayedCall, finished: Finished, **how: bool) -> str:
    grade = SelfGrade({Dimension.PROBING: 50}, "Perhaps the drivers ring her all morning.")
    made = sections_with_own_view(call, finished, grade, **how)
    return " ".join(sections_text(made).split())


@pytest.mark.parametrize("lines", [(), (HELLO,), (HELLO, "What happens when a driver rings in ill?", PUSH)])
async def test_nothing_that_was_not_told_stands_in_a_covered_debrief(
    make_call: MakeCall, lines: tuple[str, ...]
) -> None:
    call = (await played(make_call, *lines)).model_copy(
        update={
            "plan": Plan(reason="r", questions=("How do you plan?",), guess="The drivers ring her all day.")
        }
    )
    finished = finish_call(call, MemoryKeeper(call.call))
    covered, whole = told(call, finished, uncovered=False), told(call, finished)
    assert ("The offer suits them" in whole) == bool(lines), (
        "a call in which nobody spoke has no end to judge"
    )
    assert "The offer suits them" not in covered
    for secret in (" ".join(one.split()) for one in secrets(call)):
        assert secret not in covered
    for need in call.persona.needs:
        if not any(call.state.ledger.layers[layer.id].is_open for layer in need.layers):
            assert f"{need.label} 0 of" in whole and f"{need.label} 0 of" not in covered
            assert f"near: {need.label}" not in covered
    assert all(" ".join(layer.fact.split()) in whole for layer in call.persona.layers())
    assert debrief_text(call, finished.event.scorecard, finished.debrief) == finished.text


def test_places_are_told_with_their_level_and_what_was_told_stays(
    persona: Persona, scenario: Scenario
) -> None:
    call, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    text = sections_text(sections(call, finished, uncovered=False))
    assert "She redraws all twelve rounds by hand." in text
    assert "“We've had one or two remarks.”" in text, "a cue was said aloud"
    assert "2 layers were not reached: the places are here, without what is in them." in text
    assert "Covered: what comes of it." in text
    assert "Covered: what it means to them." in text
    assert "quarter past three." not in text.replace("She had been up since a quarter past three.", "")
    assert "There is a system for the invoices only." in text, "that one came right"


def test_need_that_was_not_come_to_has_no_name_and_a_guess_is_not_judged(
    persona: Persona, scenario: Scenario
) -> None:
    call, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    need = finished.debrief.needs[0]
    hidden = need.model_copy(
        update={
            "need": "linen",
            "label": "the linen",
            "layers": tuple(one.model_copy(update={"state": LayerState.HIDDEN}) for one in need.layers),
        }
    )
    plan = PlanKept(reason="r", questions=(), guess="Sheets get lost.", guess_near="near: the linen")
    more = finished.debrief.model_copy(update={"needs": (need, hidden), "plan": plan})
    text = sections_text(sections(call, Finished(finished.event, more, ""), uncovered=False))
    assert A_NEED in text
    assert "the linen" not in text
    assert "They told you of: the rounds." in text


def test_debrief_of_somebody_who_told_everything_has_nothing_to_uncover(
    persona: Persona, scenario: Scenario
) -> None:
    call, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    need = finished.debrief.needs[0]
    layers = tuple(one.model_copy(update={"state": LayerState.CONFIRMED}) for one in need.layers)
    all_told = finished.debrief.model_copy(update={"needs": (need.model_copy(update={"layers": layers}),)})
    assert is_anything_hidden(call, finished.debrief)
    assert not is_anything_hidden(call, all_told)
    whole = Finished(finished.event, all_told, "")
    assert sections(call, whole, uncovered=False) == sections(call, whole)


async def test_uncover_asks_once_and_then_shows_all_where_the_rep_was(
    settings: Settings, make_call: MakeCall
) -> None:
    async with short_call(settings, make_call, HELLO) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DebriefScreen)
        hidden = "Roy Catchpole"
        assert hidden not in screen._text()
        await press(pilot, "end", "u")
        assert isinstance(pilot.app.screen, UncoverScreen)
        await press(pilot, "enter")
        assert hidden not in screen._text(), "Enter leaves it covered"
        place = screen._sections[screen._place].title
        await press(pilot, "u", "y")
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert hidden in screen._text()
        assert screen._sections[screen._place].title == place
        await press(pilot, "u")
        assert "Nothing is covered here" in screen_text(pilot)
        await press(pilot, "home")
        assert "Nothing is covered here" not in screen_text(pilot), "the sentence goes when the rep moves on"
        await press(pilot, "escape", "enter")
        again = pilot.app.screen
        assert isinstance(again, DebriefScreen)
        assert hidden not in again._text(), "covered again the next time"


async def test_export_is_as_covered_as_the_screen(settings: Settings, make_call: MakeCall) -> None:
    async with short_call(settings, make_call, HELLO) as pilot:
        await press(pilot, "e", "enter", "u", "y", "e", "enter")
        first, second = sorted((settings.home / "debriefs").iterdir(), key=lambda one: one.stat().st_mtime_ns)
        assert "Roy Catchpole" not in first.read_text(encoding="utf-8")
        assert "Roy Catchpole" in second.read_text(encoding="utf-8")


async def test_retry_without_a_line_is_dimmed_and_says_why_and_how(
    settings: Settings, make_call: MakeCall
) -> None:
    async with short_call(settings, make_call) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DebriefScreen)
        assert screen.check_action("retry", ()) is None
        await press(pilot, "t")
        assert pilot.app.screen is screen
        assert " ".join(NO_RETRY.split()[:9]) in " ".join(screen_text(pilot).split())
        await press(pilot, "T")
        assert pilot.app.screen is screen


async def test_index_marks_what_is_shown_after_another_size(settings: Settings, make_call: MakeCall) -> None:
    async with short_call(settings, make_call, HELLO, PUSH) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, DebriefScreen)
        for _ in range(6):
            await press(pilot, "]")
        for size in ((80, 24), (140, 50), (60, 16), (120, 40)):
            await pilot.resize_terminal(*size)
            await press(pilot)
            box = list(screen.query(".section"))[screen._place]
            assert screen._span(box).meets(screen._window)
            title = screen._sections[screen._place].title
            assert title[:20] in screen_text(pilot)
