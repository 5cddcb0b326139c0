"""What a rep has around the conversation: plan, dialogs, a retry, and errors that arrive where they matter."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from simulator.authoring.library import shipped_folder
from simulator.call.record import MemoryKeeper, played_call
from simulator.call.session import Call, CallSetup
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.played import Plan
from simulator.domain.scenario import Difficulty, Scenario
from simulator.journal.store import Journal
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.reader import Reader
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.phase import Phase
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.take_back import TakeBackScreen
from simulator.tui.shown import Kind, StatusShown
from tests.tui.conftest import MakeCall
from tests.tui.stage import (
    HELLO,
    PUSH,
    FixedBackstage,
    SlowBackstage,
    call_screen,
    entries,
    press,
    running,
    say,
    screen_text,
    settle,
)

PLAN = Plan(
    reason="They look for [b]drivers[/b].",
    questions=("How do you plan the rounds?", "What happens when a driver is ill?"),
    guess="She cannot take a day off.",
)
MakePlanned = Callable[[Difficulty], Call]


@pytest.fixture
def planned(persona: Persona, scenario: Scenario, reader: Reader) -> MakePlanned:
    def make(difficulty: Difficulty) -> Call:
        campaign = scenario.model_copy(update={"difficulty": difficulty})
        setup = CallSetup(persona, campaign, reader, AuthoredVoice(), seed=3, plan=PLAN)
        return Call(setup, MemoryKeeper("c-test22"))

    return make


async def until(pilot: Pilot[int], happened: Callable[[], bool]) -> None:
    """Wait for what comes after a screen was opened that rings by itself."""
    for _ in range(50):
        await settle(pilot)
        if happened():
            return
    raise AssertionError(f"it did not happen; the screen was:\n{screen_text(pilot)}")


def has_answered(pilot: Pilot[int]) -> bool:
    return isinstance(pilot.app.screen, CallScreen) and bool(entries(pilot))


def words(text: str) -> str:
    return " ".join(text.split())


async def test_plan_stands_beside_a_wide_conversation_and_asked_questions_have_a_sign(
    settings: Settings, planned: MakePlanned, scenario: Scenario
) -> None:
    backstage = FixedBackstage(settings, lambda: planned(Difficulty.STANDARD))
    async with running(backstage, size=(160, 50)) as pilot:
        await settle(pilot)
        shown = screen_text(pilot)
        assert "They look for [b]drivers[/b]." in shown
        assert "○ How do you plan the rounds?" in shown
        assert "She cannot take a day off." in shown
        await say(pilot, HELLO)
        await settle(pilot)
        shown = screen_text(pilot)
        assert "✓ How do you plan the rounds?" in shown
        assert "○ What happens when a driver is ill?" in shown
        assert "✓ asked, in these words or others" in shown
        await say(pilot, f"/research {scenario.research[0].id}")
        await settle(pilot)
        assert f"Looked up: {scenario.research[0].title}" in screen_text(pilot)


async def test_exam_does_not_say_what_was_asked_and_shows_no_patience(
    settings: Settings, planned: MakePlanned
) -> None:
    backstage = FixedBackstage(settings, lambda: planned(Difficulty.EXAM))
    async with running(backstage, size=(160, 50)) as pilot:
        await say(pilot, HELLO)
        await settle(pilot)
        shown = screen_text(pilot)
        assert "1 How do you plan the rounds?" in shown
        assert "✓" not in shown
        assert "patience" not in shown
        assert "trust" not in shown.lower()


async def test_narrow_window_has_plan_brief_and_findings_in_one_dialog(
    settings: Settings, planned: MakePlanned, scenario: Scenario
) -> None:
    backstage = FixedBackstage(settings, lambda: planned(Difficulty.STANDARD))
    async with running(backstage, size=(80, 200)) as pilot:
        await say(pilot, f"/research {scenario.research[0].id}")
        await settle(pilot)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, BriefScreen)
        shown = words(screen_text(pilot))
        places = [
            shown.index(one) for one in ("Your plan", "How do you plan", "Goal", "The research desk found")
        ]
        assert places == sorted(places)
        assert scenario.research[0].title in shown


async def test_call_without_a_plan_has_no_place_for_one(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call), size=(160, 50)) as pilot:
        await settle(pilot)
        assert "Your questions" not in screen_text(pilot)
        assert "Goal" in screen_text(pilot)


@pytest.mark.parametrize("key", ["f3", "f4", "f5", "f10"])
async def test_dialog_explains_its_keys_and_stands_in_the_smallest_window(
    settings: Settings, make_call: MakeCall, key: str
) -> None:
    async with running(FixedBackstage(settings, make_call), size=(60, 16)) as pilot:
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        await press(pilot, key)
        dialog = pilot.app.screen
        assert not isinstance(dialog, CallScreen)
        box = dialog.query_one(".dialog").region
        assert box.bottom <= 15 and box.y >= 0
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Esc" in screen_text(pilot)
        await press(pilot, "f1")
        assert pilot.app.screen is dialog
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CallScreen)


async def test_hang_up_says_what_will_happen(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call), size=(60, 16)) as pilot:
        await press(pilot, "f10")
        shown = words(screen_text(pilot).replace("│", " "))
        assert "ends here" in shown and "debrief follows" in shown and "Hang up (y)" in shown


async def test_take_back_that_is_left_keeps_what_was_written(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        await press(pilot, "f3")
        await press(pilot, *"I pushed", "enter", *"Ask first", "escape")
        assert isinstance(pilot.app.screen, CallScreen)
        assert not any(one.struck for one in entries(pilot))
        await press(pilot, "f3")
        dialog = pilot.app.screen
        assert isinstance(dialog, TakeBackScreen)
        assert (dialog.lesson.value, dialog.instead.value) == ("I pushed", "Ask first")
        assert "still here" in screen_text(pilot)
        await press(pilot, "enter", "enter")
        assert entries(pilot, Kind.REP)[-1].struck


async def test_research_desk_is_asked_by_mouse(
    settings: Settings, make_call: MakeCall, scenario: Scenario
) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await press(pilot, "f4")
        await pilot.click(OptionList, offset=(10, 1))
        await settle(pilot)
        assert not entries(pilot, Kind.DESK)
        await pilot.click(OptionList, offset=(10, 1))
        await settle(pilot)
        assert scenario.research[1].finds in entries(pilot, Kind.DESK)[-1].text


async def test_line_that_comes_back_leaves_the_cursor_in_what_is_being_typed(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(SlowBackstage(settings, make_call), shown=False) as pilot:
        talk = call_screen(pilot).talk
        await pilot.press(*"abc", "left")
        talk.give_back("said before")
        await pilot.press("X")
        assert talk.value == "said before abXc"


async def test_retry_says_where_it_begins(settings: Settings) -> None:
    backstage = Backstage(settings, Wish(persona="marion-teague", seed=3))
    async with running(backstage, size=(110, 34)) as pilot:
        for line in (HELLO, PUSH, "/hangup"):
            await say(pilot, line)
        assert "retry" not in screen_text(pilot)
        first = call_screen(pilot).conductor
        assert first is not None
        turns = first.call.played().turns
        backstage.choose_retry(first.call.call_id, turns[3].index)
        await pilot.app.switch_screen(CallScreen(backstage))
        await settle(pilot)
        shown = screen_text(pilot)
        notes = [one.text for one in entries(pilot, Kind.NOTE)]
        assert notes == ["A new try from turn 3. The first call stays as it was."]
        assert "retry" in shown.splitlines()[0]
        await say(pilot, "How did it come to be like that?")
        again = call_screen(pilot).conductor
        assert again is not None
        backstage.choose(backstage.wish_for(), resumed=again.call.call_id)
        await pilot.app.switch_screen(CallScreen(backstage))
        await settle(pilot)
        assert "retry" in screen_text(pilot).splitlines()[0]
        assert [one.text for one in entries(pilot, Kind.NOTE)] == ["The call with Marion goes on."]


# errors


async def test_data_folder_that_vanishes_during_a_call_is_put_back_with_all_of_it(settings: Settings) -> None:
    async with running(Backstage(settings, Wish(persona="marion-teague", seed=3))) as pilot:
        await say(pilot, HELLO)
        shutil.rmtree(settings.home)
        await say(pilot, "What happens when somebody is ill?")
        assert not entries(pilot, Kind.PROBLEM)
        await say(pilot, "/hangup")
        assert call_screen(pilot).phase is Phase.OVER
    with Journal.open(settings.database_url) as journal:
        kept = journal.calls(1)[0]
        assert kept.status == "ended"
        assert len(played_call(journal, kept.id).turns) == 5


async def test_data_folder_that_cannot_be_put_back_is_told_and_the_line_waits(settings: Settings) -> None:
    async with running(Backstage(settings, Wish(persona="marion-teague", seed=3))) as pilot:
        shutil.rmtree(settings.home)
        settings.home.write_text("in the way")
        await say(pilot, HELLO)
        assert "cannot be opened. See that its folder exists" in entries(pilot, Kind.PROBLEM)[-1].text
        assert call_screen(pilot).talk.value == HELLO
        settings.home.unlink()
        await press(pilot, "enter")
        assert entries(pilot)[-1].kind is not Kind.PROBLEM
    with Journal.open(settings.database_url) as journal:
        assert len(played_call(journal, journal.calls(1)[0].id).turns) == 3


async def test_journal_locked_by_another_program_is_told_and_the_line_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Backstage, "journal", lambda self: self._journal or _open(self))
    async with running(Backstage(settings, Wish(persona="marion-teague", seed=3))) as pilot:
        other = sqlite3.connect(settings.home / "journal.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await say(pilot, HELLO)
        assert "in use by another program" in entries(pilot, Kind.PROBLEM)[-1].text
        assert "press Enter to try again" in entries(pilot, Kind.PROBLEM)[-1].text
        assert call_screen(pilot).talk.value == HELLO
        other.execute("ROLLBACK")
        other.close()
        await press(pilot, "enter")
        assert entries(pilot, Kind.REP)[-1].text == HELLO


def _open(backstage: Backstage) -> Journal:
    backstage._journal = Journal.open(backstage.settings.database_url, busy_timeout_s=0.05)
    return backstage._journal


@pytest.fixture
def own_persona(settings: Settings, tmp_path: Path) -> tuple[Settings, Path]:
    """Settings with folders of the user's own: a persona, and a campaign with that persona at the front of the list."""
    folder = tmp_path / "own"
    folder.mkdir()
    file = folder / "a-marion.yaml"
    shipped = (shipped_folder("persona") / "marion-teague.yaml").read_text()
    file.write_text(shipped.replace("id: marion-teague", "id: a-marion"))
    campaign = (shipped_folder("scenario") / "morning-board.yaml").read_text()
    campaign = campaign.replace("id: morning-board", "id: a-board").replace("marion-teague", "a-marion")
    (folder / "a-board.yaml").write_text(campaign)
    return replace(settings, personas=(folder,), scenarios=(folder,)), file


