"""The two lines above the conversation: who is on the line, who is talking, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from simulator.tui.phase import Phase

# What is shown of a call is loaded with the call, while it rings and the first picture stands.
if TYPE_CHECKING:
    from simulator.tui.call_view import Talk, Who
    from simulator.tui.shown import Change, Status


class CallHeader(Vertical):
    """Name and firm; who is talking; the clock, the second chances, the prospect's patience.

    Args:
        until_then, phase: what stands there until somebody is on the line.
    """

    def __init__(self, until_then: str = "", phase: str = Phase.RINGING) -> None:
        super().__init__()
        self._until_then, self._first_phase = until_then or "Calling", phase
        self._who: Who | None = None
        self._status: Status | None = None
        self._talk: Talk | None = None
        self._written: dict[str, Content] = {}

    def compose(self) -> ComposeResult:
        """Two rows."""
        with Horizontal(classes="row"):
            yield Static(self._until_then, id="who", markup=False)
            yield Static(self._first_phase, id="phase", markup=False)
        with Horizontal(classes="row"):
            yield Static("", id="title", markup=False)
            yield Static("", id="limits", markup=False)

    def show_call(self, who: Who) -> None:
        """Who is called, and in which campaign."""
        from simulator.tui.call_view import Talk  # noqa: PLC0415 - see above

        self._who, self._talk = who, Talk(who.given)

    def take(self, change: Change) -> None:
        """Something on the screen changed."""
        from simulator.tui.shown import StatusShown  # noqa: PLC0415 - see above

        if self._talk is None:
            return
        before = self._talk.words
        self._talk.take(change)
        if isinstance(change, StatusShown):
            self._status = change.status
        if isinstance(change, StatusShown) or self._talk.words != before:
            self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """As much as has room."""
        self._draw()

    def _draw(self) -> None:
        if self._who is None or self._talk is None or self._status is None:
            return
        from simulator.tui.call_view import header  # noqa: PLC0415 - see above

        lines = header(self._who, self._talk.words, self._status, self.size.width)
        name = Content.assemble((lines.name, "bold"), f"  {lines.firm}", (f"  {lines.role}", "dim"))
        self._write("#who", name)
        self._write("#phase", Content(lines.talking))
        self._write("#title", Content(lines.title))
        self._write("#limits", Content(lines.limits))
        self.set_class(self._talk.is_reps_turn, "-your-turn")

    def _write(self, where: str, words: Content) -> None:
        """Change a field; one that says the same is left alone, since words come by the dozen in a second."""
        before = self._written.get(where)
        if before != words:
            self._written[where] = words
            # a clock that goes on takes no more room than before: nothing else moves
            same_width = before is not None and before.cell_length == words.cell_length
            self.query_one(where, Static).update(words, layout=not same_width)
