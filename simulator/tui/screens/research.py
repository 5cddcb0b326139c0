"""What the research desk has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from simulator.domain.text_safety import visible
from simulator.tui.conductor import DeskTopic
from simulator.tui.widgets.too_small import Roomy


class ResearchScreen(Roomy, ModalScreen[str | None]):
    """A list to choose from; gives the id of what is asked for, or None.

    Args:
        topics: what the desk has.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="research.close", tooltip="Back to the call."),
    ]

    def __init__(self, topics: Sequence[DeskTopic]) -> None:
        super().__init__()
        self._topics = topics

    def content(self) -> ComposeResult:
        """The list, or that there is none."""
        with Vertical(classes="dialog"):
            yield Static("The research desk", classes="title", markup=False)
            if self._topics:
                yield Static("Arrow keys choose, Enter asks. It costs time.", classes="text", markup=False)
                yield OptionList(*(Option(_row(one), id=one.id) for one in self._topics), markup=False)
            else:
                yield Static("The desk has nothing on this prospect.", classes="text", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_close(self) -> None:
        """Back to the call."""
        self.dismiss(None)


def _row(topic: DeskTopic) -> Content:
    cost = "asked already, free" if topic.asked else f"{topic.cost_s} s"
    return Content.assemble(visible(topic.title), (f"  {cost}", "dim"))
