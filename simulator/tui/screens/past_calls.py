"""The calls that were made; each leads to its debrief."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text
from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.tui.past_calls_view import EMPTY, CallRow, PastCallsView
from simulator.tui.screens.looking_back import LookingBackScreen

#: from this width of a row on the campaign has a place
_ROOM_FOR_THE_CAMPAIGN = 70


class PastCallsScreen(LookingBackScreen[PastCallsView]):
    """The calls, newest first; one that is still open can be resumed from here.

    Args:
        load: reads the journal and gives the view; may block, and may raise SimulatorError.
    """

    CSS_PATH = "past_calls.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="past_calls.help", tooltip="All keys."),
        # before the list, for which Enter and a click are the same
        Binding(
            "enter",
            "open",
            "Debrief",
            id="past_calls.open",
            tooltip="How the chosen call went; a call that is still open is resumed.",
            priority=True,
        ),
        Binding("escape", "close", "Back", id="past_calls.close", tooltip="Back to where you were."),
    ]

    @dataclass
    class ShowDebrief(Message):
        """The rep wants to see how that call went."""

        call_id: str

    @dataclass
    class Resume(Message):
        """This open call is to be taken up; with that person, safe to show."""

        call_id: str
        name: str

    made = getters.query_one("#made", OptionList)
    hello = getters.query_one("#hello", Static)

    def __init__(self, load: Callable[[], PastCallsView]) -> None:
        super().__init__(load, PastCallsView(), EMPTY)

    def content(self) -> ComposeResult:
        """A place for the list; it fills as soon as the journal is read."""
        yield Static("Calls you have made", classes="title", markup=False)
        yield Static("Reading the journal…", id="hello", markup=False)
        yield OptionList(id="made", markup=False)
        yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Nothing to choose from yet."""
        self.made.display = False

    def greet(self, sentence: str) -> None:
        """Say that there is none."""
        self.hello.update(sentence)
        self.hello.display = bool(sentence)

    def fill(self, view: PastCallsView) -> None:
        """List them; the place of the one that was chosen stays so."""
        chosen = self.made.highlighted
        self.hello.display = False
        self.made.display = True
        self.made.set_options(Option(_Row(row), id=row.call_id) for row in view.rows)
        self.made.highlighted = min(chosen or 0, len(view.rows) - 1)
        self.made.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about a call needs one."""
        return bool(self._view.rows) or action != "open"

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        """The debrief of the chosen call, or the call itself where it is open."""
        if self.made.highlighted is not None:
            row = self._view.rows[self.made.highlighted]
            self.note.display = False
            self.post_message(
                self.Resume(row.call_id, row.prospect) if row.is_open else self.ShowDebrief(row.call_id)
            )


class _Row:
    """One row of the list."""

    def __init__(self, row: CallRow) -> None:
        self._row = row

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The columns that there is room for."""
        row = self._row
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=17, no_wrap=True)
        table.add_column(ratio=2, no_wrap=True, overflow="ellipsis")
        cells = [row.when, row.prospect]
        if options.max_width >= _ROOM_FOR_THE_CAMPAIGN:
            table.add_column(ratio=2, no_wrap=True, overflow="ellipsis")
            cells.append(row.campaign)
        for width, cell in ((11, row.ended), (3, row.score), (5, row.retry)):
            table.add_column(width=width, no_wrap=True, justify="right" if width == 3 else "left")
            cells.append(cell)
        table.add_row(*map(Text, cells))
        yield table
