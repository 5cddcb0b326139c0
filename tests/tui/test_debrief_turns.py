"""From what the debrief says to the turns behind it, and back; the curve; what is exported."""

from __future__ import annotations

import errno
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator.call.finishing import Finished
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall
from simulator.domain.scenario import Difficulty, Scenario
from simulator.domain.scorecard import Dimension
from simulator.domain.transcript import Speaker
from simulator.errors import WorkError
from simulator.journal import Journal
from simulator.reports.blocks import Behind, Curve, Pointer, Rows, behind
from simulator.reports.call_text import debrief_text
from simulator.reports.export import Export, Form, export_of, write_new
from simulator.settings import Settings
from simulator.tui.backstage import Backstage
from simulator.tui.debrief_view import Roll, Select, Span, section_in_view, sections, step
from simulator.tui.evidence_view import AROUND, EvidenceView
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.widgets.debrief_parts import IndexEntry, Opens
from simulator.tui.widgets.trust_curve import with_marks
from tests.tui import samples
from tests.tui.conftest import MakeCall
from tests.tui.past import keep_call
from tests.tui.stage import HELLO, FixedBackstage, press, running, say, screen_text

BEGUN = datetime(2026, 11, 22, 9, 5, 7, tzinfo=UTC)


@asynccontextmanager
async def debrief(
    settings: Settings, make_call: MakeCall, played: PlayedCall, finished: Finished, size: tuple[int, int]
) -> AsyncIterator[Pilot[int]]:
    """The app with that debrief on top."""
    async with running(FixedBackstage(settings, make_call), size=size) as pilot:

        def keep(export: Export) -> Path:
            return write_new(settings.home / "debriefs", export)

        await pilot.app.push_screen(DebriefScreen(played, finished, keep))
        await press(pilot)
        yield pilot


# pure


def test_turns_behind_something_come_once_in_order_and_only_those_of_the_call() -> None:
    found = behind(
        "t", [(5, "told"), (3, "opened it"), (5, "gave it back"), (None, "x"), (99, "y")], frozenset({3, 5})
    )
    assert found == Behind("t", (Pointer(3, "opened it"), Pointer(5, "told; gave it back")))
    assert behind("t", [(99, "y")], frozenset({3})) is None


def test_long_call_is_shown_in_windows(persona: Persona, scenario: Scenario) -> None:
    view = EvidenceView(
        samples.long_call(persona, scenario), Behind("t", (Pointer(101, "why"), Pointer(151, "")))
    )
    window = view.window(101)
    assert (window.first, window.last) == (101 - AROUND, 101 + AROUND + 1)
    assert view.window(105, window) == window
    assert view.window(101 + AROUND, window) != window
    assert [view.neighbour(101, way) for way in (1, -1)] == [151, 101]
    assert view.neighbour(120, -1) == 101
    assert view.head(101) == "1 of 2: turn 101, why"
    assert "\x1b" not in view.lines[0].text


def test_retry_from_a_turn_says_why_it_cannot_be(persona: Persona, scenario: Scenario) -> None:
    view = EvidenceView(samples.long_call(persona, scenario, 12, 7), Behind("t", (Pointer(5, ""),)))
    assert view.why_no_retry(5) == ""
    assert "Marion's" in view.why_no_retry(4)
    assert "taken back" in view.why_no_retry(7)


def test_arrow_selects_what_is_near_and_scrolls_past_what_is_not() -> None:
    items, window = [Span(2, 4), Span(8, 9), Span(60, 62)], Span(0, 20)
    assert step(items, None, window, 1) == Select(0)
    assert step(items, 0, window, 1) == Select(1)
    assert step(items, 1, window, 1) == Roll(3)
    assert step(items, 2, window, -1) == Select(1)
    assert step(items, 0, window, -1) == Roll(-3)
    assert step([], None, window, 1) == Roll(3)


def test_section_stays_the_one_the_rep_is_in_while_it_is_shown() -> None:
    spans = [Span(-30, -2), Span(-2, 10), Span(10, 40)]
    assert section_in_view(spans, 2, Span(0, 20)) == 2
    assert section_in_view(spans, 0, Span(0, 20)) == 1


def test_marks_stand_on_the_curve_itself() -> None:
    drawn = ["   ┌────┐", "100┤  ⣀⣀│", "  0┤⣀⣀  │", "   └┬──┬┘", "    0  6 "]
    lines, places = with_marks(drawn, Curve(points=((0, 0), (6, 100)), marks=(("1", 0, 0), ("2", 6, 100))))
    assert lines[1:3] == ["100┤  ⣀2│", "  0┤1⣀  │"]
    assert places == [(2, 4), (1, 7)]
    assert with_marks([], Curve(points=((0, 0),)))[1] == []


def test_screen_and_text_say_the_same(persona: Persona, scenario: Scenario) -> None:
    played, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    text = " ".join(debrief_text(played, finished.event.scorecard, finished.debrief).split())
    for section in sections(played, finished):
        assert section.title.upper() in text or section.title == "In short"
        for block in section.blocks:
            cells = [cell for row in block.rows for cell in row] if isinstance(block, Rows) else [block]
            for cell in cells:
                for words in cell.plain.split("\n"):
                    assert " ".join(words.split()) in text


