"""A question with two answers; what changes nothing is what Enter does."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from simulator.domain.text_safety import visible
from simulator.tui.widgets.dialog import Dialog, help_key, scroll_keys
from simulator.tui.wording import what_hanging_up_does


def ask_keys(dialog: str, yes: tuple[str, str], no: tuple[str, str]) -> list[BindingType]:
    """The keys of a question; each answer in a word or two, and as a sentence."""
    return [
        help_key(dialog),
        Binding("y", "yes", yes[0], id=f"{dialog}.yes", tooltip=yes[1]),
        Binding("n,escape", "no", no[0], id=f"{dialog}.no", tooltip=no[1]),
        Binding("left", "app.focus_previous", "Left", id=f"{dialog}.left", tooltip="To the button before.", show=False),
        Binding("right", "app.focus_next", "Right", id=f"{dialog}.right", tooltip="To the next button.", show=False),
        *scroll_keys(dialog),
    ]  # fmt: skip


class AskScreen(Dialog[bool]):
    """Gives whether the answer was yes.

    Args:
        question: the title.
        text: what happens.
        yes, no: the answers on the buttons.
    """

    def __init__(self, question: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._text, self._yes, self._no = question, visible(text), yes, no

    def content(self) -> ComposeResult:
        """The question, what happens, and the two answers."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(self._question, classes="title", markup=False)
            yield Static(self._text, classes="text", markup=False)
            with Horizontal(classes="buttons"):
                yield Button(f"{self._no} (n)", id="no", variant="primary")
                yield Button(f"{self._yes} (y)", id="yes")

    @on(Button.Pressed, "#yes")
    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(True)

    @on(Button.Pressed, "#no")
    def action_no(self) -> None:
        """Leave it as it is."""
        self.dismiss(False)


class HangUpScreen(AskScreen):
    """Hang up, or stay on the line.

    Args:
        name: of the prospect.
    """

    BINDINGS: ClassVar[list[BindingType]] = ask_keys(
        "hang_up", ("Hang up", "Put the phone down."), ("Stay", "Stay on the line.")
    )

    def __init__(self, name: str) -> None:
        super().__init__("Hang up?", what_hanging_up_does(name), "Hang up", "Stay on the line")


class UncoverScreen(AskScreen):
    """Whether the debrief is to tell what the rep did not reach."""

    BINDINGS: ClassVar[list[BindingType]] = ask_keys(
        "uncover", ("Uncover", "Show what you did not reach."), ("Leave it", "Leave it for another call.")
    )

    def __init__(self) -> None:
        super().__init__(
            "Uncover what you did not reach?",
            "You will know it when you call them again, and that call will tell you less about how you ask. "
            "It is uncovered here and now only: the next time that you open this debrief it is covered again.",
            "Uncover it",
            "Leave it covered",
        )


class SkipScreen(AskScreen):
    """Whether what the rep graded and wrote is to be thrown away."""

    BINDINGS: ClassVar[list[BindingType]] = ask_keys(
        "skip", ("Skip", "Go on to the debrief without your own grades."), ("Stay", "Go on grading.")
    )

    def __init__(self, filled_in: str) -> None:
        super().__init__(
            "Skip your own grades?",
            f"{filled_in} Skipping throws that away. F10 keeps it and goes on to the debrief. Once the score has been "
            "shown it is too late to grade this call.",
            "Skip",
            "Go on grading",
        )