def at_home(settings: Settings) -> PracticeApp:
    return PracticeApp(Backstage(settings, Wish()), at_home=True)


async def test_persona_that_breaks_while_home_is_open_is_named_and_the_rest_is_offered(
    own_persona: tuple[Settings, Path],
) -> None:
    settings, file = own_persona
    whole = file.read_text()
    app = at_home(settings)
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, HomeScreen)
        file.write_text("id: a-marion\nversion: 1\n")
        await press(pilot, "c")
        await until(pilot, lambda: "could not" in screen_text(pilot))
        assert isinstance(app.screen, HomeScreen)
        shown = words(screen_text(pilot))
        assert "The call could not be made." in shown
        assert "a-marion.yaml" in shown
        assert "more in that file" in shown
        file.write_text(whole)
        await press(pilot, "c")
        await until(pilot, lambda: has_answered(pilot))
        assert call_screen(pilot).phase is Phase.ON_THE_LINE
    app.backstage.close()


async def test_persona_that_is_broken_at_the_start_is_left_out_with_its_reason(
    own_persona: tuple[Settings, Path],
) -> None:
    settings, file = own_persona
    file.write_text("id: a-marion\nversion: 1\n")
    app = at_home(settings)
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        shown = words(screen_text(pilot))
        assert "a-marion is on the list of The morning board, but cannot be used:" in shown
        assert "a-marion.yaml" in shown
        assert "Gwen Ashdown" in shown
    app.backstage.close()


