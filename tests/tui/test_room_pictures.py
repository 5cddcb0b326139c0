"""What each room looks like; `pytest tests/tui/test_room_pictures.py --snapshot-update` after a change that is meant.

Rooms are furnished by the test (see `furnished`), and no call is played: a picture changes with a screen, its style or
its words, never with what an author wrote in a persona or a campaign.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

import simulator.tui
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.settings import Settings
from simulator.settings_file import keep
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.beside_view import BesideView
from simulator.tui.desk_view import Asked, ask, rows, spent_words
from simulator.tui.evidence_view import EvidenceView
from simulator.tui.screens.ask import HangUpScreen
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.screens.evidence import EvidenceScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.library import LibraryScreen
from simulator.tui.screens.mirror import MirrorScreen
from simulator.tui.screens.past_calls import PastCallsScreen
from simulator.tui.screens.progress import ProgressScreen
from simulator.tui.screens.research import ResearchScreen
from simulator.tui.screens.settings import SettingsScreen
from simulator.tui.screens.take_back import Answers, TakeBackScreen
from simulator.tui.widgets.desk import PlanInput
from tests.tui import furnished
from tests.tui.stage import press, settle

Compare = Callable[..., bool]
Colours = Literal["dark", "light", "contrast"]
SMALL, LARGE = (80, 24), (120, 36)


@dataclass(frozen=True)
class People:
    """Whom the call of a debrief was with."""

    persona: Persona
    scenario: Scenario


Make = Callable[[People, Settings], Screen[Any]]
Go = Callable[[Pilot[int]], Awaitable[None]]


class OneRoom(PracticeApp):
    """The practice room with nothing but that room in it: each screen below would be drawn as well."""

    def __init__(self, settings: Settings, room: Screen[Any]) -> None:
        super().__init__(Backstage(settings, Wish()))
        self._room = room
        # the sheet of the first room goes in with the app's
        sheets = Path(simulator.tui.__file__).parent
        self.css_path = [sheets / "app.tcss", sheets / "screens" / str(room.CSS_PATH)]

    def _new_call(self) -> CallScreen:
        return cast(CallScreen, self._room)  # what the app opens with


def home(people: People, settings: Settings) -> Screen[None]:
    """Past calls, an open one, the weeks."""
    return HomeScreen(lambda: furnished.HOME)


async def on_somebody(pilot: Pilot[int]) -> None:
    """Who was called before."""
    await press(pilot, "down")


def new_home(people: People, settings: Settings) -> Screen[None]:
    """Before the first call."""
    return HomeScreen(lambda: furnished.NEW_HOME)


def desk(people: People, settings: Settings) -> Screen[None]:
    """What lies there before anything was asked."""
    return DeskScreen(lambda: furnished.DESK)


async def prepared(pilot: Pilot[int]) -> None:
    """The plan is written, and one thing was looked up."""
    for field, text in zip(pilot.app.screen.query(PlanInput), furnished.PLAN, strict=True):
        field.value = text
    await press(pilot, "f4", "enter", "f3" if pilot.app.size == SMALL else "f4")


def mirror(people: People, settings: Settings) -> Screen[None]:
    """Half of it is graded."""
    return MirrorScreen("Marion", furnished.MIRROR)


def debrief(people: People, settings: Settings) -> Screen[None]:
    """With the rep's own grades."""
    return DebriefScreen(
        furnished.played(people.persona, people.scenario),
        furnished.finished(people.persona, people.scenario),
        lambda _: Path("debrief.txt"),
        grade=furnished.OWN_VIEW,
    )


async def _section(pilot: Pilot[int], title: str) -> None:
    screen = cast(DebriefScreen, pilot.app.screen)
    titles = [str(one.render()) for one in screen.query(".section > .title")]
    screen.action_section(titles.index(title))
    await settle(pilot)


async def at_curve(pilot: Pilot[int]) -> None:
    """Trust, and the turns that mattered on it."""
    await _section(pilot, "Trust over the call")


async def at_scorecard(pilot: Pilot[int]) -> None:
    """All dimensions."""
    await _section(pilot, "Scorecard")


def evidence(people: People, settings: Settings) -> Screen[int | None]:
    """The turns behind a figure."""
    return EvidenceScreen(
        EvidenceView(furnished.played(people.persona, people.scenario), furnished.BEHIND_PROBING)
    )


async def at_second(pilot: Pilot[int]) -> None:
    """The second of the turns."""
    await press(pilot, "n")


async def to_be_exported(pilot: Pilot[int]) -> None:
    """The dialog that asks for the form."""
    await press(pilot, "e")


def progress(people: People, settings: Settings) -> Screen[None]:
    """Eight calls."""
    return ProgressScreen(furnished.progress)


def library(people: People, settings: Settings) -> Screen[None]:
    """Three people."""
    return LibraryScreen(furnished.library)


def past_calls(people: People, settings: Settings) -> Screen[None]:
    """Calls that ended, one that is open, a retry."""
    return PastCallsScreen(lambda: furnished.PAST_CALLS)


