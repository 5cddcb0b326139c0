"""What stands in place of a screen that has no room."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from simulator.tui.wording import TOO_SMALL


class TooSmall(Static):
    """One sentence over the whole window; the style shows it while the window is below the least size."""

    def __init__(self) -> None:
        super().__init__(TOO_SMALL, markup=False)


class Roomy:
    """A screen that gives way to `TooSmall` while there is no room for it; it composes `content`."""

    def compose(self) -> ComposeResult:
        """The content, and the sentence above it."""
        yield from self.content()
        yield TooSmall()

    def content(self) -> ComposeResult:
        """What the screen shows when there is room."""
        raise NotImplementedError


class RoomyScreen(Roomy, Screen[None]):
    """A whole screen of this app."""
