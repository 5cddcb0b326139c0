"""Whom the rep has met, and what they know of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.tui.library_view import EMPTY, LibraryView, PersonShown
from simulator.tui.screens.looking_back import LookingBackScreen
from simulator.tui.widgets.blocks import drawn


class LibraryScreen(LookingBackScreen[LibraryView]):
    """A list of people, and what was found out about the one who is chosen.

    Args:
        load: reads the journal and gives the view; may block, and may raise SimulatorError.
    """

    CSS_PATH = "library.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="library.help", tooltip="All keys."),
        # before the list, for which Enter and a click are the same
        Binding(
            "enter",
            "call",
            "Prepare",
            id="library.call",
            tooltip="Prepare another call to them.",
            priority=True,
        ),
        Binding(
            "pageup",
            "read(-1)",
            "Read up",
            id="library.up",
            tooltip="Scroll what you know of them up.",
            priority=True,
            show=False,
        ),
        Binding(
            "pagedown",
            "read(1)",
            "Read on",
            id="library.down",
            tooltip="Scroll what you know of them down.",
            priority=True,
        ),
        Binding("escape", "close", "Back", id="library.close", tooltip="Back to where you were."),
    ]

    @dataclass
    class CallAgain(Message):
        """The rep wants to call somebody whom they know."""

        persona_id: str

    people = getters.query_one("#people", OptionList)
    known = getters.query_one("#known", VerticalScroll)
    hello = getters.query_one("#hello", Static)

    def __init__(self, load: Callable[[], LibraryView]) -> None:
        super().__init__(load, LibraryView(), EMPTY)

    def content(self) -> ComposeResult:
        """Places for the list and for what is known; they fill as soon as the journal is read."""
        yield Static("People you have met", classes="title", markup=False)
        yield Static("Reading the journal…", id="hello", classes="block", markup=False)
        with Container(id="both"):
            yield OptionList(id="people", markup=False)
            yield VerticalScroll(id="known")
        yield Static(id="note", markup=False)

    def on_mount(self) -> None:
        """Nothing to choose from yet."""
        self.query_one("#both").display = False

    def greet(self, sentence: str) -> None:
        """Say that there is nobody."""
        self.hello.update(sentence)
        self.hello.display = bool(sentence)

    def fill(self, view: LibraryView) -> None:
        """List everybody; whoever was chosen stays so, else it is the one who was called last."""
        before = self.people.highlighted_option
        self.hello.display = False
        self.query_one("#both").display = True
        self.people.set_options(Option(_row(one), id=one.persona_id) for one in view.people)
        known = [one.persona_id for one in view.people]
        self.people.highlighted = known.index(before.id) if before is not None and before.id in known else 0
        self.people.focus()

    @on(OptionList.OptionHighlighted)
    async def _show(self, event: OptionList.OptionHighlighted) -> None:
        person = self._view.people[event.option_index]
        async with self.batch():
            await self.known.remove_children()
            for section in person.sections:
                if section.title:
                    await self.known.mount(Static(section.title, classes="title", markup=False))
                await self.known.mount_all(Static(drawn(block), classes="block") for block in section.blocks)
        self.known.scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about a person needs one."""
        return bool(self._view.people) or action not in {"call", "read"}

    def action_call(self) -> None:
        """Call them again."""
        if self.people.highlighted is not None:
            self.post_message(self.CallAgain(self._view.people[self.people.highlighted].persona_id))

    def action_read(self, pages: int) -> None:
        """Scroll what is known by most of a page."""
        self.known.scroll_relative(y=pages * max(1, self.known.size.height - 1), animate=False)


def _row(person: PersonShown) -> Content:
    return Content.assemble((person.name, "bold"), f"  {person.known}")
