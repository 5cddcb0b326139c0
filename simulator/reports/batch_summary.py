"""The first paragraph of the report: what was scored and how, what stands out, how sure it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.domain.scorecard import Basis, Dimension
from simulator.reports.batch_digest import Digest
from simulator.reports.batch_words import FLAGS, listed, plural
from simulator.reports.debrief_words import NAMES

#: a dimension seen in fewer calls than this share is said to be thinly observed
_THIN = 0.5


def summary(digest: Digest, run: Mapping[str, Any], apart: str = "") -> str:
    """One paragraph in plain words.

    Args:
        apart: why the calls of a small batch differ; may be empty.
    """
    if not digest.scored:
        lost = f" {plural(digest.failed, 'transcript')} could not be; see below why." if digest.failed else ""
        return f"Nothing was scored.{lost}"
    told = [
        *_what(digest, run),
        *_how(digest),
        *_figures(digest),
        apart,
        *_flags(digest),
        *_how_sure(digest),
    ]
    return " ".join(filter(None, told))


def _what(digest: Digest, run: Mapping[str, Any]) -> Iterator[str]:
    reps = len(digest.reps)
    of = f" of {plural(reps, 'rep')}" if reps and not digest.calls_of_further_reps else ""
    days = sorted(digest.weeks)
    when = ""
    if len(days) > 1:
        when = f", from the week of {days[0].day} {days[0]:%B} to that of {days[-1].day} {days[-1]:%B %Y}"
    profiles = sorted({f"“{made[1].replace('_', ' ')}”" for made in digest.made_by})
    were = "was" if digest.scored == 1 else "were"
    yield f"{plural(digest.scored, 'call')}{of}{when} {were} scored by the profile {listed(profiles)}."
    if digest.failed:
        yield f"{plural(digest.failed, 'transcript')} could not be scored."
    if waiting := run.get("handed_over"):
        yield f"{plural(waiting, 'transcript')} {'is' if waiting == 1 else 'are'} handed over and not answered yet."
    if run.get("interrupted"):
        yield "The run was interrupted: this is what was done until then."


def _how(digest: Digest) -> Iterator[str]:
    judged = digest.judge.transcripts
    if not judged:
        yield "Every figure is computed by code from the words of the call; no model judged anything."
        return
    models = sorted({key[2] for key in digest.judge.rubrics})
    all_of_them = "All" if judged == digest.scored else f"{judged:,}"
    runs = round(digest.judge.runs / judged)
    often = "" if runs <= 1 else f", {runs} times each"
    yield (
        f"{all_of_them} were measured by code from the words and judged by {listed(models)}{often}; "
        "each figure says which it is."
    )


def _figures(digest: Digest) -> Iterator[str]:
    middle = digest.total.median
    if middle is None:
        yield "Too little was observed for a total in any of them."
        return
    low, high = digest.total.quantile(0.25), digest.total.quantile(0.75)
    if digest.total.n == 1:
        yield f"Its total is {middle:.0f} of 100."
    elif digest.few:
        least, most = digest.total.quantile(0.0), digest.total.quantile(1.0)
        yield f"Their totals reach from {least:.0f} to {most:.0f}."
    else:
        yield f"The middle call has {middle:.0f} of 100, and half of them lie between {low:.0f} and {high:.0f}."
    medians = {
        one: tally.all.median or 0.0
        for one, tally in digest.dimensions.items()
        if tally.all.n >= max(1, _THIN * digest.scored)
    }
    if len(medians) > 2 and not (digest.few and digest.scored > 1):
        best, worst = max(medians, key=lambda one: medians[one]), min(medians, key=lambda one: medians[one])
        yield (
            f"Strongest is {NAMES[best].lower()} ({medians[best]:.0f}), "
            f"weakest {NAMES[worst].lower()} ({medians[worst]:.0f})."
        )


def _flags(digest: Digest) -> Iterator[str]:
    if not digest.flagged:
        yield "No call is flagged."
        return
    most = max(digest.flags, key=lambda kind: digest.flags[kind].transcripts)
    name = FLAGS.get(most, most.replace("_", " "))
    carry = "is" if digest.flagged == 1 else "are"
    yield f"{plural(digest.flagged, 'call')} {carry} flagged, most often for “{name.lower()}”: look there first."


def _how_sure(digest: Digest) -> Iterator[str]:
    bounds = digest.total.median_bounds()
    if bounds is not None and not digest.few:
        yield (
            f"How sure: taken as a sample, these {digest.total.n:,} calls put the middle between "
            f"{bounds[0]:.0f} and {bounds[1]:.0f} (95 %)."
        )
    elif digest.scored < 6:
        yield "How sure: so few calls say what happened in them, and nothing about anybody's habits."
    thin = [
        NAMES[one].lower()
        for one, tally in digest.dimensions.items()
        if 0 < tally.all.n < _THIN * digest.scored and one in Dimension
    ]
    if thin and not digest.few:
        yield f"Fewer than half of the calls gave an occasion for {listed(thin)}."
    if digest.worked_out:
        yield f"In {plural(digest.worked_out, 'call')} it was worked out from the words who the rep is."
    runs = [one for one in digest.judge.criteria.values() if one.repeated]
    if runs:
        share = sum(one.agreed for one in runs) / sum(one.repeated for one in runs)
        yield f"The judge's runs agree with each other in {100 * share:.0f} % of the verdicts."


def basis_words(by: Mapping[Basis, int], unseen: int) -> str:
    """What the figures of a dimension rest on: "290 measured, 22 not observed"."""
    words = {Basis.MEASURED: "measured", Basis.BOTH: "measured and judged", Basis.JUDGED: "judged"}
    told = [f"{by[basis]:,} {word}" for basis, word in words.items() if by.get(basis)]
    return ", ".join([*told, *([f"{unseen:,} not observed"] if unseen else [])])
