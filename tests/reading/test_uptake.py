"""How far a line takes up what was said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading.uptake import CUE_NAMES, uptake, uptake_cues

SAID = "Our planner was off sick for three weeks and nobody else knows the routes."


def test_uptake_of_the_others_words_is_above_a_new_subject() -> None:
    taken_up = uptake(SAID, "So nobody else knew the routes while he was off?")
    acknowledged = uptake(SAID, "Okay.")
    elsewhere = uptake(SAID, "We have over five hundred customers in Europe.")
    assert taken_up > 0.7
    assert taken_up > elsewhere > acknowledged or taken_up > acknowledged >= elsewhere


def test_uptake_question_about_what_was_said_counts_for_more_than_praise() -> None:
    assert uptake(SAID, "What happened to the routes in those three weeks?") > uptake(
        SAID, "Great, very good."
    )


def test_uptake_of_nothing_or_by_nothing_is_zero() -> None:
    assert uptake("", "What happened?") == 0.0
    assert uptake(SAID, " ") == 0.0


def test_uptake_cues_have_a_name_each() -> None:
    assert len(uptake_cues(SAID, "Who else knows them?")) == len(CUE_NAMES)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_uptake_of_any_text_is_between_zero_and_one(previous: str, line: str) -> None:
    assert 0.0 <= uptake(previous, line) <= 1.0
