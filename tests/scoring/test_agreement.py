"""Coefficients of agreement: perfect, known, empty, constant and extreme cases of each, and their intervals."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scoring.agreement import (
    agreement,
    agreement_among,
    confusion,
    interval_alpha,
    level_of,
    rank_correlation,
    weighted_kappa,
)

SCORES = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), min_size=1, max_size=40)
#: Krippendorff's example of four observers and twelve units (Content Analysis, chapter 12); a dot is no grade
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [
    [float(grade) for grade in unit if grade != "."]
    for unit in zip(*(row.split() for row in OBSERVERS), strict=True)
]


def test_alpha_of_published_example_is_the_published_one() -> None:
    assert interval_alpha(UNITS) == pytest.approx(0.849, abs=0.0005)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([[1.0, 1.0], [5.0, 5.0]], 1.0),
        ([], None),
        ([[1.0], [2.0]], None),
        ([[3.0, 3.0], [3.0, 3.0]], None),
        ([[0.0, 100.0], [100.0, 0.0]], -0.5),
    ],
    ids=["perfect", "empty", "one grader", "constant", "opposite"],
)
def test_alpha_of_plain_cases(units: list[list[float]], alpha: float | None) -> None:
    assert interval_alpha(units) == (pytest.approx(alpha) if alpha is not None else None)


@pytest.mark.parametrize(
    ("first", "second", "kappa"),
    [
        ([0, 30, 50, 70, 100], [0, 30, 50, 70, 100], 1.0),
        ([0, 0, 100, 100], [100, 100, 0, 0], -1.0),
        ([0, 0, 100, 100], [0, 100, 0, 100], 0.0),
        # levels 0,1,2,3,4 against 0,1,2,3,3: they are off by 1 once; over all 25 pairs it would be 30+15+10+15+15 = 85
        ([10, 30, 50, 70, 90], [10, 30, 50, 70, 70], 1 - 5 * 1 / 85),
        ([], [], None),
        ([50, 50], [50, 50], None),
    ],
    ids=["perfect", "opposite", "chance", "by hand", "empty", "constant"],
)
def test_kappa_of_plain_cases(first: list[float], second: list[float], kappa: float | None) -> None:
    assert weighted_kappa(first, second) == (pytest.approx(kappa) if kappa is not None else None)


@pytest.mark.parametrize(
    ("first", "second", "rho"),
    [
        ([1, 2, 3], [10, 20, 90], 1.0),
        ([1, 2, 3], [3, 2, 1], -1.0),
        # Spearman by ranks: 1 − 6·Σd²/(n(n²−1)) with d = 0, 1, −1, 0 is 0.8
        ([1, 2, 3, 4], [1, 3, 2, 4], 0.8),
        ([1, 1, 2, 2], [1, 2, 1, 2], 0.0),
        ([], [], None),
        ([5], [5], None),
        ([5, 5, 5], [1, 2, 3], None),
    ],
    ids=["perfect", "opposite", "by hand", "ties", "empty", "one", "constant"],
)
def test_rank_correlation_of_plain_cases(first: list[float], second: list[float], rho: float | None) -> None:
    assert rank_correlation(first, second) == (pytest.approx(rho) if rho is not None else None)


def test_bins_are_as_they_are_told() -> None:
    assert [level_of(score) for score in (0, 19.9, 20, 40, 60, 79.9, 80, 100)] == [0, 0, 1, 2, 3, 3, 4, 4]
    # what people gave in levels of 1–5 keeps them apart
    assert [level_of((level - 1) * 25) for level in range(1, 6)] == [0, 1, 2, 3, 4]
    assert confusion([10, 90], [30, 90]) == [[0, 1, 0, 0, 0], [0] * 5, [0] * 5, [0] * 5, [0, 0, 0, 0, 1]]


def test_error_and_bias_are_in_points_and_above_zero_where_the_machine_grades_higher() -> None:
    found = agreement([60, 60, 40], [[50], [50], [50]])
    assert found.error.value == pytest.approx(10)
    assert found.bias.value == pytest.approx(10 / 3)
    assert found.n == 3
    assert found.error.low is None  # three transcripts say nothing of a spread


def test_nothing_to_compare_has_no_figures() -> None:
    for found in (agreement([], []), agreement_among([]), agreement_among([[50.0], [60.0]])):
        assert found.n == 0
        assert {found.kappa.value, found.alpha.value, found.spearman.value, found.error.value} == {None}


def test_interval_holds_the_figure_is_the_same_each_time_and_narrows_with_more_transcripts() -> None:
    chance = random.Random(4)  # noqa: S311

    def some(many: int) -> tuple[list[float], list[list[float]]]:
        machine = [chance.uniform(0, 100) for _ in range(many)]
        return machine, [[min(100.0, max(0.0, one + chance.gauss(0, 20)))] for one in machine]

    widths = []
    for many in (20, 400):
        data = some(many)
        found, again = agreement(*data), agreement(*data)
        assert found == again
        for one in (found.kappa, found.alpha, found.spearman, found.error, found.bias):
            assert one.value is not None
            assert one.low is not None
            assert one.high is not None
            assert one.low < one.value < one.high
        assert found.alpha.low is not None
        assert found.alpha.high is not None
        widths.append(found.alpha.high - found.alpha.low)
    assert widths[1] < widths[0] / 2


def test_people_among_themselves_are_compared_pair_by_pair_within_a_transcript() -> None:
    found = agreement_among([[10.0, 20.0, 30.0], [50.0], [70.0, 70.0]])
    assert found.n == 2
    assert found.error.value == pytest.approx((6 * 40 / 3 / 6 * 6 + 0) / 8)
    assert found.bias.value == pytest.approx(0)


@given(SCORES)
def test_coefficients_stay_in_their_bounds_and_take_no_side(pairs: list[tuple[float, float]]) -> None:
    first, second = [one for one, _ in pairs], [one for _, one in pairs]
    for measure in (weighted_kappa, rank_correlation):
        found = measure(first, second)
        assert found is None or -1.0000001 <= found <= 1.0000001
        assert found == (pytest.approx(measure(second, first)) if found is not None else None)
    alpha = interval_alpha(list(zip(first, second, strict=True)))
    assert alpha is None or alpha <= 1


@given(st.lists(st.integers(0, 100), min_size=2, max_size=30).filter(lambda one: len(set(one)) > 1))
def test_who_agrees_with_themselves_agrees_fully(scores: list[int]) -> None:
    same = [[float(one), float(one)] for one in scores]
    assert interval_alpha(same) == pytest.approx(1)
    assert rank_correlation(scores, scores) == pytest.approx(1)
