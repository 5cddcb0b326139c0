"""How the parts of a dimension come together: a weighted mean of what was observed, with its evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.domain.scorecard import Basis, DimensionScore, Evidence
from simulator.scoring.rated import RatedTurn

#: quotes longer than this are cut at a word
QUOTE_CHARACTERS = 140
#: pieces of evidence that stand under one dimension
_MOST_EVIDENCE = 6
#: joins the character before it to the one after it
_JOINER = "\u200d"


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
    """The score of a dimension, 0–100; not observed where no part was.

    A part that was not observed has no say: its weight goes to the others in proportion.
    """
    seen = [(part, clamp(part.value)) for part in parts if part.value is not None]
    if not seen:
        return DimensionScore(note=note or "The call gave no occasion.")
    total = sum(part.weight for part, _ in seen)
    return DimensionScore(
        score=round(100 * sum(part.weight * value for part, value in seen) / total, 1),
        basis=Basis.MEASURED,
        evidence=_a_few(tuple(part.evidence for part, _ in seen)),
        note=note,
    )


def _a_few(groups: Sequence[Sequence[Evidence]]) -> tuple[Evidence, ...]:
    """Evidence of every part before more of the first one, in the order of the parts."""
    most = max((len(group) for group in groups), default=0)
    ranked = [
        (place, at, group[place])
        for place in range(most)
        for at, group in enumerate(groups)
        if place < len(group)
    ]
    kept = sorted(ranked[:_MOST_EVIDENCE], key=lambda one: (one[1], one[0]))
    return tuple(one for _, _, one in kept)


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


def mean(values: Sequence[float]) -> float | None:
    """Their mean; None where there are none."""
    return sum(values) / len(values) if values else None


def quote_of(text: str) -> str:
    """The words of a turn as evidence: from its beginning, cut at a word. Always a piece of the text as it stands."""
    text = text.strip()
    if len(text) <= QUOTE_CHARACTERS:
        return text
    cut = text[:QUOTE_CHARACTERS]
    between_words = cut[-1].isspace() or text[QUOTE_CHARACTERS].isspace()
    if not between_words and (at_word := cut.rsplit(None, 1)[0]) != cut:
        return at_word.rstrip()
    while cut and _belongs_to_the_one_before(text[len(cut)], cut[-1]):
        cut = cut[:-1]
    return cut.rstrip()


def quote_from(text: str, piece: str) -> str:
    """The piece of a turn that matters, where it stands in the turn as it is; else the turn from its beginning."""
    return quote_of(piece) if piece.strip() and piece in text else quote_of(text)


def _belongs_to_the_one_before(char: str, before: str) -> bool:
    """Whether a cut between the two would take an accent or a part of an emoji away."""
    return _JOINER in (before, char) or unicodedata.category(char) in {"Mn", "Me", "Mc"}


def turns_in_words(turns: Sequence[int]) -> str:
    """ "turn 3", "turns 3 and 7", "turns 3, 7 and 9"; empty for none."""
    if not turns:
        return ""
    *most, last = map(str, turns)
    return f"turns {', '.join(most)} and {last}" if most else f"turn {last}"


def evidence(turns: Sequence[RatedTurn], why: str, *, most: int = 3) -> tuple[Evidence, ...]:
    """The turns as evidence for one reason."""
    return tuple(Evidence(turn=turn.index, quote=quote_of(turn.text), why=why) for turn in turns[:most])
