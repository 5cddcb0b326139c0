"""The session's tone: who listens comes out above who advises and tells."""

from __future__ import annotations

import pytest

from simulator.scoring.session_tone import TurnMeasures, session_tone, tone_parts

LISTENS = TurnMeasures(words=14, reflection_p=0.7, advice_p=0.02, telling_p=0.2)
ASKS = TurnMeasures(words=9, reflection_p=0.05, advice_p=0.02, telling_p=0.1)
ADVISES = TurnMeasures(words=22, reflection_p=0.05, advice_p=0.8, telling_p=0.95)
TELLS = TurnMeasures(words=30, reflection_p=0.05, advice_p=0.05, telling_p=0.95)
RECEIPT = TurnMeasures(words=1, reflection_p=0.01, advice_p=0.01, telling_p=0.02)


def tone(*turns: TurnMeasures) -> float:
    score = session_tone(turns)
    assert score is not None
    return score


def test_session_tone_listening_is_high_and_advising_low() -> None:
    assert tone(*[LISTENS, ASKS] * 8) > 0.8
    assert tone(*[ADVISES, TELLS] * 8) < 0.05


def test_session_tone_orders_listening_telling_and_advising() -> None:
    assert tone(*[LISTENS] * 10) > tone(*[ASKS] * 10) > tone(*[TELLS] * 10) > tone(*[ADVISES] * 10)


def test_session_tone_short_session_is_nearer_the_middle() -> None:
    assert 0.5 < tone(*[LISTENS] * 3) < tone(*[LISTENS] * 30)
    assert tone(*[ADVISES] * 30) < tone(*[ADVISES] * 3) < 0.5


@pytest.mark.parametrize("turns", [[], [LISTENS, ASKS], [RECEIPT] * 40])
def test_session_tone_too_little_said_is_none(turns: list[TurnMeasures]) -> None:
    assert session_tone(turns) is None
    assert tone_parts(turns) is None


def test_session_tone_order_of_turns_does_not_matter() -> None:
    turns = [LISTENS, ADVISES, ASKS, RECEIPT, TELLS]
    assert session_tone(turns) == pytest.approx(session_tone(turns[::-1]))


def test_session_tone_silent_turns_change_nothing() -> None:
    silent = TurnMeasures(words=0, reflection_p=0.0, advice_p=0.0, telling_p=0.0)
    assert session_tone([LISTENS, ASKS, TELLS]) == session_tone([LISTENS, silent, ASKS, TELLS])


def test_session_tone_extreme_measures_stay_within_bounds() -> None:
    worst = TurnMeasures(words=900, reflection_p=0.0, advice_p=1.0, telling_p=1.0)
    best = TurnMeasures(words=5, reflection_p=1.0, advice_p=0.0, telling_p=0.0)
    assert 0.0 <= tone(*[worst] * 500) < tone(*[best] * 500) <= 1.0


def test_tone_parts_known_values_are_drawn_to_the_middle() -> None:
    parts = tone_parts([ADVISES] * 8)
    assert parts is not None
    assert parts.advice_rate == pytest.approx((8 * 0.8 + 2 * 0.08) / 10)
    assert parts.net_reflection == pytest.approx((8 * (0.05 - 0.8) + 2 * 0.12) / 10)
    assert parts.telling_share == pytest.approx((8 * 0.95 + 2 * 0.55) / 10)
