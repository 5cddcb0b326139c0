"""What a debrief says of the prospect's patience: how much there was, what was left, and what took most of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.domain.played import PlayedCall
from simulator.domain.scenario import Difficulty
from simulator.reports.blocks import Paragraph, Rows, behind, line, plain, quiet, strong

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief

#: what took most is named, and no more than so many kinds of it
_MOST_KINDS = 4
_TOOK = (1,)
#: less than this is not enough for a line of the rep; from this on it is enough for two
_A_LINE, _TWO_LINES = 0.5, 1.5


def patience_rows(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Paragraph | Rows]:
    """The patience of a call; nothing where none was used up, or while an exam runs."""
    examined = call.end is None and call.scenario.difficulty is Difficulty.EXAM
    if told.patience_left is None or not told.patience or examined:
        return
    left, whole = told.patience_left
    rest = "it was all used up." if left < _A_LINE else f"at the end there was enough for {_more(left)}."
    yield line(plain(f"They had patience for about {whole:.0f} ordinary lines; {rest}"))
    for one in told.patience[:_MOST_KINDS]:
        what = f"{one.what[0].upper()}{one.what[1:]}"
        yield Rows(
            (
                (
                    line(plain("–")),
                    line(plain(f"{what} used up as much as "), strong(one.amount), quiet(f" ({one.where}).")),
                ),
            ),
            _TOOK,
            behind=behind("Their patience", [(turn, one.what) for turn in one.turns], there),
            close=True,
        )


def _more(left: float) -> str:
    return "one more" if left < _TWO_LINES else f"about {left:.0f} more"