def test_quote_that_is_cut_within_a_sentence_ends_with_dots(persona: Persona, scenario: Scenario) -> None:
    played, finished = samples.long_call(persona, scenario, 9), samples.finished(persona, scenario)
    long = "You said the rounds are planned by hand. " * 3 + "What would happen if they were not? Tell me."
    cuts = {long[:134]: " …”", long[:40]: ".”", long: ".”", long[:-9]: "?”", "words of nobody": "nobody”"}
    (turn, *_) = (one for one in played.turns if one.speaker is Speaker.REP)
    turns = tuple(one.model_copy(update={"text": long}) if one is turn else one for one in played.turns)
    for quote, end in cuts.items():
        cut = quote.rstrip()
        mattered = finished.debrief.turns[0].model_copy(update={"turn": turn.index, "quote": cut})
        told = finished.debrief.model_copy(
            update={"turns": (mattered,), "not_understood": ((turn.index, cut),)}
        )
        made = sections(played.model_copy(update={"turns": turns}), Finished(finished.event, told, ""))
        for title in ("Turns that mattered", "Not your fault: lines they did not follow; outside the score"):
            (block,) = next(one for one in made if one.title == title).blocks
            assert isinstance(block, Rows)
            assert block.rows[0][1].plain.endswith(end)
            assert block.rows[0][1].plain.startswith(f"“{cut}")


def test_own_grades_stand_in_the_scorecard(persona: Persona, scenario: Scenario) -> None:
    played, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    own = {Dimension.PROBING: 70}
    card = next(one for one in sections(played, finished, own) if one.title == "Scorecard")
    assert isinstance(card.blocks[0], Rows)
    assert "you said 70" in card.blocks[0].rows[0][-1].plain
    assert "you said 70" in debrief_text(played, finished.event.scorecard, finished.debrief, own)


def test_trust_is_not_told_while_an_exam_runs(persona: Persona, scenario: Scenario) -> None:
    finished = samples.finished(persona, scenario)
    told = finished.debrief.model_copy(update={"trust": ((0, 0.3), (2, 0.4), (4, 0.5))})
    shown = Finished(finished.event, told, "")
    over = samples.played_call(persona, scenario)
    exam = over.scenario.model_copy(update={"difficulty": Difficulty.EXAM})
    running_exam = over.model_copy(update={"scenario": exam, "end": None})
    ended_exam = over.model_copy(update={"scenario": exam})
    titles = [[one.title for one in sections(call, shown)] for call in (running_exam, ended_exam)]
    assert ["Trust over the call" in one for one in titles] == [False, True]


def test_export_is_never_written_over_a_file(tmp_path: Path) -> None:
    paths = [write_new(tmp_path / "debriefs", Export("c-1.txt", f"text {number}")) for number in range(3)]
    assert [path.name for path in paths] == ["c-1.txt", "c-1-2.txt", "c-1-3.txt"]
    assert [path.read_text(encoding="utf-8") for path in paths] == ["text 0", "text 1", "text 2"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Marion Teague", "Marion Teague"),
        ("Zoë O’Brien-Smith", "Zoë OBrien-Smith"),
        ("../../etc/passwd", "etc passwd"),
        ("a:b*c?\n\x1b[2J", "a b c 2J"),
        ("CON\u202etxt.exe", "CON txt exe"),
        ("x" * 300, "x" * 40),
        ("...", "c-test22"),
    ],
)
def test_file_is_named_after_the_time_and_the_person_in_safe_characters(
    persona: Persona, scenario: Scenario, name: str, told: str
) -> None:
    call = samples.played_call(persona, scenario)
    card = call.persona.card.model_copy(update={"name": name})
    call = call.model_copy(update={"persona": call.persona.model_copy(update={"card": card})})
    assert export_of(Form.TRANSCRIPT, call, "", BEGUN).name == f"2026-11-22 09.05.07 {told}.json"


def test_export_to_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(WorkError, match="Nothing is lost: make room on the disk"):
        write_new(tmp_path, Export("c-1.txt", "text"))
    assert list(tmp_path.iterdir()) == []


def test_transcript_is_in_the_format_of_the_program(persona: Persona, scenario: Scenario) -> None:
    export = export_of(Form.TRANSCRIPT, samples.long_call(persona, scenario, 4), "", BEGUN)
    assert export.name == "2026-11-22 09.05.07 Marion Teague.json"
    assert [turn["speaker"] for turn in json.loads(export.text)["turns"]] == ["prospect", "rep"] * 2


