"""A call as it was played, with everything that was decided on the way: what the score and the debrief are made from."""

from __future__ import annotations

from simulator.domain.base import Strict
from simulator.domain.direction import Direction
from simulator.domain.persona import Persona
from simulator.domain.reading import Reading
from simulator.domain.scenario import Scenario
from simulator.domain.state import BungleKind, CallState, End
from simulator.domain.transcript import Speaker, Transcript, Turn

#: mark of a prospect's line that the rep spoke over: its text is what was heard
CUT_OFF = "cut_off"


class PlayedTurn(Strict):
    """One line of a played call.

    Attributes:
        index: place in the transcript, from 0; lines that were taken back keep theirs.
        start_s, end_s: seconds of talk from the start of the call.
        reading: what a rep's line does; None for the prospect.
        direction: what the prospect was to do; None for the rep and for the pick-up.
        state: for a rep's line the state that it met, for a prospect's line the state after it.
        marks: faults of the program: voice_fell_back, reader_fell_back, guard_replaced, not_understood; and
            cut_off, where the rep spoke before the line was at its end: then text, end, direction and state are
            those of what was heard.
        taken_back: struck out by a second chance, with its lesson and action.
    """

    index: int
    speaker: Speaker
    text: str
    start_s: float
    end_s: float
    reading: Reading | None = None
    direction: Direction | None = None
    state: CallState
    marks: tuple[str, ...] = ()
    taken_back: bool = False
    lesson: str = ""
    action: str = ""


class Research(Strict):
    """A look-up at the research desk: before which turn, what, and what it cost."""

    turn: int
    topic: str
    cost_s: int


class Plan(Strict):
    """What the rep wrote down before the call."""

    reason: str = ""
    questions: tuple[str, ...] = ()
    guess: str = ""

    @property
    def is_written(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.reason or self.questions or self.guess)


class Retried(Strict):
    """The call that a new try takes up.

    Attributes:
        turn: of that call, from which it is played anew.
        total: its score, 0–100; None where it has none.
        is_retry: whether that one was a new try too.
        more_s: seconds that the clock of the new try goes beyond that one's.
    """

    call: str
    turn: int
    total: float | None = None
    is_retry: bool = False
    more_s: int = 0


class PlayedCall(Strict):
    """A whole call.

    Attributes:
        turns: in order, lines taken back among them.
        state: the last state.
        taken_kinds: kinds of bungle that were taken back.
        hints: turns before which the coach whispered.
        plan: empty where the rep had a place to write one and wrote nothing; None where there was no such place.
        retried: what this call is a new try of; None for a call of its own.
    """

    call: str
    persona: Persona
    scenario: Scenario
    turns: tuple[PlayedTurn, ...]
    state: CallState
    end: End | None = None
    second_chances_used: int = 0
    taken_kinds: tuple[BungleKind, ...] = ()
    hints: tuple[int, ...] = ()
    research: tuple[Research, ...] = ()
    plan: Plan | None = None
    retried: Retried | None = None

    def standing(self) -> tuple[PlayedTurn, ...]:
        """The turns that were not taken back."""
        return tuple(turn for turn in self.turns if not turn.taken_back)

    @property
    def patience_given(self) -> float:
        """Exchanges of patience that a new try began with beyond what was left there; 0 for any other call."""
        if self.retried is None:
            return 0.0
        before = [turn for turn in self.standing() if turn.index < self.retried.turn]
        tried = [turn for turn in self.turns if turn.index >= self.retried.turn]
        began = tried[0].state if tried else self.state
        return max(0.0, round(began.patience - before[-1].state.patience, 3)) if before else 0.0

    def transcript(self) -> Transcript:
        """The conversation in the format that the program writes and reads; lines taken back are marked."""
        turns = []
        for turn in self.turns:
            extra: dict[str, object] = {"index": turn.index}
            if turn.taken_back:
                extra |= {"taken_back": True, "lesson": turn.lesson, "action": turn.action}
            if turn.marks:
                extra["marks"] = list(turn.marks)
            turns.append(
                Turn.model_validate(
                    {
                        "speaker": turn.speaker,
                        "text": turn.text,
                        "start": turn.start_s,
                        "end": turn.end_s,
                        **extra,
                    }
                )
            )
        return Transcript(
            id=self.call,
            turns=tuple(turns),
            rep=self.scenario.rep_name,
            persona=self.persona.id,
            scenario=self.scenario.id,
            call=self.call,
        )
