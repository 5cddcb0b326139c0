"""Resilience and accountability in any conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.domain.direction import Direction, Step
from simulator.domain.lines import Mood, Move, Stage
from simulator.domain.persona import PositionKind
from simulator.domain.reading import Act, ReflectionKind
from simulator.scoring.accountability import accountability_of_turns
from simulator.scoring.rated import RatedTurn
from simulator.scoring.resilience import objects, resilience
from tests.scoring.builders import CLOSED, OPEN, Talk

NO = "We're not interested, thank you."


def _after_no(text: str = "I see", **line: Any) -> float:
    score = resilience(Talk().prospect(NO).rep(text, **line).prospect("Well.").turns).score
    assert score is not None
    return score


def test_resilience_without_an_objection_is_not_observed() -> None:
    assert resilience(Talk().prospect("Good morning").rep("Hello").turns).score is None


def test_resilience_objection_that_ended_the_call_is_not_observed() -> None:
    assert resilience(Talk().rep("Hello").prospect(NO).turns).score is None


def test_resilience_ranks_answers_as_a_coach_would() -> None:
    explored = _after_no(acts=[Act.SECOND_THOUGHT], **OPEN)
    acknowledged = _after_no(acts=[Act.ACKNOWLEDGEMENT])
    elsewhere = _after_no(**CLOSED)
    pitched = _after_no(acts=[Act.PITCH])
    pushed = _after_no(acts=[Act.PRESSURE, Act.NEXT_STEP])
    assert explored == 100.0
    assert explored > acknowledged > elsewhere > pitched >= pushed == 0.0


def test_resilience_leaving_at_the_first_no_is_poor_and_at_the_third_is_courtesy() -> None:
    bye: dict[str, Any] = {"acts": [Act.GOODBYE, Act.THANKS]}
    at_once = resilience(Talk().prospect(NO).rep("Thanks, bye", **bye).turns).score or 0.0
    later = Talk()
    for _ in range(2):
        later.prospect(NO).rep("Why is that", acts=[Act.ACKNOWLEDGEMENT], uptake=0.9, **OPEN)
    with_bye = resilience(later.prospect(NO).rep("Thanks, bye", **bye).turns).score or 0.0
    assert at_once == 25.0
    assert with_bye > 80.0


def test_resilience_hanging_up_on_a_no_counts_as_leaving() -> None:
    assert resilience(Talk().rep("Hi").prospect(NO).turns, rep_rang_off=True).score == 25.0


def test_resilience_honoured_removal_is_right_and_dearer_with_a_pitch() -> None:
    honoured = _after_no(acts=[Act.HONOURS_REMOVAL, Act.APOLOGY])
    assert honoured == 100.0
    assert honoured > _after_no(acts=[Act.HONOURS_REMOVAL, Act.PITCH])


def test_resilience_trust_lost_over_the_objection_lowers_it() -> None:
    turns = Talk().prospect(NO).rep("I see", reflection=ReflectionKind.SIMPLE, **OPEN).turns
    held = resilience(turns, trust_moves={1: 0.05}).score or 0.0
    lost = resilience(turns, trust_moves={1: -0.08}).score or 0.0
    assert held > lost


def test_resilience_answer_that_was_not_followed_is_left_out() -> None:
    assert resilience(Talk().prospect(NO).rep("Hm", counts=False, acts=[Act.PRESSURE]).turns).score is None


def test_accountability_without_an_error_is_not_observed() -> None:
    assert accountability_of_turns(Talk().prospect("Yes").rep("Hello").turns).score is None


@pytest.mark.parametrize("acts", [[Act.APOLOGY], [Act.APOLOGY, Act.GREETING]])
def test_accountability_apology_for_the_interruption_owns_nothing(acts: list[Act]) -> None:
    talk = Talk().prospect("Yes?").rep("Sorry to disturb", acts=acts).prospect("What is it").rep("Well")
    assert accountability_of_turns(talk.turns).score is None


def test_accountability_owning_an_error_beats_an_excuse() -> None:
    def score(*acts: Act) -> float:
        talk = Talk().prospect("Yes?").rep("Hello").prospect("And?").rep("It is Sam")
        found = accountability_of_turns(talk.prospect("You rang last week.").rep("Ah", acts=acts).turns)
        return -1.0 if found.score is None else found.score

    assert score(Act.APOLOGY) == 100.0
    assert score(Act.EXCUSE) == score(Act.BLAME) == 0.0
    assert score(Act.APOLOGY, Act.REPEAT_PLEASE) == -1.0


def test_a_position_objects_when_it_is_stated_if_it_stands_in_the_way_and_not_when_it_holds() -> None:
    kinds = {"position:set": PositionKind.REFLEX_NO, "position:nice": PositionKind.POLITE_YES}

    def turn(move: Move, topic: str) -> RatedTurn:
        step = Step(move=move, topic=topic)
        direction = Direction(steps=(step,), mood=Mood.GUARDED, stage=Stage.MIDDLE)
        plain = Talk().prospect("Well.").turns[0]
        return replace(plain, direction=direction)

    assert objects(turn(Move.STATE, "position:set"), kinds)
    assert not objects(turn(Move.STATE, "position:nice"), kinds)
    assert not objects(turn(Move.TESTED, "position:set"), kinds)
    assert objects(turn(Move.REFUSE_STEP, ""), kinds)
