"""A second chance costs a lesson and an action: the two questions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from simulator.domain.text_safety import visible
from simulator.tui.widgets.dialog import Dialog, help_key, scroll_keys

TakeBack = Callable[[str, str], Awaitable[str]]

#: words that an answer takes to say anything
_LEAST_WORDS = 2
_BOTH = "A second chance costs both answers, each in two words at least."
_KEPT = "What you had written is still here."


@dataclass(frozen=True)
class Answers:
    """What stands in the two fields."""

    lesson: str = ""
    action: str = ""


@dataclass(frozen=True)
class Left:
    """How the dialog was left.

    Attributes:
        answers: as they stood; they are there again when the dialog is opened once more for this line.
        done: whether the line was taken back.
    """

    answers: Answers
    done: bool


def says_something(answer: str) -> bool:
    """Whether an answer is one: a letter is no lesson."""
    return sum(any(map(str.isalnum, word)) for word in answer.split()) >= _LEAST_WORDS


class TakeBackScreen(Dialog[Left]):
    """Stays until the line is taken back or the rep lets it stand.

    Args:
        said: the rep's line.
        why: what was wrong with it.
        take_back: takes the line back with a lesson and an action; gives what stood in the way.
        written: what was written when the dialog was left before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        help_key("take_back"),
        Binding(
            "escape",
            "leave_it",
            "Leave it",
            id="take_back.leave",
            tooltip="Let the line stand. What you wrote is kept, should you open this again.",
        ),
        Binding("up", "to(0)", "Up", id="take_back.first", tooltip="To the first question.", show=False),
        Binding(
            "down", "to(1)", "Down", id="take_back.second", tooltip="To the second question.", show=False
        ),
        *scroll_keys("take_back"),
    ]

    lesson = getters.query_one("#lesson", Input)
    instead = getters.query_one("#instead", Input)
    problem = getters.query_one("#problem", Static)

    def __init__(self, said: str, why: str, take_back: TakeBack, written: Answers | None = None) -> None:
        super().__init__()
        self._said, self._why, self._take_back = visible(said), visible(why), take_back
        self._written = written or Answers()

    def content(self) -> ComposeResult:
        """The line, and the two questions."""
        written = self._written
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static("Take it back", classes="title", markup=False)
            yield Static(f"You said: “{self._said}”", classes="text", markup=False)
            yield Static(self._why, classes="text", markup=False)
            yield Static("What went wrong?", classes="question", markup=False)
            yield Input(
                written.lesson,
                id="lesson",
                max_length=300,
                placeholder="Enter goes on to the second question.",
                select_on_focus=False,
            )
            yield Static("What do you do instead?", classes="question", markup=False)
            yield Input(
                written.action,
                id="instead",
                max_length=300,
                placeholder="Enter takes the line back.",
                select_on_focus=False,
            )
            yield Static(_KEPT if written != Answers() else "", id="problem", markup=False)

    @on(Input.Submitted)
    def _go_on(self) -> None:
        """From the first question to the second; from there, done, or to the one that has no answer yet."""
        if self.focused is self.lesson:
            self.instead.focus()
            return
        unanswered = next((one for one in (self.lesson, self.instead) if not says_something(one.value)), None)
        if unanswered is None:
            self._done()
        else:
            unanswered.focus()
            self._say(_BOTH)

    def action_to(self, place: int) -> None:
        """The first question or the second."""
        (self.lesson, self.instead)[place].focus()

    @work(group="step", exclusive=True)
    async def _done(self) -> None:
        answers = self._answers()
        problem = await self._take_back(answers.lesson.strip(), answers.action.strip())
        if problem:
            self._say(visible(problem))
        else:
            self.dismiss(Left(answers, done=True))

    def _say(self, sentence: str) -> None:
        self.problem.update(sentence)
        self.call_after_refresh(self.problem.scroll_visible, animate=False)

    def _answers(self) -> Answers:
        return Answers(self.lesson.value, self.instead.value)

    def action_leave_it(self) -> None:
        """Let the line stand."""
        self.dismiss(Left(self._answers(), done=False))
