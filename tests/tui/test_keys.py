"""Every key has a name, says what it does, and stands in the help."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen

from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.keys import listed, shown_key
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
from simulator.tui.shown import Kind
from tests.tui.conftest import MakeCall
from tests.tui.stage import FixedBackstage, entries, press, running, screen_text, settle

SCREENS: tuple[type[App[int]] | type[Screen[Any]], ...] = (
    PracticeApp,
    BriefScreen,
    CallScreen,
    DebriefScreen,
    EvidenceScreen,
    ExportScreen,
    HangUpScreen,
    SkipScreen,
    UncoverScreen,
    HelpScreen,
    ResearchScreen,
    TakeBackScreen,
    HomeScreen,
    DeskScreen,
    MirrorScreen,
    ProgressScreen,
    LibraryScreen,
    PastCallsScreen,
    SettingsScreen,
)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_binding_has_an_id_and_a_tooltip(screen: type[App[int]] | type[Screen[Any]]) -> None:
    for binding in screen.BINDINGS:
        assert isinstance(binding, Binding)
        assert binding.id
        assert binding.tooltip
        assert binding.description


def test_binding_ids_are_unique() -> None:
    found = [binding for screen in SCREENS for binding in screen.BINDINGS]
    ids = [binding.id for binding in found if isinstance(binding, Binding)]
    assert len(ids) == len(set(ids))


async def test_help_has_every_key_of_the_call(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call), size=(100, 60)) as pilot:
        await press(pilot, "f1")
        text = screen_text(pilot)
        for keys, does in listed([*CallScreen.BINDINGS, *PracticeApp.BINDINGS]):
            assert keys in text
            assert " ".join(does.split()[:4]) in " ".join(text.split())


async def test_footer_of_the_smallest_usual_window_has_the_keys_of_the_call(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call), size=(80, 24)) as pilot:
        footer = screen_text(pilot).rstrip().splitlines()[-1]
        for binding in CallScreen.BINDINGS:
            assert isinstance(binding, Binding)
            if binding.show and binding.key != "enter":
                assert binding.description in footer


async def test_palette_has_every_usable_key_once_and_does_it(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        commands = list(pilot.app.get_system_commands(pilot.app.screen))
        names = [command.title for command in commands]
        assert len(names) == len(set(names))
        assert {"Help", "Hint", "Desk", "Brief", "Hang up", "Leave", "Theme"} <= set(names)
        assert "Take back" not in names
        hint = next(command for command in commands if command.title == "Hint")
        await hint.callback()
        await settle(pilot)
        assert len(entries(pilot, Kind.COACH)) == 1


@pytest.mark.parametrize(
    ("key", "shown"),
    [("f10", "F10"), ("ctrl+q", "Ctrl+Q"), ("pageup", "PgUp"), ("q", "Q"), ("escape", "Esc")],
)
def test_shown_key_is_what_the_keyboard_says(key: str, shown: str) -> None:
    assert shown_key(key) == shown
