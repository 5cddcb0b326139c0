"""How far scores agree with people's grades: coefficients with bootstrap intervals over transcripts.

Every coefficient is one function over weights a transcript, so that the figure (all weights 1) and its 2,000 bootstrap
samples (weights: how often a transcript was drawn) come from the same code. Scores are 0–100.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: kappa is of levels: 0–20, 20–40, 40–60, 60–80 and 80–100, the lower end within
LEVELS: Final = 5
SAMPLES: Final = 2_000
#: with fewer transcripts an interval says nothing
_LEAST_FOR_INTERVAL: Final = 5
#: figures that are in memory at once while samples are drawn
_CELLS: Final = 2_000_000


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % percentile interval; None where it is not defined, or the transcripts are too few."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Agreement:
    """Agreement of two sides over transcripts.

    Attributes:
        n: transcripts that both sides graded.
        kappa: quadratic weighted, of five levels.
        alpha: Krippendorff's, interval.
        spearman: rank correlation.
        error: mean absolute difference in points.
        bias: mean of the first side less the second in points: above 0 the first grades higher.
    """

    n: int
    kappa: Estimate
    alpha: Estimate
    spearman: Estimate
    error: Estimate
    bias: Estimate


def agreement(computed: Sequence[float], graders: Sequence[Sequence[float]], *, seed: int = 1) -> Agreement:
    """Agreement of computed scores with people, person by person.

    Each person's grade is held against the score on its own, and not their mean, which is steadier than any of them:
    so the figures can be laid beside `agreement_among`. Each transcript is a unit of the bootstrap.

    Args:
        computed: a score of 0–100 for each transcript; may be empty.
        graders: for each transcript what people gave it, 0–100, at least one.
        seed: of the bootstrap; the same gives the same interval.
    """
    pairs = [
        (score, grade, unit)
        for unit, (score, people) in enumerate(zip(computed, graders, strict=True))
        for grade in people
    ]
    units = np.array([unit for _, _, unit in pairs], dtype=np.int64)
    first, second = _floats([one for one, _, _ in pairs]), _floats([one for _, one, _ in pairs])
    return _agreement(first, second, units, len(computed), seed)


def agreement_among(graders: Sequence[Sequence[float]], *, seed: int = 1) -> Agreement:
    """Agreement of people among themselves: every pair of graders of every transcript, both ways round.

    What a scorer can be asked for at most. Each transcript is a unit of the bootstrap however many graded it; a
    transcript with one grader says nothing and does not count.

    Args:
        graders: for each transcript the scores that it was given, 0–100, in any order.
    """
    pairs = [
        (one, other, unit)
        for unit, scores in enumerate(found for found in graders if len(found) > 1)
        for place, one in enumerate(scores)
        for at, other in enumerate(scores)
        if place != at
    ]
    units = np.array([unit for _, _, unit in pairs], dtype=np.int64)
    many = int(units.max()) + 1 if len(units) else 0
    first, second = _floats([one for one, _, _ in pairs]), _floats([one for _, one, _ in pairs])
    found = _agreement(first, second, units, many, seed)
    # the samples weigh pairs; the figure itself is Krippendorff's, in which every grade weighs the same
    return replace(found, alpha=replace(found.alpha, value=interval_alpha(graders)))


def weighted_kappa(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Quadratic weighted kappa of scores of 0–100 binned to five levels (`level_of`).

    1 is agreement, 0 what chance would give with these shares of levels, below 0 worse than that. Being off by two
    levels counts four times as much as by one. None where nothing was graded, or where both sides gave all the same
    one level: then chance would agree as well. Cohen, Psychological Bulletin 70, 1968, 213–220.
    """
    return _value(_kappa(_floats(first), _floats(second), _ones(len(first))))


