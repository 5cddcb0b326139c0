"""Figures over time as characters: a sparkline, a chart. One call is one place; what was not observed is a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

UNSEEN = "·"
#: no bar fills its row: under that of the next measure it would stand as one tower
_BARS = "▁▂▃▄▅▆"
#: dots of a braille cell by row and column, as bits above `_BRAILLE`
_BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_DOT_ROWS, _DOT_COLUMNS = 4, 2
_POINT = "●"
#: dots between two calls: at most so many, so that the chart of a few calls stays together
_WIDEST = 16
#: from so many on there is room for a sign at each call
_ROOM_FOR_POINTS = 4
#: columns of the figures at the left
_GUTTER = 5
#: the least chart that says anything
_LEAST_COLUMNS, _LEAST_ROWS = _GUTTER + 4, 3


def sparkline(values: Sequence[float | None]) -> str:
    """One sign for each value of 0–100, from ``▁`` to ``▆``; ``·`` for one that was not observed."""
    return "".join(UNSEEN if value is None else _BARS[_step(value)] for value in values)


def chart(values: Sequence[float | None], columns: int, rows: int, ends: tuple[str, str]) -> tuple[str, ...]:
    """A line chart of values of 0–100 with a scale at its left and two words below.

    Args:
        values: oldest first; the latest are shown where there is no room for all.
        columns, rows: of characters, all in all; too few of them give nothing.
        ends: what stands below the first and the last value.
    """
    if columns < _LEAST_COLUMNS or rows < _LEAST_ROWS or not values:
        return ()
    wide, high = columns - _GUTTER, rows - 1
    shown = list(values)[-wide * _DOT_COLUMNS :]
    step = min(_WIDEST, (wide * _DOT_COLUMNS - 1) / max(1, len(shown) - 1))
    places = [
        (round(index * step), None if value is None else round((1 - value / 100) * (high * _DOT_ROWS - 1)))
        for index, value in enumerate(shown)
    ]
    cells = [[0] * wide for _ in range(high)]
    for across, dot in _dots(places):
        cells[dot // _DOT_ROWS][across // _DOT_COLUMNS] |= _DOTS[dot % _DOT_ROWS][across % _DOT_COLUMNS]
    plot = [[chr(_BRAILLE + cell) if cell else " " for cell in row] for row in cells]
    for across, down in places:
        if down is None:
            plot[-1][across // _DOT_COLUMNS] = UNSEEN
        elif step >= _ROOM_FOR_POINTS or len(shown) == 1:
            plot[down // _DOT_ROWS][across // _DOT_COLUMNS] = _POINT
    scale = {0: "100", high - 1: "0"} | ({high // 2: "50"} if high % 2 else {})
    drawn = [f"{scale.get(row, ''):>3} │{''.join(line)}".rstrip() for row, line in enumerate(plot)]
    return (*drawn, _below(ends, wide, places[-1][0] // _DOT_COLUMNS + 1, len(shown)))


def _step(value: float) -> int:
    return min(len(_BARS) - 1, max(0, int(value / 100 * len(_BARS))))


def _dots(places: Sequence[tuple[int, int | None]]) -> Iterator[tuple[int, int]]:
    """Every dot of the line; it is broken where a value is missing."""
    for across, down in places:
        if down is not None:
            yield across, down
    for (left, high), (right, low) in pairwise(places):
        if high is None or low is None:
            continue
        steps = max(right - left, abs(low - high), 1)
        for step in range(steps + 1):
            yield left + round((right - left) * step / steps), high + round((low - high) * step / steps)


def _below(ends: tuple[str, str], wide: int, used: int, count: int) -> str:
    first, last = ends
    if count == 1 or first == last:
        return " " * _GUTTER + last[:wide]
    room = min(wide, max(used, len(first) + 2 + len(last)))
    return " " * _GUTTER + f"{first}{last:>{max(1, room - len(first))}}"[:wide]
