"""A call: the rep's lines go in, typed events come out, and every turn is on disk before the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from simulator.call.coach import whisper
from simulator.call.events import (
    Bungled,
    Ended,
    Event,
    Hinted,
    Noticed,
    ProspectBegan,
    ProspectDelta,
    ProspectSpoke,
    ReadingMade,
    RepSpoke,
    Researched,
    Started,
    StateChanged,
    TakenBack,
)
from simulator.call.lines import MOST_CHARACTERS, clean
from simulator.call.record import Keeper
from simulator.domain.direction import Direction, Understood
from simulator.domain.lines import Move
from simulator.domain.persona import Persona
from simulator.domain.played import Plan, PlayedCall, PlayedTurn, Research
from simulator.domain.reading import Reading, ReadingContext
from simulator.domain.scenario import Scenario
from simulator.domain.speech_time import PAUSE_S, seconds_of
from simulator.domain.state import BungleKind, CallState, End, EndedBy, EndReason
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError
from simulator.prospect.advance import advance, opening_state
from simulator.prospect.authored import Slots, Spoken, pick_up
from simulator.prospect.banks import Banks
from simulator.prospect.voice import Said, Voice, VoiceLine, VoiceRequest
from simulator.reading.reader import Reader


@dataclass(frozen=True)
class CallSetup:
    """What a call is made of.

    Attributes:
        persona, scenario: who is called, and why.
        reader, voice: who reads the rep's lines, and who speaks for the prospect.
        seed: decides among lines that fit equally well.
    """

    persona: Persona
    scenario: Scenario
    reader: Reader
    voice: Voice
    seed: int = 0
    model: str | None = None
    plan: Plan | None = None


@dataclass
class _Progress:
    """What a take-back does not undo."""

    turns: list[PlayedTurn] = field(default_factory=list)
    second_chances_used: int = 0
    taken_kinds: list[BungleKind] = field(default_factory=list)
    hints: list[int] = field(default_factory=list)
    research: list[Research] = field(default_factory=list)


class Call:
    """One call, from the ring to its end.

    Drive it with `open`, then `say` for each line; each gives the events of that step as they happen. One step at a
    time: a second one that is asked for while the first runs waits for it.

    Args:
        setup: what the call is made of.
        keeper: where its turns are kept.
    """

    def __init__(self, setup: CallSetup, keeper: Keeper) -> None:
        self.setup = setup
        self.keeper = keeper
        self._banks = Banks(setup.persona)
        self._state = opening_state(setup.persona)
        self._end: End | None = None
        self._progress = _Progress()
        self._busy = asyncio.Lock()
        self._resumed = False

    @property
    def call_id(self) -> str:
        """The id under which the journal has the call."""
        return self.keeper.call_id

    @property
    def state(self) -> CallState:
        """Where the call stands."""
        return self._state

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self._end is not None

    @property
    def second_chances_left(self) -> int:
        """Second chances that are left."""
        return self.setup.scenario.second_chances - self._progress.second_chances_used

    @property
    def hints_left(self) -> int:
        """Whispers of the coach that are left."""
        return self.setup.scenario.hints - len(self._progress.hints)

    def played(self) -> PlayedCall:
        """The call so far, for the score and the debrief."""
        return PlayedCall(
            call=self.call_id,
            persona=self.setup.persona,
            scenario=self.setup.scenario,
            turns=tuple(self._progress.turns),
            state=self._state,
            end=self._end,
            second_chances_used=self._progress.second_chances_used,
            taken_kinds=tuple(self._progress.taken_kinds),
            hints=tuple(self._progress.hints),
            research=tuple(self._progress.research),
            plan=self.setup.plan,
        )

    def restore(self, played: PlayedCall) -> None:
        """Take up a call where its journal ends."""
        self._progress = _Progress(
            turns=list(played.turns),
            second_chances_used=played.second_chances_used,
            taken_kinds=list(played.taken_kinds),
            hints=list(played.hints),
            research=list(played.research),
        )
        self._state, self._end, self._resumed = played.state, played.end, True

    def stand_at(self, state: CallState) -> None:
        """Put the call at a state, for rehearsals and for measuring: what was said stays as it is."""
        self._state = state

    async def open(self) -> AsyncIterator[Event]:
        """The phone is picked up; for a call that is taken up again, the line that was left unanswered is answered."""
        async with self._busy:
            yield self._started()
            if not self._progress.turns:
                spoken = pick_up(self._banks, self._state, self._slots(), seed=self.setup.seed)
                yield self._keep_prospect(VoiceLine(spoken.text, spoken.keys), None, self._state)
            elif self._progress.turns[-1].speaker is Speaker.REP and not self._end:
                last = self._progress.turns[-1]
                if last.reading is not None and not last.taken_back:
                    async for event in self._answer(last.index, last.reading):
                        yield event

    async def say(self, text: str) -> AsyncIterator[Event]:
        """The rep says something; an empty line is a silence.

        Raises:
            UsageError: the call is over, or the line is too long; nothing has changed then.
        """
        async with self._busy:
            self._check_open()
            if len(text) > MOST_CHARACTERS:
                raise UsageError(
                    f"That line has {len(text):,} characters; nobody says that in one breath.",
                    hint=f"Say it in pieces of at most {MOST_CHARACTERS:,}.",
                )
            line = clean(text)
            reading = await self.setup.reader.read(line, self._context())
            said_so_already = self._reader_fell_back_last()
            turn = self._keep_rep(line, reading)
            yield RepSpoke(turn=turn, text=line)
            yield ReadingMade(turn=turn, reading=reading)
            if reading.fell_back and not said_so_already:
                text = "The model could not read this line in time; the built-in reader does, until it can."
                yield Noticed(turn=turn, kind="reader_fell_back", text=text)
            async for event in self._answer(turn, reading):
                yield event

    async def hang_up(self) -> AsyncIterator[Event]:
        """The rep puts the phone down; what was agreed stays agreed."""
        async with self._busy:
            self._check_open()
            if self._state.agreed is not None:
                yield self._finish(End(reason=self._state.agreed, by=EndedBy.REP))
            else:
                yield self._finish(End(reason=EndReason.REP_HUNG_UP, by=EndedBy.REP))

    async def take_back(self, lesson: str, action: str) -> AsyncIterator[Event]:
        """Take the last line back: the call stands where it stood before it.

        Raises:
            UsageError: nothing to take back, none left, a repeat of a kind that was taken back before, or no lesson.
        """
        async with self._busy:
            lesson, action = clean(lesson), clean(action)
            rep_turn = self._last_rep_turn()
            bungle = self._check_second_chance(rep_turn, lesson, action)
            indexes = [turn.index for turn in self._progress.turns if turn.index >= rep_turn.index]
            self.keeper.take_back(indexes, lesson, action, bungle)
            self._progress.turns = [
                turn.model_copy(update={"taken_back": True, "lesson": lesson, "action": action})
                if turn.index in indexes
                else turn
                for turn in self._progress.turns
            ]
            self._progress.second_chances_used += 1
            self._progress.taken_kinds.append(bungle)
            self._state, self._end = rep_turn.state, None
            yield TakenBack(
                turn=rep_turn.index,
                lesson=lesson,
                action=action,
                second_chances_left=self.second_chances_left,
            )
            yield self._state_event(Understood.YES)

    async def hint(self) -> AsyncIterator[Event]:
        """The coach whispers what could be asked now.

        Raises:
            UsageError: none is left, or the call is over.
        """
        async with self._busy:
            self._check_open()
            if self.hints_left <= 0:
                raise UsageError("The coach has no more hints for this call.")
            text = whisper(self._banks, self._state)
            turn = self._next_index()
            self.keeper.hint(turn, text)
            self._progress.hints.append(turn)
            yield Hinted(turn=turn, text=text, hints_left=self.hints_left)

    async def research(self, topic: str) -> AsyncIterator[Event]:
        """Ask the research desk; what it costs in preparation time is kept with the call.

        Raises:
            UsageError: the desk has nothing on that.
        """
        async with self._busy:
            self._check_open()
            findings = [
                one for one in self.setup.scenario.research if one.persona in {None, self.setup.persona.id}
            ]
            wanted = clean(topic).lower()
            found = next((one for one in findings if wanted in {one.id, one.title.lower()}), None)
            if found is None:
                known = ", ".join(one.id for one in findings) or "nothing"
                raise UsageError(f"The research desk has nothing under “{wanted}”.", hint=f"It has: {known}.")
            turn = self._next_index()
            again = any(one.topic == found.id for one in self._progress.research)
            cost_s = 0 if again else found.cost_s
            self.keeper.research(turn, found.id, cost_s)
            self._progress.research.append(Research(turn=turn, topic=found.id, cost_s=cost_s))
            yield Researched(turn=turn, topic=found.id, text=found.finds, cost_s=cost_s)

    async def aclose(self) -> None:
        """Let go of the voice and the reader."""
        await self.setup.voice.aclose()
        await self.setup.reader.aclose()

    async def _answer(self, turn: int, reading: Reading) -> AsyncIterator[Event]:
        """Advance, speak, keep; then say what changed."""
        before = self._state
        timed = before.model_copy(update={"elapsed_s": self._elapsed_after_last()})
        after, direction = advance(
            self._banks, timed, reading, turn=turn, clock_s=self.setup.scenario.clock_s
        )
        yield ProspectBegan(turn=turn + 1)
        line: VoiceLine | None = None
        async for piece in self._stream(after, direction):
            if isinstance(piece, VoiceLine):
                line = piece
            else:
                yield ProspectDelta(turn=turn + 1, text=piece)
        assert line is not None  # noqa: S101 - the stream ends with the line
        if line.notice:
            yield Noticed(turn=turn + 1, kind="voice", text=line.notice)
        yield self._keep_prospect(line, direction, after)
        if direction.bungle is not None:
            kind = direction.bungle.kind
            yield Bungled(
                turn=turn,
                kind=kind,
                why=direction.bungle.why,
                can_take_back=self.second_chances_left > 0 and kind not in self._progress.taken_kinds,
                second_chances_left=self.second_chances_left,
            )
        yield self._state_event(direction.understood)
        if direction.end is not None:
            yield self._finish(direction.end)

    async def _stream(self, state: CallState, direction: Direction) -> AsyncIterator[str | VoiceLine]:
        """Pieces of the line as the voice gives them, then the line."""
        pieces: asyncio.Queue[str | VoiceLine] = asyncio.Queue()
        request = VoiceRequest(
            banks=self._banks,
            scenario=self.setup.scenario,
            state=state,
            direction=direction,
            history=tuple(
                Said(turn.speaker, turn.text) for turn in self._progress.turns if not turn.taken_back
            ),
            slots=self._slots(),
            seed=self.setup.seed,
        )

        async def make() -> None:
            pieces.put_nowait(await self.setup.voice.say(request, _putter(pieces)))

        task = asyncio.create_task(make())
        try:
            while True:
                getter = asyncio.ensure_future(pieces.get())
                await asyncio.wait({getter, task}, return_when=asyncio.FIRST_COMPLETED)
                if not getter.done() and pieces.empty():
                    getter.cancel()
                    await task  # raises what the voice raised
                    continue
                piece = await getter
                yield piece
                if isinstance(piece, VoiceLine):
                    return
        finally:
            task.cancel()

    def _keep_rep(self, text: str, reading: Reading) -> int:
        start = self._elapsed_after_last()
        start += PAUSE_S if self._progress.turns else 0.0
        turn = PlayedTurn(
            index=self._next_index(),
            speaker=Speaker.REP,
            text=text,
            start_s=round(start, 2),
            end_s=round(start + seconds_of(text), 2),
            reading=reading,
            state=self._state,
            marks=("reader_fell_back",) if reading.fell_back else (),
        )
        self.keeper.turn(turn)
        self._progress.turns.append(turn)
        return turn.index

    def _keep_prospect(self, line: VoiceLine, direction: Direction | None, state: CallState) -> ProspectSpoke:
        start = self._elapsed_after_last() + (PAUSE_S if self._progress.turns else 0.0)
        end = round(start + seconds_of(line.text), 2)
        marks = line.marks
        if direction is not None and direction.understood is not Understood.YES:
            marks = (
                *marks,
                "not_understood" if direction.understood is Understood.NO else "weakly_understood",
            )
        state = state.model_copy(update={"said": (*state.said, *line.keys), "elapsed_s": end})
        turn = PlayedTurn(
            index=self._next_index(),
            speaker=Speaker.PROSPECT,
            text=line.text,
            start_s=round(start, 2),
            end_s=end,
            direction=direction,
            state=state,
            marks=marks,
        )
        self.keeper.turn(turn)
        self._progress.turns.append(turn)
        self._state = state
        return ProspectSpoke(
            turn=turn.index,
            text=line.text,
            moves=direction.moves if direction else (Move.PICK_UP,),
            marks=marks,
        )

    def _finish(self, end: End) -> Ended:
        # the line that ended it was heard; where the end cannot be kept, the call is over all the same
        self._end = end
        self._state = self._state.model_copy(update={"end": end})
        self.keeper.end(end)
        return Ended(turn=self._next_index() - 1, reason=end.reason, by=end.by)

    def _started(self) -> Started:
        setup = self.setup
        return Started(
            turn=0,
            call=self.call_id,
            scenario=setup.scenario.id,
            persona=setup.persona.id,
            prospect=setup.persona.card.name,
            company=setup.persona.card.company,
            voice=setup.voice.name,
            seed=setup.seed,
            clock_s=setup.scenario.clock_s,
            second_chances=self.second_chances_left,
            resumed=self._resumed,
        )

    def _state_event(self, understood: Understood) -> StateChanged:
        state = self._state
        return StateChanged(
            turn=max(0, self._next_index() - 1),
            trust=state.trust,
            patience=state.patience,
            elapsed_s=state.elapsed_s,
            opened=state.ledger.open_ids(),
            understood=str(understood),
        )

    def _context(self) -> ReadingContext:
        """What the reader may know now."""
        state = self._state
        standing = [turn for turn in self._progress.turns if not turn.taken_back]
        last = next((turn for turn in reversed(standing) if turn.speaker is Speaker.PROSPECT), None)
        hot = sorted(state.hot.items(), key=lambda item: -item[1])
        return ReadingContext(
            prospect_said=last.text if last else "",
            rep_said=tuple(turn.text for turn in standing if turn.speaker is Speaker.REP),
            focus=state.focus,
            hot=tuple((topic, self._words_of_cue(topic)) for topic, _ in hot),
            open_ids=state.ledger.open_ids(),
            choice=state.choice,
        )

    def _words_of_cue(self, topic: str) -> str:
        """What the prospect said when the cue was dropped."""
        said = set(self._state.said)
        bank = {"human": "drop", "position": "state"}.get(
            topic.partition(":")[0] if ":" in topic else "", "hint"
        )
        lines = getattr(self.setup.persona.topic(topic), bank)
        return " ".join(line.say for index, line in enumerate(lines) if f"{topic}/{bank}#{index}" in said)

    def _slots(self) -> Slots:
        last = next(
            (
                turn.text
                for turn in reversed(self._progress.turns)
                if turn.speaker is Speaker.PROSPECT and not turn.taken_back
            ),
            "",
        )
        return Slots(
            rep_name=self._state.rep_name or "", rep_company=self.setup.scenario.offer.company, last=last
        )

    def _elapsed_after_last(self) -> float:
        standing = [turn for turn in self._progress.turns if not turn.taken_back]
        return standing[-1].end_s if standing else 0.0

    def _next_index(self) -> int:
        return len(self._progress.turns)

    def _last_rep_turn(self) -> PlayedTurn:
        standing = (turn for turn in reversed(self._progress.turns) if not turn.taken_back)
        found = next((turn for turn in standing if turn.speaker is Speaker.REP), None)
        if found is None:
            raise UsageError("There is no line to take back yet.")
        return found

    def _check_second_chance(self, rep_turn: PlayedTurn, lesson: str, action: str) -> BungleKind:
        if self.second_chances_left <= 0:
            raise UsageError("No second chance is left in this call.")
        if not lesson or not action:
            raise UsageError(
                "A second chance costs a lesson and an action.",
                hint="/back WHAT WENT WRONG | WHAT YOU DO INSTEAD",
            )
        bungle = self._state.bungle
        if bungle is None or bungle.turn != rep_turn.index:
            raise UsageError("Your last line was no bungle; a second chance would be wasted on it.")
        if bungle.kind in self._progress.taken_kinds:
            raise UsageError(
                "That is the same mistake again, and the same mistake twice is not covered.",
                hint="Go on from here.",
            )
        return bungle.kind

    def _reader_fell_back_last(self) -> bool:
        spoken = [
            turn for turn in self._progress.turns if turn.speaker is Speaker.REP and not turn.taken_back
        ]
        return bool(spoken) and "reader_fell_back" in spoken[-1].marks

    def _check_open(self) -> None:
        if self._end is not None:
            raise UsageError("The call is over.")


def _putter(pieces: asyncio.Queue[str | VoiceLine]) -> Callable[[str], Awaitable[None]]:
    async def put(piece: str) -> None:
        pieces.put_nowait(piece)

    return put


__all__ = ["Call", "CallSetup", "Spoken"]