def interval_alpha(units: Sequence[Sequence[float]]) -> float | None:
    """Krippendorff's alpha for interval data, over units with any number of graders.

    1 is agreement, 0 what one would see if grades were dealt out at random over the units, below 0 worse. Units with
    one grade say nothing. None where no unit has two, or where all grades are the same.
    Krippendorff, *Content Analysis*, 3rd ed. 2013, chapter 12; his example of 12 units and 4 observers gives 0.849.
    """
    kept = [np.asarray(one, dtype=np.float64) for one in units if len(one) > 1]
    if not kept:
        return None
    values = np.concatenate(kept)
    # squared differences over all ordered pairs of m values are 2(m·Σx² − (Σx)²)
    within = sum(_pairs(one) / (len(one) - 1) for one in kept) / len(values)
    expected = _pairs(values) / (len(values) * (len(values) - 1))
    return None if expected <= 1e-12 else float(1 - within / expected)


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's rho, −1 to 1: whether both put the transcripts in one order; ties share their rank.

    None below two transcripts, or where one side gave all the same. Spearman, American Journal of Psychology 15, 1904.
    """
    return _value(_spearman(_floats(first), _floats(second), _ones(len(first))))


def level_of(score: float) -> int:
    """The level of a score of 0–100, from 0 to 4."""
    return min(LEVELS - 1, max(0, int(score * LEVELS / 100)))


def confusion(first: Sequence[float], second: Sequence[float]) -> list[list[int]]:
    """How often the first side gave a level (row) where the second gave one (column)."""
    table = [[0] * LEVELS for _ in range(LEVELS)]
    for one, other in zip(first, second, strict=True):
        table[level_of(one)][level_of(other)] += 1
    return table


def _agreement(x: Floats, y: Floats, units: NDArray[np.int64], many: int, seed: int) -> Agreement:
    measures: tuple[Callable[[Floats, Floats, Floats], Floats], ...] = (
        _kappa,
        _alpha,
        _spearman,
        _error,
        _bias,
    )
    points = [_value(one(x, y, _ones(len(x)))) for one in measures]
    samples: list[list[Floats]] = [[] for _ in measures]
    if many >= _LEAST_FOR_INTERVAL:
        lots = np.random.default_rng(seed)
        step = max(1, _CELLS // max(1, len(x)))
        for begin in range(0, SAMPLES, step):
            drawn = lots.multinomial(many, np.full(many, 1 / many), size=min(step, SAMPLES - begin))
            weights = drawn.astype(np.float64)[:, units]
            for kept, one in zip(samples, measures, strict=True):
                kept.append(one(x, y, weights))
    return Agreement(many, *(_estimate(point, kept) for point, kept in zip(points, samples, strict=True)))


def _estimate(point: float | None, samples: list[Floats]) -> Estimate:
    if point is None or not samples:
        return Estimate(point)
    values = np.concatenate(samples)
    values = values[np.isfinite(values)]
    # where most samples are not defined, neither is their spread
    if len(values) < SAMPLES / 2:
        return Estimate(point)
    low, high = np.percentile(values, [2.5, 97.5])
    return Estimate(point, float(low), float(high))


def _kappa(x: Floats, y: Floats, weights: Floats) -> Floats:
    a, b = _levels(x), _levels(y)
    total = weights.sum(axis=1)
    rows = np.stack([weights[:, a == level].sum(axis=1) for level in range(LEVELS)], axis=1)
    columns = np.stack([weights[:, b == level].sum(axis=1) for level in range(LEVELS)], axis=1)
    apart = (np.arange(LEVELS)[:, None] - np.arange(LEVELS)[None, :]) ** 2.0
    seen = weights @ ((a - b) ** 2.0)
    expected = np.einsum("si,ij,sj->s", rows, apart, columns)
    return _ratio(expected - total * seen, expected)


def _alpha(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Alpha of pairs; pairs that are there both ways round make the same figure as once, but for the small sample."""
    many = 2 * weights.sum(axis=1)
    within = 2 * (weights @ ((x - y) ** 2)) / np.maximum(many, 1)
    squares, sums = weights @ (x**2 + y**2), weights @ (x + y)
    expected = 2 * (many * squares - sums**2) / np.maximum(many * (many - 1), 1)
    return _ratio(expected - within, expected)


def _spearman(x: Floats, y: Floats, weights: Floats) -> Floats:
    if not len(x):
        return np.full(len(weights), np.nan)
    a, b = _ranks(x, weights), _ranks(y, weights)
    total = weights.sum(axis=1, keepdims=True)
    a = a - (weights * a).sum(axis=1, keepdims=True) / total
    b = b - (weights * b).sum(axis=1, keepdims=True) / total
    together = (weights * a * b).sum(axis=1)
    return _ratio(together, np.sqrt((weights * a * a).sum(axis=1) * (weights * b * b).sum(axis=1)))


def _ranks(values: Floats, weights: Floats) -> Floats:
    """Ranks in each sample, ties at their mean: a value stands behind all below it and half of its equals."""
    _, group = np.unique(values, return_inverse=True)
    counts = np.zeros((len(weights), int(group.max()) + 1))
    if counts.shape[1] == len(values):
        counts[:, group] = weights  # no ties: one each
    else:
        for one in range(counts.shape[1]):
            counts[:, one] = weights[:, group == one].sum(axis=1)
    middle = np.cumsum(counts, axis=1) - counts / 2
    return middle[:, group]


def _error(x: Floats, y: Floats, weights: Floats) -> Floats:
    return _ratio(weights @ np.abs(x - y), weights.sum(axis=1))


def _bias(x: Floats, y: Floats, weights: Floats) -> Floats:
    return _ratio(weights @ (x - y), weights.sum(axis=1))


def _ratio(above: Floats, below: Floats) -> Floats:
    known = below > 1e-9
    return np.where(known, above / np.where(known, below, 1.0), np.nan)


def _levels(values: Floats) -> Floats:
    return np.clip(np.floor(values * LEVELS / 100), 0, LEVELS - 1)


def _pairs(values: Floats) -> float:
    centred = values - values.mean()
    return float(2 * (len(values) * (centred**2).sum() - centred.sum() ** 2))


def _floats(values: Sequence[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _ones(many: int) -> Floats:
    return np.ones((1, many))


def _value(found: Floats) -> float | None:
    return float(found[0]) if np.isfinite(found[0]) else None
