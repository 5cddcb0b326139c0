"""What a call was worth, with the turns behind each figure."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.domain.base import Strict


class Dimension(StrEnum):
    """The eight things that a call is scored on."""

    PREPARATION = "preparation"
    TIME = "time"
    HUMAN_TONE = "human_tone"
    PROBING = "probing"
    LISTENING = "listening"
    RESILIENCE = "resilience"
    ACCOUNTABILITY = "accountability"
    OUTCOME = "outcome"


class Basis(StrEnum):
    """Where a figure comes from."""

    MEASURED = "measured"
    JUDGED = "judged"
    BOTH = "both"
    NOT_OBSERVED = "not_observed"


class Evidence(Strict):
    """A turn that speaks for a figure.

    Attributes:
        turn: index of the turn in the transcript.
        quote: words that stand in that turn.
        why: what they show, one short sentence.
    """

    turn: int
    quote: str
    why: str


class DimensionScore(Strict):
    """One dimension; ``score`` is 0–100, or None where the call gave no occasion."""

    score: float | None = Field(default=None, ge=0.0, le=100.0)
    basis: Basis = Basis.NOT_OBSERVED
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class Flag(Strict):
    """Something that stands beside the score and is never averaged into it."""

    kind: str
    turn: int
    quote: str
    fact: str


class Provenance(Strict):
    """What made the scorecard.

    Attributes:
        measured, judged: the figures of the dimensions, 0–100, before they were made one; only where something was judged.
        judged_share: weight of the judged one where a dimension has both, 0–1; None where nothing was judged.
    """

    program: str
    profile: str
    rubric: str | None = None
    model: str | None = None
    prompt: str | None = None
    judge_runs: int = 0
    measured: dict[Dimension, float] = {}
    judged: dict[Dimension, float] = {}
    judged_share: float | None = None


class Scorecard(Strict):
    """All dimensions, measures and flags of one transcript.

    Attributes:
        total: 0–100, None where nothing was observed.
        held: why the total is lower than the mean of the dimensions, in a sentence; empty where it is not.
    """

    transcript: str
    total: float | None = None
    held: str = ""
    dimensions: dict[Dimension, DimensionScore]
    measures: dict[str, float | None] = {}
    flags: tuple[Flag, ...] = ()
    provenance: Provenance
