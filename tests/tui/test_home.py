"""The first screen: what it shows, and what each key asks for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.app import App
from textual.binding import Binding
from textual.message import Message
from textual.pilot import Pilot

import simulator.tui
from simulator.call.wish import Wish
from simulator.errors import JournalError
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.home_view import (
    NEW_REP,
    NO_CAMPAIGNS,
    Chart,
    Entry,
    Group,
    HomeView,
    LeadEntry,
    OpenEntry,
    Told,
)
from simulator.tui.keys import listed
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.theme import DARK, LIGHT
from tests.tui.stage import screen_text

HOSTILE = "[bold red]Ann[/] \\x1b[2J [@click=app.quit]x[/]"


def lead(number: int = 0, name: str = "Marion Teague", **changed: Any) -> LeadEntry:
    values: dict[str, Any] = {
        "scenario_id": "morning-board",
        "persona_id": f"lead-{number}",
        "name": name,
        "who": "operations manager, Saltmarsh Linen",
        "score": "63",
        "ended": "out of time",
        "calls": "12 calls",
        "about": (
            Told(name, "operations manager, Saltmarsh Linen"),
            Told("The call", "Standard, patience shown. 15 minutes, 2 second chances, 3 hints."),
            Told("Last time", "63 of 100, yesterday. The time for this call was up. 12 calls so far."),
            Told("Trains", "Getting behind a no, and asking how the day is really run before anything else."),
            Told("Why now", "They advertise for drivers. " * 12),
        ),
    }
    return LeadEntry(**{**values, **changed})


OPEN = OpenEntry(
    "c-open22",
    "Gwen Ashdown",
    "practice manager, Millrace Vets",
    "yesterday at 12:00",
    (Told("Gwen Ashdown", ""), Told("Open", "Begun yesterday.")),
)
CHARTS = (
    Chart("Calls a week", "▁▂▃▄▅▆▇█", ("1", "2", "3", "4", "5", "6", "7", "8")),
    Chart("Mean score", "·▂▃▄▅▆▇█", ("–", "20", "30", "40", "50", "60", "70", "100")),
)


def shown(
    *leads: Entry,
    opened: Sequence[OpenEntry] = (),
    charts: tuple[Chart, ...] = CHARTS,
    notes: tuple[str, ...] = (),
) -> HomeView:
    groups = [Group("Open calls", "", tuple(opened))] if opened else []
    return HomeView((*groups, Group("The morning board", "standard", leads)), charts, notes)


FULL = shown(lead(0), lead(1, "Hollis Brandt"), opened=(OPEN,))


class HostApp(App[int]):
    """Holds the screen, and keeps what it asks for."""

    TITLE = "Practice room"
    CSS_PATH = str(Path(simulator.tui.__file__).parent / "app.tcss")
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS
    BINDINGS = PracticeApp.BINDINGS

    def __init__(self, load: Callable[[], HomeView], theme: str) -> None:
        super().__init__()
        self.load, self.wanted_theme = load, theme
        self.asked: list[Message] = []
        self.left = False

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self.wanted_theme
        self.push_screen(HomeScreen(self.load))

    def get_key_display(self, binding: Binding) -> str:
        return PracticeApp.get_key_display(self, binding)  # type: ignore[arg-type]

    async def action_quit(self) -> None:
        self.left = True

    def _keep(self, message: Message) -> None:
        self.asked.append(message)

    on_home_screen_prepare = on_home_screen_call_now = on_home_screen_resume = _keep
    on_home_screen_show_progress = on_home_screen_show_library = on_home_screen_show_settings = _keep


@asynccontextmanager
async def home(
    load: Callable[[], HomeView] | HomeView, size: tuple[int, int] = (80, 24), theme: str = DARK.name
) -> AsyncIterator[Pilot[int]]:
    app = HostApp((lambda: load) if isinstance(load, HomeView) else load, theme)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def host(pilot: Pilot[int]) -> HostApp:
    assert isinstance(pilot.app, HostApp)
    return pilot.app


def home_screen(pilot: Pilot[int]) -> HomeScreen:
    return next(screen for screen in pilot.app.screen_stack if isinstance(screen, HomeScreen))


def flat(pilot: Pilot[int]) -> str:
    return " ".join(re.sub("[─│▁]", " ", screen_text(pilot)).split())


async def test_first_paint_does_not_wait_for_what_is_loaded() -> None:
    let_go = Event()

    def load() -> HomeView:
        assert let_go.wait(30)
        return FULL

    app = HostApp(load, DARK.name)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Looking…" in screen_text(pilot)
        await pilot.press("enter", "c", "r", "space")
        let_go.set()
        await settle(pilot)
        assert "Looking…" not in screen_text(pilot)
        assert "Gwen Ashdown" in screen_text(pilot)
        assert app.asked == []


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 60)], ids=str)
@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
async def test_nothing_that_matters_is_cut_off(size: tuple[int, int], theme: str) -> None:
    async with home(FULL, size, theme) as pilot:
        await press(pilot, "down")
        text = screen_text(pilot)
        for piece in (
            "Open calls", "Gwen Ashdown", "yesterday at 12:00", "The morning board  standard", "Hollis Brandt",
            "operations manager, Saltmarsh Linen", "63  out of time", "Calls a week", "  8", "  –", " 100",
            "Enter Prepare", "C Call", "P Progress", "L Library", "S Settings", "Q Leave",
        ):  # fmt: skip
            assert piece in text
        assert "Trains" in text
        assert "12 calls so far." in flat(pilot) or size[0] > 110  # beside a list it is broken over lines


async def test_smallest_window_has_list_and_words() -> None:
    async with home(FULL, (60, 16)) as pilot:
        text = screen_text(pilot)
        assert "Gwen Ashdown" in text
        assert "Hollis Brandt" in text
        assert "Begun yesterday." in text
        assert "Calls a week" not in text


async def test_window_below_the_least_size_says_so() -> None:
    async with home(FULL, (50, 14)) as pilot:
        assert "too small" in screen_text(pilot)


async def test_keys_on_a_lead_prepare_or_call() -> None:
    async with home(FULL) as pilot:
        await press(pilot, "down", "enter", "c", "down", "enter", "r")
        assert host(pilot).asked == [
            HomeScreen.Prepare("morning-board", "lead-0"),
            HomeScreen.CallNow("morning-board", "lead-0"),
            HomeScreen.Prepare("morning-board", "lead-1"),
        ]


async def test_keys_on_an_open_call_resume_it() -> None:
    async with home(FULL) as pilot:
        assert "Resume" in screen_text(pilot).splitlines()[-1]
        assert "Prepare" not in screen_text(pilot).splitlines()[-1]
        await press(pilot, "enter", "r", "c")
        assert host(pilot).asked == [HomeScreen.Resume("c-open22", "Gwen Ashdown")] * 2


async def test_keys_ask_for_the_other_screens() -> None:
    async with home(FULL) as pilot:
        await press(pilot, "p", "l", "s")
        assert [type(message) for message in host(pilot).asked] == [
            HomeScreen.ShowProgress,
            HomeScreen.ShowLibrary,
            HomeScreen.ShowSettings,
        ]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_key_leaves(key: str) -> None:
    async with home(FULL) as pilot:
        await pilot.press(key)
        await pilot.pause()
        assert host(pilot).left


async def test_mouse_chooses_first_and_opens_then() -> None:
    async with home(FULL) as pilot:
        rows = screen_text(pilot).splitlines()
        at = next(index for index, row in enumerate(rows) if "Hollis Brandt" in row)
        await pilot.click(offset=(10, at))
        await settle(pilot)
        chosen = home_screen(pilot).chosen
        assert isinstance(chosen, LeadEntry)
        assert chosen.persona_id == "lead-1"
        assert host(pilot).asked == []
        await pilot.click(offset=(10, at))
        await settle(pilot)
        assert host(pilot).asked == [HomeScreen.Prepare("morning-board", "lead-1")]


async def test_click_on_a_title_does_nothing() -> None:
    async with home(FULL) as pilot:
        rows = screen_text(pilot).splitlines()
        at = next(index for index, row in enumerate(rows) if "The morning board" in row)
        await pilot.click(offset=(10, at))
        await settle(pilot)
        assert isinstance(home_screen(pilot).chosen, OpenEntry)
        assert host(pilot).asked == []


async def test_space_reads_on_and_comes_back_to_the_top() -> None:
    async with home(FULL) as pilot:
        await press(pilot, "down")
        about = home_screen(pilot).about
        assert about.max_scroll_y > 0
        pages = 0
        while about.scroll_offset.y < about.max_scroll_y:
            await press(pilot, "space")
            pages += 1
            assert pages < 20
        await press(pilot, "space")
        assert about.scroll_offset.y == 0


async def test_help_has_every_key_and_gives_the_screen_back() -> None:
    async with home(FULL, (100, 40)) as pilot:
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        text = screen_text(pilot)
        for keys, does in listed(HomeScreen.BINDINGS):
            assert keys in text
            assert " ".join(does.split()[:4]) in flat(pilot)
        await press(pilot, "escape", "down", "enter")
        assert host(pilot).asked == [HomeScreen.Prepare("morning-board", "lead-0")]


def test_every_binding_has_an_id_of_its_own_and_a_tooltip() -> None:
    bindings = [binding for binding in HomeScreen.BINDINGS if isinstance(binding, Binding)]
    assert len(bindings) == len(HomeScreen.BINDINGS)
    assert all(binding.id and binding.tooltip and binding.description for binding in bindings)
    assert len({binding.id for binding in bindings}) == len(bindings)


async def test_new_rep_is_told_what_to_do() -> None:
    async with home(shown(lead(score="", ended="", calls=""), charts=())) as pilot:
        assert NEW_REP in flat(pilot)
        await press(pilot, "enter")
        assert host(pilot).asked == [HomeScreen.Prepare("morning-board", "lead-0")]


async def test_no_campaign_at_all_is_told_in_a_sentence() -> None:
    async with home(HomeView(())) as pilot:
        assert NO_CAMPAIGNS in flat(pilot)
        await press(pilot, "enter", "c", "r", "space")
        assert host(pilot).asked == []
        assert "Prepare" not in screen_text(pilot)


async def test_long_list_scrolls_to_its_end_and_back_to_its_first_title() -> None:
    leads = [lead(number, f"Prospect {number}") for number in range(200)]
    async with home(shown(*leads)) as pilot:
        await press(pilot, "end")
        assert "Prospect 199" in screen_text(pilot)
        await press(pilot, "enter", "home")
        assert host(pilot).asked == [HomeScreen.Prepare("morning-board", "lead-199")]
        assert "The morning board" in screen_text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_what_others_wrote_is_shown_as_text(size: tuple[int, int]) -> None:
    hostile = lead(
        name=HOSTILE,
        who=HOSTILE,
        ended=HOSTILE,
        score="9",
        about=(Told(HOSTILE, HOSTILE), Told("Trains", HOSTILE)),
    )
    view = HomeView((Group(HOSTILE, "", (hostile,)),), CHARTS, (HOSTILE,))
    async with home(view, size) as pilot:
        assert screen_text(pilot).count("[bold red]Ann[/]") >= 4
        assert "\x1b" not in screen_text(pilot)


async def test_journal_that_cannot_be_read_is_told_and_can_be_looked_at_again() -> None:
    answers: list[HomeView | JournalError] = [JournalError("The journal is [locked].", hint="Wait."), FULL]

    def load() -> HomeView:
        answer = answers.pop(0)
        if isinstance(answer, JournalError):
            raise answer
        return answer

    async with home(load) as pilot:
        assert "The journal is [locked]. Wait. F5 looks again." in flat(pilot)
        assert "F5 Look again" in screen_text(pilot).splitlines()[-1]
        await press(pilot, "f5")
        assert "Gwen Ashdown" in screen_text(pilot)
        assert "Look again" not in screen_text(pilot)


async def test_return_to_the_screen_shows_what_is_new_and_keeps_the_choice() -> None:
    views = [FULL, shown(lead(0, score="77"), lead(1, "Hollis Brandt"))]
    async with home(lambda: views.pop(0)) as pilot:
        await press(pilot, "down", "down", "f1")
        await press(pilot, "escape")
        assert "77" in screen_text(pilot)
        assert "Open calls" not in screen_text(pilot)
        chosen = home_screen(pilot).chosen
        assert isinstance(chosen, LeadEntry)
        assert chosen.persona_id == "lead-1"


async def test_failure_on_return_keeps_what_was_shown() -> None:
    answers = [FULL]

    def load() -> HomeView:
        if not answers:
            raise JournalError("The journal is locked.")
        return answers.pop()

    async with home(load) as pilot:
        await press(pilot, "f1")
        await press(pilot, "escape")
        assert "The journal is locked. F5 looks again." in flat(pilot)
        assert "Hollis Brandt" in screen_text(pilot)


async def test_footer_has_the_keys_of_the_chosen_lead_in_a_terminal_that_is_not_in_front(
    settings: Settings,
) -> None:
    app = PracticeApp(Backstage(settings, Wish()), at_home=True)
    async with app.run_test(size=(100, 30)) as pilot:
        app.app_focus = False
        await pilot.pause()
        await app.settle()
        await settle(pilot)
        footer = screen_text(pilot).rstrip().splitlines()[-1]
        assert "Enter Prepare  C Call" in footer
    app.backstage.close()


async def test_window_that_changes_its_size_keeps_the_choice() -> None:
    async with home(FULL) as pilot:
        await press(pilot, "down", "down")
        for size in ((200, 60), (60, 16), (120, 36)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            chosen = home_screen(pilot).chosen
            assert isinstance(chosen, LeadEntry)
            assert chosen.persona_id == "lead-1"
            assert "Hollis Brandt" in screen_text(pilot)


async def test_without_colour_the_screen_is_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async with home(FULL) as pilot:
        coloured = screen_text(pilot)
    monkeypatch.setenv("NO_COLOR", "1")
    async with home(FULL) as pilot:
        assert screen_text(pilot) == coloured
