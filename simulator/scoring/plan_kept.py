"""What became of the questions that a rep planned."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.played import Plan, PlayedCall
from simulator.domain.reading import QuestionKind
from simulator.domain.transcript import Speaker
from simulator.reading.topic_words import content_stems

#: share of the content words of a planned question: nobody says one word for word
_ENOUGH = 0.5


def turns_asked(planned: Sequence[str], asked: Sequence[tuple[int, str]]) -> tuple[int | None, ...]:
    """For each planned question the first turn that asked it in some form; None where none did, or it says nothing.

    Args:
        planned: the questions of the plan.
        asked: turn and words of each line that asks.
    """
    said = [(turn, set(content_stems(text))) for turn, text in asked]
    found = []
    for question in planned:
        stems = set(content_stems(question))
        hits = (turn for turn, words in said if stems and len(stems & words) / len(stems) >= _ENOUGH)
        found.append(next(hits, None))
    return tuple(found)


def questions_asked(plan: Plan, call: PlayedCall) -> tuple[int | None, ...]:
    """The same for the questions of a plan, among the lines of a call that ask something and stand."""
    asked = [
        (turn.index, turn.text)
        for turn in call.standing()
        if turn.speaker is Speaker.REP
        and turn.reading is not None
        and turn.reading.line.question is not QuestionKind.NONE
    ]
    return turns_asked(plan.questions, asked)
