"""Calls on the screen, with the real engine."""

from __future__ import annotations

import threading

import pytest
from textual.events import Paste
from textual.widgets import OptionList

from simulator.domain.scenario import Scenario
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.phase import Phase
from simulator.tui.screens.ask import HangUpScreen
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.research import ResearchScreen
from simulator.tui.screens.take_back import TakeBackScreen, says_something
from simulator.tui.shown import Kind, minutes
from simulator.tui.widgets.talk_input import TalkInput
from simulator.tui.widgets.too_small import TooSmall
from simulator.tui.wording import NOTHING_TO_TAKE_BACK, OFFER_GONE, TOO_LATE_TO_TAKE_BACK
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


async def test_typed_line_is_said_and_answered(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        assert entries(pilot)[0].kind is Kind.PROSPECT
        await press(pilot, *"Hi?", "enter")
        assert [one.kind for one in entries(pilot)[:3]] == [Kind.PROSPECT, Kind.REP, Kind.PROSPECT]
        assert entries(pilot)[1].text == "Hi?"
        assert not any(one.speaking for one in entries(pilot))
        text = screen_text(pilot)
        assert "Marion Teague" in text
        assert "your turn" in text
        assert "Hi?" in text


async def test_markup_in_a_line_is_shown_as_it_was_typed(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, "[bold]loud[/bold] [/] {0} $x [link=a]")
        assert "[bold]loud[/bold] [/] {0} $x [link=a]" in screen_text(pilot)


async def test_empty_enter_is_a_silence_and_told_once(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await press(pilot, "enter")
        await press(pilot, "enter")
        assert [one.text for one in entries(pilot, Kind.REP)] == ["(silence)", "(silence)"]
        assert sum("said nothing" in one.text for one in entries(pilot, Kind.NOTE)) == 1


async def test_take_back_asks_both_questions_and_strikes_the_line(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        talked = call_screen(pilot).query_one("#limits").render()
        await say(pilot, PUSH)
        assert "F3" in entries(pilot, Kind.BUNGLE)[-1].text
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, TakeBackScreen)
        dialog = pilot.app.screen
        await press(pilot, "enter")
        assert dialog.focused is dialog.instead
        await press(pilot, "enter")
        assert "both answers" in screen_text(pilot)
        assert dialog.focused is dialog.lesson, "to the one that has no answer yet"
        await press(pilot, "x", "down", *"Ask first", "enter")
        assert pilot.app.screen is dialog, "one letter is no lesson"
        await press(pilot, "backspace", *"I pushed", "up", "down", "enter")
        assert isinstance(pilot.app.screen, CallScreen)
        assert entries(pilot, Kind.REP)[-1].struck
        assert entries(pilot, Kind.PROSPECT)[-1].struck
        assert "I pushed" in entries(pilot, Kind.NOTE)[-1].text
        assert "(taken back)" in screen_text(pilot)
        assert str(call_screen(pilot).query_one("#limits").render()) == str(talked).replace("◆◆", "◆◇")


async def test_take_back_can_be_left(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        await press(pilot, "f3")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CallScreen)
        assert not any(one.struck for one in entries(pilot))


async def test_take_back_by_typing_works_as_by_plain_lines(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        await say(pilot, "/back I pushed | ask first")
        assert entries(pilot, Kind.REP)[-1].struck


async def test_take_back_of_a_good_line_is_refused(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, "/back nothing | nothing")
        assert "no bungle" in entries(pilot, Kind.PROBLEM)[-1].text
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, CallScreen)


async def test_take_back_that_came_too_late_says_so_once(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, PUSH)
        assert call_screen(pilot).check_action("take_back", ()) is True
        await say(pilot, HELLO)
        assert call_screen(pilot).check_action("take_back", ()) is None
        await press(pilot, "f3", "f3")
        assert [one.text for one in entries(pilot, Kind.PROBLEM)] == [OFFER_GONE]
        await say(pilot, "How do you plan the rounds?")
        await press(pilot, "f3")
        assert [one.text for one in entries(pilot, Kind.PROBLEM)] == [OFFER_GONE, NOTHING_TO_TAKE_BACK]


@pytest.mark.parametrize("name", ["Marion Teague", "", None])
async def test_call_that_is_taken_up_rings_nobody(
    backstage: FixedBackstage, monkeypatch: pytest.MonkeyPatch, name: str | None
) -> None:
    monkeypatch.setattr(type(backstage), "taking_up", property(lambda _: name))
    rings, ring = threading.Event(), backstage.ring
    monkeypatch.setattr(backstage, "ring", lambda: (rings.wait(60), ring())[1])
    app = PracticeApp(backstage)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        waiting = screen_text(pilot)
        assert ("Taking up the call" in waiting) == (name is not None)
        assert ("inging" in waiting) == (name is None)
        assert not name or f"Taking up the call with {name}" in waiting
        assert "Hint" not in waiting, "nobody knows yet whether there are any"
        rings.set()
        await settle(pilot)
        assert "Hint" in screen_text(pilot)
    backstage.close()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("I pushed", True), ("too early", True), ("a b", True), ("zu früh", True), ("Asked nothing, pitched", True),
        ("", False), ("x", False), ("pushed", False), (" . . . ", False), ("early -", False),
    ],
)  # fmt: skip
def test_answer_takes_two_words_to_say_something(answer: str, says: bool) -> None:
    assert says_something(answer) is says


