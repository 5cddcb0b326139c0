"""The rep's progress as plain values that a screen can draw. Against oneself only; nobody else is in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.domain.scorecard import Dimension
from simulator.domain.text_safety import visible
from simulator.tui.debrief_view import NAMES, Paragraph, Piece, Rows, Style
from simulator.tui.trend import UNSEEN, sparkline

if TYPE_CHECKING:
    from simulator.journal.reader import JournalReader
    from simulator.reports.past_calls import PastCall, PastCalls

EMPTY = "No scored call yet. Make a call, hear how it went, and your progress starts here."
LEGEND = (
    "Trend: one sign a call, the newest on the right, low to high from ▁ to ▆; · was not observed, and is no "
    "zero. Last 5: the mean of the last five calls in which it was observed. After a rejection: the dimension "
    "resilience, which is how tone and probing hold up once they have said no."
)
LEGEND_GAP = (
    "Gap: how far your own grades were from the score, whichever way, a mean too; 0 is best. Before it the way that "
    "they lean: + you thought better of it than the score does, − worse, ± now one and now the other; = within 5 "
    "points, so you saw it as it was."
)
NO_GRADE = (
    "There is no self grade yet. Grade a call yourself before you see its score, and the gap stands here."
)

#: calls that a mean goes over
_LAST = 5
#: a grade that is this near to the score is as good as the same
_SAME = 5.0
#: earlier calls that it takes before one can be called better than all of them
_EARLIER = 2
_UNSEEN_FIGURE = "–"


@dataclass(frozen=True)
class Measure:
    """One measure over time, in words and signs.

    Attributes:
        trend: one sign for each call, oldest first.
        latest: of the last call; a dash where it was not observed.
        mean: of the last five calls in which it was observed.
        best, when: the personal best, and the day when it was first reached.
        gap: how far the self grades were from the score, and which way they lean; of the last five; empty where there
            is none.
    """

    name: str
    trend: str
    latest: str
    mean: str
    best: str
    when: str
    gap: str = ""
    strong: bool = False


@dataclass(frozen=True)
class ProgressView:
    """Everything that the screen shows; texts are safe to show.

    Attributes:
        summary: how many calls since when, and what was best.
        totals: of each call, oldest first, for the chart; ``days`` below its ends.
        scores: the total and the dimensions.
        beside: depth, cues, the gap and what comes after a rejection.
        legend: what the signs mean.
        problem: what could not be read; empty when all could.
    """

    summary: tuple[Paragraph, ...] = ()
    totals: tuple[float | None, ...] = ()
    days: tuple[str, str] = ("", "")
    scores: tuple[Measure, ...] = ()
    beside: tuple[Measure, ...] = ()
    legend: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is no scored call."""
        return not self.totals


def load_progress(journal: JournalReader) -> ProgressView:
    """The progress over all calls of the journal. Blocks for as long as it reads: for a thread.

    Raises:
        JournalError: the journal cannot be read.
    """
    from simulator.reports.past_calls import past_calls  # noqa: PLC0415 - after the first paint

    return progress_view(past_calls(journal))


def progress_view(past: PastCalls) -> ProgressView:
    """The view of scored calls."""
    calls = past.calls
    problem = _unreadable(past.unreadable)
    if not calls:
        return ProgressView(problem=problem)
    graded = any(_gaps(call) for call in calls)
    scores = (
        _measure("Total", calls, [call.total for call in calls], strong=True),
        *(_of_dimension(name, calls, NAMES[name]) for name in Dimension if name is not Dimension.RESILIENCE),
    )
    beside = (
        _depth(calls),
        _cues(calls),
        _of_dimension(Dimension.RESILIENCE, calls, "After a rejection"),
        *((_gap(calls),) if graded else ()),
    )
    return ProgressView(
        summary=tuple(_summary(past)),
        totals=tuple(call.total for call in calls),
        days=(_day(calls[0].when, calls), _day(calls[-1].when, calls)),
        scores=scores,
        beside=beside,
        legend=(LEGEND, LEGEND_GAP if graded else NO_GRADE),
        problem=problem,
    )


# tables


_NAME, _LATEST, _MEAN, _BEST, _WHEN, _GAP = 17, 8, 6, 8, 8, 4
_BETWEEN = 2
#: calls in a trend: as few as can be, so many before a column goes, and at most
_LEAST_TREND, _FAIR_TREND, _MOST_TREND = 5, 8, 60


