"""The turns behind a figure, with the conversation around them. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.played import PlayedCall
from simulator.domain.text_safety import visible
from simulator.domain.transcript import Speaker
from simulator.reports.blocks import Behind
from simulator.tui.wording import SILENCE

#: turns that are shown at a time, before the selected one and after it; a longer list makes each key slow
AROUND = 20
#: so near the edge of what is shown, more is brought
_EDGE = 3


@dataclass(frozen=True)
class TurnLine:
    """One turn as it is shown; safe to show.

    Attributes:
        index: in the transcript.
        why: what it shows, where it is one of the turns behind the figure.
        marked: it is one of them.
    """

    index: int
    who: str
    text: str
    is_rep: bool
    taken_back: bool = False
    marked: bool = False
    why: str = ""


@dataclass(frozen=True)
class Window:
    """A stretch of the turns: from the first, up to and without the last."""

    first: int
    last: int


class EvidenceView:
    """A call and the turns of it that speak for something.

    Args:
        call: played; taken-back turns stay where they were.
        behind: the turns.
    """

    def __init__(self, call: PlayedCall, behind: Behind) -> None:
        whys = {pointer.turn: pointer.why for pointer in behind.turns}
        rep, prospect = visible(call.scenario.rep_name), visible(call.persona.card.given_name)
        self.title = behind.title
        self.prospect = prospect
        self.lines = tuple(
            TurnLine(
                index=turn.index,
                who=rep if turn.speaker is Speaker.REP else prospect,
                text=visible(turn.text.strip()) or SILENCE,
                is_rep=turn.speaker is Speaker.REP,
                taken_back=turn.taken_back,
                marked=turn.index in whys,
                why=whys.get(turn.index, ""),
            )
            for turn in call.turns
        )
        #: places of the turns behind the figure among the lines
        self.marked = tuple(place for place, line in enumerate(self.lines) if line.marked)

    def window(self, at: int, shown: Window | None = None) -> Window:
        """The stretch to show while a line is selected; the one that is shown, as long as the line is well inside it."""
        most = len(self.lines)
        if shown is not None:
            before = shown.first == 0 or at - shown.first >= _EDGE
            after = shown.last == most or shown.last - 1 - at >= _EDGE
            if shown.first <= at < shown.last and before and after:
                return shown
        return Window(max(0, at - AROUND), min(most, at + AROUND + 1))

    def neighbour(self, at: int, direction: int) -> int:
        """The next line behind the figure in that direction; the last one there stays."""
        ahead: Sequence[int] = [place for place in self.marked if (place - at) * direction > 0]
        if not ahead:
            return at
        return min(ahead) if direction > 0 else max(ahead)

    def head(self, at: int) -> str:
        """Which of the turns this is: ``2 of 4: turn 15, gave it back``."""
        count = len(self.marked)
        line = self.lines[at]
        if not line.marked:
            turns = "one turn" if count == 1 else f"{count} turns"
            return f"Turn {line.index}. {turns.capitalize()} behind this; N and P lead there."
        place = self.marked.index(at) + 1
        return f"{place} of {count}: turn {line.index}, {line.why}" if line.why else f"{place} of {count}"

    def why_no_retry(self, at: int) -> str:
        """Why no new call can begin at that line; empty where one can."""
        line = self.lines[at]
        if not line.is_rep:
            return (
                f"Turn {line.index} is {self.prospect}'s. A retry begins with a line of yours; "
                "the arrow keys lead to one."
            )
        if line.taken_back:
            return f"Turn {line.index} was taken back. A retry begins with a line that stands."
        return ""
