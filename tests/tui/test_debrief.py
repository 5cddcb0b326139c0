"""The debrief as blocks, and its screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.call.finishing import Finished
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.errors import JournalError
from simulator.scoring.debrief import PlanKept
from simulator.settings import Settings
from simulator.tui.debrief_view import Curve, Paragraph, Rows, Section, sections
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.shown import Kind
from tests.tui import samples
from tests.tui.conftest import MakeCall
from tests.tui.stage import (
    FailingKeeper,
    FixedBackstage,
    call_screen,
    entries,
    press,
    running,
    say,
    screen_text,
)


@pytest.fixture
def finished(persona: Persona, scenario: Scenario) -> Finished:
    return samples.finished(persona, scenario)


def changed(finished: Finished, *, debrief: dict[str, object] | None = None, **card: object) -> Finished:
    event = finished.event.model_copy(update={"scorecard": finished.event.scorecard.model_copy(update=card)})
    return Finished(event, finished.debrief.model_copy(update=debrief or {}), finished.text)


def made(persona: Persona, scenario: Scenario, finished: Finished) -> dict[str, Section]:
    return {one.title: one for one in sections(samples.played_call(persona, scenario), finished)}


def texts(section: Section) -> Iterator[str]:
    for block in section.blocks:
        for cell in [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]:
            yield "".join(piece.text for piece in cell.pieces)


def test_every_part_of_the_debrief_has_its_section(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    titles = list(made(persona, scenario, finished))
    assert [title.split(":")[0].split(",")[0] for title in titles] == [
        "In short", "Next time", "Turns that mattered", "What was there", "What they said",
        "What went by unheard", "Scorecard", "Flags", "What you could not know", "Not your fault",
    ]  # fmt: skip


def test_trust_is_drawn_and_the_plan_held_against_the_call(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    plan = PlanKept(
        reason="the rounds", questions=(("How do you plan?", 3), ("Who else?", None)), guess="[b]x[/b]"
    )
    more: dict[str, object] = {"trust": ((0, 0.3), (2, 0.4), (4, 0.35), (6, 0.6)), "plan": plan}
    shown = made(persona, scenario, changed(finished, debrief=more))
    trust = shown["Trust over the call"]
    assert "It went from 30 to 60 of 100; lowest 30 in turn 0, highest 60 in turn 6." in list(texts(trust))
    curve = next(block for block in trust.blocks if isinstance(block, Curve))
    assert curve.points == ((0, 30), (2, 40), (4, 35), (6, 60))
    words = list(texts(shown["Your plan, and what became of it"]))
    assert any("How do you plan?  asked in turn 3" in text for text in words)
    assert any("Who else?  not asked" in text for text in words)
    assert any("[b]x[/b]" in text for text in words)


def test_map_tells_how_far_each_layer_came_in_words_with_its_turn(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    shown = list(texts(made(persona, scenario, finished)["What was there"]))
    assert [text for text in shown if text[0] in "○◔◑●◉"] == [
        "◉ surface",
        "● cause",
        "◔ impact",
        "○ stake",
    ]
    told = [text.partition("\n")[2] for text in shown if "\n" in text]
    assert told == [
        "In the next step; opened by turn 3: “How do you plan the rounds?”",
        "Given back; opened by turn 5: “Has it always been so?”",
        "Hinted at; its cue, turn 6, went by: “We've had one or two remarks.”",
        "Not reached; you came near it in turn 9, but it was not told then.",
    ]


def test_scorecard_tells_unobserved_from_zero(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    shown = list(texts(made(persona, scenario, finished)["Scorecard"]))
    at = shown.index("Resilience")
    assert shown[at + 1 : at + 3] == ["  –", "··········  –  not observed\nNobody objected to anything."]
    at = shown.index("Listening")
    assert shown[at + 1 : at + 3] == [" 80", "████████░░  ■◆ measured and judged\n2 of 3 given back."]


def test_call_without_score_is_not_scored_in_words(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    shown = made(persona, scenario, changed(finished, total=None))["In short"]
    assert any("not scored" in text for text in texts(shown))


def test_sections_with_nothing_in_them_are_left_out(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    bare: dict[str, object] = {
        "could_not_know": "",
        "positions": (),
        "missed_cues": (),
        "turns": (),
        "not_understood": (),
        "trust": (),
    }
    titles = list(made(persona, scenario, changed(finished, debrief=bare, flags=())))
    assert titles == ["In short", "Next time", "What was there", "Scorecard"]


def test_rows_of_a_table_have_one_width_less_than_columns(
    persona: Persona, scenario: Scenario, finished: Finished
) -> None:
    for section in made(persona, scenario, finished).values():
        for block in section.blocks:
            if isinstance(block, Rows):
                assert {len(row) for row in block.rows} == {len(block.widths) + 1}


def test_words_of_others_are_safe_to_show(persona: Persona, scenario: Scenario, finished: Finished) -> None:
    hostile = changed(finished, debrief={"keep": "\x1b[2J[bold]"})
    assert "\\x1b[2J[bold]" in list(texts(made(persona, scenario, hostile)["Next time"]))


async def test_debrief_is_saved_with_the_conversation(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await say(pilot, "Hello [there].")
        await say(pilot, "/hangup")
        await press(pilot, "enter", "e", "enter")
        (path,) = (settings.home / "debriefs").iterdir()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d Marion Teague\.txt", path.name)
        assert "Saved to" in screen_text(pilot)
        saved = path.read_text(encoding="utf-8")
        assert "DEBRIEF" in saved
        assert "Hello [there]." in saved


async def test_debrief_that_cannot_be_saved_says_so(
    settings: Settings, make_call: MakeCall, tmp_path: Path
) -> None:
    (settings.home / "debriefs").write_text("in the way")
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await say(pilot, "/hangup")
        await press(pilot, "enter", "e", "enter")
        assert "Not exported" in screen_text(pilot)


async def test_conversation_can_be_read_again_from_the_debrief(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await say(pilot, "/hangup")
        await press(pilot, "enter")
        await press(pilot, "c")
        assert pilot.app.screen is call_screen(pilot)
        assert entries(pilot, Kind.END)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)


async def test_score_that_could_not_be_kept_is_told_above_the_debrief(
    settings: Settings, make_call: MakeCall
) -> None:
    class Full(FailingKeeper):
        def scorecard(self, scorecard: Scorecard) -> None:
            raise JournalError("The journal is full.")

    async with running(FixedBackstage(settings, lambda: make_call(Full()))) as pilot:
        await say(pilot, "/hangup")
        await press(pilot, "enter")
        assert "The score could not be kept: The journal is full." in screen_text(pilot)
        assert "In short" in screen_text(pilot)
