"""The trust curve. Loads plotext: to be imported when a debrief opens, never before the first paint."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from rich.text import Text
from textual_plotext import PlotextPlot

from simulator.reports.blocks import Curve

#: columns that a step between two ticks takes at least
_TICK_COLUMNS = 8
_MOST_TICKS = 12


class TrustCurve(PlotextPlot):
    """Trust over the call, 0–100, with the turns that mattered as numbers.

    The colours are those of the style sheet, so that every theme, and none at all, is as readable as the text around.
    """

    def __init__(self, curve: Curve) -> None:
        super().__init__(classes="curve")
        self.theme = "textual-clear"
        self._curve = curve

    def render(self) -> Text:
        """The curve for the room there is now."""
        columns, rows = self.size.width, self.size.height
        if columns <= 0 or rows <= 0:
            return Text()
        self._plot_all(columns, rows)
        lines, places = with_marks(self.plt.uncolorize(self.plt.build()).splitlines(), self._curve)
        text = Text("\n".join(lines), no_wrap=True)
        starts = [0, *accumulate(len(line) + 1 for line in lines)]
        for row, column in places:
            text.stylize("bold reverse", starts[row] + column, starts[row] + column + 1)
        return text

    def _plot_all(self, columns: int, rows: int) -> None:
        plt, points = self.plt, self._curve.points
        plt.clear_figure()
        plt.theme("textual-clear")
        plt.plotsize(columns, rows)
        plt._set_size(columns, rows)  # what PlotextPlot does as well: the size is not taken over otherwise
        plt.plot([turn for turn, _ in points], [value for _, value in points], marker="braille")
        plt.ylim(0, 100)
        plt.yticks([0, 25, 50, 75, 100])
        plt.xticks(_ticks([turn for turn, _ in points], columns))


def with_marks(lines: Sequence[str], curve: Curve) -> tuple[list[str], list[tuple[int, int]]]:
    """A drawn curve with its marks on the line itself, and the places of the marks: row and column.

    The line is looked for in the column of each mark, as plotext puts a text of its own up to a row beside it.
    """
    drawn, places = list(lines), []
    frame = max((line.find("┤") for line in lines), default=-1)
    right = max((line.rfind("│") for line in lines), default=-1)
    first, last = curve.points[0][0], curve.points[-1][0]
    if frame < 0 or right <= frame + 1 or first == last:
        return drawn, []
    taken = frame
    for sign, turn, _ in curve.marks:
        wide = right - frame - 2
        column = max(taken + 1, frame + 1 + round((turn - first) / (last - first) * wide))
        row = next((row for row, line in enumerate(drawn) if _is_curve(line[column : column + 1])), None)
        if row is not None and column < right:
            drawn[row] = f"{drawn[row][:column]}{sign}{drawn[row][column + 1 :]}"
            places.append((row, column))
            taken = column
    return drawn, places


def _is_curve(char: str) -> bool:
    return "\u2800" < char <= "\u28ff"


def _ticks(turns: Sequence[int], columns: int) -> list[float]:
    """Turns that stand below the curve, so many as there is room for."""
    most = max(2, min(_MOST_TICKS, columns // _TICK_COLUMNS))
    apart = max(1, -(-len(turns) // most))
    return [float(turn) for turn in turns[::apart]]
