"""Lines of the prospect that the rep spoke over: who does that does not hear them.

The end of a line is free: in ten languages the next speaker starts around 200 ms from the end of a turn (Stivers and
others, PNAS 106, 2009), so overlap there is how people talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from simulator.domain.scorecard import Evidence
from simulator.scoring.parts import Part, quote_of
from simulator.scoring.rated import RatedTurn

#: weight of each time in listening, and of all times together; set by hand
_EACH, _MOST = 0.08, 0.32
#: times that are quoted, and words that are quoted of each
_QUOTED, _END_WORDS = 3, 12


def interruptions(turns: Sequence[RatedTurn]) -> list[tuple[RatedTurn, RatedTurn]]:
    """The prospect's lines that the rep spoke over, as people mind it, each with the line that did."""
    return [
        (cut, line)
        for cut, line in pairwise(turns)
        if cut.cut_off and line.reading is not None and line.reading.interrupted
    ]


def spoken_over_parts(turns: Sequence[RatedTurn]) -> list[Part]:
    """A part of nought that weighs more with each time; none without one.

    A part that is there in every call would raise what is low already; this one can only take away.
    """
    times = interruptions(turns)
    if not times:
        return []
    where = tuple(
        Evidence(turn=cut.index, quote=_end_of(cut.text), why="you spoke over them")
        for cut, _ in times[:_QUOTED]
    )
    return [Part(0.0, min(_MOST, _EACH * len(times)), where)]


def _end_of(text: str) -> str:
    """The last words of a line that was cut off: what was heard there."""
    before = text.rsplit(None, _END_WORDS)
    return quote_of(text[len(before[0]) :] if len(before) > _END_WORDS else text)