async def test_hints_come_until_they_are_used_up(backstage: FixedBackstage, scenario: Scenario) -> None:
    async with running(backstage) as pilot:
        for _ in range(scenario.hints):
            await press(pilot, "f2")
        assert len(entries(pilot, Kind.COACH)) == scenario.hints
        assert "2 hints left" in entries(pilot, Kind.COACH)[0].text
        assert "1 hint left" in entries(pilot, Kind.COACH)[1].text
        assert "that was the last one" in entries(pilot, Kind.COACH)[-1].text
        await say(pilot, "/hint")
        assert len(entries(pilot, Kind.COACH)) == scenario.hints
        assert entries(pilot, Kind.PROBLEM)


async def test_desk_lists_what_it_has_and_answers(backstage: FixedBackstage, scenario: Scenario) -> None:
    async with running(backstage) as pilot:
        await press(pilot, "f4")
        assert isinstance(pilot.app.screen, ResearchScreen)
        topics = pilot.app.screen.query_one(OptionList)
        first = topics.get_option_at_index(0).id
        assert topics.option_count > 1
        await press(pilot, "enter")
        found = next(one for one in scenario.research if one.id == first)
        assert found.finds in entries(pilot, Kind.DESK)[-1].text
        await press(pilot, "f4")
        again = pilot.app.screen.query_one(OptionList)
        assert again.highlighted == 1
        text = " ".join(screen_text(pilot).split())
        assert "asked" in text
        assert f"{minutes(found.cost_s)} of {minutes(scenario.preparation_s)} spent" in text


async def test_desk_by_typing(backstage: FixedBackstage, scenario: Scenario) -> None:
    async with running(backstage) as pilot:
        await say(pilot, f"/research {scenario.research[0].id}")
        assert scenario.research[0].finds in entries(pilot, Kind.DESK)[-1].text
        await say(pilot, "/research nobody-knows")
        assert "nothing under" in entries(pilot, Kind.PROBLEM)[-1].text


@pytest.mark.parametrize("key", ["f10", "ctrl+d"])
async def test_hang_up_asks_first(backstage: FixedBackstage, key: str) -> None:
    async with running(backstage) as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, HangUpScreen)
        await press(pilot, "enter")  # stays on the line
        assert call_screen(pilot).phase is Phase.ON_THE_LINE
        await press(pilot, key)
        await press(pilot, "y")
        assert call_screen(pilot).phase is Phase.OVER
        assert entries(pilot, Kind.END)[-1].text == "You hung up."


