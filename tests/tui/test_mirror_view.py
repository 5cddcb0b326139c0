"""The form of the mirror, and how a self-grade is kept."""

from __future__ import annotations

import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.scorecard import Dimension
from simulator.tui import mirror_view as view
from simulator.tui.mirror_view import GUESS_AT, QUESTIONS, Form, SelfGrade

GRADES = st.dictionaries(st.sampled_from(Dimension), st.integers(0, 100))


def type_in(form: Form, digits: str) -> Form:
    return reduce(view.typed, digits, form)


def test_questions_ask_once_about_every_dimension_in_order() -> None:
    assert [one.dimension for one in QUESTIONS] == list(Dimension)


def test_questions_fit_the_smallest_windows() -> None:
    assert all(len(one.asks) <= 31 for one in QUESTIONS)
    assert all(len(one.counts) <= 72 for one in QUESTIONS)
    assert len(view.HOW) <= 54
    assert len(view.GUESS_KEYS) <= 54


@pytest.mark.parametrize(
    ("digits", "grade"),
    [
        ("7", 70),
        ("70", 70),
        ("0", 0),
        ("00", 0),
        ("1", 10),
        ("10", 10),
        ("100", 100),
        ("1000", 0),
        ("75", 75),
        ("85", 85),
        ("05", 5),
        ("78090", 0),
        ("700", 0),
        ("110", 0),
    ],
)
def test_typed_digits_say_what_they_say(digits: str, grade: int) -> None:
    assert type_in(Form(), digits).grades[0] == grade


def test_typing_begins_anew_on_another_question_and_after_an_arrow() -> None:
    form = view.moved(type_in(Form(), "10"), 1)
    assert type_in(form, "0").grades[:2] == (10, 0)
    assert type_in(view.stepped(type_in(Form(), "7"), 1), "0").grades[0] == 0


def test_first_step_lands_in_the_middle_and_later_ones_stay_within_bounds() -> None:
    assert view.stepped(Form(), 1).grades[0] == view.stepped(Form(), -1).grades[0] == 50
    assert view.stepped(view.stepped(Form(), 1), 1).grades[0] == 60
    assert view.stepped(type_in(Form(), "100"), 1).grades[0] == 100
    assert view.stepped(type_in(Form(), "0"), -1).grades[0] == 0


def test_unsure_takes_the_grade_away() -> None:
    assert view.unsure(type_in(Form(), "7")) == Form()


def test_moving_stops_at_the_first_question_and_at_the_guess() -> None:
    assert view.moved(Form(), -1) == Form()
    assert view.moved(view.placed(Form(), GUESS_AT), 1).at == GUESS_AT


def test_grading_keys_do_nothing_at_the_guess() -> None:
    form = Form(at=GUESS_AT)
    assert (
        type_in(form, "7").grades == view.stepped(form, 1).grades == view.unsure(form).grades == form.grades
    )


@pytest.mark.parametrize(("cell", "grade"), [(0, 60), (1, 10), (7, 70), (10, 100), (11, 80)])
def test_press_on_the_scale_grades_that_question(cell: int, grade: int) -> None:
    form = view.placed(type_in(view.placed(Form(), 3), "7"), 0)
    now = view.pressed(form, 3, cell)
    assert (now.at, now.grades[3]) == (3, grade)


def test_row_tells_nothing_from_nought_without_colour() -> None:
    assert view.row(Form(at=1), 0) == view.RowShown(" ·········· ", "not sure")
    assert view.row(type_in(Form(), "0"), 0) == view.RowShown("‹□□□□□□□□□□›", "0")
    assert view.row(view.moved(type_in(Form(), "7"), 1), 0) == view.RowShown(" ■■■■■■■□□□ ", "70")


def test_progress_counts_grades() -> None:
    assert view.progress(type_in(Form(), "0")) == "1 of 8 graded"


def test_name_of_the_prospect_is_safe_to_show() -> None:
    assert "\\x1b[2J [b]Eve" in view.intro("\x1b[2J\n[b]Eve")


