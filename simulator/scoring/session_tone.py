"""One figure for the human tone and the listening of a whole session, put together from what each turn measured.

What the weights rest on: on counselling sessions that experts graded good or bad, unasked advice tells them apart
best, then how much of the talk tells rather than listens, then reflection less advice; the length of turns adds a
little. The number of questions, and whether they are open, tells nothing, so neither is in it. The weights are fixed
and round; they were not fitted.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# A line of fewer words cannot be much of a reflection; as long as it is only a receipt it says nothing either way.
_FEWEST_WORDS_TO_REFLECT: Final = 4
# With fewer turns of that length there is no session to speak of.
_FEWEST_TURNS: Final = 3
# A short session is drawn to the middle, as if it had this many more middling turns.
_MIDDLING_TURNS: Final = 4


@dataclass(frozen=True, slots=True)
class TurnMeasures:
    """What one turn of the rep measured.

    Attributes:
        words: number of words spoken.
        reflection_p: how surely the turn reflects, 0–1.
        advice_p: how surely it advises unasked, 0–1.
        telling_p: share of its words that advise, explain, pitch or press, 0–1.
    """

    words: int
    reflection_p: float
    advice_p: float
    telling_p: float


@dataclass(frozen=True, slots=True)
class _Part:
    """How one measure counts: where the middle lies, what a usual step from it is, and what a step weighs."""

    middle: float
    step: float
    weight: float


_ADVICE: Final = _Part(middle=0.09, step=0.045, weight=-1.0)
_TELLING: Final = _Part(middle=0.55, step=0.20, weight=-0.5)
_NET_REFLECTION: Final = _Part(middle=0.15, step=0.15, weight=0.5)
_TURN_LENGTH: Final = _Part(middle=math.log(20), step=0.5, weight=-0.3)


@dataclass(frozen=True, slots=True)
class ToneParts:
    """The four measures behind the figure, for saying why it is what it is.

    Attributes:
        advice_rate: mean certainty of unasked advice a turn, 0–1; lower is better.
        telling_share: share of the rep's words that tell, 0–1; lower is better.
        net_reflection: mean over turns of reflection less advice, −1–1; higher is better.
        words_per_turn: mean length of a turn; shorter is a little better.
    """

    advice_rate: float
    telling_share: float
    net_reflection: float
    words_per_turn: float


def session_tone(turns: Sequence[TurnMeasures]) -> float | None:
    """Human tone and listening of one session.

    A logistic function of four measures, each in usual steps from the middle: advice rate (weight −1), telling share
    (−0.5), net reflection (+0.5), log of the mean turn length (−0.3).

    Args:
        turns: the rep's turns, in any order.
    Returns:
        0 to 1; 0.5 is middling; None where too little was said to tell.
    """
    parts = tone_parts(turns)
    if parts is None:
        return None
    logit = sum(
        part.weight * (value - part.middle) / part.step
        for part, value in (
            (_ADVICE, parts.advice_rate),
            (_TELLING, parts.telling_share),
            (_NET_REFLECTION, parts.net_reflection),
            (_TURN_LENGTH, math.log(parts.words_per_turn)),
        )
    )
    return 1 / (1 + math.exp(-logit))


def tone_parts(turns: Sequence[TurnMeasures]) -> ToneParts | None:
    """The measures behind `session_tone`; None where too little was said to tell."""
    spoken = [t for t in turns if t.words > 0]
    full = [t for t in spoken if t.words >= _FEWEST_WORDS_TO_REFLECT]
    if len(full) < _FEWEST_TURNS:
        return None
    words = sum(t.words for t in spoken)
    words_per_turn = words / len(spoken)
    return ToneParts(
        advice_rate=_drawn_to_middle([t.advice_p for t in spoken], _ADVICE),
        telling_share=_telling_share(spoken, words),
        net_reflection=_drawn_to_middle([t.reflection_p - t.advice_p for t in full], _NET_REFLECTION),
        words_per_turn=words_per_turn,
    )


def _drawn_to_middle(values: Sequence[float], part: _Part) -> float:
    return (sum(values) + _MIDDLING_TURNS * part.middle) / (len(values) + _MIDDLING_TURNS)


def _telling_share(turns: Sequence[TurnMeasures], words: int) -> float:
    middling_words = _MIDDLING_TURNS * words / len(turns)
    told = sum(t.telling_p * t.words for t in turns)
    return (told + middling_words * _TELLING.middle) / (words + middling_words)
