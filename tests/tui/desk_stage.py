"""The desk on an app of its own, for the tests of its screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.pilot import Pilot

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.tui import app as practice
from simulator.tui.app import PracticeApp
from simulator.tui.desk_view import (
    DeskView,
)
from simulator.tui.screens.desk import DeskScreen
from simulator.tui.theme import DARK, LIGHT

#: the least, the usual, the least wide one, and two with room
SIZES = [(60, 16), (80, 24), (110, 24), (120, 36), (200, 60)]
HOSTILE = "\x1b[2J[bold]here[/bold][/]"
FIELDS = ["plan-reason", "plan-question-1", "plan-question-2", "plan-question-3", "plan-guess"]


class Host(App[int]):
    """The desk on top of an empty screen, in the look of the practice room."""

    CSS_PATH = Path(practice.__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = PracticeApp.BINDINGS

    def __init__(self, load: Callable[[], DeskView], theme: str = DARK.name) -> None:
        super().__init__()
        self._load, self._wanted = load, theme
        self.rung: list[DeskScreen.Ring] = []

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = self._wanted
        self.push_screen(DeskScreen(self._load))

    @on(DeskScreen.Ring)
    def _ring(self, message: DeskScreen.Ring) -> None:
        self.rung.append(message)


@asynccontextmanager
async def at_desk(
    load: DeskView | Callable[[], DeskView], size: tuple[int, int] = (80, 24), theme: str = DARK.name
) -> AsyncIterator[tuple[Host, Pilot[int]]]:
    """The desk with its brief."""
    view = load
    host = Host((lambda: view) if isinstance(view, DeskView) else view, theme)
    async with host.run_test(size=size) as pilot:
        await settle(pilot)
        yield host, pilot


async def settle(pilot: Pilot[int]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def focused(pilot: Pilot[int]) -> str | None:
    return pilot.app.focused.id if pilot.app.focused else None


def changed(scenario: Scenario, **update: object) -> Scenario:
    return scenario.model_copy(update=update)


def shipped_leads(content: ContentLibrary) -> list[tuple[Scenario, Persona]]:
    scenarios = [content.scenario(one) for one in ("front-desk", "morning-board", "second-try")]
    return [(one, content.persona(lead.persona)) for one in scenarios for lead in one.leads]
