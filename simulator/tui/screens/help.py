"""All keys and all typed commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.call.commands import USAGE, Name
from simulator.tui.keys import listed
from simulator.tui.widgets.too_small import Roomy


class HelpScreen(Roomy, ModalScreen[None]):
    """The help of a screen.

    Args:
        bindings: of the screen that asks.
        commands: whether typed commands work there.
        hints: whether there are hints to ask for.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,enter", "close", "Close", id="help.close", tooltip="Back to where you were."),
    ]

    def __init__(self, bindings: Sequence[BindingType], *, commands: bool = True, hints: bool = True) -> None:
        super().__init__()
        self._listed, self._with_commands, self._with_hints = bindings, commands, hints

    def content(self) -> ComposeResult:
        """A table of keys, a table of commands, and how second chances work."""
        with VerticalScroll(classes="dialog -tall"):
            yield Static("Keys", classes="title", markup=False)
            yield Static(_table(listed([*self._listed, *self.app.BINDINGS])))
            if self._with_commands:
                yield Static("Typed in place of a line", classes="question", markup=False)
                yield Static(_table(self._commands()))
                yield Static("How it goes", classes="question", markup=False)
                yield Static(_HOW, markup=False)

    def _commands(self) -> list[tuple[str, str]]:
        return [
            (one.typed, one.does) for name, one in USAGE.items() if self._with_hints or name is not Name.HINT
        ]

    def action_close(self) -> None:
        """Back to where the person was."""
        self.dismiss(None)


_HOW = (
    "The clock counts talk, not typing. An empty Enter is a silence; while they speak, it shows the rest at "
    "once. A line that you say while they speak cuts them off: the rest of theirs goes unsaid, and they mind, unless "
    "it is a sorry or they had all but finished. A “mm-hm”, “right” or “I see” cuts nobody off. "
    "A bungle is a mistake with a name. A second chance takes it back, for a lesson and an action; the "
    "same mistake twice is not covered. The call is kept line by line: whatever happens to this window, it "
    "can be resumed."
)


def _table(rows: Sequence[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=30)
    table.add_column(ratio=1)
    for key, does in rows:
        table.add_row(Text(key, style="bold"), Text(does))
    return table
