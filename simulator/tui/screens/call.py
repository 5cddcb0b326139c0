"""The call: who is on the line, the conversation, the clock, the input."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Input, Static

from simulator.errors import SimulatorError, UsageError
from simulator.tui.backstage import Backstage
from simulator.tui.commands import Command, Name, command_of
from simulator.tui.conductor import Conductor
from simulator.tui.pacing import Pacer
from simulator.tui.presenter import (
    CallPresenter,
    Change,
    EntryGone,
    EntryShown,
    LineReturned,
    Phase,
    Status,
    StatusShown,
)
from simulator.tui.screens.brief import BriefScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.hang_up import HangUpScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.research import ResearchScreen
from simulator.tui.screens.take_back import TakeBackScreen
from simulator.tui.widgets.brief import BriefPanel
from simulator.tui.widgets.conversation import Conversation
from simulator.tui.widgets.status import CallHeader
from simulator.tui.widgets.talk_input import TalkInput
from simulator.tui.widgets.too_small import RoomyScreen

if TYPE_CHECKING:
    from simulator.call.session import Call


class CallScreen(RoomyScreen):
    """One call from the ring to its end.

    Args:
        backstage: makes the call.
    """

    CSS_PATH = "call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="call.help", tooltip="All keys and commands."),
        Binding("f2", "hint", "Hint", id="call.hint", tooltip="A whisper from the coach."),
        Binding(
            "f3",
            "take_back",
            "Take back",
            id="call.take_back",
            tooltip="Take your last line back, if it was a bungle and a second chance is left.",
        ),
        Binding(
            "f4", "research", "Research", id="call.research", tooltip="What the research desk has on them."
        ),
        Binding("f5", "brief", "Brief", id="call.brief", tooltip="What the call is for: brief, goal, offer."),
        Binding(
            "f10,ctrl+d",
            "hang_up",
            "Hang up",
            id="call.hang_up",
            tooltip="Put the phone down; asks first.",
            priority=True,
        ),
        Binding(
            "escape", "skip", "Skip", id="call.skip", tooltip="See the rest of what they are saying at once."
        ),
        Binding(
            "enter", "debrief", "Debrief", id="call.debrief", tooltip="After the call: how it went, and why."
        ),
        Binding(
            "pageup", "scroll_back", "Earlier", id="call.earlier", tooltip="Scroll to what was said earlier."
        ),
        Binding("pagedown", "scroll_on", "Later", id="call.later", tooltip="Scroll to what was said last."),
    ]

    header = getters.query_one(CallHeader)
    conversation = getters.query_one(Conversation)
    brief = getters.query_one(BriefPanel)
    talk = getters.query_one(TalkInput)
    over = getters.query_one("#over", Static)

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._conductor: Conductor | None = None
        self._status: Status | None = None

    @property
    def conductor(self) -> Conductor | None:
        """Plays the call; None while it still rings."""
        return self._conductor

    def content(self) -> ComposeResult:
        """Header, conversation with the brief beside it, input, keys."""
        yield CallHeader()
        with Horizontal(id="room"):
            with Vertical(id="line"):
                yield Conversation()
                yield TalkInput(placeholder="Ringing…", id="talk", select_on_focus=False)
                yield Static("", id="over")
            yield BriefPanel(id="brief")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Ring as soon as the first picture stands."""
        self.call_after_refresh(self._ring)

    async def on_unmount(self) -> None:
        """Let go of the voice and the reader."""
        if self._conductor is not None:
            await self._conductor.call.aclose()

    @work(thread=True, group="ring")
    def _ring(self) -> None:
        try:
            call = self._backstage.ring()
        except SimulatorError as error:
            self._from_thread(self._cannot_ring, error)
        else:
            self._from_thread(self._answered, call)

    def _from_thread[T](self, then: object, what: T) -> None: ...

    def _answered(self, call: Call) -> None:
        from simulator.prospect.advance import opening_state  # noqa: PLC0415 - loaded with the call, not before

        setup = call.setup
        presenter = CallPresenter(
            setup.scenario,
            setup.persona,
            opening_state(setup.persona).patience,
            hints_left=call.hints_left,
            chances_left=call.second_chances_left,
        )
        natural = self._backstage.settings.pacing == "natural" and setup.voice.name == "authored"
        self._conductor = Conductor(call, presenter, Pacer(natural=natural), self._show)
        self.header.show_call(setup.scenario, setup.persona)
        self.brief.show_call(setup.scenario, setup.persona)
        self._show(StatusShown(presenter.status))
        self.talk.placeholder = "What you type is what you say."
        self._do(self._conductor.run())
        self._do(self._conductor.open())

    def _do(self, work_to_do: Awaitable[object]) -> None:
        """Let work of the call run beside the screen; what it does not catch ends the app with its traceback."""
        self.run_worker(work_to_do, group="call")

    def _show(self, change: Change) -> None:
        match change:
            case EntryShown(entry):
                self.conversation.show(entry)
            case EntryGone(key):
                self.conversation.drop(key)
            case StatusShown(status):
                self._show_status(status)
            case LineReturned(text):
                self.talk.give_back(text)

    def _show_status(self, status: Status) -> None:
        before, self._status = self._status, status
        self.header.show_status(status)
        if before is None or _keys_of(before) != _keys_of(status):
            self.refresh_bindings()
        if status.phase is Phase.OVER:
            self.talk.display = False
            self.over.display = True
            self.over.update("The call is over. Press Enter for the debrief.")
            self.set_focus(None)