def test_first_paint_of_the_app_loads_no_plotext() -> None:
    code = "import sys, simulator.tui.app; print([one for one in sys.modules if 'plotext' in one])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# on the screen


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36), (200, 60)], ids=str)
async def test_figure_opens_its_turns_and_leads_back(
    settings: Settings, make_call: MakeCall, persona: Persona, scenario: Scenario, size: tuple[int, int]
) -> None:
    played, finished = samples.long_call(persona, scenario, 40, 9), samples.finished(persona, scenario)
    async with debrief(settings, make_call, played, finished, size) as pilot:
        for _ in range(12):
            if isinstance(pilot.app.focused, Opens):
                break
            await press(pilot, "down")
        selected = pilot.app.focused
        assert isinstance(selected, Opens)
        assert "▶" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EvidenceScreen)
        shown = screen_text(pilot)
        assert "◆" in shown and "[bold]there" in shown
        await press(pilot, "n", "p", "up", "t")
        assert "A retry begins with a line of yours" in " ".join(screen_text(pilot).split())
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert pilot.app.focused is selected


async def test_sections_are_jumped_to_and_stand_beside_on_wide_windows(
    settings: Settings, make_call: MakeCall, persona: Persona, scenario: Scenario
) -> None:
    played, finished = samples.long_call(persona, scenario, 40), samples.finished(persona, scenario)
    async with debrief(settings, make_call, played, finished, (120, 36)) as pilot:
        assert "▶ In short" in screen_text(pilot)
        await press(pilot, "]", "]")
        assert "▶ Turns that mattered" in screen_text(pilot)
        await press(pilot, "[")
        assert "▶ Next time" in screen_text(pilot)
        await pilot.click(list(pilot.app.screen.query(IndexEntry))[-1])
        await press(pilot)
        assert "▶ Not your fault" in screen_text(pilot)


async def test_click_opens_the_turns(
    settings: Settings, make_call: MakeCall, persona: Persona, scenario: Scenario
) -> None:
    played, finished = samples.long_call(persona, scenario, 40), samples.finished(persona, scenario)
    async with debrief(settings, make_call, played, finished, (120, 36)) as pilot:
        await pilot.click(Opens)
        await press(pilot)
        assert isinstance(pilot.app.screen, EvidenceScreen)


async def test_real_call_is_retried_from_any_line_of_the_rep_and_exported(
    settings: Settings, make_call: MakeCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    backstage = FixedBackstage(settings, make_call)
    chosen: list[tuple[str, int]] = []
    monkeypatch.setattr(backstage, "choose_retry", lambda call, turn: chosen.append((call, turn)))
    async with running(backstage, size=(80, 24)) as pilot:
        for line in (HELLO, "How do you plan the rounds in the morning?", "/hangup"):
            await say(pilot, line)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "e", "down", "enter")
        (saved,) = (settings.home / "debriefs").iterdir()
        assert json.loads(saved.read_text(encoding="utf-8"))["turns"][1]["text"] == HELLO
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, EvidenceScreen)
        await press(pilot, "pageup", "down", "t")
        assert isinstance(pilot.app.screen, CallScreen)
        assert chosen == [("c-test22", 1)]


async def test_served_run_hands_the_file_to_the_browser(
    settings: Settings, make_call: MakeCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, str | None]] = []
    served = replace(settings, served=True)
    async with running(FixedBackstage(served, make_call)) as pilot:

        def deliver(file: object, *, save_filename: str | None = None, **how: object) -> str:
            given.append((file.read(), save_filename))  # type: ignore[attr-defined]
            return "key"

        monkeypatch.setattr(pilot.app, "deliver_text", deliver)
        await say(pilot, "/hangup")
        await press(pilot, "enter", "e", "enter")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d\d\.\d\d\.\d\d-Marion-Teague\.txt", given[0][1] or "")
        assert given[0][0].startswith("DEBRIEF: ")
        assert "simulator calls" not in given[0][0], "a visitor has no command line"
        assert not (served.home / "debriefs").exists()
        assert f"Your browser saves it as {given[0][1]}" in screen_text(pilot)
        await press(pilot, "e", "enter")
        assert given[1][1] == (given[0][1] or "").replace(".txt", "-2.txt")


def test_two_calls_of_one_day_are_exported_under_two_names(
    settings: Settings, persona: Persona, scenario: Scenario
) -> None:
    later = BEGUN + timedelta(seconds=41)
    now = [BEGUN]
    with Journal.open(settings.database_url, clock=lambda: now[0]) as journal:
        first = keep_call(journal, persona)
        now[0] = later
        second = keep_call(journal, persona)
    backstage = Backstage(settings, Wish())
    try:
        times = [backstage.begun(one) for one in (first, second)]
        assert times == [BEGUN, later]
        assert backstage.begun("c-none22") is None
    finally:
        backstage.close()
    call = samples.played_call(persona, scenario)
    assert len({export_of(Form.TEXT, call, "", one).name for one in times if one}) == 2


async def test_index_goes_along_with_every_page(
    settings: Settings, make_call: MakeCall, persona: Persona, scenario: Scenario
) -> None:
    played, finished = samples.played_call(persona, scenario), samples.finished(persona, scenario)
    async with debrief(settings, make_call, played, finished, (120, 20)) as pilot:
        await press(pilot, "pagedown")
        (current,) = pilot.app.screen.query(".entry.-current")
        box = next(iter(pilot.app.screen.query(".section")))
        assert box.region.bottom <= 0  # the first section is out of sight
        assert "In short" not in str(current.render())
