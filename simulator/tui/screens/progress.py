"""How the rep is getting on, against themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from simulator.domain.text_safety import visible
from simulator.tui.progress_view import EMPTY, ProgressView, table
from simulator.tui.screens.looking_back import LookingBackScreen
from simulator.tui.trend import chart
from simulator.tui.widgets.blocks import drawn, drawn_text


class TotalChart(Static):
    """The total over time, as wide as there is room."""

    view: ProgressView | None = None

    def show(self, view: ProgressView) -> None:
        """Draw another view."""
        self.view = view
        self.refresh()

    def render(self) -> Text:
        """The chart for the room there is now."""
        if self.view is None:
            return Text()
        lines = chart(self.view.totals, self.size.width, self.size.height, self.view.days)
        return Text("\n".join(lines), no_wrap=True)


class ProgressScreen(LookingBackScreen[ProgressView]):
    """The score and its dimensions over all calls.

    Args:
        load: reads the journal and gives the view; may block, and may raise SimulatorError.
    """

    CSS_PATH = "progress.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="progress.help", tooltip="All keys."),
        Binding(
            "d", "calls", "Calls", id="progress.calls", tooltip="The calls you have made, and their debriefs."
        ),
        Binding("escape", "close", "Back", id="progress.close", tooltip="Back to where you were."),
    ]

    class ShowCalls(Message):
        """The rep wants to see the calls behind the figures."""

    body = getters.query_one("#progress", VerticalScroll)
    chart = getters.query_one(TotalChart)

    def __init__(self, load: Callable[[], ProgressView]) -> None:
        super().__init__(load, ProgressView(), EMPTY)

    def content(self) -> ComposeResult:
        """Places for the chart and the tables; they fill as soon as the journal is read."""
        with VerticalScroll(id="progress"):
            yield Static("Your progress", classes="title", markup=False)
            yield Static("Reading the journal…", id="summary", classes="block", markup=False)
            yield Static("Total, 0 to 100", classes="title filled", markup=False)
            yield TotalChart(id="chart", classes="filled", markup=False)
            yield Static(id="scores", classes="block filled")
            yield Static(id="beside", classes="block filled")
            yield Static(id="legend", classes="block filled", markup=False)
        yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Nothing to draw yet."""
        self.set_class(True, "-unfilled")
        self.body.focus()

    def greet(self, sentence: str) -> None:
        """Say that there is no scored call."""
        self.query_one("#summary", Static).update(visible(sentence))

    def fill(self, view: ProgressView) -> None:
        """Draw it all; the tables once there is room for them."""
        self.query_one("#summary", Static).update(Text("\n").join(drawn_text(one) for one in view.summary))
        self.query_one("#legend", Static).update("\n".join(view.legend))
        self.set_class(False, "-unfilled")
        self.chart.show(view)
        self.call_after_refresh(self._draw_tables)

    def _draw_tables(self) -> None:
        view = self._view
        if view.is_empty:
            return
        for name, measures, title in (
            ("#scores", view.scores, "Score"),
            ("#beside", view.beside, "Beside it"),
        ):
            place = self.query_one(name, Static)
            columns = place.size.width
            place.update(drawn(table(measures, columns, calls=len(view.totals), title=title)))

    def on_resize(self, _: events.Resize) -> None:
        """Tables have as many columns as there is room for."""
        self.call_after_refresh(self._draw_tables)

    def action_calls(self) -> None:
        """The calls behind the figures."""
        self.post_message(self.ShowCalls())
