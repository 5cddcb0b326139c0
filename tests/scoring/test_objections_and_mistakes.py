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


def _said(talk: Talk, *moves: Move, agreed: bool = False) -> Talk:
    """The last turn of a talk as one of a played call."""
    steps = tuple(Step(move=move) for move in moves)
    direction = Direction(steps=steps, mood=Mood.GUARDED, stage=Stage.MIDDLE)
    talk.turns[-1] = replace(talk.turns[-1], direction=direction, agreed=agreed)
    return talk


def test_resilience_nothing_after_an_agreement_is_an_objection_unless_it_is_taken_back() -> None:
    def score(*moves: Move, agreed: bool) -> float | None:
        talk = _said(Talk().rep("Does the price rule it out?").prospect("Well."), *moves, agreed=agreed)
        return resilience(talk.rep("Thank you, bye.", acts=[Act.GOODBYE]).turns).score

    for move in (Move.PRICE, Move.BRUSH_OFF, Move.REFUSE_STEP, Move.PITCH):
        assert score(move, agreed=False) is not None
        assert score(move, agreed=True) is None
    assert score(Move.OFF_LIST, agreed=True) is not None


def test_resilience_answer_to_a_question_about_the_price_is_no_objection() -> None:
    asked = _said(Talk().rep("Does that rule it out?", **CLOSED).prospect("It's not the money."), Move.PRICE)
    told = _said(Talk().rep("It is nine pounds.").prospect("Everybody's cheap."), Move.PRICE)
    assert resilience(asked.rep("I see").turns).score is None
    assert resilience(told.rep("I see").turns).score is not None


@pytest.mark.parametrize("move", [Move.BRUSH_OFF, Move.REFUSE_STEP])
def test_resilience_brush_off_before_any_agreement_is_an_objection(move: Move) -> None:
    talk = _said(Talk().rep("Shall we meet?", **CLOSED).prospect("Put it in an e-mail."), move)
    assert resilience(talk.rep("I see").turns).score is not None


@pytest.mark.parametrize("words", ["Send it across, then.", "Leave it with me.", "Send me something."])
def test_resilience_brush_off_in_a_transcript_is_an_objection(words: str) -> None:
    assert resilience(Talk().prospect(words).rep("I see").turns).score is not None


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
