"""What the prospect is to do next, and exactly what may be said of what is private."""

from __future__ import annotations

from enum import StrEnum

from simulator.domain.base import Strict
from simulator.domain.lines import Mood, Move, Reaction, Stage, Tail
from simulator.domain.reading import AnswerType, Aspect
from simulator.domain.state import Bungle, End


class Understood(StrEnum):
    """How far the prospect followed the rep's line."""

    YES = "yes"
    WEAKLY = "weakly"  # a guess, a choice offered, or an answer beside the question
    NO = "no"


class Step(Strict):
    """One piece of content.

    Attributes:
        move: what it does.
        topic: the topic that its lines live under, for moves that have one; the need's id for `Move.WANT`.
        answer_type: what the question wanted back.
        side: which side of its subject was asked for.
        options: the two labels of a choice that is offered.
        theirs: the time that the rep named, in their words.
        brief: no more of it than answers: something else is said beside it.
        told: the sentence of the prospect's own that they say again.
    """

    move: Move
    topic: str | None = None
    answer_type: AnswerType = AnswerType.NONE
    side: Aspect = Aspect.NONE
    options: tuple[str, str] | None = None
    theirs: str = ""
    brief: bool = False
    told: str = ""


class AllowedFact(Strict):
    """A fact that may be spoken from now on."""

    topic: str
    text: str


class Direction(Strict):
    """What the prospect does with this line.

    Attributes:
        reaction: a few words first, or none.
        steps: the content, one or two pieces.
        tail: a few words last, or none.
        facts: all that has been opened so far and may be spoken, with what opens now; nothing else may.
        new_facts: what has to be conveyed in this line.
        understood: how far the line was followed; what was not is the prospect's fault and outside the score.
        bungle: the mistake that the line was, if it was one.
        end: the call ends with this line.
        nearest: the authored lines that come nearest to what was said; see `Reading.nearest`.
        why: one short sentence on each decision, for the coach.
    """

    reaction: Reaction | None = None
    steps: tuple[Step, ...]
    tail: Tail | None = None
    mood: Mood
    stage: Stage
    facts: tuple[AllowedFact, ...] = ()
    new_facts: tuple[AllowedFact, ...] = ()
    understood: Understood = Understood.YES
    bungle: Bungle | None = None
    end: End | None = None
    nearest: tuple[str, ...] = ()
    why: tuple[str, ...] = ()

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of its content."""
        return tuple(step.move for step in self.steps)