async def _over_it(pilot: Pilot[int], dialog: Screen[Any]) -> None:
    await pilot.app.push_screen(dialog)
    await settle(pilot)


async def to_be_taken_back(pilot: Pilot[int]) -> None:
    """Why, and what instead."""

    async def refused(lesson: str, action: str) -> str:
        return ""

    line = "Can I book you in for a demo on Tuesday?"
    await _over_it(pilot, TakeBackScreen(line, "It pushed.", refused, Answers("I asked too early.")))


async def to_hang_up(pilot: Pilot[int]) -> None:
    """The dialog that asks whether it is meant."""
    await _over_it(pilot, HangUpScreen("Marion"))


async def to_skip(pilot: Pilot[int]) -> None:
    """The dialog that asks before grades are thrown away."""
    await press(pilot, "s")


async def to_uncover(pilot: Pilot[int]) -> None:
    """The dialog that asks before what was not reached is told."""
    await press(pilot, "u")


async def at_map(pilot: Pilot[int]) -> None:
    """What was there, some of it covered."""
    await _section(pilot, "What was there")


async def at_map_uncovered(pilot: Pilot[int]) -> None:
    """All that was there."""
    await at_map(pilot)
    await press(pilot, "u", "y")


async def asked(pilot: Pilot[int]) -> None:
    """The research desk from within a call."""
    one = ask(furnished.DESK, Asked(), "web")
    await _over_it(pilot, ResearchScreen(rows(furnished.DESK, one), spent_words(furnished.DESK, one)))
    await press(pilot, "up")


async def brief_again(pilot: Pilot[int]) -> None:
    """The whole brief from within a call."""
    view = BesideView(None, (), (("Their web site", "They wash for hotels."),))
    await _over_it(pilot, BriefScreen("The morning board", view, furnished.DESK.parts))


def settings_room(people: People, settings: Settings) -> Screen[None]:
    """No endpoint, and places that are on no machine."""
    shown = Settings(
        home=Path("/home/sam/practice"), config_dir=Path("/home/sam/.config/simulator"), theme=settings.theme
    )
    return SettingsScreen(shown, lambda name, raw: keep(shown, name, raw), list)


async def helped(pilot: Pilot[int]) -> None:
    """All keys."""
    await press(pilot, "f1")


async def nothing(pilot: Pilot[int]) -> None:
    """The room as it opens."""


ROOMS: dict[str, tuple[Make, Go]] = {
    "home": (home, on_somebody),
    "new_home": (new_home, nothing),
    "desk": (desk, prepared),
    "mirror": (mirror, nothing),
    "debrief": (debrief, nothing),
    "curve": (debrief, at_curve),
    "scorecard": (debrief, at_scorecard),
    "evidence": (evidence, at_second),
    "export": (debrief, to_be_exported),
    "progress": (progress, nothing),
    "library": (library, nothing),
    "settings": (settings_room, nothing),
    "help": (home, helped),
    "past_calls": (past_calls, nothing),
    "map": (debrief, at_map),
    "map_uncovered": (debrief, at_map_uncovered),
}
#: they look the same in a larger window
DIALOGS: dict[str, tuple[Make, Go]] = {
    "take_back": (debrief, to_be_taken_back),
    "hang_up": (debrief, to_hang_up),
    "skip": (mirror, to_skip),
    "uncover": (debrief, to_uncover),
    "research": (debrief, asked),
    "brief": (debrief, brief_again),
}
IN_CONTRAST = ("home", "desk", "mirror", "scorecard", "evidence", "progress", "library", "settings")


def _pictures() -> list[tuple[str, Colours, tuple[int, int]]]:
    pictures: list[tuple[str, Colours, tuple[int, int]]] = []
    for room in ROOMS:
        pictures += [
            (room, "dark", SMALL),
            (room, "dark", LARGE),
            (room, "light", SMALL),
            (room, "light", LARGE),
        ]
    for dialog in DIALOGS:
        pictures += [(dialog, "dark", SMALL), (dialog, "light", SMALL)]
    return pictures + [(room, "contrast", SMALL) for room in IN_CONTRAST]


@pytest.fixture(scope="module")
def people(persona: Persona, scenario: Scenario) -> People:
    return People(persona, scenario)


@pytest.mark.parametrize(
    ("room", "colours", "size"),
    _pictures(),
    ids=lambda one: "{}x{}".format(*one) if isinstance(one, tuple) else one,
)
def test_room_looks_as_it_did(
    settings: Settings,
    people: People,
    snap_compare: Compare,
    room: str,
    colours: Colours,
    size: tuple[int, int],
) -> None:
    make, go = (ROOMS | DIALOGS)[room]
    shown = replace(settings, theme=colours)

    async def run(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await go(pilot)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await settle(pilot)

    assert snap_compare(OneRoom(shown, make(people, shown)), terminal_size=size, run_before=run)