async def test_help_and_brief_open_and_close(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        await say(pilot, "/brief")
        assert isinstance(pilot.app.screen, BriefScreen)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, CallScreen)
        assert isinstance(pilot.app.screen.focused, TalkInput)


async def test_mistyped_command_goes_back_to_the_input(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await say(pilot, "/hnt")
        assert call_screen(pilot).talk.value == "/hnt"
        assert "/hint" in entries(pilot, Kind.PROBLEM)[-1].text
        assert not entries(pilot, Kind.REP)


async def test_line_that_nobody_says_in_one_breath_goes_back_to_the_input(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        line = "and " * 600 + "end"
        await say(pilot, line)
        assert call_screen(pilot).talk.value == line
        assert not entries(pilot, Kind.REP)
        assert "one breath" in entries(pilot, Kind.PROBLEM)[-1].text


async def test_paste_over_several_lines_becomes_one(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        talk = call_screen(pilot).talk
        talk.post_message(Paste("first line\r\nsecond line\n"))
        await settle(pilot)
        assert talk.value == "first line second line"
        talk.post_message(Paste("x" * 100_000))
        await settle(pilot)
        assert talk.value == "first line second line"
        assert "100,000" in entries(pilot, Kind.PROBLEM)[-1].text


async def test_window_too_small_says_so_until_it_is_larger(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        call_screen(pilot).talk.value = "half a li"
        for size in ((59, 30), (100, 15)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert pilot.app.screen.query_one(TooSmall).display
            assert "too small" in screen_text(pilot)
            assert "Marion" not in screen_text(pilot)
        await pilot.resize_terminal(60, 16)
        await settle(pilot)
        assert not pilot.app.screen.query_one(TooSmall).display
        assert "Marion" in screen_text(pilot)
        assert call_screen(pilot).talk.value == "half a li"


async def test_window_too_small_covers_a_dialog_as_well(backstage: FixedBackstage) -> None:
    async with running(backstage) as pilot:
        await press(pilot, "f1")
        await pilot.resize_terminal(40, 10)
        await settle(pilot)
        assert "too small" in screen_text(pilot)
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)


@pytest.mark.parametrize(("columns", "shown"), [(109, False), (110, True)])
async def test_brief_stands_beside_a_wide_conversation(
    backstage: FixedBackstage, columns: int, shown: bool
) -> None:
    async with running(backstage, size=(columns, 30)) as pilot:
        assert call_screen(pilot).brief.display is shown


async def test_rep_can_type_while_the_prospect_speaks(settings: Settings, make_call: MakeCall) -> None:
    async with running(SlowBackstage(settings, make_call), shown=False) as pilot:
        screen = call_screen(pilot)
        await pilot.press(*"Wait")
        assert entries(pilot)[-1].speaking
        assert screen.talk.value == "Wait"
        await pilot.press("escape")
        await settle(pilot)
        assert not entries(pilot)[-1].speaking
        assert screen.talk.value == "Wait"


async def test_empty_enter_while_the_prospect_speaks_skips_and_is_no_silence(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(SlowBackstage(settings, make_call), shown=False) as pilot:
        assert entries(pilot)[-1].speaking
        await press(pilot, "enter")
        assert [one.kind for one in entries(pilot)] == [Kind.PROSPECT]
        assert not entries(pilot)[-1].speaking


async def test_second_chance_after_the_end_is_told_to_be_too_late_and_what_to_do_instead(
    backstage: FixedBackstage,
) -> None:
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        await say(pilot, "/hangup")
        await press(pilot, "f3", "f3")
        assert [one.text for one in entries(pilot, Kind.PROBLEM)] == [TOO_LATE_TO_TAKE_BACK]
        assert isinstance(pilot.app.screen, CallScreen)
