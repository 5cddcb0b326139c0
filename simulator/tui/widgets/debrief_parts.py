"""The debrief's parts: blocks that can be opened, and the index of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.console import RenderableType
from rich.table import Table
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from simulator.reports.blocks import Behind, Paragraph, Rows
from simulator.tui.widgets.blocks import drawn

#: what stands before a block that can be opened, and before the one that is selected
CAN_BE_OPENED, SELECTED = "›", "▶"


class Block(Static):
    """A block of the debrief that rests on no turns."""

    def __init__(self, block: Paragraph | Rows, *, close: bool) -> None:
        super().__init__(_with_sign(" ", drawn(block)), classes="block -close" if close else "block")


class Opens(Static, can_focus=True):
    """A block that rests on turns: Enter or a click opens them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Turns", id="block.open", tooltip="The turns that this rests on."),
    ]

    @dataclass
    class Opened(Message):
        """The rep wants to see the turns behind a block."""

        opens: Opens
        behind: Behind

    def __init__(self, block: Rows, behind: Behind) -> None:
        self._drawn = drawn(block)
        super().__init__(
            _with_sign(CAN_BE_OPENED, self._drawn), classes="block -close" if block.close else "block"
        )
        self.behind = behind

    def on_focus(self) -> None:
        """The sign says it, not the colour alone."""
        self.update(_with_sign(SELECTED, self._drawn))

    def on_blur(self) -> None:
        """As it was."""
        self.update(_with_sign(CAN_BE_OPENED, self._drawn))

    def on_click(self, event: events.Click) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The turns that this rests on."""
        self.post_message(self.Opened(self, self.behind))


class DebriefBody(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The sections, to be scrolled by the screen: keys of its own would take the arrows from whatever is selected."""


class IndexEntry(Static):
    """One section in the index."""

    @dataclass
    class Chosen(Message):
        """The rep wants that section, counted from 0."""

        place: int

    def __init__(self, title: str, place: int) -> None:
        super().__init__(f"  {title}", markup=False, classes="entry")
        self._title, self._place = title, place

    def mark(self, *, current: bool) -> None:
        """Say whether the rep is in that section."""
        self.update(f"{SELECTED} {self._title}" if current else f"  {self._title}")
        self.set_class(current, "-current")

    def on_click(self) -> None:
        """Go there."""
        self.post_message(self.Chosen(self._place))


class SectionIndex(VerticalScroll, can_focus=False):
    """The sections beside the debrief, where there is room; the one that the rep is in has a sign."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(id="index")
        self._titles = titles

    def compose(self) -> ComposeResult:
        """One entry for each section."""
        for place, title in enumerate(self._titles):
            yield IndexEntry(title, place)

    async def show(self, titles: Sequence[str]) -> None:
        """Other sections."""
        self._titles = titles
        await self.recompose()

    def mark(self, place: int) -> None:
        """The rep is in that section."""
        for number, entry in enumerate(self.query(IndexEntry)):
            entry.mark(current=number == place)
            if number == place:
                entry.scroll_visible(animate=False)


def _with_sign(sign: str, block: RenderableType) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1, style="bold" if sign == SELECTED else "dim")
    table.add_column(ratio=1)
    table.add_row(sign, block)
    return table
