"""Plan, brief and findings, for a window with no room beside the conversation, or to read them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.domain.text_safety import visible
from simulator.tui.beside_view import BesideView
from simulator.tui.brief_parts import Part
from simulator.tui.widgets.brief import drawn_plan, headed
from simulator.tui.widgets.dialog import Dialog, help_key


class BriefScreen(Dialog[None]):
    """The rep's plan, the whole brief, what the research desk found.

    Args:
        title: of the campaign.
        view: the plan and the findings.
        parts: the brief; safe to show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("brief"),
        Binding("escape,f5,enter", "close", "Close", id="brief.close", tooltip="Back to the call."),
    ]

    def __init__(self, title: str, view: BesideView, parts: Sequence[Part]) -> None:
        super().__init__()
        self._title, self._view, self._parts = visible(title), view, parts

    def content(self) -> ComposeResult:
        """One text to scroll through."""
        view = self._view
        with VerticalScroll(classes="dialog -tall"):
            yield Static(self._title, classes="title", markup=False)
            if view.plan is not None:
                yield Static("Your plan", classes="title", markup=False)
                yield Static(drawn_plan(view.plan), classes="part")
                yield Static("The brief", classes="title", markup=False)
            yield Static(headed(self._parts), classes="part")
            if view.found:
                yield Static("The research desk found", classes="title", markup=False)
                yield Static(headed(view.found), classes="part")

    def action_close(self) -> None:
        """Back to the call."""
        self.dismiss(None)
