"""The keys at the foot of every screen: whole, the most important first, help always."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import Footer, Tooltip
from textual.widgets._footer import FooterKey as DrawnKey

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.reports.blocks import Behind, Pointer
from simulator.settings import Settings
from simulator.settings_file import keep
from simulator.tui.app import PracticeApp
from simulator.tui.beside_view import BesideView, whole_brief
from simulator.tui.evidence_view import EvidenceView
from simulator.tui.home_view import HomeView
from simulator.tui.keys import FooterKey, fitting
from simulator.tui.library_view import LibraryView
from simulator.tui.past_calls_view import PastCallsView
from simulator.tui.progress_view import ProgressView
from simulator.tui.screens.ask import HangUpScreen, SkipScreen, UncoverScreen
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.library import LibraryScreen
from simulator.tui.screens.mirror import MirrorScreen
from simulator.tui.screens.past_calls import PastCallsScreen
from simulator.tui.screens.progress import ProgressScreen
from simulator.tui.screens.research import ResearchScreen
from simulator.tui.screens.settings import SettingsScreen
from simulator.tui.screens.take_back import TakeBackScreen
from tests.tui import samples
from tests.tui.conftest import MakeCall
from tests.tui.stage import HELLO, PUSH, FixedBackstage, app_of, press, running, say, screen_text, settle
from tests.tui.test_keys import SCREENS

HELP = FooterKey("F1", "Help", "help", "f1")
GO = FooterKey("Enter", "Go on", "accept", "enter")
SKIP = FooterKey("S", "Skip", "skip", "s")
BACK = FooterKey("Esc", "Back", "back", "escape")
LEAVE = FooterKey("^Q", "Leave", "app.quit", "ctrl+q")
PALETTE = FooterKey("^P", "Palette", "command_palette", "ctrl+p")
ALL = [HELP, GO, SKIP, PALETTE, LEAVE, BACK]


@pytest.mark.parametrize(
    ("columns", "kept", "gap"),
    [
        (200, ALL, 2),
        (60, ALL, 2),
        (59, [HELP, GO, SKIP, LEAVE, BACK], 2),
        (55, [HELP, GO, SKIP, LEAVE, BACK], 2),
        (48, [HELP, GO, SKIP, LEAVE, BACK], 2),
        (47, [HELP, GO, SKIP, LEAVE, BACK], 1),
        (44, [HELP, GO, SKIP, LEAVE, BACK], 1),
        (43, [HELP, GO, SKIP, BACK], 2),
        (28, [HELP, GO, BACK], 1),
        (16, [HELP, BACK], 1),
        (7, [HELP], 2),
        (1, [HELP], 2),
    ],
)
def test_keys_that_do_not_fit_whole_are_left_to_the_help_and_keys_stand_apart_where_they_can(
    columns: int, kept: list[FooterKey], gap: int
) -> None:
    assert fitting(ALL, columns) == (kept, gap)


CALL = [
    FooterKey(shown, does, action, key)
    for shown, does, action, key in (
        ("F1", "Help", "help", "f1"),
        ("F2", "Hint", "hint", "f2"),
        ("F3", "Take back", "take_back", "f3"),
        ("F4", "Desk", "research", "f4"),
        ("F5", "Brief", "brief", "f5"),
        ("F10", "Hang up", "hang_up", "f10"),
        ("Esc", "Skip", "skip", "escape"),
        ("^Q", "Leave", "app.quit", "ctrl+q"),
        ("^P", "Palette", "command_palette", "ctrl+p"),
    )
]


def test_keys_of_a_call_give_way_in_order_of_what_they_are_for() -> None:
    order: list[str] = []
    for columns in range(1, 120):
        order += [one.shown for one in fitting(CALL, columns)[0] if one.shown not in order]
    assert order == ["F1", "F10", "F3", "F2", "F4", "F5", "Esc", "^Q", "^P"]


def test_key_that_cannot_be_used_now_gives_way_to_leaving() -> None:
    keys = [replace(one, can_be_used=one.shown not in {"F3", "Esc"}) for one in CALL]
    assert [one.shown for one in fitting(keys, 60)[0]] == ["F1", "F2", "F4", "F5", "F10", "^Q"]


async def test_smallest_window_has_the_ways_out_of_a_call(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call), (60, 16)) as pilot:
        footer = screen_text(pilot).rstrip().splitlines()[-1]
        assert all(key in footer for key in ("F1 Help", "F10 Hang up", "^Q Leave"))
        await say(pilot, HELLO)
        await say(pilot, PUSH)
        footer = screen_text(pilot).rstrip().splitlines()[-1]
        assert all(key in footer for key in ("F1 Help", "F10 Hang up", "F3 Take back"))


async def test_call_of_a_campaign_without_hints_offers_none(
    settings: Settings, make_call: MakeCall, scenario: Scenario
) -> None:
    without = scenario.model_copy(update={"hints": 0})
    backstage = FixedBackstage(settings, lambda: make_call(scenario=without))
    async with running(backstage, (120, 60)) as pilot:
        assert "Hint" not in screen_text(pilot)
        await press(pilot, "f1")
        shown = screen_text(pilot)
        assert "F1" in shown
        assert "F2" not in shown
        assert "/hint" not in shown


def test_no_keys_are_no_keys() -> None:
    assert fitting([], 80)[0] == []


def every_screen(settings: Settings, persona: Persona, scenario: Scenario) -> Iterator[Screen[Any]]:
    """One of each, with nothing in it."""

    async def refuse(lesson: str, action: str) -> str:
        return "No."

    def desk() -> Any:
        from simulator.tui.desk_view import desk_view  # noqa: PLC0415 - as the app does

        return desk_view(scenario, persona)

    yield HomeScreen(lambda: HomeView(()))
    yield DeskScreen(desk)
    yield MirrorScreen("Marion")
    yield ProgressScreen(ProgressView)
    yield LibraryScreen(LibraryView)
    yield PastCallsScreen(PastCallsView)
    yield SettingsScreen(settings, lambda name, raw: keep(settings, name, raw), list)
    yield DebriefScreen(
        samples.played_call(persona, scenario), samples.finished(persona, scenario), lambda _: Path()
    )
    yield HelpScreen(SettingsScreen.BINDINGS)
    yield ResearchScreen((), "nothing")
    yield BriefScreen(scenario.title, BesideView(None, (), ()), whole_brief(scenario, persona))
    yield HangUpScreen("Marion")
    yield SkipScreen("You have graded one question.")
    yield UncoverScreen()
    yield TakeBackScreen("Well.", "It pushed.", refuse)
    yield ExportScreen()
    yield EvidenceScreen(
        EvidenceView(samples.long_call(persona, scenario, 9), Behind("t", (Pointer(5, "why"),)))
    )


@pytest.mark.parametrize("size", [(60, 16), (120, 36)])
async def test_every_screen_has_whole_keys_and_a_help(
    settings: Settings, make_call: MakeCall, persona: Persona, scenario: Scenario, size: tuple[int, int]
) -> None:
    async with running(FixedBackstage(settings, make_call), size) as pilot:
        app = app_of(pilot)
        assert app.animation_level == "none"
        seen: set[object] = {PracticeApp, CallScreen}
        await look_at(app.screen, size)
        for screen in every_screen(settings, persona, scenario):
            seen.add(type(screen))
            await app.push_screen(screen)
            await settle(pilot)
            await look_at(screen, size)
            await press(pilot, "f1")
            if isinstance(screen, HelpScreen):
                assert isinstance(app.screen, CallScreen)
                continue
            assert isinstance(app.screen, HelpScreen), type(screen)
            text = " ".join(screen_text(pilot).split())
            assert "F1" in text
            await press(pilot, "escape")
            assert app.screen is screen
            await press(pilot, "escape")
            if not isinstance(screen, HomeScreen):
                assert isinstance(app.screen, CallScreen), type(screen)
            else:
                await app.pop_screen()
        assert seen == set(SCREENS)


async def look_at(screen: Screen[Any], size: tuple[int, int]) -> None:
    """One footer; its keys are whole and in sight, help among them, the palette where there is room."""
    (footer,) = screen.query(Footer)
    keys = list(footer.query(DrawnKey))
    assert any(key.key == "f1" for key in keys), type(screen)
    gaps = {after.region.x - before.region.right for before, after in pairwise(keys)}
    assert gaps <= ({2} if size[0] >= 120 else {1, 2}), type(screen)
    assert len(gaps) <= 1
    for key in keys:
        assert key.region.right <= size[0], (type(screen), key.description)
        assert key.region.width == len(key.key_display) + 1 + len(key.description)
    if size[0] >= 120:
        assert any(key.key == "ctrl+p" for key in keys), type(screen)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_a_key_does_is_told_above_the_line_that_is_typed_and_not_after_a_click(
    settings: Settings, make_call: MakeCall, size: tuple[int, int]
) -> None:
    backstage = FixedBackstage(settings, make_call)
    app = PracticeApp(backstage)
    app.TOOLTIP_DELAY = 0.01
    async with app.run_test(size=size, tooltips=True) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, CallScreen)
        said = screen.get_child_by_type(Tooltip)
        hint = next(key for key in screen.query(DrawnKey) if key.description == "Hint")

        async def shown() -> None:
            while not said.display or not said.region:
                await pilot.pause()

        await pilot.hover(hint)
        await shown()
        assert said.region.bottom <= screen.talk.region.y
        await pilot.mouse_down(hint)
        await settle(pilot)
        assert not said.display
        screen._handle_tooltip_timer(hint)  # the mouse moves on the key, or had moved just before the click
        assert not said.display
        await pilot.press("h", "i")
        assert not said.display
        # who comes back to the key is told again
        await pilot.hover("#talk")
        await pilot.hover(next(key for key in screen.query(DrawnKey) if key.description == "Hint"))
        await shown()
    backstage.close()


async def test_without_colour_the_setting_at_hand_and_its_value_are_told_by_signs(
    settings: Settings, make_call: MakeCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await app_of(pilot).run_action("settings")
        await settle(pilot)
        assert "▸ Colours  ● dark  ○ light" in screen_text(pilot)
        await press(pilot, "down")
        assert "  Colours  ● dark" in screen_text(pilot)
        assert "▸ Pacing   ○ natural  ● instant" in screen_text(pilot)
        for strip in app_of(pilot).screen._compositor.render_strips():
            for segment in strip:
                color = segment.style.color if segment.style else None
                if color is not None and color.triplet is not None:
                    assert len(set(color.triplet)) == 1  # a grey
