"""What the call is for, beside the conversation."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.text_safety import visible
from simulator.tui.brief_parts import Part, short_brief

_COMMANDS = (
    ("/hint", "the coach"),
    ("/research", "the desk"),
    ("/back", "take it back"),
    ("/hangup", "hang up"),
)


class BriefPanel(VerticalScroll, can_focus=False):
    """Goal, lead note and commands, in short."""

    def compose(self) -> ComposeResult:
        """One text; it is filled when the call is there."""
        yield Static("", id="brief-text")

    def show_call(self, scenario: Scenario, persona: Persona) -> None:
        """Fill the panel."""
        commands = "\n".join(f"{name:<11}{does}" for name, does in _COMMANDS)
        parts = [*short_brief(scenario, persona), ("Also typed", commands)]
        self.query_one("#brief-text", Static).update(headed(parts))


def headed(parts: Iterable[Part]) -> Content:
    """Headings with their texts below."""
    pieces: list[str | tuple[str, str]] = []
    for index, (heading, text) in enumerate(parts):
        pieces += [("\n\n" if index else "") + "", (visible(heading), "bold"), "\n", visible(text.strip())]
    return Content.assemble(*pieces)
