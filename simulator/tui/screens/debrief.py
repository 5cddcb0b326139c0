"""How the call went, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from simulator.domain.played import PlayedCall
from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError
from simulator.tui.debrief_view import Paragraph, Rows, Section, Style, sections
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.too_small import RoomyScreen

if TYPE_CHECKING:
    from simulator.call.finishing import Finished

_RICH = {Style.PLAIN: "", Style.STRONG: "bold", Style.QUIET: "dim"}


class DebriefScreen(RoomyScreen):
    """The debrief of a call, to scroll through.

    Args:
        played: the call.
        finished: its score and debrief.
        save: writes the debrief to a file; gives its path.
        problem: something to know first, such as that the score could not be kept.
        more: sections after those of the debrief.
    """

    CSS_PATH = "debrief.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="debrief.help", tooltip="All keys."),
        Binding("r", "again", "Call again", id="debrief.again", tooltip="Call the same prospect again."),
        Binding(
            "t",
            "retry",
            "Retry",
            id="debrief.retry",
            tooltip="A new call from the line that is best played again.",
        ),
        Binding("s", "save", "Save", id="debrief.save", tooltip="Save the debrief to a text file."),
        Binding(
            "h",
            "app.home",
            "Home",
            id="debrief.home",
            tooltip="All campaigns and prospects, and how you are doing.",
        ),
        Binding("c,escape", "close", "Conversation", id="debrief.close", tooltip="Back to what was said."),
        Binding(
            "q,ctrl+q",
            "app.quit",
            "Leave",
            id="debrief.leave",
            tooltip="Leave the practice room.",
            priority=True,
        ),
    ]

    class Again(Message):
        """The rep wants another call."""

    @dataclass
    class Retry(Message):
        """The rep wants to say that line anew, in a new call that stands where this one stood."""

        call_id: str
        turn: int

    note = getters.query_one("#note", Static)

    def __init__(
        self,
        played: PlayedCall,
        finished: Finished,
        save: Callable[[], str],
        *,
        problem: str = "",
        more: Sequence[Section] = (),
    ) -> None:
        super().__init__()
        self._more = tuple(more)
        self._played, self._finished, self._save, self._problem = played, finished, save, problem

    def content(self) -> ComposeResult:
        """Section by section."""
        with VerticalScroll(id="debrief"):
            for section in (*sections(self._played, self._finished), *self._more):
                yield Static(section.title, classes="title", markup=False)
                for block in section.blocks:
                    yield Static(_drawn(block), classes="block")
        yield Static(visible(self._problem), id="note", markup=False)

    def on_mount(self) -> None:
        """The note takes room only when it says something."""
        self.note.display = bool(self._problem)

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_again(self) -> None:
        """Call the same prospect again."""
        self.post_message(self.Again())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to retry where the debrief names a line."""
        return None if action == "retry" and self._finished.debrief.retry_turn is None else True

    def action_retry(self) -> None:
        """Say that line anew."""
        turn = self._finished.debrief.retry_turn
        if turn is not None:
            self.post_message(self.Retry(self._played.call, turn))

    def action_save(self) -> None:
        """Save the debrief, and say where."""
        try:
            told = f"Saved to {self._save()}"
        except SimulatorError as error:
            told = f"Not saved: {error}"
        self.note.update(visible(told))
        self.note.display = True

    def action_close(self) -> None:
        """Back to the conversation."""
        self.app.pop_screen()


def _drawn(block: Paragraph | Rows) -> Text | Table:
    if isinstance(block, Paragraph):
        return _text(block)
    table = Table.grid(padding=(0, 2)) if not block.headings else Table(box=None, padding=(0, 2, 0, 0))
    columns = len(block.rows[0])
    for index in range(columns):
        last = index == columns - 1
        heading = block.headings[index] if block.headings else ""
        table.add_column(
            heading,
            ratio=1 if last else None,
            no_wrap=not last,
            header_style="dim",
            min_width=None if last else block.widths[index],
        )
    for row in block.rows:
        table.add_row(*(_text(cell) for cell in row))
    return table


def _text(paragraph: Paragraph) -> Text:
    return Text.assemble(*((piece.text, _RICH[piece.style]) for piece in paragraph.pieces))
