"""Plays a call for a screen: lines go in, changes of the screen come out, in the order of a conversation.

The engine runs ahead of what is shown: an authored line is on disk while its first word appears, so leaving
in the middle of it loses nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.call.events import Ended, Event, RepSpoke, Started
from simulator.call.lines import is_murmur
from simulator.domain.transcript import Speaker
from simulator.errors import JournalError, SimulatorError, UsageError
from simulator.tui.pacing import Pacer
from simulator.tui.presenter import CallPresenter
from simulator.tui.shown import Change

if TYPE_CHECKING:
    from simulator.call.finishing import Finished
    from simulator.call.session import Call

_Step = Event | Callable[[], Sequence[Change]]

_TRY_AGAIN = "Nothing is lost: press Enter to try again."


@dataclass(frozen=True)
class DeskTopic:
    """Something that the research desk can be asked for."""

    id: str
    title: str
    cost_s: int
    asked: bool


class Conductor:
    """One call on its way to the screen.

    Args:
        call: new, or taken up again.
        presenter: makes changes of events.
        pacer: how fast lines appear.
        show: called with each change.
    """

    def __init__(
        self, call: Call, presenter: CallPresenter, pacer: Pacer, show: Callable[[Change], None]
    ) -> None:
        self.call = call
        self._presenter, self._pacer, self._show = presenter, pacer, show
        self._steps: asyncio.Queue[_Step] = asyncio.Queue()
        self._busy = asyncio.Lock()
        self._finished: Finished | None = None
        self._repair: Callable[[], Awaitable[None]] | None = None

    async def run(self) -> None:
        """Show what happens, for as long as the screen stands."""
        while True:
            step = await self._steps.get()
            try:
                if isinstance(step, Event):
                    async for event in self._pacer.walk(step):
                        self._show_all(self._presenter.take(event))
                else:
                    self._show_all(step())
            finally:
                self._steps.task_done()

    async def shown(self) -> None:
        """Wait until everything that happened so far is on the screen."""
        await self._steps.join()

    async def open(self) -> None:
        """The phone is picked up."""
        played = self.call.played()
        if played.turns or played.end is not None:
            self._later(lambda: self._presenter.earlier(played))
        if not self.call.is_over:
            await self._play(self.call.open())

    async def say(self, text: str) -> None:
        """What the rep says; while the prospect speaks it interrupts, and an empty line asks to skip.

        A listener's "mm-hm" interrupts nobody: it is shown, and they go on.
        """
        if not text and self._presenter.status.prospect_speaks:
            self._pacer.skip()
            return
        await self._until_read()
        if self._would_cut():
            if is_murmur(text):
                self._show_all(self._presenter.murmured(text))
                return
            if not await self._cut_in(text):
                return
        else:
            self._pacer.skip()
        if self._repair is not None:
            await self._mend(text)
            return
        self._later(lambda: self._presenter.rep_says(text))
        await self._play(self.call.say(text), line=text)

    async def _until_read(self) -> None:
        """Wait for a line of the rep that is on its way to the prospect still: nobody speaks yet."""
        if not self._busy.locked() or self.call.is_answering:
            return
        async with self._busy:
            pass
        if not self._pacer.natural:
            await self.shown()

    def _would_cut(self) -> bool:
        """Whether the prospect has the floor, and would be cut off in what they are saying."""
        if not self._busy.locked() and not self._presenter.status.prospect_speaks:
            return False
        return self.call.would_cut(self._pacer.shown(self.call.speaking_turn))

    async def _cut_in(self, text: str) -> bool:
        """Break their line off where it is; False where that could not be kept, and the line went back."""
        turn = self.call.speaking_turn
        assert turn is not None  # noqa: S101 - somebody speaks
        self._pacer.hold()
        try:
            async for event in self.call.interrupt(self._pacer.shown(turn)):
                self._steps.put_nowait(event)
        except SimulatorError as error:
            self._pacer.skip()
            self.tell(error, text)
            return False
        if self.call.is_cut(turn):
            self._pacer.drop(turn)
        else:
            self._pacer.skip()
        return True

    async def hint(self) -> None:
        """A whisper of the coach."""
        await self._play(self.call.hint())

    async def research(self, topic: str) -> None:
        """A look-up at the research desk."""
        await self._play(self.call.research(topic))

    async def looked_up(self, topics: Sequence[str]) -> None:
        """What was looked up before the call is kept with it; one note says what it was."""
        async with self._busy:
            try:
                for topic in topics:
                    async for _ in self.call.research(topic):
                        pass
            except SimulatorError as error:
                self._failed(error, "")
        asked = {one.topic: None for one in self.call.played().research}
        titles = [one.title for name in asked for one in self.findings() if one.id == name]
        if topics and titles:
            self._later(lambda: self._presenter.looked_up(titles))

    async def hang_up(self) -> None:
        """The rep puts the phone down."""
        self._pacer.skip()
        await self._play(self.call.hang_up())

    async def take_back(self, lesson: str, action: str) -> str:
        """Take the last line back.

        Returns:
            what stood in the way; empty when it is done.
        """
        self._pacer.skip()
        async with self._busy:
            try:
                async for event in self.call.take_back(lesson, action):
                    self._steps.put_nowait(event)
            except SimulatorError as error:
                return str(error)
        return ""

    async def take_back_or_tell(self, lesson: str, action: str) -> None:
        """The same, where there is no dialog to say what stood in the way."""
        problem = await self.take_back(lesson, action)
        if problem:
            self.tell(UsageError(problem))

    async def silence(self) -> None:
        """Say nothing for a moment, whatever is being shown."""
        self._pacer.skip()
        await self.shown()
        await self.say("")

    def bungled_line(self) -> tuple[str, str]:
        """The rep's last line, and what was wrong with it."""
        return self._presenter.bungled_line()

    def findings(self) -> list[DeskTopic]:
        """What the research desk has on this prospect."""
        setup = self.call.setup
        asked = {one.topic for one in self.call.played().research}
        return [
            DeskTopic(one.id, one.title, one.cost_s, one.id in asked)
            for one in setup.scenario.research
            if one.persona in {None, setup.persona.id}
        ]

    def why_no_take_back(self) -> str:
        """Why the last line cannot be taken back; empty where it can."""
        return self._presenter.why_no_take_back()

    def skip(self) -> None:
        """Say the rest of the prospect's line at once."""
        self._pacer.skip()

    def tell(self, error: SimulatorError, line: str = "") -> None:
        """Show what was refused before it reached the call; the line goes back to the input."""
        self._later(lambda: self._presenter.refused(error, line))

    async def finish(self) -> tuple[Finished, str]:
        """The score and the debrief, and why the score could not be kept, or nothing; reckoned once."""
        if self._finished is not None:
            return self._finished, ""
        from simulator.call.finishing import finish_call  # noqa: PLC0415 - heavy, and not before the first paint
        from simulator.call.record import MemoryKeeper  # noqa: PLC0415

        played = self.call.played()
        try:
            self._finished = await asyncio.to_thread(finish_call, played, self.call.keeper)
        except JournalError as error:
            finished = await asyncio.to_thread(finish_call, played, MemoryKeeper(played.call))
            return finished, f"The score could not be kept: {error}"
        return self._finished, ""

    async def _play(self, events: AsyncIterator[Event], *, line: str = "") -> None:
        kept = not line
        async with self._busy:
            try:
                async for event in events:
                    kept = kept or isinstance(event, RepSpoke)
                    self._steps.put_nowait(event)
            except SimulatorError as error:
                self._failed(error, "" if kept else line)

    def _failed(self, error: SimulatorError, line: str) -> None:
        self._repair = self._repair_for() if isinstance(error, JournalError) else None
        what_next = _TRY_AGAIN if self._repair is not None or line else ""
        if isinstance(error, UsageError):
            what_next = ""
        self._later(lambda: self._presenter.failed(error, line=line, what_next=what_next))

    def _repair_for(self) -> Callable[[], Awaitable[None]] | None:
        """What a failed write left half done."""
        if self.call.is_over:
            return self._end_again
        last = next((turn for turn in reversed(self.call.played().turns) if not turn.taken_back), None)
        if last is None:
            return self._pick_up_again
        return self._answer_again if last.speaker is Speaker.REP else None

    async def _mend(self, text: str) -> None:
        """Do what could not be kept once more; what was typed meanwhile waits in the input."""
        repair, self._repair = self._repair, None
        assert repair is not None  # noqa: S101 - the caller looked
        await repair()
        if text:
            self._later(lambda: self._presenter.returned(text))

    async def _pick_up_again(self) -> None:
        await self._play(self.call.open())

    async def _answer_again(self) -> None:
        """The rep's line is kept, its answer is not: the prospect answers it again."""
        self.call.restore(self.call.played())
        async with self._busy:
            try:
                async for event in self.call.open():
                    if not isinstance(event, Started):
                        self._steps.put_nowait(event)
            except SimulatorError as error:
                self._failed(error, "")

    async def _end_again(self) -> None:
        end = self.call.played().end
        assert end is not None  # noqa: S101 - the call is over
        try:
            self.call.keeper.end(end)
        except SimulatorError as error:
            self._failed(error, "")
            return
        turns = len(self.call.played().turns)
        self._steps.put_nowait(Ended(turn=max(0, turns - 1), reason=end.reason, by=end.by))

    def _later(self, step: Callable[[], Sequence[Change]]) -> None:
        self._steps.put_nowait(step)

    def _show_all(self, changes: Sequence[Change]) -> None:
        for change in changes:
            self._show(change)
