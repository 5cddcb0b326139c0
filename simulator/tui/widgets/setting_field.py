"""One setting to change: its name, its values to choose from or a line to type, and what there is to say of it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.tui.settings_view import TYPED, Field, step
from simulator.tui.widgets.line_input import LineInput

_CHOSEN, _OTHER = "●", "○"
_MOST_TYPED = 400


class Choice(Static):
    """One value, to press."""

    class Pressed(Message):
        """A press."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, value: str) -> None:
        super().__init__("", classes="choice", markup=False)
        self._value = value

    def show(self, chosen: str) -> None:
        """Say whether it is this one."""
        here = chosen == self._value
        self.set_class(here, "-chosen")
        self.update(f"{_CHOSEN if here else _OTHER} {self._value}")

    def on_click(self, event: events.Click) -> None:
        """Tell the field."""
        self.post_message(self.Pressed(self._value))


class SettingField(Vertical):
    """A setting; the sign before it tells where the keys act.

    Args:
        field: as it stands.
    """

    @dataclass
    class Wanted(Message):
        """Another value is wanted; empty is the default."""

        name: str
        value: str

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"set-{field.name}", classes="setting")
        self.field = field
        self.can_focus = self._is_row = bool(field.choices or field.locked)
        self._choices = [Choice(value) for value in field.choices]
        self._told = Static("", classes="told", markup=False)
        self._about = Static("", classes="about", markup=False)

    def compose(self) -> ComposeResult:
        """The line itself, what was said of it last, what it is for."""
        field = self.field
        with Horizontal(classes="row"):
            yield Static("▸", classes="sign", markup=False)
            yield Static(field.label, classes="label", markup=False)
            if field.choices:
                yield from self._choices
                yield Static(field.variable, classes="variable", markup=False)
            elif field.locked:
                yield Static(field.value, classes="fixed", markup=False)
                yield Static(field.variable, classes="variable", markup=False)
            else:
                yield LineInput(
                    field.value,
                    max_length=_MOST_TYPED,
                    placeholder=field.default,
                    select_on_focus=False,
                    compact=True,
                )
        yield self._told
        yield self._about

    def on_mount(self) -> None:
        """As it stands."""
        self.show(self.field)

    @property
    def stop(self) -> Widget:
        """What has the focus when the keys act here."""
        return self if self._is_row else self.query_one(Input)

    @property
    def is_typed_over(self) -> bool:
        """Whether something was typed that is not kept."""
        return not self._is_row and self.query_one(Input).value != self.field.value

    def show(self, field: Field) -> None:
        """The setting as it stands now; what was typed gives way to it."""
        self.field = field
        for one in self._choices:
            one.show(field.value)
        if not self._is_row:
            self.query_one(LineInput).put(field.value)
        self._about.update(Content(field.about))
        self.tell(field.caution)

    def tell(self, sentence: str, *, problem: bool = False) -> None:
        """Say something beside it; safe to show."""
        self._told.update(Content(f"{'✗ ' if problem else ''}{sentence}"))
        self._told.display = bool(sentence)
        self._told.set_class(problem, "-problem")

    def move(self, by: int) -> None:
        """To the value beside it."""
        if self.field.choices:
            self._want(step(self.field, by))

    def _want(self, value: str) -> None:
        if self.field.locked:
            self.tell(self.field.locked, problem=True)
        elif value != self.field.value:
            for one in self._choices:
                one.show(value)
            self.post_message(self.Wanted(self.field.name, value))

    def on_choice_pressed(self, message: Choice.Pressed) -> None:
        """That value."""
        message.stop()
        self._want(message.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.tell(TYPED if self.is_typed_over else self.field.caution)

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self.is_typed_over:
            self.post_message(self.Wanted(self.field.name, event.value))
