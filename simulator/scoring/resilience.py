"""What tone and probing do after an objection."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType

from simulator.domain.lines import Move
from simulator.domain.persona import PositionKind
from simulator.domain.reading import Act, QuestionForm, QuestionKind, ReflectionKind
from simulator.domain.scorecard import DimensionScore
from simulator.domain.transcript import Speaker
from simulator.reading.stems import word_parts
from simulator.scoring.parts import Part, clamp, combine, evidence, mean, rising, turns_in_words
from simulator.scoring.rated import RatedTurn, line_of

#: what the prospect does that a rep has to take
_OBJECTIONS = frozenset(
    {
        Move.PITCH, Move.PRESSURE, Move.REFUSE_STEP, Move.BRUSH_OFF, Move.PRICE, Move.ARGUMENT, Move.CLAIM_DOUBTED,
        Move.WARN_PUSHED, Move.OFF_LIST, Move.STOP_HERE,
    }
)  # fmt: skip
#: takes back whatever was agreed
_TAKES_BACK = Move.OFF_LIST
#: positions that stand in the way when they are stated; a polite yes and a belief about their own firm do not
_OBJECTING_KINDS = frozenset({PositionKind.REFLEX_NO, PositionKind.SMOKESCREEN, PositionKind.HONEST})
#: objections in transcripts that carry no moves
_OBJECTING = re.compile(
    r"\b(not interested|no thanks|no thank you|don['’]?t need|do not need|all set|happy with|already (?:have|got|use)"
    r"|too expensive|can['’]?t afford|no budget|no time|too busy|not (?:right )?now"
    r"|send me (?:something|(?:an |some |your )?(?:e-?mail|info\w*))|think about it|don['’]?t want|waste of"
    r"|send it (?:across|over|in writing)|leave it with (?:me|us)"
    r"|call (?:me )?back|not for us|we['’]?re (?:fine|good|sorted|suited))\b",
    re.IGNORECASE,
)

#: one of these is in every line that objects, but for "not for us" and "we're fine"
_OBJECTING_WORDS = frozenset(
    "interested thanks thank need set happy already expensive afford budget time busy now send think want waste leave"
    " call".split()
)
_SUITED = frozenset("fine good sorted suited".split())

#: an answer that neither takes the objection nor asks about it, nor makes it worse
_PLAIN = 0.3
_TAKES_IT, _EXPLORES, _ASKS_ELSEWHERE = 0.35, 0.35, 0.15
_PITCHES_ON, _CLOSES_ON, _PUSHES_ON = -0.4, -0.3, -0.6
#: an honest way out: off the list, or "then it is not for you"
_HONEST_WAY_OUT = 0.8
#: leaving at the first objection; after the second one it is courtesy
_LEAVES_AT_ONCE, _LEAVES_LATER = 0.25, 0.6
#: this much of what was said is taken up
_TAKEN_UP = 0.45
#: from here on the answer stands as a good one in the evidence
_GOOD = 0.6
#: mean move of trust over the exchanges after an objection: the worst and the best that is told apart
_TRUST_FELL, _TRUST_ROSE = -0.06, 0.03
#: what makes a way out a courteous one
_COURTESY = (Act.THANKS, Act.ACKNOWLEDGEMENT, Act.APOLOGY, Act.EMPATHY)


def resilience(
    turns: Sequence[RatedTurn],
    *,
    trust_moves: Mapping[int, float] | None = None,
    rep_rang_off: bool = False,
    positions: Mapping[str, PositionKind] = MappingProxyType({}),
) -> DimensionScore:
    """After each objection: take it, then explore it; not argue, push or pitch on. Staying at it counts.

    Args:
        turns: rated turns in order.
        trust_moves: what each rep turn, by its index, did to trust; known in played calls only.
        rep_rang_off: the rep put the phone down after the last turn.
        positions: what kind each ``position:id`` of the prospect is; known in played calls only.
    """
    values: list[float] = []
    met: list[int] = []
    unmet: list[int] = []
    moves: list[float] = []
    good: list[RatedTurn] = []
    poor: list[RatedTurn] = []
    for place, before in enumerate(turns):
        asked = turns[place - 1] if place else None
        if before.speaker is not Speaker.PROSPECT or not objects(before, positions, asked):
            continue
        after = turns[place + 1] if place + 1 < len(turns) else None
        if after is None and rep_rang_off:
            values.append(_LEAVES_AT_ONCE if not values else _LEAVES_LATER)
            met.append(before.index)
        elif after is None or after.speaker is not Speaker.REP or not after.counts or after.line is None:
            unmet.append(before.index)
        if after is None or after.speaker is not Speaker.REP or not after.counts or after.line is None:
            continue
        value = _answer_value(after, answered_before=len(values))
        values.append(value)
        met.append(before.index)
        if trust_moves is not None and after.index in trust_moves:
            moves.append(trust_moves[after.index])
        (good if value >= _GOOD else poor).append(after)
    if not values:
        return DimensionScore(note=_none_met(unmet))
    held = mean(moves)
    words = (
        *evidence(good, "takes the objection and goes on from it"),
        *evidence(poor, "does not take the objection"),
    )
    return combine(
        [
            Part(mean(values), 0.7, words),
            Part(rising(held, _TRUST_FELL, _TRUST_ROSE) if held is not None else None, 0.3),
        ],
        note=f"Objections met: {len(values)} ({turns_in_words(met)}).",
    )


def _none_met(unmet: Sequence[int]) -> str:
    """Why nothing is observed: what was said against it could not be answered, or nothing was."""
    if not unmet:
        return "They said nothing against it."
    return f"They objected in {turns_in_words(unmet)}, and no line of yours came after it that they followed."


def objects(
    turn: RatedTurn,
    positions: Mapping[str, PositionKind] = MappingProxyType({}),
    asked: RatedTurn | None = None,
) -> bool:
    """Whether a prospect's turn objects; a position that stands in the way does so once, when it is stated.

    What is said after an agreement objects only where it takes the agreement back, and what somebody answers who was
    asked about the price is an answer.

    Args:
        turn: the prospect's.
        positions: what kind each ``position:id`` is.
        asked: the turn before it.
    """
    if turn.direction is not None:
        if turn.agreed:
            return _TAKES_BACK in turn.direction.moves
        was_asked = (
            asked is not None and asked.line is not None and asked.line.question is not QuestionKind.NONE
        )
        return any(
            (step.move in _OBJECTIONS and not (step.move is Move.PRICE and was_asked))
            or (step.move is Move.STATE and positions.get(step.topic or "") in _OBJECTING_KINDS)
            for step in turn.direction.steps
        )
    return _may_object(word_parts(turn.text)) and bool(_OBJECTING.search(turn.text))


def _may_object(words: Set[str]) -> bool:
    """Whether a line of these words can hold an objection: a look at them spares most searches."""
    return (
        not _OBJECTING_WORDS.isdisjoint(words)
        or ("us" in words and "for" in words)
        or (("re" in words or "were" in words) and not _SUITED.isdisjoint(words))
    )


def _answer_value(turn: RatedTurn, *, answered_before: int) -> float:
    """How well a line answers an objection, 0–1."""
    line = line_of(turn)
    about = turn.reading.subjects if turn.reading is not None else ()
    tests_position = any(subject.topic.startswith("position:") for subject in about)
    asks = line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING
    if line.does(Act.HONOURS_REMOVAL, Act.DISQUALIFY) and not line.does(Act.PITCH, Act.PRESSURE):
        return _HONEST_WAY_OUT + (1 - _HONEST_WAY_OUT) * line.does(*_COURTESY)
    if line.does(Act.GOODBYE) and not asks:
        if not answered_before:
            return _LEAVES_AT_ONCE
        return _LEAVES_LATER + 0.2 * line.does(*_COURTESY)
    value = _PLAIN
    tests = line.does(Act.SECOND_THOUGHT) or tests_position
    if (
        line.does(Act.ACKNOWLEDGEMENT, Act.EMPATHY, Act.APOLOGY)
        or line.reflection is not ReflectionKind.NONE
        or tests
    ):
        value += _TAKES_IT
    if asks and not line.leading and not line.does(Act.NEXT_STEP):
        value += _EXPLORES if tests or line.uptake >= _TAKEN_UP else _ASKS_ELSEWHERE
    if line.does(Act.PITCH, Act.SELF_TALK):
        value += _PITCHES_ON
    if line.does(Act.NEXT_STEP):
        value += _CLOSES_ON
    if line.does(Act.PRESSURE, Act.ARGUES, Act.RUDE, Act.FALSE_URGENCY, Act.GUARANTEE):
        value += _PUSHES_ON
    return clamp(value)
