"""What the research desk has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from simulator.tui.desk_view import LookupRow
from simulator.tui.widgets.desk import LookupOptions
from simulator.tui.widgets.dialog import Dialog, help_key


class ResearchScreen(Dialog[str | None]):
    """A list to choose from; gives the id of what is asked for, or None.

    Args:
        rows: what the desk has, with what it found where it was asked.
        spent: preparation time that was spent, and how much there is; safe to show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("research"),
        Binding("escape,f4", "close", "Close", id="research.close", tooltip="Back to the call."),
    ]

    def __init__(self, rows: Sequence[LookupRow], spent: str) -> None:
        super().__init__()
        self._rows, self._spent = rows, spent

    def content(self) -> ComposeResult:
        """The list, or that there is none."""
        with Vertical(classes="dialog"):
            yield Static("The research desk", classes="title", markup=False)
            if self._rows:
                yield Static(
                    f"Preparation: {self._spent} spent. Enter, or a click on the chosen row, asks; to ask again is free.",
                    classes="text",
                    markup=False,
                )
                yield LookupOptions(self._rows)
            else:
                yield Static("The desk has nothing on this prospect.", classes="text", markup=False)

    def on_mount(self) -> None:
        """Begin at what was not asked yet."""
        for options in self.query(LookupOptions):
            options.highlighted = next((at for at, one in enumerate(self._rows) if not one.finds), 0)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Back to the call."""
        self.dismiss(None)
