"""One question of the mirror: what is asked, a scale to press, the grade in figures, what counts."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from simulator.tui.mirror_view import Question, RowShown


class Scale(Static):
    """Arrows and cells; says which of them was pressed."""

    class Pressed(Message):
        """A press, by its place from the left."""

        def __init__(self, cell: int) -> None:
            super().__init__()
            self.cell = cell

    def __init__(self) -> None:
        super().__init__("", classes="scale", markup=False)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Tell the row; at once, as the row may move when it comes to hand."""
        event.stop()
        self.post_message(self.Pressed(event.x))


class GradeRow(Vertical, can_focus=True):
    """A question that can be stood on; the sign before it tells where the keys act.

    Args:
        at: its place among the questions.
    """

    class Pressed(Message):
        """A press on the scale of a question."""

        def __init__(self, at: int, cell: int) -> None:
            super().__init__()
            self.at, self.cell = at, cell

    def __init__(self, at: int, question: Question) -> None:
        super().__init__(classes="question")
        self.at, self._question = at, question
        self._scale = Scale()
        self._figure = Static("", classes="figure", markup=False)

    def compose(self) -> ComposeResult:
        """Two lines."""
        with Horizontal(classes="row"):
            yield Static("▸", classes="sign", markup=False)
            yield Static(self._question.asks, classes="asks", markup=False)
            yield self._scale
            yield self._figure
        yield Static(self._question.counts, classes="counts", markup=False)

    def show(self, shown: RowShown) -> None:
        """Draw the grade."""
        self._scale.update(shown.scale)
        self._figure.update(shown.figure)

    def on_scale_pressed(self, message: Scale.Pressed) -> None:
        """Say whose scale it was."""
        message.stop()
        self.post_message(self.Pressed(self.at, message.cell))
