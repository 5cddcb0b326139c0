"""Cutting a line into sentences and clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reading.sentences import split


def test_split_punctuated_line_keeps_marks_on_their_sentence() -> None:
    assert split("Right. How many vans? Twelve, I think!") == ["Right.", "How many vans?", "Twelve, I think!"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_split_nothing_said_gives_no_sentence(text: str) -> None:
    assert split(text) == []


def test_split_line_without_any_mark_and_few_words_stays_whole() -> None:
    assert split("how do you plan it") == ["how do you plan it"]


def test_split_abbreviation_does_not_end_a_sentence() -> None:
    assert split("Is Mr. Okafor in? Dr. Lund asked.") == ["Is Mr. Okafor in?", "Dr. Lund asked."]


def test_split_figure_with_a_point_stays_whole() -> None:
    assert split("It went up 3.5 percent, they say.") == ["It went up 3.5 percent, they say."]


def test_split_quotation_at_the_end_keeps_its_quote() -> None:
    assert split('He said "why bother?" And I left.') == ['He said "why bother?"', "And I left."]


@pytest.mark.parametrize(
    ("bare", "clauses"),
    [
        (
            "okay that makes sense and how do you plan the routes",
            ["okay that makes sense", "and how do you plan the routes"],
        ),
        (
            "we had the same thing last year do you still use the old system",
            ["we had the same thing last year", "do you still use the old system"],
        ),
        (
            "the vans are out by six so what do you do about cover",
            ["the vans are out by six", "so what do you do about cover"],
        ),
    ],
)
def test_split_bare_line_is_cut_where_a_clause_begins(bare: str, clauses: list[str]) -> None:
    assert split(bare) == clauses


@pytest.mark.parametrize(
    "bare",
    [
        "what kind of cover do you have for the early shift",
        "could you tell me how the orders get from the phone to the van",
        "is it okay with you if i ask about the routes",
        "i was wondering how you plan the routes when somebody is off",
    ],
)
def test_split_bare_question_is_never_cut_in_two(bare: str) -> None:
    assert split(bare) == [bare]


def test_split_tag_at_the_end_of_a_bare_line_stays_with_its_statement() -> None:
    assert split("you would not want that to happen again would you") == [
        "you would not want that to happen again would you"
    ]


@given(st.text(alphabet="abc do you what so okay ?.!,-'\n", max_size=200))
def test_split_any_text_loses_no_word_and_adds_none(text: str) -> None:
    units = split(text)
    assert " ".join(units).split() == text.split()
    assert all(unit == unit.strip() and unit for unit in units)
