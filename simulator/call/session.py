"""A call: the rep's lines go in, typed events come out, and every turn is on disk before the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from simulator.call import second_chances
from simulator.call.events import (
    Bungled,
    CutOff,
    Event,
    Noticed,
    ProspectBegan,
    ProspectDelta,
    ReadingMade,
    RepSpoke,
)
from simulator.call.lines import MOST_CHARACTERS, clean
from simulator.call.record import Keeper
from simulator.call.so_far import CallSetup, CallSoFar
from simulator.domain.direction import Direction, Understood
from simulator.domain.played import CUT_OFF, PlayedCall
from simulator.domain.reading import Reading
from simulator.domain.state import CallState, End, EndedBy, EndReason
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError
from simulator.prospect.advance import advance
from simulator.prospect.authored import Spoken, pick_up
from simulator.prospect.interrupted import is_minded
from simulator.prospect.unheard import Heard, cut_state, cut_text, heard_of, is_at_the_end
from simulator.prospect.voice import VoiceLine, VoiceRequest


class Call:
    """One call, from the ring to its end.

    Drive it with `open`, then `say` for each line; each gives the events of that step as they happen. One step at a
    time: a second one that is asked for while the first runs waits for it. Only `interrupt` reaches into a step that
    runs.

    Args:
        setup: what the call is made of.
        keeper: where its turns are kept.
    """

    def __init__(self, setup: CallSetup, keeper: Keeper) -> None:
        self.setup = setup
        self._so_far = CallSoFar(setup, keeper)
        self._busy = asyncio.Lock()
        self._answering: _Answering | None = None
        #: the rep's next line is the one that cut the prospect off
        self._cut_in = False

    @property
    def keeper(self) -> Keeper:
        """Where the call is kept."""
        return self._so_far.keeper

    @keeper.setter
    def keeper(self, keeper: Keeper) -> None:
        self._so_far.keeper = keeper

    @property
    def call_id(self) -> str:
        """The id under which the journal has the call."""
        return self.keeper.call_id

    @property
    def state(self) -> CallState:
        """Where the call stands."""
        return self._so_far.state

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self._so_far.end is not None

    @property
    def second_chances_left(self) -> int:
        """Second chances that are left."""
        return self._so_far.second_chances_left

    @property
    def hints_left(self) -> int:
        """Whispers of the coach that are left."""
        return self._so_far.hints_left

    @property
    def is_answering(self) -> bool:
        """Whether a line of the prospect is being made."""
        return self._answering is not None

    @property
    def speaking_turn(self) -> int | None:
        """The prospect's line that is being made, or else was said last with nothing after it; None where there is none."""
        if self._answering is not None:
            return self._answering.turn
        turns = self._so_far.turns
        return turns[-1].index if turns and turns[-1].speaker is Speaker.PROSPECT else None

    def played(self) -> PlayedCall:
        """The call so far, for the score and the debrief."""
        return self._so_far.played()

    def restore(self, played: PlayedCall) -> None:
        """Take up a call where its journal ends."""
        self._so_far.restore(played)
        self._cut_in = False  # that the program ended there is not the rep's doing

    def stand_at(self, state: CallState) -> None:
        """Put the call at a state, for rehearsals and for measuring: what was said stays as it is."""
        self._so_far.state = state

    async def open(self) -> AsyncIterator[Event]:
        """The phone is picked up; for a call that is taken up again, the line that was left unanswered is answered."""
        async with self._busy:
            so_far = self._so_far
            yield so_far.started()
            if not so_far.turns:
                spoken = pick_up(so_far.banks, so_far.state, so_far.slots(), seed=self.setup.seed)
                line = VoiceLine(spoken.text, spoken.keys, pieces=spoken.pieces)
                yield await so_far.keep_prospect(line, None, so_far.state)
            elif so_far.turns[-1].speaker is Speaker.REP and not so_far.end:
                last = so_far.turns[-1]
                if last.reading is not None and not last.taken_back:
                    async for event in self._answer(last.index, last.reading):
                        yield event

    async def say(self, text: str) -> AsyncIterator[Event]:
        """The rep says something; an empty line is a silence.

        Raises:
            UsageError: the call is over, or the line is too long; nothing has changed then.
        """
        async with self._busy:
            so_far = self._so_far
            so_far.check_open()
            if len(text) > MOST_CHARACTERS:
                raise UsageError(
                    f"That line has {len(text):,} characters; nobody says that in one breath.",
                    hint=f"Say it in pieces of at most {MOST_CHARACTERS:,}.",
                )
            line = clean(text)
            reading = await self.setup.reader.read(line, so_far.context())
            if self._cut_in and is_minded(reading.line):
                reading = reading.model_copy(update={"interrupted": True})
            said_so_already = so_far.reader_fell_back_last()
            turn = await so_far.keep_rep(line, reading, at_once=self._cut_in)
            self._cut_in = False
            yield RepSpoke(turn=turn, text=line)
            yield ReadingMade(turn=turn, reading=reading)
            if reading.fell_back and not said_so_already:
                text = "The model could not read this line in time; the built-in reader does, until it can."
                yield Noticed(turn=turn, kind="reader_fell_back", text=text)
            async for event in self._answer(turn, reading):
                yield event

    def would_cut(self, shown: str) -> bool:
        """Whether a rep who spoke now would cut the prospect off.

        Args:
            shown: what has been shown of the line so far.
        Returns:
            False where they are as good as at the end of it, say nothing, or are about to put the phone down.
        """
        if self._answering is not None:
            return not self._answering.ends
        turns = self._so_far.turns
        if self.is_over or not turns or turns[-1].speaker is not Speaker.PROSPECT or turns[-1].taken_back:
            return False
        line = turns[-1].text
        whole = CUT_OFF not in turns[-1].marks
        return whole and not is_at_the_end(len(heard_of(line, shown).split()), len(line.split()))

    def is_cut(self, turn: int) -> bool:
        """Whether a line of the prospect was cut off."""
        turns = self._so_far.turns
        return turn < len(turns) and CUT_OFF in turns[turn].marks

    async def interrupt(self, shown: str) -> AsyncIterator[Event]:
        """The rep speaks up while the prospect speaks; what they say comes with the next `say`.

        Of the prospect's line stays what was heard, in the journal and in everything that follows. What was not heard
        was not told: nothing of it is open. A line that is as good as said stands whole, and nothing happens. One that
        is still being made is broken off: the step that makes it ends with what was heard of it.

        Args:
            shown: what has been shown of the line so far. Before the first word nobody is interrupted: the line goes
                unsaid, and the rep's next one is as any other.
        """
        if self._answering is not None:
            self._answering.break_off(shown)
        async with self._busy:
            if not self.would_cut(shown):
                return
            so_far = self._so_far
            heard = heard_of(so_far.turns[-1].text, shown)
            cut = await so_far.cut_last_line(heard)
            self._cut_in = bool(heard)
            yield CutOff(turn=cut.index, text=cut.text, words=len(heard.split()))
            yield so_far.state_changed(Understood.YES)

    async def hang_up(self) -> AsyncIterator[Event]:
        """The rep puts the phone down; what was agreed stays agreed."""
        async with self._busy:
            self._so_far.check_open()
            agreed = self.state.agreed
            yield await self._so_far.finish(End(reason=agreed or EndReason.REP_HUNG_UP, by=EndedBy.REP))

    async def take_back(self, lesson: str, action: str) -> AsyncIterator[Event]:
        """Take the last line back; see `second_chances.take_back`."""
        async with self._busy:
            for event in await asyncio.to_thread(second_chances.take_back, self._so_far, lesson, action):
                self._cut_in = False  # what they were saying is gone; the new line interrupts nobody
                yield event

    async def hint(self) -> AsyncIterator[Event]:
        """The coach whispers what could be asked now; see `second_chances.hint`."""
        async with self._busy:
            yield await asyncio.to_thread(second_chances.hint, self._so_far)

    async def research(self, topic: str) -> AsyncIterator[Event]:
        """Ask the research desk; see `second_chances.research`."""
        async with self._busy:
            yield await asyncio.to_thread(second_chances.research, self._so_far, topic)

    async def aclose(self) -> None:
        """Let go of the voice and the reader."""
        await self.setup.voice.aclose()
        await self.setup.reader.aclose()

    async def _answer(self, turn: int, reading: Reading) -> AsyncIterator[Event]:
        """Advance, speak, keep; then say what changed."""
        so_far, before = self._so_far, self.state
        timed = before.model_copy(update={"elapsed_s": so_far.elapsed_s})
        after, direction = advance(
            so_far.banks, timed, reading, turn=turn, clock_s=self.setup.scenario.clock_s
        )
        self._answering = answering = _Answering(turn + 1, ends=direction.end is not None)
        try:
            yield ProspectBegan(turn=turn + 1)
            async for piece in self._stream(after, direction, answering):
                yield ProspectDelta(turn=turn + 1, text=piece)
            line = answering.heard_line()
            if CUT_OFF in line.marks:
                how_far = Heard(line.pieces, len(answering.heard.split()))
                after, cut = cut_state(so_far.banks.persona, timed, after, direction, how_far, reading)
                # the keys of what was heard are in the state that was made
                direction, line = cut or direction, replace(line, keys=())
                self._cut_in = bool(answering.heard)
            spoke = await so_far.keep_prospect(line, direction, after)
        finally:
            self._answering = None
        if answering.line is not None and answering.line.notice:
            yield Noticed(turn=turn + 1, kind="voice", text=answering.line.notice)
        yield spoke
        if direction.bungle is not None:
            kind = direction.bungle.kind
            yield Bungled(
                turn=turn,
                kind=kind,
                why=direction.bungle.why,
                can_take_back=self.second_chances_left > 0 and kind not in so_far.taken_kinds,
                second_chances_left=self.second_chances_left,
            )
        yield so_far.state_changed(direction.understood)
        if direction.end is not None:
            yield await so_far.finish(direction.end)

    async def _stream(
        self, state: CallState, direction: Direction, answering: _Answering
    ) -> AsyncIterator[str]:
        """Pieces of the line as the voice gives them, until it is whole or broken off."""
        pieces: asyncio.Queue[str | VoiceLine] = asyncio.Queue()
        request = VoiceRequest(
            banks=self._so_far.banks,
            scenario=self.setup.scenario,
            state=state,
            direction=direction,
            history=self._so_far.history(),
            slots=self._so_far.slots(),
            seed=self.setup.seed,
        )

        async def make() -> None:
            pieces.put_nowait(await self.setup.voice.say(request, _putter(pieces)))

        task = asyncio.create_task(make())
        broken_off = asyncio.create_task(answering.broken_off.wait())
        try:
            while not answering.broken_off.is_set():
                getter = asyncio.ensure_future(pieces.get())
                await asyncio.wait({getter, task, broken_off}, return_when=asyncio.FIRST_COMPLETED)
                if not getter.done() and pieces.empty():
                    getter.cancel()
                    if not answering.broken_off.is_set():
                        await task  # raises what the voice raised
                    continue
                piece = await getter
                if isinstance(piece, VoiceLine):
                    answering.line = piece
                    return
                answering.given += piece
                yield piece
        finally:
            task.cancel()
            broken_off.cancel()


