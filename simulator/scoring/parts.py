"""How the parts of a dimension come together: a weighted mean of what was observed, with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.domain.scorecard import Basis, DimensionScore, Evidence
from simulator.scoring.rated import RatedTurn

#: quotes longer than this are cut at a word
QUOTE_CHARACTERS = 140
#: pieces of evidence that stand under one dimension
_MOST_EVIDENCE = 6


@dataclass(frozen=True)
class Part:
    """One thing that a dimension is made of.

    Attributes:
        value: 0–1; None where the call gave no occasion.
        weight: against the other parts of the dimension.
        evidence: turns behind it.
    """

    value: float | None
    weight: float
    evidence: tuple[Evidence, ...] = ()


def combine(parts: Iterable[Part], note: str = "") -> DimensionScore:
    """The score of a dimension, 0–100; not observed where no part was."""
    seen = [part for part in parts if part.value is not None]
    if not seen:
        return DimensionScore(note=note or "The call gave no occasion.")
    total = sum(part.weight for part in seen)
    value = sum(part.weight * clamp(part.value or 0.0) for part in seen) / total
    evidence = [one for part in seen for one in part.evidence]
    return DimensionScore(
        score=round(100 * value, 1),
        basis=Basis.MEASURED,
        evidence=tuple(evidence[:_MOST_EVIDENCE]),
        note=note,
    )


def clamp(value: float) -> float:
    """Into 0–1."""
    return max(0.0, min(1.0, value))


def falling(value: float, good: float, bad: float) -> float:
    """1 up to ``good``, 0 from ``bad`` on, straight between."""
    return clamp((bad - value) / (bad - good))


def rising(value: float, bad: float, good: float) -> float:
    """0 up to ``bad``, 1 from ``good`` on, straight between."""
    return clamp((value - bad) / (good - bad))


def share(hits: int, occasions: int) -> float | None:
    """Hits out of occasions; None where there was no occasion."""
    return hits / occasions if occasions else None


def quote_of(text: str) -> str:
    """The words of a turn as evidence: from its beginning, cut at a word."""
    if len(text) <= QUOTE_CHARACTERS:
        return text
    return text[:QUOTE_CHARACTERS].rsplit(" ", 1)[0]


def evidence(turns: Sequence[RatedTurn], why: str, *, most: int = 3) -> tuple[Evidence, ...]:
    """The turns as evidence for one reason."""
    return tuple(Evidence(turn=turn.index, quote=quote_of(turn.text), why=why) for turn in turns[:most])
