"""The rep's plan, the brief and what was looked up, beside the conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.domain.text_safety import visible

# What it shows comes with the call, after the first picture.
if TYPE_CHECKING:
    from rich.console import Group, RenderableType

    from simulator.tui.beside_view import BesideView, PlanShown
    from simulator.tui.brief_parts import Part


class BriefPanel(VerticalScroll, can_focus=False):
    """Plan, goal, lead note, findings; what there is nothing of takes no room."""

    def compose(self) -> ComposeResult:
        """Three texts; they are filled when the call is there."""
        yield Static("", id="plan-text")
        yield Static("", id="brief-text")
        yield Static("", id="found-text")

    def on_mount(self) -> None:
        """Nothing is there yet."""
        for part in self.query(Static):
            part.display = False

    def show(self, view: BesideView) -> None:
        """Fill the panel."""
        from simulator.tui.beside_view import ASKED_WORDS  # noqa: PLC0415 - see above

        self.query_one("#plan-text", Static).tooltip = ASKED_WORDS
        self._fill("#plan-text", drawn_plan(view.plan) if view.plan is not None else None)
        self._fill("#brief-text", headed(view.parts))
        found = [(f"Looked up: {title}", finds) for title, finds in view.found]
        self._fill("#found-text", headed(found) if found else None)

    def _fill(self, selector: str, text: RenderableType | Content | None) -> None:
        part = self.query_one(selector, Static)
        part.display = text is not None
        if text is not None:
            part.update(text)


def drawn_plan(plan: PlanShown) -> Group:
    """The plan; a question that runs over a line stays beside its sign."""
    from rich.console import Group  # noqa: PLC0415 - see above
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from simulator.tui.beside_view import ASKED, ASKED_WORDS  # noqa: PLC0415

    pieces: list[RenderableType] = []
    if plan.reason:
        pieces += [Text("Your reason", style="bold"), Text(plan.reason), Text()]
    if plan.questions:
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=1)
        table.add_column(ratio=1)
        for one in plan.questions:
            table.add_row(Text(one.sign), Text(one.text))
        pieces += [Text("Your questions", style="bold"), table]
        if any(one.sign == ASKED for one in plan.questions):
            pieces.append(Text(ASKED_WORDS, style="dim"))
        pieces.append(Text())
    if plan.guess:
        pieces += [Text("Your guess", style="bold"), Text(plan.guess), Text()]
    return Group(*pieces[:-1])


def headed(parts: Iterable[Part]) -> Content:
    """Headings with their texts below."""
    pieces: list[str | tuple[str, str]] = []
    for index, (heading, text) in enumerate(parts):
        pieces += [("\n\n" if index else "") + "", (visible(heading), "bold"), "\n", visible(text.strip())]
    return Content.assemble(*pieces)
