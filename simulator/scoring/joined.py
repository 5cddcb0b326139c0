"""A measured scorecard and a judgement made one. Code computes every figure of it."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.judgement import Judgement, Verdict, VerdictState
from simulator.domain.rubric import Rubric
from simulator.domain.scorecard import Basis, Dimension, DimensionScore, Evidence, Flag, Scorecard
from simulator.scoring.profiles import Profile
from simulator.scoring.scorecards import total

#: pieces of a judge's evidence under one dimension, beside the measured ones
_MOST_EVIDENCE = 6
_NOT_OBSERVED = DimensionScore()


def joined(card: Scorecard, judgement: Judgement, rubric: Rubric, profile: Profile) -> Scorecard:
    """The scorecard with what was judged beside what was measured.

    The judged figure of a dimension is the mean of its verdicts that count, weighted as the rubric says. Where the
    dimension is measured too, the two are weighted by the rubric's ``judged_share``; where it is not, the judged one
    stands alone. A dimension with neither is not observed. Both figures stay in the provenance, so that they can be told
    apart. The total is that of `scorecards.total` over all of them.
    """
    verdicts = {
        dimension: [one for one in judgement.verdicts if one.dimension is dimension]
        for dimension in Dimension
    }
    judged = {
        dimension: score
        for dimension, found in verdicts.items()
        if (score := _judged(found, rubric)) is not None
    }
    dimensions = {
        dimension: _dimension(
            card.dimensions.get(dimension, _NOT_OBSERVED), judged.get(dimension), found, rubric.judged_share
        )
        for dimension, found in verdicts.items()
    }
    provenance = card.provenance.model_copy(
        update={
            "profile": profile.name,
            "rubric": f"{judgement.rubric}@{judgement.rubric_hash}",
            "model": judgement.model,
            "prompt": judgement.prompt,
            "judge_runs": judgement.runs,
            "measured": {name: one.score for name, one in card.dimensions.items() if one.score is not None},
            "judged": judged,
            "judged_share": rubric.judged_share,
        }
    )
    return card.model_copy(
        update={
            "dimensions": dimensions,
            "total": total(dimensions, profile.weights),
            "flags": _flags(card.flags, judgement.flags),
            "provenance": provenance,
        }
    )


def _dimension(
    measured: DimensionScore, judged: float | None, verdicts: Sequence[Verdict], share: float
) -> DimensionScore:
    if judged is None:
        return measured
    evidence = (*measured.evidence, *_evidence(verdicts))
    if measured.score is None:
        note = f"Judged {judged:g}; not measured."
        return DimensionScore(score=judged, basis=Basis.JUDGED, evidence=evidence, note=note)
    return DimensionScore(
        score=round((1 - share) * measured.score + share * judged, 1),
        basis=Basis.BOTH,
        evidence=evidence,
        note=f"{both_told(measured.score, judged)} {measured.note}".strip(),
    )


def both_told(measured: float, judged: float) -> str:
    """The two figures of a dimension in words, as its note begins."""
    return f"Measured {measured:g}, judged {judged:g}."


def _judged(verdicts: Sequence[Verdict], rubric: Rubric) -> float | None:
    """The weighted mean of the verdicts that count, 0–100; None where there is none."""
    weights = {one.id: one.weight for one in rubric.criteria}
    counted = [
        (one.score, weights.get(one.criterion, 1.0))
        for one in verdicts
        if one.state is VerdictState.COUNTED and one.score is not None
    ]
    whole = sum(weight for _, weight in counted)
    if not counted or whole <= 0:
        return None
    return round(sum(score * (weight / whole) for score, weight in counted), 1)


def _evidence(verdicts: Sequence[Verdict]) -> tuple[Evidence, ...]:
    """The first quote of every verdict before the second of any."""
    counted = [one.evidence for one in verdicts if one.state is VerdictState.COUNTED]
    ranked = [(place, quote) for quotes in counted for place, quote in enumerate(quotes)]
    return tuple(quote for _, quote in sorted(ranked, key=lambda one: one[0])[:_MOST_EVIDENCE])


def _flags(measured: Sequence[Flag], judged: Sequence[Flag]) -> tuple[Flag, ...]:
    """Both, in the order of the turns; what was measured and judged alike stands once, as it was measured."""
    known = {(flag.kind, flag.turn) for flag in measured}
    more = [flag for flag in judged if (flag.kind, flag.turn) not in known]
    return tuple(sorted((*measured, *more), key=lambda flag: flag.turn))
