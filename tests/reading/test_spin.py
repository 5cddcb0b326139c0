"""The four kinds of a sales question."""

from __future__ import annotations

import pytest

from simulator.domain.reading import Aspect, QuestionForm, SpinKind
from simulator.reading.questions import read_questions
from simulator.reading.spin import spin_kind
from tests.reading import spin_lines

LINES = {
    SpinKind.SITUATION: spin_lines.SITUATION_LINES,
    SpinKind.PROBLEM: spin_lines.PROBLEM_LINES,
    SpinKind.IMPLICATION: spin_lines.IMPLICATION_LINES,
    SpinKind.NEED_PAYOFF: spin_lines.NEED_PAYOFF_LINES,
    SpinKind.NONE: spin_lines.NO_LINES,
}


def read_spin(text: str) -> SpinKind:
    asked = read_questions(text)
    return spin_kind(text, asked.form, asked.aspect)


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, lines in LINES.items() for text in lines])
def test_spin_kind_of_a_written_line_is_what_a_coach_would_say(text: str, kind: SpinKind) -> None:
    assert read_spin(text) is kind


@pytest.mark.parametrize("form", [QuestionForm.NONE, QuestionForm.GREETING])
def test_spin_kind_without_a_question_is_none(form: QuestionForm) -> None:
    assert spin_kind("What a problem that costs you.", form, Aspect.NONE) is SpinKind.NONE


def test_spin_kind_trouble_told_before_the_question_does_not_colour_it() -> None:
    assert read_spin("That sounds like a headache. How many vans do you run?") is SpinKind.SITUATION
