"""Scores counted, so that their quartiles are known whatever their number."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

#: scores are told to a tenth: there are 1,001 of them
_STEPS = 10


class Tally:
    """How often each score of 0–100 came, to a tenth; at most 1,001 counts in memory."""

    __slots__ = ("_counts", "n")

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.n = 0

    def add(self, score: float) -> None:
        """Count one score; beyond 0–100 it counts as the end."""
        self._counts[round(_STEPS * min(100.0, max(0.0, score)))] += 1
        self.n += 1

    def quantile(self, share: float) -> float | None:
        """The score below which this share lies, straight between neighbours; None where there is none."""
        if not self.n:
            return None
        at = (self.n - 1) * min(1.0, max(0.0, share))
        low, high = self._at(math.floor(at)), self._at(math.ceil(at))
        return (low + (high - low) * (at - math.floor(at))) / _STEPS

    @property
    def median(self) -> float | None:
        """The middle one; None where there is none."""
        return self.quantile(0.5)

    def median_bounds(self) -> tuple[float, float] | None:
        """About 95 % bounds of the median, from the order of the scores; None below six scores.

        The ranks n/2 ± 0.98·√n (normal approximation of the sign test; Conover, *Practical Nonparametric Statistics*,
        1999, section 3.2).
        """
        if self.n < 6:
            return None
        reach = 0.98 / math.sqrt(self.n)
        low, high = self.quantile(0.5 - reach), self.quantile(0.5 + reach)
        assert low is not None  # noqa: S101 - there are scores
        assert high is not None  # noqa: S101
        return low, high

    def bins(self, many: int = 20) -> list[int]:
        """Counts in `many` bins of one width over 0–100; 100 is in the last one."""
        found = [0] * many
        for step, count in self._counts.items():
            found[min(many - 1, step * many // (100 * _STEPS))] += count
        return found

    def scores(self) -> list[float]:
        """All scores in order; for few only."""
        return [step / _STEPS for step in sorted(self._counts.elements())]

    def _at(self, place: int) -> int:
        steps = sorted(self._counts)
        for step, below in zip(steps, accumulate(self._counts[one] for one in steps), strict=True):
            if place < below:
                return step
        return steps[-1]


def quartiles(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Lower quartile, median, upper quartile of some values, straight between neighbours; None of none."""
    if not values:
        return None
    ordered = sorted(values)

    def at(share: float) -> float:
        place = (len(ordered) - 1) * share
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return at(0.25), at(0.5), at(0.75)
