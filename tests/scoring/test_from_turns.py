"""Each dimension of any conversation: not observed, bounds, and the direction in which it has to move."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.domain.reading import Act, ReflectionKind, SpinKind
from simulator.domain.scorecard import Dimension
from simulator.scoring.from_turns import (
    dimensions_of_turns,
    human_tone,
    listening,
    preparation,
    probing,
    time,
)
from simulator.scoring.profiles import PROFILES
from tests.scoring.builders import CLOSED, OPEN, Talk

COLD = PROFILES["cold_call"]
DEEP = {**OPEN, "spin": SpinKind.IMPLICATION, "uptake": 0.8}
LONG = "We draw it up again by hand every morning before the vans go out"


def _talk(*lines: dict[str, Any], words: str = "And how does that go then") -> Talk:
    talk = Talk()
    for line in lines:
        talk.prospect(LONG).rep(words, **line)
    return talk


def test_nothing_said_observes_nothing() -> None:
    assert all(one.score is None for one in dimensions_of_turns((), COLD).values())


@pytest.mark.parametrize("profile", PROFILES)
def test_prospect_alone_observes_nothing(profile: str) -> None:
    found = dimensions_of_turns(Talk().prospect(LONG).prospect(LONG).turns, PROFILES[profile])
    assert all(one.score is None for one in found.values())


def test_one_courteous_line_is_no_performance() -> None:
    found = dimensions_of_turns(Talk().rep("Good morning to you").prospect("Yes?").turns, COLD)
    observed = {name for name, one in found.items() if one.score is not None}
    assert observed == {Dimension.PREPARATION}


def test_preparation_early_reason_beats_a_late_one_and_a_late_one_none() -> None:
    def score(at: int) -> float:
        lines: list[dict[str, Any]] = [{} for _ in range(12)]
        if at < 12:
            lines[at] = {"acts": [Act.REASON_FOR_CALL]}
        return preparation(_talk(*lines).turns, COLD).score or 0.0

    assert score(0) > score(6) > score(12) == 0.0


def test_preparation_in_a_support_call_is_not_observed() -> None:
    assert preparation(_talk({}, {}).turns, PROFILES["support"]).score is None


@pytest.mark.parametrize(("profile", "best"), [("cold_call", 0.5), ("discovery", 0.4)])
def test_time_talk_share_falls_on_both_sides_of_the_band(profile: str, best: float) -> None:
    def score(share: float) -> float:
        talk = Talk()
        for _ in range(6):
            talk.prospect("word " * round(100 * (1 - share))).rep("word " * round(100 * share))
        return time(talk.turns, PROFILES[profile]).score or 0.0

    assert score(best) > score(0.8) > score(0.97)
    assert score(best) > score(0.1)


def test_time_of_one_channel_says_nothing_on_the_balance() -> None:
    talk = Talk()
    for _ in range(6):
        talk.rep("word " * 10)
    assert time(talk.turns, COLD).score == 100.0  # the stretch only: under the 25 s that are fine
    assert "long turn" not in " ".join(one.why for one in time(talk.turns, COLD).evidence)


def test_time_monologue_costs() -> None:
    def score(words: int) -> float:
        talk = _talk(*({} for _ in range(5)))
        return time(talk.prospect(LONG).rep("word " * words).turns, COLD).score or 0.0

    assert score(20) > score(120) > score(250)


def test_time_close_before_a_question_costs_and_is_shown() -> None:
    ask, close = CLOSED, dict[str, Any](acts=[Act.NEXT_STEP])
    after, before = _talk(ask, close, {}, {}), _talk(close, ask, {}, {})
    assert (time(after.turns, COLD).score or 0) > (time(before.turns, COLD).score or 0)
    assert any(one.why == "closes before asking anything" for one in time(before.turns, COLD).evidence)


def test_human_tone_each_push_costs_more() -> None:
    def score(pushes: int) -> float:
        lines = [{"acts": [Act.PRESSURE], "telling_p": 0.8} for _ in range(pushes)]
        return human_tone(_talk(*lines, *({} for _ in range(8 - pushes))).turns).score or 0.0

    assert score(0) > score(1) > score(4)


def test_human_tone_unasked_advice_costs() -> None:
    plain = _talk(*({} for _ in range(6)))
    advised = _talk(*({"advice_p": 0.9, "acts": [Act.ADVICE]} for _ in range(6)))
    assert (human_tone(plain.turns).score or 0) > (human_tone(advised.turns).score or 0)


def test_probing_without_a_question_is_a_measured_zero_and_a_short_talk_is_not_observed() -> None:
    assert probing(_talk({}, {}, {}, {}).turns).score == 0.0
    assert probing(_talk({}, {}, {}).turns).score is None


def test_probing_open_and_closed_score_alike() -> None:
    opened = _talk(*({**OPEN, "uptake": 0.6} for _ in range(5)))
    closed = _talk(*({**CLOSED, "uptake": 0.6} for _ in range(5)))
    assert probing(opened.turns).score == probing(closed.turns).score


def test_probing_more_questions_earn_nothing_beyond_the_floor() -> None:
    asked: dict[str, Any] = {**OPEN, "uptake": 0.0}
    few = _talk(asked, {}, {}, asked, {}, {}, {}, {})
    many = _talk(*(asked for _ in range(8)))
    assert probing(few.turns).score == probing(many.turns).score


def test_probing_depth_uptake_and_a_line_of_questions_raise_it() -> None:
    scripted = probing(_talk(*({**OPEN, "uptake": 0.0} for _ in range(5))).turns).score or 0.0
    following = probing(_talk(*({**OPEN, "uptake": 0.7} for _ in range(5))).turns).score or 0.0
    deep = probing(_talk(*(DEEP for _ in range(5))).turns).score or 0.0
    assert scripted < following < deep == 100.0


def test_probing_leading_questions_cost() -> None:
    leading = probing(_talk(*({**DEEP, "leading": True} for _ in range(5))).turns).score or 0.0
    assert leading < (probing(_talk(*(DEEP for _ in range(5))).turns).score or 0.0)


def test_listening_reflections_raise_it() -> None:
    def score(reflections: int) -> float:
        mirrored: dict[str, Any] = {"reflection": ReflectionKind.SIMPLE, "reflection_p": 0.9}
        lines = [
            *(mirrored for _ in range(reflections)),
            *({"reflection_p": 0.05} for _ in range(8 - reflections)),
        ]
        return listening(_talk(*lines).turns).score or 0.0

    assert score(0) < score(3) < score(8)


@pytest.mark.parametrize("name", [Dimension.HUMAN_TONE, Dimension.PROBING, Dimension.LISTENING])
def test_line_not_understood_changes_no_score(name: Dimension) -> None:
    lines: list[dict[str, Any]] = [
        {**DEEP},
        {"reflection": ReflectionKind.SIMPLE, "reflection_p": 0.8},
        {},
        {**CLOSED},
    ]
    plain = dimensions_of_turns(_talk(*lines).turns, COLD)[name]
    lost = _talk(*lines[:2], {"counts": False, "acts": [Act.PRESSURE], "telling_p": 1.0}, *lines[2:])
    assert plain.score is not None
    assert dimensions_of_turns(lost.turns, COLD)[name].score == plain.score
