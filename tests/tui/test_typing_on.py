"""A rep who is typing when the call ends: nothing of it acts, nothing of it is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from simulator.settings import Settings
from simulator.tui.mirror_view import Form
from simulator.tui.phase import Phase
from simulator.tui.quiet import IDLE_S, Quiet
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.mirror import MirrorScreen
from simulator.tui.shown import Kind
from simulator.tui.wording import NOT_SENT, OVER
from tests.tui.conftest import MakeCall
from tests.tui.stage import (
    HELLO,
    PUSH,
    FixedBackstage,
    call_screen,
    entries,
    press,
    running,
    say,
    screen_text,
    settle,
)


class Clock:
    """Stands still until a test moves it."""

    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_quiet_is_over_a_moment_after_the_last_key() -> None:
    clock = Clock()
    quiet = Quiet(clock)
    assert quiet.left_s == 0
    quiet.begin()
    clock.now_s += IDLE_S / 2
    assert quiet.left_s == pytest.approx(IDLE_S / 2)
    quiet.begin()
    clock.now_s += IDLE_S
    assert quiet.left_s == 0


@pytest.mark.parametrize("size", [(60, 16), (100, 30)])
async def test_sentence_that_runs_over_the_end_opens_nothing_and_stays_in_sight(
    settings: Settings, make_call: MakeCall, size: tuple[int, int]
) -> None:
    backstage, clock = FixedBackstage(replace(settings, mirror="ask"), make_call), Clock()
    backstage.clock = clock
    async with running(backstage, size) as pilot:
        screen = call_screen(pilot)
        await say(pilot, HELLO)
        said = len(entries(pilot, Kind.REP))
        await pilot.press(*"But what")
        assert screen.conductor is not None
        await screen.conductor.hang_up()
        await settle(pilot)
        assert screen.phase is Phase.OVER
        await press(pilot, *" [s]hips", "enter", "s", "p", "enter")
        assert pilot.app.screen is screen
        assert len(entries(pilot, Kind.REP)) == said
        shown = screen_text(pilot)
        assert "But what [s]hipssp" in shown
        assert NOT_SENT in shown
        assert OVER not in shown
        clock.now_s += IDLE_S * 0.9
        await press(pilot, "enter")
        clock.now_s += IDLE_S * 0.9
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        clock.now_s += IDLE_S
        screen._listen_when_quiet()
        await settle(pilot)
        assert OVER in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, MirrorScreen)


async def test_mirror_takes_no_letter_of_somebody_who_types_on(
    settings: Settings, make_call: MakeCall
) -> None:
    backstage, clock = FixedBackstage(replace(settings, mirror="ask"), make_call), Clock()
    backstage.clock = clock
    async with running(backstage) as pilot:
        await say(pilot, HELLO)
        await say(pilot, "/hangup")
        clock.now_s += IDLE_S
        call_screen(pilot)._listen_when_quiet()
        await press(pilot, "enter")
        mirror = cast(MirrorScreen, pilot.app.screen)
        assert isinstance(mirror, MirrorScreen)
        await press(pilot, *"ships on 7", "enter")
        assert pilot.app.screen is mirror, "nothing was set off"
        assert "S Skip" not in screen_text(pilot)
        assert mirror.form == Form()
        clock.now_s += IDLE_S * 0.9
        await press(pilot, "s")
        clock.now_s += IDLE_S * 0.9
        await press(pilot, "s")
        assert pilot.app.screen is mirror, "each key begins the moment anew"
        clock.now_s += IDLE_S
        mirror._listen_when_quiet()
        await settle(pilot)
        assert "S Skip" in screen_text(pilot)
        await press(pilot, "7")
        assert mirror.form.grades[0] == 70
        await press(pilot, "escape", "enter")
        again = pilot.app.screen
        assert isinstance(again, MirrorScreen)
        assert again.form.grades[0] == 70, "what was graded is there again"


async def test_what_is_typed_as_a_dialog_closes_is_said_only_by_another_enter(
    settings: Settings, make_call: MakeCall
) -> None:
    backstage, clock = FixedBackstage(settings, make_call), Clock()
    backstage.clock = clock
    async with running(backstage) as pilot:
        await say(pilot, PUSH)
        await press(pilot, "f3", *"too early", "enter", *"ask first", "enter")
        said = len(entries(pilot, Kind.REP))
        await press(pilot, *"and listen", "enter")
        assert len(entries(pilot, Kind.REP)) == said
        assert call_screen(pilot).talk.value == "and listen"
        assert "not said yet: Enter once more says it to Marion" in screen_text(pilot)
        await press(pilot, "enter")
        assert [one.text for one in entries(pilot, Kind.REP)][said:] == ["and listen"]
        assert "not said yet" not in screen_text(pilot)
        await say(pilot, "How do you plan the rounds?")
        assert len(entries(pilot, Kind.REP)) == said + 2, "once is enough"


async def test_line_that_is_begun_a_moment_after_a_dialog_is_said_at_once(
    settings: Settings, make_call: MakeCall
) -> None:
    backstage, clock = FixedBackstage(settings, make_call), Clock()
    backstage.clock = clock
    async with running(backstage) as pilot:
        await say(pilot, PUSH)
        await press(pilot, "f3", *"too early", "enter", *"ask first", "enter")
        clock.now_s += IDLE_S
        said = len(entries(pilot, Kind.REP))
        await press(pilot, *"How are you?", "enter")
        assert len(entries(pilot, Kind.REP)) == said + 1


async def test_end_with_nothing_typed_shows_no_input(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await say(pilot, "/hangup")
        assert isinstance(pilot.app.screen, CallScreen)
        assert NOT_SENT not in screen_text(pilot)
        assert not call_screen(pilot).talk.display
        assert OVER in screen_text(pilot)
