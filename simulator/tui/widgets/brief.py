"""What the call is for, beside the conversation."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.text_safety import visible

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


def short_brief(scenario: Scenario, persona: Persona) -> Iterator[tuple[str, str]]:
    """What has to be in reach while talking, as heading and text."""
    yield "You are", f"{scenario.rep_name}, {scenario.offer.company}"
    yield "Goal", scenario.goal
    lead = scenario.lead(persona.id)
    if lead is not None:
        yield "On the list", lead.note
        yield "Why now", lead.why_now
    yield scenario.offer.name, scenario.offer.in_one_line


def headed(parts: list[tuple[str, str]]) -> Content:
    """Headings with their texts below."""
    pieces: list[str | tuple[str, str]] = []
    for index, (heading, text) in enumerate(parts):
        pieces += [("\n\n" if index else "") + "", (visible(heading), "bold"), "\n", visible(text.strip())]
    return Content.assemble(*pieces)
