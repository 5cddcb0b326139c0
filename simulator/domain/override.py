"""A person's figure beside the machine's: an analyst looked at a call and says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import AwareDatetime, Field

from simulator.domain.base import Strict
from simulator.domain.scorecard import Dimension

#: what a person can grade: a dimension, or the call as a whole
Graded = Dimension | Literal["total"]
#: the same in the order in which it is shown
GRADED: tuple[Graded, ...] = ("total", *Dimension)


class Override(Strict):
    """A person's figure for one transcript; it stands beside what was computed, and changes nothing of it.

    Attributes:
        transcript: as it stands in `scores.jsonl`.
        score: 0–100.
        by: who says so; not empty.
        when: with its time zone.
        why: what they saw in the call; not empty.
    """

    transcript: str
    dimension: Graded
    score: float = Field(ge=0.0, le=100.0, allow_inf_nan=False)
    by: str = Field(min_length=1, max_length=200)
    when: AwareDatetime
    why: str = Field(min_length=1, max_length=2000)


@dataclass(frozen=True)
class Grade:
    """What one person gave; `score` is 0–100, None where they saw no occasion; `grader` may be empty."""

    transcript: str
    dimension: Graded
    grader: str
    score: float | None
