"""`report.html`: what comes out of a run, on one page that needs no network, no script and no program but a browser."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.domain.judgement import VerdictState
from simulator.domain.scorecard import Dimension
from simulator.reports.batch_cards import apart_rows, apart_sentence, card_of
from simulator.reports.batch_digest import Digest, Group, MeasureTally, digest_of
from simulator.reports.batch_records import SCORES, ScoreLine, lines_at
from simulator.reports.batch_summary import basis_words, summary
from simulator.reports.batch_words import ASKS, FAILURES, FLAGS, MEASURES, plural
from simulator.reports.debrief_words import NAMES
from simulator.reports.page import write_page
from simulator.reports.svg import Drawing, WeekPoint
from simulator.reports.tally import Tally, quartiles
from simulator.scoring.profiles import PROFILES

REPORT = "report.html"
#: fewer calls than this are too few to say anything of a rep or a week
TOO_FEW = 5
#: reps and weeks that are drawn
_MOST_REPS_SHOWN, _MOST_WEEKS_SHOWN = 150, 156
#: so many calls are laid side by side
_BESIDE = 4
_OVERRIDES_SHOWN = 200


def write_report(folder: Path, run: Mapping[str, Any]) -> None:
    """Write `report.html` from `scores.jsonl`, `failures.jsonl` and `overrides.jsonl`.

    One pass with bounded memory; what is shown in full is read again by its place in the file.

    Args:
        run: what stands in `run.json`; used are seconds, cost, currency, prompt_tokens, cached_tokens,
            completion_tokens, requests, engine, concurrency and interrupted, each only where it is there.
    Raises:
        WorkError: a file cannot be read, or the page cannot be written.
    """
    digest = digest_of(folder)
    picks = digest.picks.shown()
    offsets = set(digest.first) if digest.few else {one.offset for one in picks}
    lines = lines_at(folder / SCORES, offsets)
    drawing = Drawing()
    few = [lines[offset] for offset in sorted(lines)] if digest.few else []
    whys = {one.offset: one.whys for one in picks if digest.scored > 1}
    order = sorted(lines) if digest.few else [one.offset for one in picks if one.offset in lines]
    cards = [
        card_of(lines[at], place, drawing, digest.overrides.get(lines[at].transcript, ()), whys.get(at, ()))
        for place, at in enumerate(order, start=1)
    ]
    beside = few if 2 <= len(few) <= _BESIDE else []
    write_page(
        folder / REPORT,
        "batch.html.j2",
        digest=digest,
        made=datetime.now(UTC),
        version=__version__,
        summary=summary(digest, run, apart_sentence(few)),
        flags=_flags(digest),
        distributions=[] if digest.few else _distributions(digest, drawing),
        matrix=_matrix(few, drawing) if len(few) > 1 else [],
        beside=beside,
        apart=apart_rows(beside, drawing) if beside else [],
        dimension_names=[NAMES[one] for one in Dimension],
        reps=_reps(digest, drawing),
        weeks=_weeks(digest, drawing),
        best=digest.moments.shown(bad=False),
        worst=digest.moments.shown(bad=True),
        names=NAMES,
        cards=cards,
        overrides=_overrides(digest),
        measures=_measures(digest, drawing),
        judge=_judge(digest),
        failures=_failures(digest),
        cost=_cost(digest, run),
        provenance=_provenance(digest, run),
        too_few=TOO_FEW,
    )


def _flags(digest: Digest) -> list[dict[str, Any]]:
    kinds = sorted(digest.flags.items(), key=lambda one: (-one[1].transcripts, one[0]))
    return [
        {
            "name": FLAGS.get(kind, kind.replace("_", " ")),
            "many": tally.many,
            "transcripts": tally.transcripts,
            "quotes": list(tally.quotes.values()),
            "left": tally.many - sum(1 + one.again for one in tally.quotes.values()),
        }
        for kind, tally in kinds
    ]


def _distributions(digest: Digest, drawing: Drawing) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    if digest.total.n:
        by_total = {one: tally for one, tally in _merged(digest).items() if tally.n}
        words = f"{digest.total.n:,} with a total" + (
            f", {digest.without_total:,} with too little observed for one" if digest.without_total else ""
        )
        shown.append(
            {
                "name": "Total",
                "asks": "The weighted mean of what was observed.",
                "plot": drawing.histogram(by_total, digest.total, "Total"),
                "words": words,
            }
        )
    for one, tally in digest.dimensions.items():
        counts = {basis: each.n for basis, each in tally.by_basis.items()}
        plot = drawing.histogram(tally.by_basis, tally.all, NAMES[one]) if tally.all.n else None
        shown.append(
            {"name": NAMES[one], "asks": ASKS[one], "plot": plot, "words": basis_words(counts, tally.unseen)}
        )
    return shown


def _merged(digest: Digest) -> Mapping[Any, Tally]:
    """The totals, drawn by what most of them rest on: judged in part, or measured."""
    from simulator.domain.scorecard import Basis  # noqa: PLC0415 - only for the key

    return {Basis.BOTH if digest.judge.transcripts else Basis.MEASURED: digest.total}


def _matrix(few: list[ScoreLine], drawing: Drawing) -> list[dict[str, Any]]:
    """A small batch, call by call: the best total first."""
    ordered = sorted(
        enumerate(few, start=1), key=lambda one: -(one[1].total if one[1].total is not None else -1.0)
    )
    return [
        {
            "place": place,
            "name": line.transcript,
            "rep": line.rep,
            "total": line.total,
            "flags": len(line.flags),
            "cells": [line.figure(one) for one in Dimension],
        }
        for place, line in ordered
    ]


def _reps(digest: Digest, drawing: Drawing) -> dict[str, Any]:
    """Reps in alphabetical order: a page that ranks people by figures of unlike calls would mislead."""
    kept = sorted(digest.reps.items(), key=lambda one: (-one[1].calls, one[0]))[:_MOST_REPS_SHOWN]
    rows = [
        {
            "name": name,
            "calls": group.calls,
            "few": group.calls < TOO_FEW,
            "plot": drawing.reach(group.total, TOO_FEW, f"Totals of {name}"),
            "total": _median(group.total) if group.calls >= TOO_FEW else "",
            "medians": [_dimension_median(group, one) for one in Dimension],
        }
        for name, group in sorted(kept, key=lambda one: (one[0].casefold(), one[0]))
    ]
    return {"rows": rows, "left": len(digest.reps) - len(rows)}


def _dimension_median(group: Group, one: Dimension) -> str:
    tally = group.dimensions.get(one)
    return "–" if tally is None or tally.n < TOO_FEW else _median(tally)


def _median(tally: Tally) -> str:
    middle = tally.median
    return "–" if middle is None else f"{middle:.0f}"


def _weeks(digest: Digest, drawing: Drawing) -> dict[str, Any]:
    weeks = sorted(digest.weeks.items())[-_MOST_WEEKS_SHOWN:]
    left = len(digest.weeks) - len(weeks)
    if len(weeks) < 2:
        return {"total": None, "dimensions": [], "many": len(weeks), "left": left}
    totals = [point for monday, group in weeks if (point := _point(monday, group.total))]
    plots = []
    for one in Dimension:
        points = [
            point for monday, group in weeks if (point := _point(monday, group.dimensions.get(one, Tally())))
        ]
        if len(points) > 1 and any(point.calls >= TOO_FEW for point in points):
            plots.append({"name": NAMES[one], "plot": drawing.weeks(points, TOO_FEW, NAMES[one])})
    whole = drawing.weeks(totals, TOO_FEW, "Total", large=True) if len(totals) > 1 else None
    return {"total": whole, "dimensions": plots, "many": len(weeks), "left": left}


def _point(monday: Any, tally: Tally) -> WeekPoint | None:
    low, middle, high = (tally.quantile(share) for share in (0.25, 0.5, 0.75))
    if low is None or middle is None or high is None:
        return None
    return WeekPoint(monday, tally.n, low, middle, high)


def _overrides(digest: Digest) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for name, people in digest.overrides.items():
        line = digest.overridden.get(name)
        for one in people:
            computed = None
            if line is not None:
                computed = line.total if one.dimension == "total" else line.figure(one.dimension)
            rows.append({"one": one, "computed": computed, "there": line is not None})
    rows.sort(key=lambda row: row["one"].when, reverse=True)
    return {"rows": rows[:_OVERRIDES_SHOWN], "left": max(0, len(rows) - _OVERRIDES_SHOWN), "names": NAMES}


def _measures(digest: Digest, drawing: Drawing) -> dict[str, Any]:
    profiles = {made[1] for made in digest.made_by}
    profile = PROFILES.get(next(iter(profiles))) if len(profiles) == 1 else None
    bands = {}
    if profile is not None:
        bands = {"talk_share": profile.talk_share, "longest_monologue_s": (0.0, profile.monologue_s[0])}
    rows = []
    for name, tally in digest.measures.items():
        middle = quartiles(tally.values)
        if middle is None:
            continue
        ordered = sorted(tally.values)
        reach = (min(0.0, ordered[0]), ordered[int(0.98 * (len(ordered) - 1))])
        band = bands.get(name)
        if band is not None:
            reach = (reach[0], max(reach[1], band[1]))
        rows.append(
            {
                "name": MEASURES.get(name, name),
                "median": f"{middle[1]:.3g}",
                "between": f"{middle[0]:.3g} to {middle[2]:.3g}",
                "plot": drawing.measure(*middle, reach, band),
                "band": "" if band is None else f"{band[0]:g} to {band[1]:g}",
                "outside": _outside(digest, name, tally) if band is not None else "",
                "none": tally.none,
            }
        )
    drawn = any(tally.every > 1 for tally in digest.measures.values())
    return {"rows": rows, "profile": profile.name.replace("_", " ") if profile else "", "drawn": drawn}


def _outside(digest: Digest, name: str, tally: MeasureTally) -> str:
    below, above = digest.outside[f"{name}_below"], digest.outside[f"{name}_above"]
    told = [
        f"{100 * many / tally.n:.0f} % {word}" for many, word in ((below, "below"), (above, "above")) if many
    ]
    return ", ".join(told) or "all within"


def _judge(digest: Digest) -> dict[str, Any] | None:
    judge = digest.judge
    if not judge.transcripts:
        return None
    criteria = [
        {
            "name": name.replace("_", " "),
            "counted": one.states[VerdictState.COUNTED],
            "not_observed": one.states[VerdictState.NOT_OBSERVED],
            "unsupported": one.states[VerdictState.UNSUPPORTED],
            "missing": one.states[VerdictState.MISSING],
            "levels": ", ".join(f"{level + 1}: {many:,}" for level, many in sorted(one.levels.items())),
            "agreed": f"{100 * one.agreed / one.repeated:.0f} %" if one.repeated else "–",
        }
        for name, one in judge.criteria.items()
    ]
    return {
        "tally": judge,
        "criteria": criteria,
        "both": _both(digest),
        "steering_left": judge.steering - len(judge.steering_shown),
        "unanswered": judge.runs - judge.answered,
    }


def _both(digest: Digest) -> list[dict[str, Any]]:
    """What was measured beside what was judged, of the same calls."""
    return [
        {
            "name": NAMES[one],
            "calls": tally.between.n,
            "measured": _median(tally.measured),
            "judged": _median(tally.judged),
            "apart": _median(tally.between),
            "lower": f"{100 * tally.judged_lower / tally.between.n:.0f} %",
        }
        for one, tally in digest.dimensions.items()
        if tally.between.n
    ]


def _failures(digest: Digest) -> list[dict[str, Any]]:
    kinds = sorted(digest.failures.items(), key=lambda one: (-one[1].many, one[0]))
    return [
        {
            "name": FAILURES.get(kind, (kind.replace("_", " "), ""))[0],
            "do": FAILURES.get(kind, ("", "See the message."))[1],
            "many": tally.many,
            "examples": tally.examples,
            "left": tally.many - len(tally.examples),
        }
        for kind, tally in kinds
    ]


def _cost(digest: Digest, run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the run cost, as pairs of a name and a figure; only what is known."""
    rows: list[tuple[str, str]] = []
    seconds = _number(run, "seconds")
    if seconds is not None:
        rows.append(("Time", _duration(seconds)))
        done = _number(run, "scored")
        if seconds > 0 and done:
            rows.append(("Rate", f"{done / seconds:,.1f} transcripts a second"))
    judge = digest.judge
    prompt = _number(run, "prompt_tokens") or float(judge.prompt_tokens)
    cached = _number(run, "cached_tokens") or float(judge.cached_tokens)
    written = _number(run, "completion_tokens") or float(judge.completion_tokens)
    if prompt:
        rows += [
            (
                "Tokens read",
                f"{prompt:,.0f}, of which {100 * cached / prompt:.0f} % from the provider's cache",
            ),
            ("Tokens written", f"{written:,.0f}"),
            ("Requests", f"{_number(run, 'requests') or judge.requests:,.0f}"),
        ]
    else:
        rows.append(("Tokens", "none: no model was asked"))
    cost = _number(run, "cost")
    if cost is not None and prompt:
        currency = str(run.get("currency") or "USD")[:8]
        each = f", {cost / digest.scored:.4f} a transcript" if digest.scored else ""
        rows.append(("Cost", f"{cost:,.2f} {currency}{each}"))
    elif prompt:
        rows.append(("Cost", "not known: no price is set for the model"))
    return rows


def _provenance(digest: Digest, run: Mapping[str, Any]) -> list[str]:
    """What made the scorecards, one line for each combination."""
    told = []
    for (program, profile, rubric, model, prompt, runs), many in digest.made_by.most_common():
        judged = (
            f", rubric {rubric}, model {model}, prompt {prompt}, {plural(runs, 'run')}"
            if model or rubric
            else ", no judge"
        )
        told.append(f"{plural(many, 'scorecard')}: program {program}, profile {profile}{judged}.")
    told += [f"Rubric {name} has the hash {key}." for name, key, _, _ in digest.judge.rubrics]
    if engine := run.get("engine"):
        told.append(f"Engine: {engine}.")
    if digest.unreadable:
        told.append(
            f"{plural(digest.unreadable, 'line')} of scores.jsonl could not be read and are not in this page."
        )
    return told


def _number(run: Mapping[str, Any], key: str) -> float | None:
    tokens = run.get("tokens")
    value = run.get(key)
    if value is None and isinstance(tokens, Mapping):
        value = tokens.get(key.removesuffix("_tokens"), tokens.get(key))
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
