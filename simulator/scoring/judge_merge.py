"""Several answers to the same question made one: the parts of a long call, and the runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.domain.judgement import Verdict, VerdictState
from simulator.domain.rubric import Criterion
from simulator.domain.scorecard import Evidence, Flag
from simulator.scoring.judge_answer import Finding

_MISSING = Finding(VerdictState.MISSING)
#: pieces of evidence under one verdict
_MOST_EVIDENCE = 4


def merged_parts(findings: Sequence[tuple[Finding, int]]) -> Finding:
    """One answer of the answers to a criterion in the parts of a call, each with the weight of its part.

    The parts that had an occasion decide: the opening shows in one of them only, and an objection counts where it was
    raised. Their median, weighted by the rep's turns in the part, is what the call was like as a whole; the best part
    would flatter it, the worst would judge an hour by its worst minute. In between two levels it is the lower one.

    Where none counts it is unsupported if one is, else missing if one is, else not observed.
    """
    if len(findings) == 1:
        return findings[0][0]
    counted = [(finding, weight) for finding, weight in findings if finding.level is not None]
    if counted:
        return _at_median(counted)
    states = {finding.state for finding, _ in findings}
    for state in (VerdictState.UNSUPPORTED, VerdictState.MISSING, VerdictState.NOT_OBSERVED):
        if state in states:
            return next(finding for finding, _ in findings if finding.state is state)
    return _MISSING


def merged_runs(criterion: Criterion, runs: Sequence[Finding]) -> Verdict:
    """The verdict of all runs on a criterion.

    A run that is unsupported or missing has no vote. Of the others, those that saw no occasion carry it only if they
    are more than those that gave a level with a quote; else the median of the levels counts, the lower one in between
    two. Reason and evidence are those of the runs that gave that very level.
    """
    counted = [(finding, 1) for finding in runs if finding.level is not None]
    unseen = [finding for finding in runs if finding.state is VerdictState.NOT_OBSERVED]
    if counted and len(counted) >= len(unseen):
        final = _at_median(counted)
    elif unseen:
        final = unseen[0]
    else:
        final = next((one for one in runs if one.state is VerdictState.UNSUPPORTED), _MISSING)
    return Verdict(
        criterion=criterion.id,
        dimension=criterion.dimension,
        state=final.state,
        level=final.level,
        score=criterion.levels[final.level].score if final.level is not None else None,
        reason=final.reason,
        evidence=final.evidence,
        levels=tuple(finding.level for finding in runs),
    )


def merged_flags(runs: Sequence[Sequence[Flag]]) -> tuple[Flag, ...]:
    """Rules that at least half of the runs saw broken, in the order of the turns, each once a turn.

    Args:
        runs: flags of each run that was answered, over all its parts: one part is enough for a rule to be broken.
    """
    kinds = {flag.kind for flags in runs for flag in flags}
    often = {
        kind for kind in kinds if 2 * sum(any(f.kind == kind for f in flags) for flags in runs) >= len(runs)
    }
    kept: dict[tuple[str, int], Flag] = {}
    for kind in sorted(often):
        first = next(flags for flags in runs if any(flag.kind == kind for flag in flags))
        for flag in first:
            if flag.kind == kind:
                kept.setdefault((kind, flag.turn), flag)
    return tuple(sorted(kept.values(), key=lambda flag: (flag.turn, flag.kind)))


def _at_median(counted: Sequence[tuple[Finding, int]]) -> Finding:
    """The finding at the weighted lower median, with the evidence of all that gave its level."""
    ordered = sorted(counted, key=lambda one: one[0].level or 0)
    half = sum(weight for _, weight in ordered) / 2
    so_far, at = 0, ordered[-1][0]
    for finding, weight in ordered:
        so_far += weight
        if so_far >= half:
            at = finding
            break
    same = [finding for finding, _ in counted if finding.level == at.level]
    if len(same) == 1:
        return at
    return Finding(at.state, at.level, same[0].reason, _once(quote for one in same for quote in one.evidence))


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    kept: dict[tuple[int, str], Evidence] = {}
    for one in evidence:
        kept.setdefault((one.turn, one.quote), one)
    return tuple(kept.values())[:_MOST_EVIDENCE]
