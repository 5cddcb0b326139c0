"""The turns behind a figure, in the conversation in which they stand."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from simulator.tui.evidence_view import EvidenceView, TurnLine, Window
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.too_small import Roomy

_SELECTED, _MARKED = "▶", "◆"


class TurnRow(Horizontal):
    """One turn: whether it is selected, whether it is behind the figure, who, what, and what it shows."""

    class Clicked(Message):
        """The rep pointed at a turn, counted from the first of the call."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, line: TurnLine, place: int, *, selected: bool) -> None:
        super().__init__(classes="-marked" if line.marked else "")
        self.line, self.place = line, place
        self._sign = Static("", classes="sign", markup=False)
        self.select(selected)

    def compose(self) -> ComposeResult:
        """Signs, number, name, words."""
        yield self._sign
        yield Static(f"{self.line.index:>4}  {self.line.who}", classes="who", markup=False)
        yield Static(_words(self.line), classes="words")

    def select(self, selected: bool) -> None:
        """Say by a sign whether it is selected."""
        self.set_class(selected, "-selected")
        marked = _MARKED if self.line.marked else " "
        self._sign.update(f"{_SELECTED if selected else ' '}{marked}")

    def on_click(self, event: events.Click) -> None:
        """Select it."""
        event.stop()
        self.post_message(self.Clicked(self.place))


def _words(line: TurnLine) -> Content:
    said = (
        Content.assemble((line.text, "strike"), "  (taken back)") if line.taken_back else Content(line.text)
    )
    if not line.marked or not line.why:
        return said
    return Content.assemble(said, "\n", (f"{_MARKED} {line.why}", "bold"))


class EvidenceScreen(Roomy, Screen[int | None]):
    """Reads the conversation at the turns behind a figure; gives the turn to retry from, or None.

    Args:
        view: the call and those turns.
    """

    CSS_PATH = "evidence.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="evidence.help", tooltip="All keys."),
        Binding("n,right", "jump(1)", "Next", id="evidence.next", tooltip="The next turn behind this."),
        Binding(
            "p,left", "jump(-1)", "Previous", id="evidence.previous", tooltip="The previous turn behind this."
        ),
        Binding("down,j", "move(1)", "Down", id="evidence.down", tooltip="The turn below.", show=False),
        Binding("up,k", "move(-1)", "Up", id="evidence.up", tooltip="The turn above.", show=False),
        Binding("pagedown", "move(8)", "Later", id="evidence.later", tooltip="Eight turns on.", show=False),
        Binding(
            "pageup", "move(-8)", "Earlier", id="evidence.earlier", tooltip="Eight turns back.", show=False
        ),
        Binding(
            "t",
            "retry",
            "Retry from here",
            id="evidence.retry",
            tooltip="A new call from this line of yours.",
        ),
        Binding(
            "escape", "close", "Back", id="evidence.close", tooltip="Back to the debrief, where you were."
        ),
    ]

    body = getters.query_one("#turns", VerticalScroll)
    head = getters.query_one("#head", Static)
    note = getters.query_one("#note", Static)

    def __init__(self, view: EvidenceView) -> None:
        super().__init__()
        self._view = view
        self._at = view.marked[0]
        self._shown = view.window(self._at)

    def content(self) -> ComposeResult:
        """What it is about, the turns, and room for a word."""
        yield Static(self._view.title, classes="title", markup=False)
        yield Static("", id="head", markup=False)
        yield VerticalScroll(id="turns", can_focus=False)
        yield Static("", id="note", markup=False)

    async def on_mount(self) -> None:
        """At the first of the turns."""
        self.note.display = False
        await self._fill(self._shown)

    async def action_jump(self, direction: int) -> None:
        """The next or the previous turn behind the figure."""
        await self._select(self._view.neighbour(self._at, direction))

    async def action_move(self, by: int) -> None:
        """Any other turn."""
        await self._select(min(len(self._view.lines) - 1, max(0, self._at + by)))

    @on(TurnRow.Clicked)
    async def _clicked(self, message: TurnRow.Clicked) -> None:
        await self._select(message.place)

    def action_retry(self) -> None:
        """Say that line anew, in a new call; or say why that cannot be."""
        why_not = self._view.why_no_retry(self._at)
        if why_not:
            self._tell(why_not)
        else:
            self.dismiss(self._view.lines[self._at].index)

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_close(self) -> None:
        """Back to the debrief."""
        self.dismiss(None)

    async def _select(self, at: int) -> None:
        self._at = at
        self._tell("")
        window = self._view.window(at, self._shown)
        if window != self._shown:
            await self._fill(window)
            return
        for row in self.query(TurnRow):
            row.select(row.place == at)
        self._show_place()

    async def _fill(self, window: Window) -> None:
        """Show another stretch of the call."""
        self._shown = window
        lines = self._view.lines
        rows: list[Static | TurnRow] = [
            TurnRow(lines[place], place, selected=place == self._at)
            for place in range(window.first, window.last)
        ]
        if window.first:
            rows.insert(0, _gap(window.first, "earlier"))
        if window.last < len(lines):
            rows.append(_gap(len(lines) - window.last, "later"))
        async with self.batch():
            await self.body.remove_children()
            await self.body.mount_all(rows)
        self.call_after_refresh(self._show_place)

    def _show_place(self) -> None:
        self.head.update(self._view.head(self._at))
        for row in self.query(TurnRow):
            if row.place == self._at:
                self.body.scroll_to_widget(row, animate=False, center=True)

    def _tell(self, text: str) -> None:
        self.note.update(text)
        self.note.display = bool(text)


def _gap(turns: int, which: str) -> Static:
    count = "one turn" if turns == 1 else f"{turns} turns"
    return Static(f"… {count} {which}", classes="gap", markup=False)
