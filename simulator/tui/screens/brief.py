"""The whole brief, for a window with no room beside the conversation, or to read it again."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.text_safety import visible
from simulator.tui.brief_parts import letter, may_say, public, short_brief, terms
from simulator.tui.widgets.brief import headed
from simulator.tui.widgets.too_small import Roomy


class BriefScreen(Roomy, ModalScreen[None]):
    """Goal, lead, offer, what may be said of it, and the team lead's letter.

    Args:
        scenario, persona: the campaign, and who is called.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5,enter", "close", "Close", id="brief.close", tooltip="Back to the call."),
    ]

    def __init__(self, scenario: Scenario, persona: Persona) -> None:
        super().__init__()
        self._scenario, self._persona = scenario, persona

    def content(self) -> ComposeResult:
        """One text to scroll through."""
        scenario = self._scenario
        parts = [
            *short_brief(scenario, self._persona),
            public(self._persona.card),
            may_say(scenario.offer),
            *terms(scenario.offer),
            letter(scenario),
        ]
        with VerticalScroll(classes="dialog -tall"):
            yield Static(visible(scenario.title), classes="title", markup=False)
            yield Static(headed(parts))
        yield Footer(compact=True, show_command_palette=False)

    def action_close(self) -> None:
        """Back to the call."""
        self.dismiss(None)
