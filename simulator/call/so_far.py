"""What a call has come to: its lines, where it stands, what was used up; and how each line is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import pairwise

from simulator.call.events import Ended, ProspectSpoke, Started, StateChanged
from simulator.call.record import Keeper
from simulator.domain.direction import Direction, Understood
from simulator.domain.lines import Move
from simulator.domain.persona import Persona
from simulator.domain.played import CUT_OFF, Plan, PlayedCall, PlayedTurn, Research, Retried
from simulator.domain.reading import Reading, ReadingContext
from simulator.domain.scenario import Scenario
from simulator.domain.speech_time import PAUSE_S, seconds_of
from simulator.domain.state import BungleKind, CallState, End
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError
from simulator.prospect.advance import opening_state
from simulator.prospect.authored import Slots
from simulator.prospect.banks import Banks
from simulator.prospect.unheard import Heard, cut_state, cut_text
from simulator.prospect.voice import Said, Voice, VoiceLine
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


class CallSoFar:
    """Everything of a call that is settled; each line is with the keeper before it is here.

    What is kept is written in a thread: a journal that is slow, or busy with another program, keeps nobody from typing.

    Args:
        setup: what the call is made of.
        keeper: where its turns are kept.

    Attributes:
        state: where the call stands.
        end: how it ended; None while it runs.
        turns: in order, lines taken back among them.
        last_line: the prospect's last line as its voice made it; None in a call that was taken up again.
        second_chances_used, taken_kinds, hints, research: what a take-back does not undo.
    """

    def __init__(self, setup: CallSetup, keeper: Keeper) -> None:
        self.setup, self.keeper = setup, keeper
        self.banks = Banks(setup.persona)
        self.state: CallState = opening_state(setup.persona)
        self.end: End | None = None
        self.turns: list[PlayedTurn] = []
        self.last_line: VoiceLine | None = None
        self.second_chances_used = 0
        self.taken_kinds: list[BungleKind] = []
        self.hints: list[int] = []
        self.research: list[Research] = []
        self.resumed = False
        self.retried: Retried | None = None

    @property
    def standing(self) -> list[PlayedTurn]:
        """The lines that were not taken back."""
        return [turn for turn in self.turns if not turn.taken_back]

    @property
    def next_index(self) -> int:
        """The place of the next line."""
        return len(self.turns)

    @property
    def elapsed_s(self) -> float:
        """Seconds of talk up to the end of the last line that stands."""
        standing = self.standing
        return standing[-1].end_s if standing else 0.0

    @property
    def second_chances_left(self) -> int:
        """Second chances that are left."""
        return self.setup.scenario.second_chances - self.second_chances_used

    @property
    def hints_left(self) -> int:
        """Whispers of the coach that are left."""
        return self.setup.scenario.hints - len(self.hints)

    def check_open(self) -> None:
        """Refuse what only a running call takes.

        Raises:
            UsageError: the call is over.
        """
        if self.end is not None:
            raise UsageError("The call is over.")

    def last_of(self, speaker: Speaker) -> PlayedTurn | None:
        """The last line of one of the two that stands."""
        return next((turn for turn in reversed(self.standing) if turn.speaker is speaker), None)

    def played(self) -> PlayedCall:
        """The call so far, for the score and the debrief."""
        return PlayedCall(
            call=self.keeper.call_id,
            persona=self.setup.persona,
            scenario=self.setup.scenario,
            turns=tuple(self.turns),
            state=self.state,
            end=self.end,
            second_chances_used=self.second_chances_used,
            taken_kinds=tuple(self.taken_kinds),
            hints=tuple(self.hints),
            research=tuple(self.research),
            plan=self.setup.plan,
            retried=self.retried,
        )

    def restore(self, played: PlayedCall) -> None:
        """Take up a call where its journal ends."""
        self.turns = list(played.turns)
        self.second_chances_used = played.second_chances_used
        self.taken_kinds = list(played.taken_kinds)
        self.hints = list(played.hints)
        self.research = list(played.research)
        self.retried = played.retried
        self.state, self.end, self.resumed, self.last_line = played.state, played.end, True, None

    # lines

    async def keep_rep(self, text: str, reading: Reading, *, at_once: bool) -> int:
        """Keep a line of the rep.

        Args:
            at_once: it came without the pause that lies between two turns.
        Returns:
            its place.
        """
        start = self.elapsed_s + (PAUSE_S if self.turns and not at_once else 0.0)
        turn = PlayedTurn(
            index=self.next_index,
            speaker=Speaker.REP,
            text=text,
            start_s=round(start, 2),
            end_s=round(start + seconds_of(text), 2),
            reading=reading,
            state=self.state,
            marks=("reader_fell_back",) if reading.fell_back else (),
        )
        await asyncio.to_thread(self.keeper.turn, turn)
        self.turns.append(turn)
        return turn.index

    async def keep_prospect(
        self, line: VoiceLine, direction: Direction | None, state: CallState
    ) -> ProspectSpoke:
        """Keep a line of the prospect, with the state that it leaves."""
        start = self.elapsed_s + (PAUSE_S if self.turns else 0.0)
        end = round(start + _seconds_of_line(line), 2)
        marks = line.marks
        if direction is not None and direction.understood is not Understood.YES:
            marks = (
                *marks,
                "not_understood" if direction.understood is Understood.NO else "weakly_understood",
            )
        state = state.model_copy(update={"said": (*state.said, *line.keys), "elapsed_s": end})
        turn = PlayedTurn(
            index=self.next_index,
            speaker=Speaker.PROSPECT,
            text=line.text,
            start_s=round(start, 2),
            end_s=end,
            direction=direction,
            state=state,
            marks=marks,
        )
        await asyncio.to_thread(self.keeper.turn, turn)
        self.turns.append(turn)
        self.state, self.last_line = state, line
        return ProspectSpoke(
            turn=turn.index,
            text=line.text,
            moves=direction.moves if direction else (Move.PICK_UP,),
            marks=marks,
        )

    async def cut_last_line(self, heard: str) -> PlayedTurn:
        """Keep of the prospect's last line what was heard of it, in place of the whole.

        Args:
            heard: the words of the line up to there.
        """
        turn = self.turns[-1]
        answered = self.last_of(Speaker.REP)
        before = answered.state if answered is not None else opening_state(self.setup.persona)
        end = round(turn.start_s + (seconds_of(heard) if heard else 0.0), 2)
        how_far = Heard(self.last_line.pieces if self.last_line else (), len(heard.split()))
        reading = answered.reading if answered is not None else None
        state, direction = cut_state(self.banks.persona, before, self.state, turn.direction, how_far, reading)
        state = state.model_copy(update={"elapsed_s": end})
        cut = turn.model_copy(
            update={
                "text": cut_text(heard),
                "end_s": end,
                "direction": direction,
                "state": state,
                "marks": (*turn.marks, CUT_OFF),
            }
        )
        await asyncio.to_thread(self.keeper.cut_off, cut)
        self.turns[-1], self.state = cut, state
        return cut

    async def finish(self, end: End) -> Ended:
        """The call is over."""
        # the line that ended it was heard; where the end cannot be kept, the call is over all the same
        self.end = end
        self.state = self.state.model_copy(update={"end": end})
        await asyncio.to_thread(self.keeper.end, end)
        return Ended(turn=self.next_index - 1, reason=end.reason, by=end.by)

    # what others are told of it

    def started(self) -> Started:
        """Everything about the call that is fixed."""
        setup = self.setup
        return Started(
            turn=0,
            call=self.keeper.call_id,
            scenario=setup.scenario.id,
            persona=setup.persona.id,
            prospect=setup.persona.card.name,
            company=setup.persona.card.company,
            voice=setup.voice.name,
            seed=setup.seed,
            clock_s=setup.scenario.clock_s,
            second_chances=self.second_chances_left,
            resumed=self.resumed,
        )

    def state_changed(self, understood: Understood) -> StateChanged:
        """Where the call stands."""
        state = self.state
        return StateChanged(
            turn=max(0, self.next_index - 1),
            trust=state.trust,
            patience=state.patience,
            elapsed_s=state.elapsed_s,
            opened=state.ledger.open_ids(),
            understood=str(understood),
        )

    def context(self) -> ReadingContext:
        """What the reader may know now."""
        state = self.state
        last = self.last_of(Speaker.PROSPECT)
        hot = sorted(state.hot.items(), key=lambda item: -item[1])
        return ReadingContext(
            prospect_said=last.text if last else "",
            told=tuple(turn.text for turn in self.standing if turn.speaker is Speaker.PROSPECT),
            unanswered=self._unanswered(),
            rep_said=tuple(turn.text for turn in self._answered()),
            focus=state.focus,
            hot=tuple((topic, self._words_of_cue(topic)) for topic, _ in hot),
            open_ids=state.ledger.open_ids(),
            choice=state.choice,
        )

    def history(self) -> tuple[Said, ...]:
        """The conversation as it was spoken."""
        return tuple(Said(turn.speaker, turn.text) for turn in self.standing)

    def slots(self) -> Slots:
        """What the slots of authored lines are filled with."""
        last = self.last_of(Speaker.PROSPECT)
        return Slots(
            rep_name=self.state.rep_name or "",
            rep_company=self.setup.scenario.offer.company,
            last=last.text if last else "",
        )

    def reader_fell_back_last(self) -> bool:
        """Whether the rep's last line was read by the reader that stands behind the model's."""
        last = self.last_of(Speaker.REP)
        return last is not None and "reader_fell_back" in last.marks

    def _answered(self) -> list[PlayedTurn]:
        """The rep's lines, but for those whose answer nobody heard: to ask that again is not to ask it twice."""
        standing = self.standing
        unheard = {
            one.index
            for one, after in pairwise(standing)
            if CUT_OFF in after.marks and after.direction is not None and not after.direction.steps
        }
        return [turn for turn in standing if turn.speaker is Speaker.REP and turn.index not in unheard]

    def _unanswered(self) -> frozenset[str]:
        """The rep's lines that got no answer to what they asked: what was evaded may be asked again."""
        return frozenset(
            one.text
            for one, after in pairwise(self.standing)
            if one.speaker is Speaker.REP and after.direction is not None and not _answers(after.direction)
        )

    def _words_of_cue(self, topic: str) -> str:
        """What the prospect said when the cue was dropped."""
        said = set(self.state.said)
        bank = {"human": "drop", "position": "state"}.get(
            topic.partition(":")[0] if ":" in topic else "", "hint"
        )
        lines = getattr(self.setup.persona.topic(topic), bank)
        return " ".join(line.say for index, line in enumerate(lines) if f"{topic}/{bank}#{index}" in said)


#: moves that answer what was asked
_ANSWERING = frozenset(
    {
        Move.FACT, Move.REVEAL, Move.MORE, Move.GUARD, Move.STATE, Move.TESTED, Move.CORRECT, Move.WANT, Move.HONOURED,
        Move.ACCEPT, Move.CONFIRM, Move.AS_TOLD, Move.HOW_ARE_YOU, Move.BAD_TIME, Move.GO_AHEAD, Move.OWN_NAME,
        Move.RIGHT_PERSON, Move.ARRANGE, Move.PRICE, Move.META, Move.SAID_ALREADY, Move.AGREED_ALREADY,
    }
)  # fmt: skip


def _answers(direction: Direction) -> bool:
    return direction.understood is Understood.YES and not _ANSWERING.isdisjoint(direction.moves)


def _seconds_of_line(line: VoiceLine) -> float:
    """How long a line takes to say; of one that was cut off before its first word, nothing was said."""
    if CUT_OFF not in line.marks:
        return seconds_of(line.text)
    words = line.text.rstrip("— ")
    return seconds_of(words) if words else 0.0
