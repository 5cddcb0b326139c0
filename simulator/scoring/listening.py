"""Listening of a played call: what was taken up, and what was given back."""

from __future__ import annotations

from simulator.domain.ledger import LayerEntry
from simulator.domain.reading import Act, ReflectionKind, Via
from simulator.domain.scorecard import DimensionScore
from simulator.scoring.measures import answering, asks
from simulator.scoring.parts import Part, combine, evidence, rising
from simulator.scoring.rated import RatedTurn, line_of
from simulator.scoring.seen import FEWEST_LINES, Seen, plain_part, words_of
from simulator.scoring.spoken_over import spoken_over_parts

#: acts of a line that is about the offer, whatever words of theirs it uses
_SELLS = (
    Act.PITCH, Act.SELF_TALK, Act.PRESSURE, Act.FALSE_URGENCY, Act.GUARANTEE, Act.NEXT_STEP, Act.ARGUES, Act.RUDE,
)  # fmt: skip
#: a line of this much telling is no answer to what was said; a reflection has to be this sure
_MOSTLY_TELLS, _SURELY_REFLECTS = 0.9, 0.4
#: uptake of a question that surely goes on from the line before; questions read off a sheet come to .45 to .6
_SURELY_ASKS_ON = 0.62
#: listening shows from so many lines on that follow something that the prospect had said
_ANSWERS_TO_HEAR = 4
#: so many layers given back are all that anybody can ask, and that closes so much of what is missing to the whole
_GIVEN_BACK_WELL, _GIVEN_BACK_WORTH = 3, 0.6


def listening(seen: Seen, plain: DimensionScore) -> DimensionScore:
    """Lines that take up what was said, and reflections; layers given back close what is missing.

    What was given back is counted and not held against what was told: who reaches one thing more, and has not given
    it back, has listened no worse.
    """
    if len(seen.rep) < FEWEST_LINES:
        return combine([])
    told = [
        entry
        for entry in seen.call.state.ledger.layers.values()
        if seen.had_a_line_after(entry.revealed_turn)
    ]
    back = [turn for turn in map(_given_back, told) if turn is not None]
    answers = answering(seen.turns)
    if len(answers) < _ANSWERS_TO_HEAR:
        return DimensionScore(note="Too little was said for it to show how you listen.")
    heard = [turn for turn in answers if takes_up(turn)]
    heard_share = rising(len(heard) / len(answers), 0.0, 0.6)
    note = (
        f"{len(back)} of {len(told)} layers given back."
        if told
        else "Nothing was told that could be given back; what counts is how you took up their words."
    )
    parts = [
        Part(heard_share, 0.5, evidence(heard, "takes up what was just said", most=2)),
        plain_part(plain, 0.5),
    ]
    said = combine(parts).score
    assert said is not None  # noqa: S101 - the first part is observed
    more = (1 - said / 100) * _GIVEN_BACK_WORTH * rising(len(back), 0, _GIVEN_BACK_WELL)
    words = (
        *words_of(back, seen.turns, "gives it back, and it is accepted"),
        *(found for part in parts for found in part.evidence),
    )
    return combine([Part(said / 100 + more, 1.0, words), *spoken_over_parts(seen.turns)], note=note)


def _given_back(entry: LayerEntry) -> int | None:
    """The turn in which a layer was given back, or tied to the next step; None where it was not."""
    return entry.confirmed_turn if entry.confirmed_turn is not None else entry.addressed_turn


def takes_up(turn: RatedTurn) -> bool:
    """Whether a line does something with what was just said; one that sells or presses at it does not."""
    line = line_of(turn)
    if turn.reading is not None and (turn.reading.picked_up or turn.reading.reflected):
        return True
    if line.does(*_SELLS) or line.telling_p >= _MOSTLY_TELLS:
        return False
    reflects = line.reflection is not ReflectionKind.NONE and line.reflection_p >= _SURELY_REFLECTS
    return reflects or line.does(Act.EMPATHY, Act.ACKNOWLEDGEMENT) or (asks(turn) and _asks_on(turn))


def _asks_on(turn: RatedTurn) -> bool:
    """Whether a question goes on from what was said: it leans on it for its subject, or is surely about it."""
    leans = turn.reading is not None and any(one.via in {Via.FOCUS, Via.CUE} for one in turn.reading.subjects)
    return leans or line_of(turn).uptake >= _SURELY_ASKS_ON
