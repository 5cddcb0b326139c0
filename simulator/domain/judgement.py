"""What a judge said about a transcript, criterion by criterion, with its quotes."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from simulator.domain.base import Strict
from simulator.domain.scorecard import Dimension, Evidence, Flag


class VerdictState(StrEnum):
    """Whether a verdict counts."""

    COUNTED = "counted"
    NOT_OBSERVED = "not_observed"
    UNSUPPORTED = "unsupported"  # its quote is not in the turn, and was not after it was asked for again
    MISSING = "missing"  # the judge refused, or gave no answer that could be read


class Verdict(Strict):
    """The answer to one criterion over all runs.

    Attributes:
        level: median of the runs, a place in the criterion's levels; None where it does not count.
        score: 0–100, what that level is worth; None where it does not count.
        reason: one sentence of the judge's.
        evidence: quotes that were found in their turns.
        levels: what each run said, in order; None where that run saw no occasion or does not count.
    """

    criterion: str
    dimension: Dimension
    state: VerdictState
    level: int | None = None
    score: float | None = Field(default=None, ge=0.0, le=100.0)
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()
    levels: tuple[int | None, ...] = ()


class Steering(Strict):
    """A line of the transcript that tries to tell the judge what to answer."""

    turn: int
    quote: str
    why: str


class Judgement(Strict):
    """All verdicts on a transcript, and what they cost.

    Attributes:
        flags: rules of the rubric that were broken, each with its quote.
        steering: lines that try to steer the judge.
        runs: how often it was judged; `answered` of them gave something that could be read.
        requests: questions to the endpoint, repairs among them.
        parts: 1, or the number of overlapping parts that a long transcript was judged in.
        prompt_tokens, completion_tokens, cached_tokens: as the endpoint counted them, over all requests.
        troubles: one sentence each, what went wrong on the way (a refusal, an answer cut off).
    """

    rubric: str
    rubric_hash: str
    model: str
    prompt: str
    verdicts: tuple[Verdict, ...]
    flags: tuple[Flag, ...] = ()
    steering: tuple[Steering, ...] = ()
    runs: int = 1
    answered: int = 0
    requests: int = 0
    parts: int = 1
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    troubles: tuple[str, ...] = ()