def test_empty_form_is_no_self_grade() -> None:
    assert view.self_grade(Form(guess="  ")) is None


def test_form_gives_what_was_graded_and_guessed_and_nothing_else() -> None:
    form = view.guessed(type_in(view.placed(Form(), 3), "7"), "  her  nights ")
    assert view.self_grade(form) == SelfGrade({Dimension.PROBING: 70}, "her nights")


def test_guess_alone_is_a_self_grade() -> None:
    assert view.self_grade(Form(guess="her nights")) == SelfGrade({}, "her nights")


def test_way_to_skip_is_told_where_s_is_a_letter() -> None:
    assert "press S to" in view.nothing_yet(Form())
    assert "press Esc, then S" in view.nothing_yet(Form(at=GUESS_AT))


@pytest.mark.parametrize(
    ("typed", "lower", "higher"), [("85", 80, 90), ("80", 70, 90), ("5", 40, 60), ("03", 0, 10)]
)
def test_arrows_go_to_full_tens(typed: str, lower: int, higher: int) -> None:
    form = type_in(Form(), typed)
    assert (view.stepped(form, -1).grades[0], view.stepped(form, 1).grades[0]) == (lower, higher)


def test_what_skipping_throws_away_is_told() -> None:
    assert view.filled_in(Form()) == ""
    assert view.filled_in(Form(guess="  ")) == ""
    assert view.filled_in(Form(grades=(70, *[None] * 7))) == "You have graded one question."
    assert view.filled_in(Form(grades=(70, 0, *[None] * 6), guess="x")) == (
        "You have graded 2 questions and written a line."
    )


@given(st.lists(st.sampled_from([*"0123456789", "up", "down", "left", "right", "n"])))
def test_grades_are_always_whole_and_within_bounds(keys: list[str]) -> None:
    does = {
        "up": lambda form: view.moved(form, -1),
        "down": lambda form: view.moved(form, 1),
        "left": lambda form: view.stepped(form, -1),
        "right": lambda form: view.stepped(form, 1),
        "n": view.unsure,
    }
    form = Form()
    for key in keys:
        form = does[key](form) if key in does else view.typed(form, key)
        assert 0 <= form.at <= GUESS_AT
        assert all(one is None or one in range(101) for one in form.grades)


def test_self_grade_is_kept_in_its_format() -> None:
    kept = json.loads(SelfGrade({Dimension.PROBING: 70}, "her nights").to_json())
    assert kept == {"version": 1, "dimensions": {"probing": 70}, "guess": "her nights"}


@given(GRADES, st.text())
def test_kept_self_grade_comes_back(grades: dict[Dimension, int], guess: str) -> None:
    grade = SelfGrade(grades, guess)
    assert SelfGrade.from_json(grade.to_json()) == grade


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        "9" * 5_000,
        '{"version": 2, "dimensions": {}, "guess": ""}',
        '{"version": true, "dimensions": {}, "guess": ""}',
        '{"version": 1, "dimensions": [], "guess": ""}',
        '{"version": 1, "dimensions": {"charm": 50}, "guess": ""}',
        '{"version": 1, "dimensions": {"probing": 101}, "guess": ""}',
        '{"version": 1, "dimensions": {"probing": -1}, "guess": ""}',
        '{"version": 1, "dimensions": {"probing": true}, "guess": ""}',
        '{"version": 1, "dimensions": {"probing": 70.5}, "guess": ""}',
        '{"version": 1, "dimensions": {"probing": null}, "guess": ""}',
        '{"version": 1, "dimensions": {}, "guess": 7}',
        '{"version": 1, "dimensions": {}}',
    ],
    ids=range(18),
)
def test_bad_input_is_no_self_grade(text: str | None) -> None:
    assert SelfGrade.from_json(text) is None


@given(st.text())
def test_no_input_raises(text: str) -> None:
    assert SelfGrade.from_json(text) is None or text.strip().startswith("{")