async def test_persona_that_breaks_on_the_desk_leaves_the_plan_where_it_is(
    own_persona: tuple[Settings, Path],
) -> None:
    settings, file = own_persona
    whole = file.read_text()
    app = at_home(settings)
    async with app.run_test(size=(140, 40)) as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        desk = app.screen
        assert isinstance(desk, DeskScreen)
        await press(pilot, "f3", *"They hire")
        file.write_text("id: [")
        await press(pilot, "f5")
        await until(pilot, lambda: "could not" in screen_text(pilot))
        assert desk.plan.written()[0] == "They hire"
        assert desk.is_current
        assert "a-marion.yaml" in words(screen_text(pilot))
        file.write_text(whole)
        await press(pilot, "f5")
        await until(pilot, lambda: has_answered(pilot))
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert conductor.call.setup.plan == Plan(reason="They hire")
    app.backstage.close()


async def test_endpoint_that_is_gone_mid_call_is_told_once_and_the_call_goes_on(settings: Settings) -> None:
    gone = replace(settings, base_url="http://127.0.0.1:9/v1", model="m", timeout_s=1.0, reader="local")
    wish = Wish(persona="marion-teague", seed=3, voice="endpoint")
    async with running(Backstage(gone, wish)) as pilot:
        await say(pilot, HELLO)
        assert "speaks authored lines until the model is back" in entries(pilot, Kind.NOTE)[-1].text
        assert entries(pilot, Kind.PROSPECT)[-1].text
        await say(pilot, "What happens when somebody is ill?")
        assert len(entries(pilot, Kind.NOTE)) == 1
        assert call_screen(pilot).phase is Phase.ON_THE_LINE


