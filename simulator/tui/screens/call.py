"""The call: who is on the line, the conversation, the clock, the input."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from simulator.domain.text_safety import visible
from simulator.errors import SimulatorError, UsageError
from simulator.tui.backstage import Backstage
from simulator.tui.phase import Phase
from simulator.tui.quiet import Quiet
from simulator.tui.screens.call_keys import KEYS, KEYS_WITHOUT_HINTS, Usable, usable
from simulator.tui.widgets.brief import BriefPanel
from simulator.tui.widgets.conversation import Conversation, MoreBelow
from simulator.tui.widgets.status import CallHeader
from simulator.tui.widgets.talk_input import TalkInput
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.wording import (
    ADDING_UP,
    NOT_SENT,
    ONE_MOMENT,
    OVER,
    OVER_SINCE_NOW,
    PLACEHOLDER,
    PLACEHOLDER_WHILE_THEY_SPEAK,
    RINGING,
    not_said_yet,
    taking_up,
    too_much_pasted,
)
from simulator.tui.work_groups import BESIDE, STEP

# What is shown of a call, and what is typed, is loaded with the call itself, while it rings and the first picture stands.
if TYPE_CHECKING:
    from simulator.call.commands import Command
    from simulator.call.session import Call
    from simulator.tui.beside_view import BesideView
    from simulator.tui.conductor import Conductor
    from simulator.tui.mirror_view import SelfGrade
    from simulator.tui.screens.call_parts import CallParts
    from simulator.tui.shown import Change, Status


class CallScreen(RoomyScreen):
    """One call from the ring to its end.

    Args:
        backstage: makes the call.
    """

    CSS_PATH = "call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    @dataclass
    class CannotRing(Message):
        """The call could not be made at all."""

        error: SimulatorError

    header = getters.query_one(CallHeader)
    conversation = getters.query_one(Conversation)
    brief = getters.query_one(BriefPanel)
    talk = getters.query_one(TalkInput)
    over = getters.query_one("#over", Static)

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self._backstage = backstage
        self._parts: CallParts | None = None
        self._status: Status | None = None
        self._beside: BesideView | None = None
        self._beside_is_old = self._shows_debrief = False
        self._quiet = Quiet(backstage.clock)
        #: the same for a dialog with lines to fill in
        self._dialog_closed = Quiet(backstage.clock)

    @property
    def conductor(self) -> Conductor | None:
        """Plays the call; None while it still rings."""
        return self._parts.conductor if self._parts else None

    @property
    def phase(self) -> Phase:
        """Where the call is."""
        return self._status.phase if self._status else Phase.RINGING

    def on_screen_resume(self) -> None:
        """Back from the debrief, the end of the call is what was left."""
        if self._shows_debrief:
            self._shows_debrief = False
            self.conversation.anchor()
            self.conversation.scroll_end(animate=False)

    def content(self) -> ComposeResult:
        """Header, conversation with the brief beside it, input, keys."""
        name = self._backstage.taking_up
        yield CallHeader() if name is None else CallHeader(taking_up(name), "")
        with Horizontal(id="room"):
            with Vertical(id="line"):
                yield Conversation()
                yield MoreBelow()
                yield Static("", id="over", markup=False)
                waiting = RINGING if name is None else ONE_MOMENT
                yield TalkInput(placeholder=waiting, id="talk", select_on_focus=False)
            yield BriefPanel(id="brief")

    def on_mount(self) -> None:
        """Ring as soon as the first picture stands."""
        self.call_after_refresh(self._ring)

    async def on_unmount(self) -> None:
        """Let go of the voice and the reader."""
        if self.conductor is not None:
            await self.conductor.call.aclose()

    @work(group=STEP)
    async def _ring(self) -> None:
        try:
            call = await asyncio.to_thread(self._made)
        except SimulatorError as error:
            self.post_message(self.CannotRing(error))
        else:
            self._picked_up(call)

    def _made(self) -> Call:
        """The call, with what it takes to show it loaded: for a thread."""
        import simulator.tui.screens.call_parts  # noqa: F401, PLC0415 - see there

        return self._backstage.ring()

    def _picked_up(self, call: Call) -> None:
        from simulator.tui.screens.call_parts import call_parts  # noqa: PLC0415 - loaded by now
        from simulator.tui.shown import StatusShown  # noqa: PLC0415

        self._parts = parts = call_parts(call, self._backstage, self.app, self._show)
        self.header.show_call(parts.who)
        self._look_again()
        self._show(StatusShown(parts.status))
        self.talk.placeholder = PLACEHOLDER
        self.run_worker(parts.conductor.run(), group="show")
        self._do(self._begin(parts.conductor, self._backstage.take_look_ups()))

    async def _begin(self, conductor: Conductor, look_ups: Sequence[str]) -> None:
        """What was looked up beforehand is kept with the call; then they pick up."""
        await conductor.looked_up(look_ups)
        await conductor.open()

    def _do(self, step: Coroutine[Any, Any, object]) -> None:
        """Let a step of the call run beside the screen; an unexpected fault ends the app, with traceback."""
        self.run_worker(step, group=STEP)

    # what the presenter gives

    def _show(self, change: Change) -> None:
        from simulator.tui.shown import EntryGone, EntryShown, LineReturned, StatusShown  # noqa: PLC0415 - see above

        self.header.take(change)
        match change:
            case EntryShown(entry):
                self.conversation.show(entry)
                if entry.bears_on_the_plan:
                    self._look_again()
            case EntryGone(key):
                self.conversation.drop(key)
            case LineReturned(text):
                self.talk.give_back(text)
                self._show_unsent()
            case StatusShown(status):
                self._show_status(status)

    def _look_again(self) -> None:
        """Compare the plan with what was said, once for all that was said since."""
        if not self._beside_is_old:
            self._beside_is_old = True
            self.call_later(self._show_beside)

    @work(group=BESIDE, exclusive=True)
    async def _show_beside(self) -> None:
        from simulator.tui.beside_view import beside  # noqa: PLC0415

        if self.conductor is not None:
            self._beside_is_old = False
            self._beside = await asyncio.to_thread(beside, self.conductor.call.played())
            self.brief.show(self._beside)

    @on(Conversation.Unseen)
    def _tell_of_unseen(self, event: Conversation.Unseen) -> None:
        self.query_one(MoreBelow).show(event.entries)

    @on(MoreBelow.Clicked)
    def _go_to_end(self) -> None:
        self.conversation.anchor()

    def _show_status(self, status: Status) -> None:
        before, self._status = self._status, status
        if before is not None and before.prospect_speaks != status.prospect_speaks:
            self.talk.placeholder = self._placeholder
        if before is None or before.keys != status.keys:
            self.refresh_bindings()
        if status.phase is Phase.OVER and not self.has_class("-over"):
            self.add_class("-over")
            self.talk.disabled = True  # Enter belongs to the screen, once whoever was typing has stopped
            self.set_focus(None)
            self._show_unsent()
            self._quiet.begin()
            self._listen_when_quiet()

    def _show_unsent(self) -> None:
        """What was being typed when the call ended stands there, and is not said."""
        self.talk.border_title = NOT_SENT
        self.set_class(self.phase is Phase.OVER and bool(self.talk.value), "-unsent")

    def _listen_when_quiet(self) -> None:
        left_s = self._quiet.left_s
        self.over.update(OVER_SINCE_NOW if left_s else OVER)
        self.refresh_bindings()
        if left_s:
            self.set_timer(left_s, self._listen_when_quiet)

    def on_key(self, event: events.Key) -> None:
        """Whoever types on when the call is over gets it written down, and opens nothing by it."""
        if event.key == "f3" and self.phase is not Phase.RINGING:
            event.stop()
            self.action_take_back()  # dimmed, or gone with the call: it says why
        if self.phase is Phase.OVER and self._quiet.left_s and (event.is_printable or event.key == "enter"):
            event.stop()
            self._quiet.begin()
            self.talk.value += event.character if event.is_printable and event.character else ""
            self._show_unsent()

    @property
    def _placeholder(self) -> str:
        speaks = self._status is not None and self._status.prospect_speaks
        return PLACEHOLDER_WHILE_THEY_SPEAK if speaks else PLACEHOLDER

    # what the rep does

    @on(Input.Submitted, "#talk")
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if self.conductor is None:
            return
        if self.phase is Phase.OVER:  # the key was on its way when the call ended
            self._show_unsent()
            return
        if self._dialog_closed.left_s and event.value:
            self._say_first_that_it_is_not_said(self.conductor)
            return
        from simulator.call.commands import command_of  # noqa: PLC0415

        line, self.talk.border_title = event.value, ""
        self.remove_class("-unsent")
        self.talk.clear()
        self.talk.placeholder = self._placeholder
        self.conversation.anchor()
        try:
            command = command_of(line.strip())
        except UsageError as error:
            self.conductor.tell(error, line)
            return
        if command is None:
            self._do(self.conductor.say(line.strip()))
        else:
            self._command(self.conductor, command)

    def _say_first_that_it_is_not_said(self, conductor: Conductor) -> None:
        """What was typed for a dialog that has just closed stands in the input; the next Enter says it."""
        self._dialog_closed = Quiet(self._backstage.clock)
        self.talk.border_title = not_said_yet(visible(conductor.call.setup.persona.card.given_name))
        self.add_class("-unsent")

    @on(Input.Changed, "#talk")
    def _typed_on(self) -> None:
        """Whoever types on when a dialog has closed may not have seen that it has."""
        if self._dialog_closed.left_s:
            self._dialog_closed.begin()

    @on(TalkInput.TooMuchPasted)
    def _too_much(self, event: TalkInput.TooMuchPasted) -> None:
        if self.conductor is not None:
            self.conductor.tell(UsageError(too_much_pasted(event.characters)))

    def _command(self, conductor: Conductor, command: Command) -> None:
        from simulator.tui.typed import step_of  # noqa: PLC0415

        if isinstance(step := step_of(command, conductor), str):
            getattr(self, f"action_{step}")()
        else:
            self._do(step)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which keys can be used now; None shows one that cannot."""
        return {Usable.YES: True, Usable.NOT_NOW: None, Usable.HIDDEN: False}[
            usable(action, self._status, has_hints=self._has_hints, quiet=not self._quiet.left_s)
        ]

    def action_help(self) -> None:
        """All keys and commands."""
        from simulator.tui.screens.help import HelpScreen  # noqa: PLC0415 - when it is opened

        self.app.push_screen(
            HelpScreen(KEYS if self._has_hints else KEYS_WITHOUT_HINTS, hints=self._has_hints)
        )

    @property
    def _has_hints(self) -> bool:
        """Whether the campaign has any; an exam has none."""
        return self._parts is not None and self._parts.has_hints

    def action_hint(self) -> None:
        """A whisper from the coach."""
        if self.conductor is not None:
            self._do(self.conductor.hint())

    def action_skip(self) -> None:
        """The rest of what they are saying, at once."""
        if self.conductor is not None:
            self.conductor.skip()

    def action_scroll_back(self) -> None:
        """What was said earlier."""
        self.conversation.page_up()

    def action_scroll_on(self) -> None:
        """What was said last."""
        self.conversation.scroll_page_down(animate=False)

    @work(group="dialog", exclusive=True)
    async def action_take_back(self) -> None:
        """Ask what went wrong and what to do instead, then take the line back."""
        if self._parts is None:
            return
        if why_not := self._parts.conductor.why_no_take_back():
            self._parts.conductor.tell(UsageError(why_not))
            return
        action = await self._parts.dialogs.take_back()
        self._dialog_closed.begin()
        if action:
            self.talk.placeholder = visible(f"Instead: {action}")

    @work(group="dialog", exclusive=True)
    async def action_research(self) -> None:
        """Show what the desk has, and ask it."""
        if self._parts is None:
            return
        topic = await self._parts.dialogs.research()
        if topic is not None:
            self._do(self._parts.conductor.research(topic))

    def action_brief(self) -> None:
        """The plan, what the call is for, what the desk found."""
        if self._parts is not None and self._beside is not None:
            self._parts.dialogs.brief(self._beside)

    @work(group="dialog", exclusive=True)
    async def action_hang_up(self) -> None:
        """Ask, then put the phone down."""
        if self._parts is None or self._parts.conductor.call.is_over:
            return
        if await self._parts.dialogs.hang_up():
            self._do(self._parts.conductor.hang_up())

    def action_debrief(self) -> None:
        """How it went; the rep's own grades first, once."""
        if self._parts is None:
            return
        if self._parts.after.asks_for_grades:
            self.app.push_screen(self._parts.after.mirror())
        else:
            self.show_debrief()

    @work(group=STEP)
    async def show_debrief(self, grade: SelfGrade | None = None) -> None:
        """The debrief; reckoned once.

        Args:
            grade: the rep's own grades, to be kept and to be held against the score; the last ones else.
        """
        if self._parts is None:
            return
        self.over.update(ADDING_UP)
        debrief = await self._parts.after.debrief(grade)
        self.over.update(OVER)
        self._shows_debrief = True
        await self.app.push_screen(debrief)
