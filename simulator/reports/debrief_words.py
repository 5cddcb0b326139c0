"""The words and signs of a debrief, in one place: a screen and a file say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.domain.ledger import LayerState
from simulator.domain.scorecard import Basis, Dimension, DimensionScore

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief, TurnThatMattered

ENDS = {
    "agreed": "They agreed to a next step.",
    "call_back": "They agreed to a call back.",
    "referred": "They passed you on to somebody whom it may suit.",
    "disqualified": "It does not fit, and you were the one who said so.",
    "refused": "They refused.",
    "hung_up_patience": "They hung up; their patience had run out.",
    "hung_up_pushed": "They hung up; they had been pushed.",
    "hung_up_rude": "They hung up; it had got rude.",
    "hung_up_odd": "They hung up; nothing sensible came any more.",
    "off_list": "They asked to be taken off the list, and you took them off.",
    "out_of_time": "The time for this call was up.",
    "rep_hung_up": "You hung up.",
    "line_dropped": "The line dropped.",
    "open": "The call is still open.",
}
#: how far a layer came: its sign, the sign where only plain characters can be shown, and the word
LAYERS = {
    LayerState.HIDDEN: ("○", "[ ]", "Not reached"),
    LayerState.HINTED: ("◔", "[~]", "Hinted at"),
    LayerState.REVEALED: ("◑", "[x]", "Told"),
    LayerState.CONFIRMED: ("●", "[X]", "Given back"),
    LayerState.ADDRESSED: ("◉", "[*]", "In the next step"),
}
NAMES = {
    Dimension.PREPARATION: "Preparation",
    Dimension.TIME: "Time",
    Dimension.HUMAN_TONE: "Human tone",
    Dimension.PROBING: "Probing",
    Dimension.LISTENING: "Listening",
    Dimension.RESILIENCE: "Resilience",
    Dimension.ACCOUNTABILITY: "Accountability",
    Dimension.OUTCOME: "Outcome",
}
#: where a figure comes from: its sign, the sign where only plain characters can be shown, and the words
BASIS = {
    Basis.MEASURED: ("■", "", "measured"),
    Basis.JUDGED: ("◆", "", "judged"),
    Basis.BOTH: ("■◆", "", "measured and judged"),
    Basis.NOT_OBSERVED: ("–", "", "not observed"),
}
#: the id of a call that the journal has; a demonstration is kept nowhere
KEPT_ID = re.compile(r"c-[a-z0-9]+$")
#: cells of the bar beside a figure
BAR_CELLS = 10


def basis_of(one: DimensionScore) -> Basis:
    """Where the figure comes from; a dimension without one was not observed."""
    return Basis.NOT_OBSERVED if one.score is None else one.basis


def figure(score: float | None) -> str:
    """A score as it stands in a column of three; a dash where there is none, never a zero."""
    return "  –" if score is None else f"{score:>3.0f}"


def bar(score: float | None) -> str:
    """A score of 0–100 as cells; dots where there is none."""
    if score is None:
        return "·" * BAR_CELLS
    filled = min(BAR_CELLS, max(0, round(score / 100 * BAR_CELLS)))
    return "█" * filled + "░" * (BAR_CELLS - filled)


def marks_of(
    told: Debrief, curve: Sequence[tuple[int, int]]
) -> tuple[tuple[str, int, int, TurnThatMattered], ...]:
    """The turns that mattered as marks on the curve: number, the answer's turn, its value, and the turn itself.

    Trust is known after each answer, so a line of the rep is marked at the answer to it.
    """
    marks: list[tuple[str, int, int, TurnThatMattered]] = []
    for one in told.turns:
        after = next((point for point in curve if point[0] > one.turn), None)
        if after is not None:
            marks.append((str(len(marks) + 1), *after, one))
    return tuple(marks)


def more_room(patience: float, seconds: int) -> str:
    """What a retry has beyond what was left there, in a sentence; empty where it has no more.

    Args:
        patience: in ordinary lines.
        seconds: on the clock.
    """
    lines = max(1, round(patience))
    more = [
        f"patience for about {lines} {'line' if lines == 1 else 'lines'} more" if patience > 0 else "",
        f"{seconds} s more on the clock" if seconds else "",
    ]
    told = ", ".join(filter(None, more))
    return f"A retry has more room than was left there: {told}." if told else ""