class _Answering:
    """A line of the prospect that is being made.

    Args:
        turn: its place.
        ends: the call ends with it, and nobody can stop that.

    Attributes:
        given: what the voice has given of it.
        line: the whole, once it is there.
        heard: what had been heard of it when it was broken off.
    """

    def __init__(self, turn: int, *, ends: bool) -> None:
        self.turn, self.ends = turn, ends
        self.broken_off = asyncio.Event()
        self.given = ""
        self.heard = ""
        self.line: VoiceLine | None = None

    def break_off(self, shown: str) -> None:
        """Stop; nothing more of it is wanted."""
        if self.ends or self.broken_off.is_set():
            return
        self.heard = heard_of(self.given, shown)
        if self.line is None or not is_at_the_end(len(self.heard.split()), len(self.line.text.split())):
            self.broken_off.set()

    def heard_line(self) -> VoiceLine:
        """The line as it was said."""
        if not self.broken_off.is_set():
            assert self.line is not None  # noqa: S101 - the stream ends with the line
            return self.line
        known = self.line or VoiceLine("")
        return replace(known, text=cut_text(self.heard), marks=(*known.marks, CUT_OFF))


def _putter(pieces: asyncio.Queue[str | VoiceLine]) -> Callable[[str], Awaitable[None]]:
    async def put(piece: str) -> None:
        pieces.put_nowait(piece)

    return put


__all__ = ["Call", "CallSetup", "Spoken"]