def table(measures: Sequence[Measure], columns: int, *, calls: int, title: str = "") -> Rows:
    """Measures as a table that fits: a narrow one goes without the day of the best, then without the gap.

    Args:
        columns: of characters that there is room for.
        calls: how many there are; a trend takes no more room than that.
    """
    with_gap = any(one.gap for one in measures)
    with_when = True
    room = _room(columns, with_gap=with_gap, with_when=True)
    if room < _FAIR_TREND:
        with_when = False
        room = _room(columns, with_gap=with_gap, with_when=False)
    if room < _FAIR_TREND and with_gap:
        with_gap = False
        room = _room(columns, with_gap=False, with_when=False)
    length = max(_LEAST_TREND, min(_MOST_TREND, room, calls))

    def row(one: Measure) -> tuple[Paragraph, ...]:
        cells = [
            _piece(one.name, Style.STRONG if one.strong else Style.PLAIN),
            _piece(one.trend[-length:].rjust(length)),
            _piece(one.latest.rjust(_LATEST), Style.STRONG),
            _piece(one.mean.rjust(_MEAN)),
            _piece(one.best.rjust(_BEST)),
        ]
        cells += [_piece(one.when.rjust(_WHEN), Style.QUIET)] if with_when else []
        cells += [_piece(one.gap.rjust(_GAP))] if with_gap else []
        return (*(Paragraph((cell,)) for cell in cells), Paragraph(()))

    headings = [title, "trend".rjust(length), "latest".rjust(_LATEST), "last 5".rjust(_MEAN)]
    headings += ["best".rjust(_BEST)]
    headings += ["on".rjust(_WHEN)] if with_when else []
    headings += ["gap".rjust(_GAP)] if with_gap else []
    widths = [_NAME, length, _LATEST, _MEAN, _BEST]
    widths += [_WHEN] * with_when + [_GAP] * with_gap
    return Rows(tuple(row(one) for one in measures), tuple(widths), (*headings, ""))


def _room(columns: int, *, with_gap: bool, with_when: bool) -> int:
    widths = [_NAME, _LATEST, _MEAN, _BEST] + [_WHEN] * with_when + [_GAP] * with_gap
    return columns - sum(widths) - _BETWEEN * (len(widths) + 1)


# measures


def _measure(
    name: str,
    calls: Sequence[PastCall],
    values: Sequence[float | None],
    *,
    gap: str = "",
    strong: bool = False,
) -> Measure:
    """A measure of 0–100, more is better."""
    seen = [(value, call) for value, call in zip(values, calls, strict=True) if value is not None]
    best = max(seen, key=lambda one: one[0], default=None)  # the first of several that are as good
    return Measure(
        name=name,
        trend=sparkline(values),
        latest=_figure(values[-1]),
        mean=_figure(_mean([value for value, _ in seen])),
        best=_figure(best[0] if best else None),
        when=_day(best[1].when, calls) if best else "",
        gap=gap,
        strong=strong,
    )


def _of_dimension(dimension: Dimension, calls: Sequence[PastCall], name: str) -> Measure:
    gaps = [gap for call in calls if (gap := _gaps(call).get(dimension)) is not None]
    return _measure(
        name,
        calls,
        [call.scores.get(dimension) for call in calls],
        gap=_how_far(gaps[-_LAST:]) if gaps else "",
    )


def _depth(calls: Sequence[PastCall]) -> Measure:
    return _counted("Layers told", calls, lambda call: (call.told, call.layers))


def _cues(calls: Sequence[PastCall]) -> Measure:
    return _counted("Cues taken up", calls, lambda call: (call.taken_up, call.dropped))


def _counted(name: str, calls: Sequence[PastCall], count: Callable[[PastCall], tuple[int, int]]) -> Measure:
    """So many of so many in each call; a call without an occasion is not observed. The mean is of the shares."""
    counts = [count(call) for call in calls]
    shares = [part / whole * 100 if whole else None for part, whole in counts]
    seen = [
        (share, counted, call)
        for share, counted, call in zip(shares, counts, calls, strict=True)
        if share is not None
    ]
    best = max(seen, key=lambda one: (one[0], one[1][0]), default=None)
    mean = _mean([share for share, _, _ in seen])
    return Measure(
        name=name,
        trend=sparkline(shares),
        latest=_of(counts[-1]),
        mean=_UNSEEN_FIGURE if mean is None else f"{mean:.0f} %",
        best=_of(best[1]) if best else _UNSEEN_FIGURE,
        when=_day(best[2].when, calls) if best else "",
    )


