"""The rep grades their own call before anything of the score is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from simulator.tui import mirror_view as view
from simulator.tui.mirror_view import Form, SelfGrade
from simulator.tui.quiet import Quiet
from simulator.tui.screens.ask import SkipScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.grade_row import GradeRow
from simulator.tui.widgets.too_small import RoomyScreen

#: rows of a window in which what counts can stand below every question
_TALL_ROWS = 36

#: bindings and no key handler, so that a digit and an arrow that arrive together keep their order
_DIGITS = [
    Binding(
        digit,
        f"type('{digit}')",
        f"Grade {digit}0",
        id=f"mirror.type_{digit}",
        tooltip="A grade.",
        show=False,
    )
    for digit in "0123456789"
]
#: what the help says of them all
_TYPING = Binding(
    "0…9", "type", "Grade", id="mirror.type", tooltip="The grade: 7 is 70, 85 is 85, 100 is 100."
)
#: what whoever was typing when the call ended might set off
_BY_TYPING = frozenset({"type", "skip", "unsure", "next"})


class MirrorScreen(RoomyScreen):
    """Eight questions to grade and one to guess at; less than a minute.

    Args:
        name: the prospect's given name.
        form: what was filled in before, as `form` of an earlier screen had it.
        clock: seconds from any beginning; with it, keys that somebody types on with do nothing for a moment.
    """

    CSS_PATH = "mirror.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="mirror.help", tooltip="All keys."),
        Binding(
            "enter",
            "next",
            "Next",
            id="mirror.next",
            tooltip="On to the next question; after the last one, to the debrief.",
        ),
        Binding(
            "f10,ctrl+s",
            "done",
            "Done",
            id="mirror.done",
            tooltip="Keep what you graded so far and go on to the debrief.",
        ),
        Binding(
            "s",
            "skip",
            "Skip",
            id="mirror.skip",
            tooltip="Go on to the debrief without grading. Once the score has been shown it is too late to grade.",
        ),
        Binding(
            "n,backspace,delete", "unsure", "Not sure", id="mirror.unsure", tooltip="No grade for this one."
        ),
        Binding(
            "escape",
            "back",
            "Back",
            id="mirror.back",
            tooltip="From the text to the grades; then to the call.",
        ),
        Binding("up", "move(-1)", "Up", id="mirror.up", tooltip="The question before.", show=False),
        Binding("down", "move(1)", "Down", id="mirror.down", tooltip="The next question.", show=False),
        Binding("left", "step(-1)", "Lower", id="mirror.lower", tooltip="Down to the next ten.", show=False),
        Binding("right", "step(1)", "Higher", id="mirror.higher", tooltip="Up to the next ten.", show=False),
        *_DIGITS,
    ]

    class Graded(Message):
        """The rep graded their call, as far as they were sure."""

        def __init__(self, self_grade: SelfGrade) -> None:
            super().__init__()
            self.self_grade = self_grade

    class Skipped(Message):
        """The rep goes on without grading."""

    last = getters.query_one("#last", Vertical)
    guess = getters.query_one("#guess", Input)
    progress = getters.query_one("#progress", Static)
    how = getters.query_one("#how", Static)
    note = getters.query_one("#note", Static)

    def __init__(self, name: str, form: Form | None = None, clock: Callable[[], float] | None = None) -> None:
        super().__init__()
        self._quiet = Quiet(clock) if clock is not None else None
        #: what is filled in so far
        self.form = form or Form()
        self._prospect = name
        self._rows = [GradeRow(at, question) for at, question in enumerate(view.QUESTIONS)]
        self._done = False

    def content(self) -> ComposeResult:
        """What it is for, the questions, the guess."""
        with Vertical(id="mirror-head"):
            with Horizontal(classes="row"):
                yield Static(view.TITLE, classes="title", markup=False)
                yield Static("", id="progress", markup=False)
            yield Static(view.intro(self._prospect), id="intro", markup=False)
        with Vertical(id="form"):
            yield from self._rows
            with Vertical(id="last", classes="question"):
                yield Static(view.GUESS, id="guess-asks", markup=False)
                yield Static(view.GUESS_COUNTS, classes="counts", markup=False)
                yield Input(
                    self.form.guess, id="guess", max_length=view.MOST_GUESSED, placeholder=view.GUESS_EMPTY
                )
        yield Static("", id="note", markup=False)
        yield Static("", id="how", markup=False)

    def on_mount(self) -> None:
        """Stand on the first question, or where the rep was."""
        self.note.display = False
        self._show(self.form)
        self._focus()
        if self._quiet is not None:
            self._quiet.begin()
            self._listen_when_quiet()

    @property
    def _left_s(self) -> float:
        return 0.0 if self._quiet is None else self._quiet.left_s

    def _listen_when_quiet(self) -> None:
        left_s = self._left_s
        self.refresh_bindings()
        if left_s:
            self.set_timer(left_s, self._listen_when_quiet)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing that a letter or Enter does, until nobody has typed for a moment; the footer has those keys from then on."""
        return not (action in _BY_TYPING and self._left_s)

    def on_key(self, event: events.Key) -> None:
        """Somebody types on: a whole moment from here."""
        if self._quiet is not None and self._left_s and (event.is_printable or event.key == "enter"):
            event.stop()
            self._quiet.begin()

    def on_screen_resume(self) -> None:
        """Whoever comes back may go on again."""
        self._done = False

    def on_resize(self, event: events.Resize) -> None:
        """What counts stands below every question where there is room, else below the one at hand."""
        self.set_class(event.size.height >= _TALL_ROWS, "-tall")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The keys act where the focus is by now, however it came there."""
        now = self.focused
        if now is not None:
            self._show(view.placed(self.form, now.at if isinstance(now, GradeRow) else view.GUESS_AT))
            self.call_after_refresh(now.scroll_visible, animate=False)

    @on(GradeRow.Pressed)
    def _pressed(self, message: GradeRow.Pressed) -> None:
        self._show(view.pressed(self.form, message.at, message.cell))
        self._focus()

    @on(Input.Changed)
    def _guessed(self, message: Input.Changed) -> None:
        self._show(view.guessed(self.form, message.value))

    @on(Input.Submitted)
    def _submitted(self, message: Input.Submitted) -> None:
        self._show(view.guessed(self.form, message.value))
        self.action_done()

    def action_help(self) -> None:
        """All keys; the digits in one row."""
        keys = [one for one in self.BINDINGS if one not in _DIGITS]
        self.app.push_screen(HelpScreen([*keys, _TYPING], commands=False))

    def action_move(self, step: int) -> None:
        """Another question."""
        self._show(view.moved(self.form, step))
        self._focus()

    def action_step(self, steps: int) -> None:
        """A higher or lower grade."""
        self._show(view.stepped(self.form, steps))

    def action_type(self, digit: str) -> None:
        """A digit of the grade."""
        self._show(view.typed(self.form, digit))

    def action_unsure(self) -> None:
        """No grade for this one."""
        self._show(view.unsure(self.form))

    def action_next(self) -> None:
        """The next question; after the last one, done."""
        if self.form.at == view.GUESS_AT:
            self.action_done()
        else:
            self.action_move(1)

    def action_done(self) -> None:
        """On to the debrief with what was graded; with nothing graded, a sentence says what can be done."""
        grade = view.self_grade(self.form)
        if grade is None:
            self.note.update(view.nothing_yet(self.form))
            self.note.display = True
        else:
            self._tell(self.Graded(grade))

    @work(group="dialog", exclusive=True)
    async def action_skip(self) -> None:
        """On to the debrief without grading; asks where something is filled in."""
        lost = view.filled_in(self.form)
        if not lost or await self.app.push_screen_wait(SkipScreen(lost)):
            self._tell(self.Skipped())

    def action_back(self) -> None:
        """From the text to the grades; from there to the call."""
        if self.form.at == view.GUESS_AT:
            self.action_move(-1)
        else:
            self.app.pop_screen()

    def _tell(self, message: Message) -> None:
        """Once, however often the key is pressed."""
        if not self._done:
            self._done = True
            self.post_message(message)

    def _focus(self) -> None:
        at = self.form.at
        self.set_focus(self.guess if at == view.GUESS_AT else self._rows[at], scroll_visible=False)

    def _show(self, form: Form) -> None:
        self.form = form
        for row in self._rows:
            row.show(view.row(form, row.at))
        self.last.set_class(form.at == view.GUESS_AT, "-here")
        self.progress.update(view.progress(form))
        self.how.update(view.GUESS_KEYS if form.at == view.GUESS_AT else view.HOW)
        if view.self_grade(form) is not None:
            self.note.display = False
