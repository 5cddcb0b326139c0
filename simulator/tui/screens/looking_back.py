"""What the screens have in common that look back: they read the journal once they stand, and say what cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from textual import getters, work
from textual.widgets import Static

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.work_groups import LOADING


class LooksBack(Protocol):
    """What was read of the journal."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        ...

    @property
    def problem(self) -> str:
        """What could not be read; empty when all could."""
        ...


ViewT = TypeVar("ViewT", bound=LooksBack)


class LookingBackScreen(RoomyScreen, Generic[ViewT]):
    """Has a place for a note, ``#note``; shows what it read with `fill`, and a sentence in place of it with `greet`.

    Args:
        load: reads the journal and gives the view; may block, and may raise SimulatorError.
        nothing: the view before anything was read.
        empty: said where there is nothing to show.
    """

    note = getters.query_one("#note", Static)

    def __init__(self, load: Callable[[], ViewT], nothing: ViewT, empty: str) -> None:
        super().__init__()
        self._load, self._view, self._empty = load, nothing, empty

    def on_mount(self) -> None:
        """Read as soon as the first picture stands."""
        self.note.display = False
        self.call_after_refresh(self._read)

    def fill(self, view: ViewT) -> None:
        """Show what was read."""
        raise NotImplementedError

    def greet(self, sentence: str) -> None:
        """Say that in place of it; nothing where the note says all."""
        raise NotImplementedError

    @work(group=LOADING, exclusive=True)
    async def _read(self) -> None:
        try:
            view = self._view = await asyncio.to_thread(self._load)
        except SimulatorError as error:
            self.greet("")
            self._tell(str(error))
            return
        self._tell(view.problem)
        if view.is_empty:
            self.greet(self._empty)
        else:
            self.fill(view)
            self.refresh_bindings()

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_close(self) -> None:
        """Back to where the rep was."""
        self.app.pop_screen()

    def _tell(self, problem: str) -> None:
        self.note.update(visible(problem))
        self.note.display = bool(problem)
