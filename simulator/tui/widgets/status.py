"""The two lines above the conversation: who is on the line, and what is left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.text_safety import visible
from simulator.tui.shown import Phase, Status


class CallHeader(Vertical):
    """Name, role and firm; the state of the line; the clock, the second chances, the prospect's patience."""

    def compose(self) -> ComposeResult:
        """Two rows."""
        with Horizontal(classes="row"):
            yield Static("Calling", id="who", markup=False)
            yield Static(Phase.RINGING, id="phase", markup=False)
        with Horizontal(classes="row"):
            yield Static("", id="title", markup=False)
            yield Static("", id="limits", markup=False)
            yield Static("", id="patience-words", markup=False)

    def show_call(self, scenario: Scenario, persona: Persona) -> None:
        """Who is called, and in which campaign."""
        card = persona.card
        who = Content.assemble(
            (visible(card.name), "bold"), f"  {visible(card.role)}, {visible(card.company)}"
        )
        self.query_one("#who", Static).update(who)
        self.query_one("#title", Static).update(visible(scenario.title))

    def show_status(self, status: Status) -> None:
        """What is left."""
        self.query_one("#phase", Static).update(Content(status.phase))
        self.set_class(status.phase is Phase.ON_THE_LINE, "-live")
        parts = [status.clock]
        if status.chances:
            parts.append(f"second chances {status.tokens}")
        if status.patience is not None:
            parts.append(f"patience {status.patience_bar}")
        self.query_one("#limits", Static).update(Content("   ".join(parts)))
        self.query_one("#patience-words", Static).update(Content(status.patience_words))
