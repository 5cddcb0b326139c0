"""A rubric: what a judge is asked about a call, with levels described in behaviour."""

from __future__ import annotations

import hashlib
import json

from pydantic import Field

from simulator.domain.base import Strict
from simulator.domain.scorecard import Dimension


class Level(Strict):
    """One level of a criterion.

    Attributes:
        score: 0–100, what it is worth in the dimension.
        behaviour: what a rep on this level does, as one would see or hear it.
    """

    score: float = Field(ge=0.0, le=100.0)
    behaviour: str


class Criterion(Strict):
    """One short question about the rep, answered with a level and a quote, or not observed.

    Attributes:
        id: lower case, digits and ``_``; unique in the rubric.
        dimension: the dimension that it counts in.
        question: what is asked, one sentence.
        levels: worst first, at least two; the judge answers with the place in this list, from 0.
        not_observed: when the call gave no occasion.
        weight: among the criteria of its dimension.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    dimension: Dimension
    question: str
    levels: tuple[Level, ...] = Field(min_length=2)
    not_observed: str
    weight: float = Field(default=1.0, gt=0.0)


class Rule(Strict):
    """A rule of a company or a country: broken, it is a flag beside the score, never averaged into it.

    Attributes:
        id: kind of the flag.
        question: what the judge looks for, one sentence; it needs a quote.
        fact: what is told beside the quote: which rule it is.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    question: str
    fact: str


class Rubric(Strict):
    """What a call of some type is judged by.

    Attributes:
        id: lower case, digits and ``_``; the same as the name of the file, without its ending.
        version: counts up when the content changes; the hash tells what was really used.
        title: what it is called on a page, a few words.
        about: which calls it is for, and what it leaves out and why.
        judged_share: weight of the judged figure where a dimension is measured too, 0 to 1.
        criteria: the questions; 8 to 12 are what a judge answers with care.
        rules: what becomes a flag when it is broken.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: int = Field(ge=1)
    title: str
    about: str
    judged_share: float = Field(default=0.5, ge=0.0, le=1.0)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    rules: tuple[Rule, ...] = ()


#: hex digits of a rubric's hash: enough that no two rubrics of a house meet, short enough to be read out
_HASH_DIGITS = 16


def rubric_hash(rubric: Rubric) -> str:
    """What tells a rubric from any other: 16 hex digits over its content.

    Comments, the order of keys, the form of a number and a key that only writes out its default change nothing; a
    word of a question, a weight or the order of criteria and levels does.
    """
    content = json.dumps(
        rubric.model_dump(mode="json"), sort_keys=True, ensure_ascii=True, separators=(",", ":")
    )
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:_HASH_DIGITS]
