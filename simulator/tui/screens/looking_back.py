"""What the screens have in common that look back: they read the journal when they are shown, and say what cannot be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from textual import events, getters, on, work
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
        """Nothing to say yet."""
        self.note.display = False

    @on(events.ScreenResume)
    def _look_when_shown(self) -> None:
        """Read as soon as the picture stands; again when the rep comes back, perhaps from a call."""
        self.call_after_refresh(self._read)

    def fill(self, view: ViewT) -> None:
        """Show what was read, in place of what was read before."""
        raise NotImplementedError

    def greet(self, sentence: str) -> None:
        """Say that in place of it; nothing where the note says all."""
        raise NotImplementedError

    @work(group=LOADING, exclusive=True)
    async def _read(self) -> None:
        try:
            view = await asyncio.to_thread(self._load)
        except SimulatorError as error:
            if self._view.is_empty:
                self.greet("")
            self.tell(str(error))
            return
        if view == self._view and not view.is_empty:
            return
        self._view = view
        self.tell(view.problem)
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

    def tell(self, problem: str) -> None:
        """Say what cannot be read or shown."""
        self.note.update(visible(problem))
        self.note.display = bool(problem)