@pytest.mark.parametrize("columns", [60, 70, 80, 100, 120])
@pytest.mark.parametrize("difficulty", list(Difficulty))
@pytest.mark.parametrize("patience", [1.0, 0.3])
async def test_header_is_drawn_whole_at_every_width(
    settings: Settings, planned: MakePlanned, difficulty: Difficulty, columns: int, patience: float
) -> None:
    backstage = FixedBackstage(settings, lambda: planned(difficulty))
    async with running(backstage, (columns, 24)) as pilot:
        screen = call_screen(pilot)
        assert screen.conductor is not None
        shown = None if difficulty is Difficulty.EXAM else patience
        status = replace(screen._status or pytest.fail(), patience=shown)
        screen.header.take(StatusShown(status))
        await settle(pilot)
        row = screen_text(pilot).splitlines()[1].rstrip()
        assert status.clock in row
        assert status.tokens in row
        if shown is None:
            assert row.endswith("exam")
        else:
            assert f"{status.patience_bar} {status.patience_words}" in row


async def test_what_was_looked_up_beforehand_is_one_note_above_the_call(
    settings: Settings, make_call: MakeCall, scenario: Scenario
) -> None:
    backstage = FixedBackstage(settings, make_call)
    first, second = scenario.research[:2]
    backstage.choose(Wish(), look_ups=(first.id, second.id))
    async with running(backstage, (130, 36)) as pilot:
        note = entries(pilot, Kind.DESK)
        assert [one.text for one in note] == [
            f"Looked up beforehand: {first.title}; {second.title}. F4 has them."
        ]
        conductor = call_screen(pilot).conductor
        assert conductor is not None
        assert [one.topic for one in conductor.call.played().research] == [first.id, second.id]
        assert first.title in " ".join(screen_text(pilot).split())


async def test_back_from_the_debrief_the_conversation_stands_at_its_end(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call), (80, 24)) as pilot:
        for _ in range(5):
            await say(pilot, HELLO)
        await press(pilot, "pageup", "pageup", "pageup")
        await say(pilot, "/hangup")
        await settle(pilot)
        screen = call_screen(pilot)
        screen.conversation.scroll_home(animate=False)
        await settle(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen is not screen
        await press(pilot, "escape")
        assert pilot.app.screen is screen
        assert screen.conversation.scroll_y == screen.conversation.max_scroll_y > 0
