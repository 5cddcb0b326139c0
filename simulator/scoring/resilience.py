"""What tone and probing do after an objection."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.domain.lines import Move
from simulator.domain.reading import Act, QuestionKind, ReflectionKind
from simulator.domain.scorecard import DimensionScore
from simulator.domain.transcript import Speaker
from simulator.scoring.parts import Part, clamp, combine, evidence
from simulator.scoring.rated import RatedTurn, line_of

#: what the prospect does that a rep has to take
_OBJECTIONS = frozenset(
    {
        Move.STATE, Move.PITCH, Move.PRESSURE, Move.REFUSE_STEP, Move.BRUSH_OFF, Move.PRICE, Move.ARGUMENT,
        Move.CLAIM_DOUBTED, Move.WARN_PUSHED, Move.WARN_PATIENCE, Move.TESTED,
    }
)  # fmt: skip
#: objections in transcripts that carry no moves
_OBJECTING = re.compile(
    r"\b(not interested|no thanks|no thank you|don'?t need|do not need|all set|happy with|already (?:have|got|use)"
    r"|too expensive|can'?t afford|no budget|no time|too busy|not (?:right )?now|send me (?:an |some |your )?(?:e-?mail|info\w*)"
    r"|think about it|don'?t want|waste of|call (?:me )?back|not for us|we'?re (?:fine|good|sorted|suited))\b",
    re.IGNORECASE,
)


def resilience(turns: Sequence[RatedTurn]) -> DimensionScore:
    """After each objection: acknowledge, then explore; not argue, push or pitch on. Staying at it counts."""
    values: list[float] = []
    good: list[RatedTurn] = []
    poor: list[RatedTurn] = []
    for before, after in zip(turns, turns[1:], strict=False):
        if before.speaker is not Speaker.PROSPECT or after.speaker is not Speaker.REP or not objects(before):
            continue
        if not after.counts:
            continue
        value = _answer_value(after)
        values.append(value)
        (good if value >= 0.6 else poor).append(after)
    if not values:
        return DimensionScore(note="Nobody objected to anything.")
    return combine(
        [
            Part(
                sum(values) / len(values),
                1.0,
                (
                    *evidence(good, "takes the objection and goes on from it"),
                    *evidence(poor, "meets the objection head on"),
                ),
            )
        ]
    )


def objects(turn: RatedTurn) -> bool:
    """Whether a prospect's turn objects."""
    if turn.direction is not None:
        return bool(_OBJECTIONS & set(turn.direction.moves))
    return bool(_OBJECTING.search(turn.text))


def _answer_value(turn: RatedTurn) -> float:
    line = line_of(turn)
    value = 0.4
    if line.does(Act.ACKNOWLEDGEMENT, Act.EMPATHY, Act.SECOND_THOUGHT, Act.THANKS) or (
        line.reflection is not ReflectionKind.NONE
    ):
        value += 0.3
    if line.question is not QuestionKind.NONE and not line.leading:
        value += 0.3
    if line.does(Act.HONOURS_REMOVAL, Act.DISQUALIFY):
        value += 0.3
    if line.does(Act.PITCH, Act.SELF_TALK):
        value -= 0.4
    if line.does(Act.PRESSURE, Act.ARGUES, Act.RUDE, Act.FALSE_URGENCY, Act.GUARANTEE):
        value -= 0.6
    return clamp(value)
