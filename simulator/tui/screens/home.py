"""The first screen: whom to call, what is still open, and how the last weeks went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.message import Message
from textual.widgets import OptionList, Static

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError
from simulator.tui.home_view import NO_CAMPAIGNS, Entry, HomeView, LeadEntry, OpenEntry
from simulator.tui.widgets.home_parts import EntryList, WeeksChart, drawn_about
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.work_groups import STEP

#: below this height the list gets the rows of the title and of the weeks
_LOW = 20
#: from this height on an empty row parts the groups of the list
_SPACIOUS = 32


class HomeScreen(RoomyScreen):
    """Campaigns with their leads, and open calls, to choose from.

    Args:
        load: collects what is shown; blocks, so it runs in a thread. May raise SimulatorError.
    """

    CSS_PATH = "home.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="home.help", tooltip="All keys."),
        Binding(
            "enter",
            "prepare",
            "Prepare",
            id="home.prepare",
            tooltip="Prepare a call to the chosen lead.",
            priority=True,  # the list has it too, under no name
        ),
        Binding("c", "call_now", "Call", id="home.call", tooltip="Call the chosen lead at once."),
        Binding(
            "enter,r",
            "resume",
            "Resume",
            id="home.resume",
            tooltip="On an open call: take it up where it was left.",
            priority=True,
        ),
        Binding("p", "show('progress')", "Progress", id="home.progress", tooltip="How your calls have gone."),
        Binding(
            "d",
            "show('calls')",
            "Calls",
            id="home.calls",
            tooltip="The calls you have made, and their debriefs.",
        ),
        Binding(
            "l",
            "show('library')",
            "Library",
            id="home.library",
            tooltip="Whom you have met, and what you know of them.",
        ),
        Binding(
            "s",
            "show('settings')",
            "Settings",
            id="home.settings",
            tooltip="What is set, to look at and to change.",
        ),
        Binding("f5", "look_again", "Look again", id="home.again", tooltip="Collect all this again."),
        Binding(
            "space",
            "read_on",
            "Read on",
            id="home.read_on",
            tooltip="The rest of what is said of the chosen entry, where it is cut off.",
            show=False,  # seldom needed; the help has it
        ),
        Binding(
            "q,ctrl+q",
            "app.quit",
            "Leave",
            id="home.leave",
            tooltip="Leave the practice room.",
            priority=True,
        ),
    ]

    @dataclass
    class Prepare(Message):
        """A call to this lead is to be prepared."""

        scenario_id: str
        persona_id: str

    @dataclass
    class CallNow(Message):
        """This lead is to be called at once."""

        scenario_id: str
        persona_id: str

    @dataclass
    class Resume(Message):
        """This open call is to be taken up; with that person, safe to show."""

        call_id: str
        name: str

    class ShowProgress(Message):
        """The rep wants to see their progress."""

    class ShowCalls(Message):
        """The rep wants to see the calls that they made."""

    class ShowLibrary(Message):
        """The rep wants to see whom they have met."""

    class ShowSettings(Message):
        """The rep wants to see the settings."""

    entries = getters.query_one("#entries", EntryList)
    about = getters.query_one("#about", VerticalScroll)
    weeks = getters.query_one("#weeks", Static)
    message = getters.query_one("#message", Static)
    note = getters.query_one("#note", Static)

    def __init__(self, load: Callable[[], HomeView]) -> None:
        super().__init__(classes="-message")  # there is nothing to choose from yet
        self._load = load
        self._view: HomeView | None = None
        self._failed = False
        #: why a call could not be made; stands until somebody goes elsewhere
        self._trouble = ""

    def tell(self, sentence: str) -> None:
        """Say why a call could not be made, below the list. Safe to show."""
        self._trouble = sentence
        self._say(sentence)

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return self.entries.chosen if self.is_mounted else None

    def content(self) -> ComposeResult:
        """Title, list with the chosen entry beside or below it, the last weeks, keys."""
        yield Static(self.app.title, id="head", classes="title", markup=False)
        with Container(id="room"):
            yield EntryList()
            yield Static("Looking…", id="message", markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static("", id="about-text", markup=False)
        yield Static("", id="weeks", markup=False)
        yield Static("", id="note", markup=False)

    @on(events.ScreenResume)
    def _look_when_shown(self) -> None:
        self.call_after_refresh(self.action_look_again)

    @on(events.ScreenSuspend)
    def _leave_trouble_behind(self) -> None:
        self._trouble = ""

    @work(group=STEP, exclusive=True)
    async def action_look_again(self) -> None:
        """Collect everything; where that fails, what was shown before stays, with a sentence below it."""
        try:
            view = await asyncio.to_thread(self._load)
        except SimulatorError as error:
            self._failed = True
            say = self.message.update if self._view is None else self._say
            say(visible(f"{error} F5 looks again."))
        else:
            self._failed = False
            self._say(visible(" ".join(filter(None, (self._trouble, *view.notes)))))
            if view != self._view:
                self._view = view
                self._draw()
        self.refresh_bindings()

    def _say(self, note: str) -> None:
        self.note.update(note)
        self.note.display = bool(note)

    # what is shown

    def _draw(self) -> None:
        if (view := self._view) is None:
            return
        entries = list(view.entries())
        self.message.update(NO_CAMPAIGNS)
        self.set_class(not entries, "-message")
        self.entries.show(view.groups, gaps=self.size.height >= _SPACIOUS)
        self.weeks.update(WeeksChart(view.charts) if view.charts else view.no_charts)
        self.set_class(bool(entries), "-weeks")
        if entries and not isinstance(self.focused, EntryList):
            self.entries.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Rows are as wide, and as far apart, as there is room for."""
        self.set_class(event.size.height < _LOW, "-low")
        self._draw()

    @on(OptionList.OptionHighlighted, "#entries")
    def _describe(self) -> None:
        entry = self.chosen
        if entry is not None:
            self.query_one("#about-text", Static).update(drawn_about(entry.about))
            self.about.scroll_home(animate=False)
        self.refresh_bindings()

    # what the rep does

    @on(OptionList.OptionSelected, "#entries")
    def _open(self) -> None:
        self.action_resume()
        self.action_prepare()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys can be used on the chosen entry."""
        match action:
            case "prepare" | "call_now":
                return isinstance(self.chosen, LeadEntry)
            case "resume":
                return isinstance(self.chosen, OpenEntry)
            case "look_again":
                return self._failed
            case _:
                return True

    def action_help(self) -> None:
        """All keys."""
        from simulator.tui.screens.help import HelpScreen  # noqa: PLC0415 - not before the first picture

        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_prepare(self) -> None:
        """Prepare a call to the chosen lead."""
        if isinstance(entry := self.chosen, LeadEntry):
            self.post_message(self.Prepare(entry.scenario_id, entry.persona_id))

    def action_call_now(self) -> None:
        """Call the chosen lead."""
        if isinstance(entry := self.chosen, LeadEntry):
            self.post_message(self.CallNow(entry.scenario_id, entry.persona_id))

    def action_resume(self) -> None:
        """Take the chosen open call up."""
        if isinstance(entry := self.chosen, OpenEntry):
            self.post_message(self.Resume(entry.call_id, entry.name))

    def action_read_on(self) -> None:
        """A page on in the panel, from its end back to the top."""
        if self.about.scroll_offset.y < self.about.max_scroll_y:
            self.about.scroll_page_down(animate=False)
        else:
            self.about.scroll_home(animate=False)

    def action_show(self, what: str) -> None:
        """Another screen: progress, calls, library or settings."""
        asked: dict[str, type[Message]] = {
            "progress": self.ShowProgress,
            "calls": self.ShowCalls,
            "library": self.ShowLibrary,
            "settings": self.ShowSettings,
        }
        self.post_message(asked[what]())
