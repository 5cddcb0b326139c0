"""Asks before the phone is put down."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Footer, Static

from simulator.domain.text_safety import visible
from simulator.tui.widgets.too_small import Roomy


class HangUpScreen(Roomy, ModalScreen[bool]):
    """Hang up, or stay on the line; staying is what Enter does.

    Args:
        name: of the prospect.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "hang_up", "Hang up", id="hang_up.yes", tooltip="Put the phone down."),
        Binding("n,escape", "stay", "Stay", id="hang_up.no", tooltip="Stay on the line."),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self._prospect = visible(name)

    def content(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(classes="dialog"):
            yield Static("Hang up?", classes="title", markup=False)
            yield Static(
                f"{self._prospect} is still on the line. What was agreed stays agreed.",
                classes="text",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Stay on the line (n)", id="stay", variant="primary")
                yield Button("Hang up (y)", id="hang-up")
        yield Footer(compact=True, show_command_palette=False)

    @on(Button.Pressed, "#hang-up")
    def action_hang_up(self) -> None:
        """Put the phone down."""
        self.dismiss(True)

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        """Stay on the line."""
        self.dismiss(False)
