"""What all screens have: their keys at the foot, and a sentence in place of a screen that has no room."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer, Static

from simulator.tui.widgets.key_bar import KeyBar
from simulator.tui.wording import TOO_SMALL


class TooSmall(Static):
    """One sentence over the whole window; the style shows it while the window is below the least size."""

    def __init__(self) -> None:
        super().__init__(TOO_SMALL, markup=False)


class Roomy:
    """A screen that gives way to `TooSmall` while there is no room for it; it composes `content`."""

    def compose(self) -> ComposeResult:
        """The content, the keys below it, and the sentence above it."""
        if isinstance(self, Screen):
            _fit(self)
        for widget in self.content():
            if not isinstance(widget, Footer):  # there is one for all screens
                yield widget
        yield KeyBar()
        yield TooSmall()

    def content(self) -> ComposeResult:
        """What the screen shows when there is room."""
        raise NotImplementedError


class RoomyScreen(Roomy, Screen[None]):
    """A whole screen of this app."""


def _fit(screen: Screen[Any]) -> None:
    """Style a screen for its size from the first: Textual would do it for no size, and again once it has been laid out."""
    width, height = screen.app.size
    fits = screen._get_breakpoint_classes(width, screen.app.HORIZONTAL_BREAKPOINTS or [])
    fits |= screen._get_breakpoint_classes(height, screen.app.VERTICAL_BREAKPOINTS or [])
    screen.set_class(True, *fits, update=False)
