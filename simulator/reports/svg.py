"""Small pictures of scores, drawn by hand: a few marks, labelled directly, told apart without colour.

Every picture has a title and a description for who does not see it. Text in a picture is escaped here and nowhere
else; colours and patterns come from the page (`templates/page.css`), so that light, dark and print are one drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from markupsafe import Markup, escape

from simulator.domain.scorecard import Basis
from simulator.domain.text_safety import visible
from simulator.reports.tally import Tally

_BINS = 20
#: the order in which what a bar is made of is stacked
_STACK = (Basis.MEASURED, Basis.BOTH, Basis.JUDGED)


class Drawing:
    """Draws the pictures of one page; their ids are unique on it."""

    def __init__(self) -> None:
        self._ids = count(1)

    def histogram(self, by_basis: Mapping[Basis, Tally], whole: Tally, name: str) -> Markup:
        """How the scores lie over 0–100, stacked by what they rest on, with quartiles and median below.

        Args:
            whole: all of them together; with at least one score.
        """
        width, height, floor = 300.0, 118.0, 84.0
        stacks = {basis: tally.bins(_BINS) for basis in _STACK if (tally := by_basis.get(basis)) is not None}
        tallest = max(whole.bins(_BINS)) or 1
        step = (width - 20) / _BINS
        marks: list[Markup] = []
        for place in range(_BINS):
            top = floor
            for basis, counts in stacks.items():
                if counts[place]:
                    tall = max(0.8, (floor - 12) * counts[place] / tallest)
                    top -= tall
                    marks.append(_rect(10 + place * step + 0.5, top, step - 1, tall, f"bar {basis.value}"))
        low, middle, high = (whole.quantile(share) or 0.0 for share in (0.25, 0.5, 0.75))
        scale = (width - 20) / 100
        marks += [
            _line(10, floor, width - 10, floor, "axis"),
            _line(10 + low * scale, floor + 5, 10 + high * scale, floor + 5, "range"),
            _line(10 + middle * scale, 6, 10 + middle * scale, floor + 9, "median"),
            *self._ends(width, floor + 22, middle),
            _text(
                _within(10 + middle * scale, 22, width), floor + 22, f"{middle:.0f}", "label strong middle"
            ),
        ]
        told = (
            f"{whole.n} scores; median {middle:.0f}, half of them between {low:.0f} and {high:.0f}; "
            f"the fullest twentieth holds {tallest}."
        )
        return self._picture(width, height, f"{name}: distribution", told, marks)

    def reach(self, tally: Tally, few: int, name: str) -> Markup:
        """One line of a range plot: a tenth to nine tenths thin, quartiles thick, the median a dot.

        Below `few` scores each is an open dot, since quartiles of so few say nothing.
        """
        width, height, middle = 260.0, 20.0, 10.0
        scale = (width - 12) / 100
        marks = [_line(6 + at * scale, 2, 6 + at * scale, height - 2, "rule") for at in (0, 25, 50, 75, 100)]
        if tally.n < few:
            marks += [_circle(6 + score * scale, middle, 3.5, "dot open") for score in tally.scores()]
            told = "single calls at " + ", ".join(f"{score:.0f}" for score in tally.scores())
        else:
            tenth, low, half, high, nine = (tally.quantile(one) or 0.0 for one in (0.1, 0.25, 0.5, 0.75, 0.9))
            marks += [
                _line(6 + tenth * scale, middle, 6 + nine * scale, middle, "whisker"),
                _line(6 + low * scale, middle, 6 + high * scale, middle, "range"),
                _circle(6 + half * scale, middle, 4, "dot"),
            ]
            told = f"median {half:.0f}, quartiles {low:.0f} and {high:.0f}, tenths {tenth:.0f} and {nine:.0f}"
        return self._picture(width, height, name, told, marks, inline=True)

    def bar(self, score: float | None, basis: Basis, name: str, people: Sequence[float] = ()) -> Markup:
        """One score as a bar filled by what it rests on, an empty outline where there is none; people's figures as
        diamonds."""
        width, height = 120.0, 14.0
        marks = [_rect(0.5, 2.5, width - 1, 9, "trough" if score is not None else "trough none")]
        if score is not None:
            marks.append(_rect(0.5, 2.5, max(1.0, (width - 1) * score / 100), 9, f"bar {basis.value}"))
        for one in people:
            at = 0.5 + (width - 1) * one / 100
            marks.append(
                Markup('<path class="diamond" d="M{0:.1f} 0.5l5 6.5l-5 6.5l-5-6.5z"/>').format(
                    _within(at, 5, width)
                )
            )
        told = f"{score:.0f} of 100" if score is not None else "not observed"
        if people:
            told += "; people say " + ", ".join(f"{one:.0f}" for one in people)
        return self._picture(width, height, name, told, marks, inline=True)

    def weeks(self, points: Sequence[WeekPoint], few: int, name: str, *, large: bool = False) -> Markup:
        """The weekly median as a line in the band of the quartiles; a week of few calls is an open dot and no line.

        Args:
            points: in the order of time, at least one.
        """
        width, height = (900.0, 190.0) if large else (300.0, 110.0)
        left, top, floor = 30.0, 8.0, height - 22.0
        first, last = points[0].monday, points[-1].monday
        span = max(1, (last - first).days)

        def x(one: WeekPoint) -> float:
            return left + (width - left - 34) * (one.monday - first).days / span

        def y(score: float) -> float:
            return floor - (floor - top) * score / 100

        marks = [_line(left, y(at), width - 34, y(at), "rule") for at in (0, 50, 100)]
        marks += [_text(left - 6, y(at) + 4, str(at), "label end") for at in (0, 50, 100)]
        for run in _runs(points, few):
            if len(run) > 1:
                edge = [(x(one), y(one.high)) for one in run] + [
                    (x(one), y(one.low)) for one in reversed(run)
                ]
                marks.append(Markup('<polygon class="band" points="{}"/>').format(_points(edge)))
                line = _points((x(one), y(one.median)) for one in run)
                marks.append(Markup('<polyline class="trend" points="{}"/>').format(line))
        for one in points:
            marks.append(
                _circle(x(one), y(one.median), 2.6 if one.calls >= few else 3.2, _dot(one.calls, few))
            )
        marks += [
            _text(left, height - 5, f"{first.day} {first:%b %Y}", "label"),
            _text(width - 34, height - 5, f"{last.day} {last:%b %Y}", "label end"),
            _text(width - 28, y(points[-1].median) + 4, f"{points[-1].median:.0f}", "label strong"),
        ]
        told = "Median by week: " + ", ".join(
            f"{one.monday.isoformat()} {one.median:.0f} ({one.calls})" for one in points[-60:]
        )
        return self._picture(width, height, f"{name} by week", told, marks)

    def measure(
        self, low: float, middle: float, high: float, reach: tuple[float, float], band: Band
    ) -> Markup:
        """Quartiles and median of a measure between its ends, with the band that is right shaded."""
        width, height, y = 220.0, 20.0, 10.0
        least, most = reach
        span = (most - least) or 1.0

        def x(value: float) -> float:
            return 6 + (width - 12) * min(1.0, max(0.0, (value - least) / span))

        marks = []
        if band is not None:
            marks.append(_rect(x(band[0]), 1, max(1.0, x(band[1]) - x(band[0])), height - 2, "right"))
        marks += [
            _line(6, y, width - 6, y, "rule"),
            _line(x(low), y, x(high), y, "range"),
            _circle(x(middle), y, 4, "dot"),
        ]
        told = f"median {middle:.3g}, quartiles {low:.3g} and {high:.3g}"
        if band is not None:
            told += f", band {band[0]:.3g} to {band[1]:.3g}"
        return self._picture(width, height, "Spread of the measure", told, marks, inline=True)

    def interval(
        self, value: float | None, low: float | None, high: float | None, bound: float | None, name: str
    ) -> Markup:
        """An agreement of −1 to 1 with its interval, and what people reach among themselves as an open tick."""
        width, height, y = 150.0, 22.0, 11.0

        def x(one: float) -> float:
            return 8 + (width - 16) * (min(1.0, max(-0.5, one)) + 0.5) / 1.5

        marks = [_line(x(at), 2, x(at), height - 2, "rule" if at else "zero") for at in (-0.5, 0.0, 0.5, 1.0)]
        told = "not known"
        if value is not None:
            told = f"{value:.2f}"
            if low is not None and high is not None:
                marks.append(_line(x(low), y, x(high), y, "whisker"))
                told += f", 95 % interval {low:.2f} to {high:.2f}"
            marks.append(_circle(x(value), y, 4, "dot"))
        if bound is not None:
            marks.append(_rect(x(bound) - 4, y - 4, 8, 8, "people"))
            told += f"; people among themselves {bound:.2f}"
        return self._picture(width, height, name, told, marks, inline=True)

    def _ends(self, width: float, y: float, middle: float) -> list[Markup]:
        """0 and 100 below the axis, each where the median's own figure leaves it room."""
        ends = ((0, 10.0, "label"), (100, width - 10, "label end"))
        return [_text(x, y, str(score), kind) for score, x, kind in ends if abs(middle - score) > 14]

    def _picture(
        self,
        width: float,
        height: float,
        title: str,
        told: str,
        marks: Iterable[Markup],
        *,
        inline: bool = False,
    ) -> Markup:
        key = next(self._ids)
        return Markup(
            '<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
            'aria-labelledby="t{key} d{key}"><title id="t{key}">{title}</title><desc id="d{key}">{told}</desc>{marks}</svg>'
        ).format(
            kind="inline" if inline else "plot",
            width=width,
            height=height,
            key=key,
            title=visible(title),
            told=visible(told),
            marks=Markup("").join(marks),
        )


#: the least and the most that are right; None where a profile says nothing
Band = tuple[float, float] | None


@dataclass(frozen=True)
class WeekPoint:
    """A week: its Monday, how many calls, and the quartiles of their scores."""

    monday: date
    calls: int
    low: float
    median: float
    high: float


def _runs(points: Sequence[WeekPoint], few: int) -> list[list[WeekPoint]]:
    """Weeks that follow each other and have enough calls: what a line may join."""
    runs: list[list[WeekPoint]] = [[]]
    for one in points:
        if one.calls < few:
            runs.append([])
        else:
            if runs[-1] and (one.monday - runs[-1][-1].monday).days > 7:
                runs.append([])
            runs[-1].append(one)
    return runs


def _dot(calls: int, few: int) -> str:
    return "dot" if calls >= few else "dot open"


def _within(at: float, margin: float, width: float) -> float:
    return min(width - margin, max(margin, at))


def _points(found: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in found)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, width, height
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        kind, x1, y1, x2, y2
    )


def _circle(x: float, y: float, radius: float, kind: str) -> Markup:
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>').format(kind, x, y, radius)


def _text(x: float, y: float, text: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        kind, x, y, escape(visible(text))
    )