def _gap(calls: Sequence[PastCall]) -> Measure:
    """How far the self grades were from the score, over the dimensions of each call: nearest to 0 is best."""
    gaps = [tuple(_gaps(call).values()) for call in calls]
    seen = [(one, call) for one, call in zip(gaps, calls, strict=True) if one]
    best = min(seen, key=lambda one: _size(one[0]), default=None)
    last = [gap for one, _ in seen[-_LAST:] for gap in one]
    return Measure(
        name="Self-grade gap",
        trend="".join(_lean(one) if one else UNSEEN for one in gaps),
        latest=_how_far(gaps[-1]) if gaps[-1] else _UNSEEN_FIGURE,
        mean=_how_far(last) if last else _UNSEEN_FIGURE,
        best=_how_far(best[0]) if best else _UNSEEN_FIGURE,
        when=_day(best[1].when, calls) if best else "",
    )


def _gaps(call: PastCall) -> dict[Dimension, float]:
    """Self grade minus score for each dimension that has both."""
    return {name: grade - call.scores[name] for name, grade in call.self_grade.items() if name in call.scores}


def _size(gaps: Sequence[float]) -> float:
    """The mean of the gaps, each as far as it is from nothing: one too high and one too low do not make it right."""
    return sum(map(abs, gaps)) / len(gaps)


def _lean(gaps: Sequence[float]) -> str:
    """Which way the gaps go; ± where those above and those below weigh much the same."""
    if _size(gaps) <= _SAME:
        return "="
    lean = sum(gaps) / len(gaps)
    if abs(lean) < _size(gaps) / 2:
        return "±"
    return "+" if lean > 0 else "−"


def _how_far(gaps: Sequence[float]) -> str:
    return f"{_lean(gaps)}{_size(gaps):.0f}"


def _mean(values: Sequence[float]) -> float | None:
    last = values[-_LAST:]
    return sum(last) / len(last) if last else None


# words


def _summary(past: PastCalls) -> list[Paragraph]:
    calls = past.calls
    many = "1 scored call" if len(calls) == 1 else f"{len(calls)} scored calls"
    beside = (
        f", beside {'1 retry' if past.retries == 1 else f'{past.retries} retries'}" if past.retries else ""
    )
    first = f", the first on {_day(calls[0].when, calls)}" if len(calls) > 1 else " so far"
    since = f"{many}{first}{beside}."
    if past.unscored:
        since += f" {past.unscored} more {'has' if past.unscored == 1 else 'have'} no score yet."
    lines = [Paragraph((_piece(since),))]
    scored = [call for call in calls if call.total is not None]
    if scored:
        best = max(scored, key=lambda call: call.total or 0.0)
        where = f", on {_day(best.when, calls)} with {best.persona}."
        lines.append(
            Paragraph((_piece("Best total: "), _piece(_figure(best.total), Style.STRONG), _piece(where)))
        )
    fresh = _fresh_bests(calls)
    if fresh:
        lines.append(Paragraph((_piece("Personal bests in the last call: "), _piece(", ".join(fresh) + "."))))
    return lines


def _fresh_bests(calls: Sequence[PastCall]) -> list[str]:
    """What was better in the last call than in every call before, where there are enough to compare with."""
    series: list[tuple[str, list[float | None]]] = [("total", [call.total for call in calls])]
    series += [(NAMES[name].lower(), [call.scores.get(name) for call in calls]) for name in Dimension]
    found = []
    for name, values in series:
        latest = values[-1]
        earlier = [value for value in values[:-1] if value is not None]
        if latest is not None and len(earlier) >= _EARLIER and round(latest) > round(max(earlier)):
            found.append(f"{name} {_figure(latest)}")
    return found


def _unreadable(count: int) -> str:
    if not count:
        return ""
    calls = "One call is" if count == 1 else f"{count} calls are"
    return f"{calls} kept in a form that cannot be read, and left out here."


def _day(when: datetime, calls: Sequence[PastCall]) -> str:
    """The day, short; a year that is not that of the last call stands in place of the day."""
    return f"{when.day} {when:%b}" if when.year == calls[-1].when.year else f"{when:%b %Y}"


def _figure(value: float | None) -> str:
    return _UNSEEN_FIGURE if value is None else f"{value:.0f}"


def _of(counted: tuple[int, int]) -> str:
    part, whole = counted
    return f"{part} of {whole}" if whole else _UNSEEN_FIGURE


def _piece(text: str, style: Style = Style.PLAIN) -> Piece:
    return Piece(visible(text), style)
