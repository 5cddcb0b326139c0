"""Asks before the phone is put down."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from simulator.domain.text_safety import visible
from simulator.tui.widgets.dialog import Dialog, help_key, scroll_keys
from simulator.tui.wording import what_hanging_up_does


class HangUpScreen(Dialog[bool]):
    """Hang up, or stay on the line; staying is what Enter does.

    Args:
        name: of the prospect.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("hang_up"),
        Binding("y", "hang_up", "Hang up", id="hang_up.yes", tooltip="Put the phone down."),
        Binding("n,escape", "stay", "Stay", id="hang_up.no", tooltip="Stay on the line."),
        Binding("left", "app.focus_previous", "Left", id="hang_up.left", tooltip="To the button before.", show=False),
        Binding("right", "app.focus_next", "Right", id="hang_up.right", tooltip="To the next button.", show=False),
        *scroll_keys("hang_up"),
    ]  # fmt: skip

    def __init__(self, name: str) -> None:
        super().__init__()
        self._prospect = visible(name)

    def content(self) -> ComposeResult:
        """The question, what happens, and the two answers."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static("Hang up?", classes="title", markup=False)
            yield Static(what_hanging_up_does(self._prospect), classes="text", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Stay on the line (n)", id="stay", variant="primary")
                yield Button("Hang up (y)", id="hang-up")

    @on(Button.Pressed, "#hang-up")
    def action_hang_up(self) -> None:
        """Put the phone down."""
        self.dismiss(True)

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        """Stay on the line."""
        self.dismiss(False)
