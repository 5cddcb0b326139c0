"""What all dialogs over the call have in common."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen

from simulator.tui.widgets.too_small import Roomy

ResultT = TypeVar("ResultT")


def help_key(dialog: str) -> Binding:
    """F1 in the dialog of that name."""
    return Binding("f1", "help", "Help", id=f"{dialog}.help", tooltip="The keys of this dialog.")


def scroll_keys(dialog: str) -> tuple[Binding, Binding]:
    """The keys that bring what has no room in a low window."""
    return (
        Binding(
            "pageup",
            "scroll_page(-1)",
            "Up",
            id=f"{dialog}.up",
            tooltip="Scroll up, where not all has room.",
            show=False,
        ),
        Binding(
            "pagedown",
            "scroll_page(1)",
            "Down",
            id=f"{dialog}.down",
            tooltip="Scroll down, where not all has room.",
            show=False,
        ),
    )


class Dialog(Roomy, ModalScreen[ResultT]):
    """A dialog with F1, and with page keys for the widget of class ``dialog`` that holds it all."""

    #: those of the app, and: from 22 rows on there is room around a dialog
    VERTICAL_BREAKPOINTS = [(0, "-no-height"), (16, "-low"), (22, "-high")]
    CSS_PATH = "dialog.tcss"  # beside each dialog

    def action_help(self) -> None:
        """The keys of this dialog."""
        from simulator.tui.screens.help import HelpScreen  # noqa: PLC0415 - it is a dialog itself

        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_scroll_page(self, pages: int) -> None:
        """Most of a page up or down."""
        box = self.query_one(".dialog")
        box.scroll_relative(y=pages * max(1, box.size.height - 1), animate=False)
