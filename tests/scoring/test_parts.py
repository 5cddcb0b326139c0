"""How parts come together, and how a quote is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.scorecard import Basis, Evidence
from simulator.scoring.parts import (
    QUOTE_CHARACTERS,
    Part,
    combine,
    falling,
    quote_from,
    quote_of,
    rising,
    share,
)


def test_combine_without_an_observed_part_is_not_observed() -> None:
    found = combine([Part(None, 1.0), Part(None, 0.5)])
    assert found.score is None
    assert found.basis is Basis.NOT_OBSERVED


def test_combine_gives_the_weight_of_what_was_not_observed_to_the_others() -> None:
    assert combine([Part(1.0, 0.6), Part(0.0, 0.2), Part(None, 5.0)]).score == 75.0


@given(st.lists(st.tuples(st.none() | st.floats(-2, 3), st.floats(0.01, 5)), max_size=6))
def test_combine_stays_within_bounds(parts: list[tuple[float | None, float]]) -> None:
    score = combine([Part(value, weight) for value, weight in parts]).score
    assert score is None or 0.0 <= score <= 100.0


def test_combine_shows_evidence_of_every_part_before_more_of_the_first() -> None:
    many = tuple(Evidence(turn=turn, quote="a", why="many") for turn in range(9))
    few = (Evidence(turn=20, quote="b", why="few"),)
    found = combine([Part(1.0, 1.0, many), Part(0.0, 1.0, few)]).evidence
    assert [one.why for one in found].count("few") == 1
    assert len(found) == 6


@pytest.mark.parametrize(("value", "expected"), [(0, 1.0), (2, 1.0), (3, 0.5), (4, 0.0), (99, 0.0)])
def test_falling_and_rising_mirror_each_other(value: float, expected: float) -> None:
    assert falling(value, 2, 4) == expected
    assert rising(value, 2, 4) == 1 - expected


def test_share_without_an_occasion_is_none() -> None:
    assert share(0, 0) is None
    assert share(0, 3) == 0.0


@given(st.text(max_size=400))
def test_quote_is_a_piece_of_the_text_and_never_too_long(text: str) -> None:
    quote = quote_of(text)
    assert quote in text
    assert len(quote) <= QUOTE_CHARACTERS
    assert bool(quote) == bool(text.strip()) or not quote.strip()


def test_quote_is_cut_at_a_word() -> None:
    assert quote_of("word " * 60) == ("word " * 28).strip()


@pytest.mark.parametrize("cluster", ["e\u0301", "👩\u200d🚒", "❤\ufe0f"])
def test_quote_of_a_text_without_spaces_takes_no_character_apart(cluster: str) -> None:
    quote = quote_of(cluster * 200)
    assert quote == cluster * (len(quote) // len(cluster))


def test_quote_from_takes_the_piece_that_matters_where_it_stands_in_the_text() -> None:
    text = "Hello. " * 30 + "Only today."
    assert quote_from(text, "Only today.") == "Only today."
    assert quote_from(text, "never said") == quote_of(text)
