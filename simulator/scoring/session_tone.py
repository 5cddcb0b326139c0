"""One figure for the human tone and the listening of a whole session, put together from what each turn measured.

What the weights rest on: on counselling sessions that experts graded good or bad, unasked advice tells them apart
best, then how much of the talk tells rather than listens, then reflection less advice. The number of questions, and
whether they are open, tells nothing, and the length of turns nothing more, so they are not in it. The weights are
fixed and round: chosen with the development sessions in view, not fitted to them.
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
_MIDDLING_TURNS: Final = 2


@dataclass(frozen=True, slots=True)
class TurnMeasures:
    """What one turn of the rep measured.

    Attributes:
        words: number of words spoken.
        reflection_p: how surely the turn reflects, 0–1.
        advice_p: how surely it advises unasked, 0–1.
        telling_p: how surely it tells (advises, explains, pitches, presses), 0–1.
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


_ADVICE: Final = _Part(middle=0.08, step=0.04, weight=-1.0)
_TELLING: Final = _Part(middle=0.55, step=0.12, weight=-0.5)
_NET_REFLECTION: Final = _Part(middle=0.12, step=0.12, weight=0.5)


@dataclass(frozen=True, slots=True)
class ToneParts:
    """The three measures behind the figure, for saying why it is what it is.

    Attributes:
        advice_rate: mean certainty of unasked advice a turn, 0–1; lower is better.
        telling_share: mean certainty of telling, by words, 0–1; lower is better.
        net_reflection: mean over turns of reflection less advice, −1–1; higher is better.
    """

    advice_rate: float
    telling_share: float
    net_reflection: float


def session_tone(turns: Sequence[TurnMeasures]) -> float | None:
    """Human tone and listening of one session.

    A logistic function of three measures, each in usual steps from the middle: advice rate (weight −1), telling share
    (−0.5), net reflection (+0.5).

    Args:
        turns: the rep's turns, in any order.
    Returns:
        0 to 1; 0.5 is middling; None where too little was said to tell.
    """
    parts = tone_parts(turns)
    if parts is None:
        return None
    return _logistic(_tone_logit(parts) + _listening_logit(parts))


def tone_value(parts: ToneParts) -> float:
    """Human tone alone, 0–1: little unasked advice, little telling."""
    return _logistic(_tone_logit(parts))


def listening_value(parts: ToneParts) -> float:
    """Listening alone, 0–1: reflection less advice."""
    return _logistic(2 * _listening_logit(parts))


def _tone_logit(parts: ToneParts) -> float:
    return _logit(_ADVICE, parts.advice_rate) + _logit(_TELLING, parts.telling_share)


def _listening_logit(parts: ToneParts) -> float:
    return _logit(_NET_REFLECTION, parts.net_reflection)


def _logit(part: _Part, value: float) -> float:
    return part.weight * (value - part.middle) / part.step


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def tone_parts(turns: Sequence[TurnMeasures]) -> ToneParts | None:
    """The measures behind `session_tone`; None where too little was said to tell."""
    spoken = [t for t in turns if t.words > 0]
    full = [t for t in spoken if t.words >= _FEWEST_WORDS_TO_REFLECT]
    if len(full) < _FEWEST_TURNS:
        return None
    words = sum(t.words for t in spoken)
    return ToneParts(
        advice_rate=_drawn_to_middle([t.advice_p for t in spoken], _ADVICE),
        telling_share=_telling_share(spoken, words),
        net_reflection=_drawn_to_middle([t.reflection_p - t.advice_p for t in full], _NET_REFLECTION),
    )


def _drawn_to_middle(values: Sequence[float], part: _Part) -> float:
    return (sum(values) + _MIDDLING_TURNS * part.middle) / (len(values) + _MIDDLING_TURNS)


def _telling_share(turns: Sequence[TurnMeasures], words: int) -> float:
    middling_words = _MIDDLING_TURNS * words / len(turns)
    told = sum(t.telling_p * t.words for t in turns)
    return (told + middling_words * _TELLING.middle) / (words + middling_words)
