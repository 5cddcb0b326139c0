"""A second chance costs a lesson and an action: the two questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from simulator.domain.text_safety import visible
from simulator.tui.widgets.too_small import Roomy

TakeBack = Callable[[str, str], Awaitable[str]]

_BOTH = "A second chance costs both answers."


class TakeBackScreen(Roomy, ModalScreen[str]):
    """Stays until the line is taken back or the rep gives up; gives the action, or nothing.

    Args:
        said: the rep's line.
        why: what was wrong with it.
        take_back: takes the line back with a lesson and an action; gives what stood in the way.
    """

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave_it", "Leave it", id="take_back.leave", tooltip="Let the line stand."),
    ]

    lesson = getters.query_one("#lesson", Input)
    instead = getters.query_one("#instead", Input)
    problem = getters.query_one("#problem", Static)

    def __init__(self, said: str, why: str, take_back: TakeBack) -> None:
        super().__init__()
        self._said, self._why, self._take_back = visible(said), visible(why), take_back

    def content(self) -> ComposeResult:
        """The line, and the two questions."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static("Take it back", classes="title", markup=False)
            yield Static(f"You said: “{self._said}”", classes="text", markup=False)
            yield Static(self._why, classes="text", markup=False)
            yield Static("What went wrong?", classes="question", markup=False)
            yield Input(id="lesson", max_length=300, placeholder="Enter goes on to the second question.")
            yield Static("What do you do instead?", classes="question", markup=False)
            yield Input(id="instead", max_length=300, placeholder="Enter takes the line back.")
            yield Static("", id="problem", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        """From the first question to the second; from there, done."""
        if self.focused is self.lesson and self.lesson.value.strip():
            self.instead.focus()
        elif self.lesson.value.strip() and self.instead.value.strip():
            self._done()
        else:
            self.problem.update(_BOTH)

    @work(group="step", exclusive=True)
    async def _done(self) -> None:
        lesson, action = self.lesson.value.strip(), self.instead.value.strip()
        problem = await self._take_back(lesson, action)
        if problem:
            self.problem.update(visible(problem))
        else:
            self.dismiss(action)

    def action_leave_it(self) -> None:
        """Let the line stand."""
        self.dismiss("")
