"""Asks in what form a call is to be exported."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.reports.export import Form
from simulator.tui.widgets.too_small import Roomy

_FORMS = (
    (Form.TEXT, "Text", "the debrief and the conversation, to read"),
    (Form.TRANSCRIPT, "Transcript", "the conversation as JSON, for other tools"),
)


class ExportScreen(Roomy, ModalScreen[Form | None]):
    """A list to choose from; gives the form, or None.

    Args:
        served: the person sits at a browser, which takes the file.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="export.close", tooltip="Back to the debrief."),
    ]

    def __init__(self, *, served: bool = False) -> None:
        super().__init__()
        self._served = served

    def content(self) -> ComposeResult:
        """The list, and where the file goes."""
        where = "Your browser saves it." if self._served else "It goes to the data folder, as a new file."
        with Vertical(classes="dialog"):
            yield Static("Export this call", classes="title", markup=False)
            yield Static(f"Arrow keys choose, Enter exports. {where}", classes="text", markup=False)
            yield OptionList(
                *(
                    Option(Content.assemble(f"{name:<12}", (does, "dim")), id=form)
                    for form, name, does in _FORMS
                ),
                markup=False,
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Form(event.option_id or ""))

    def action_close(self) -> None:
        """Back to the debrief."""
        self.dismiss(None)
