"""The rep's own grades beside the scorecard's: where they saw the call as it was, and where not. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.text_safety import visible
from simulator.reports.blocks import Behind, Paragraph, Piece, Rows, Section, Style
from simulator.reports.debrief_words import NAMES
from simulator.tui.mirror_view import STEP, SelfGrade

TITLE = "Your own view, and the call's"

#: no grade in steps of ten can come nearer than this to every score
_AS_IT_WAS = STEP // 2
#: one step off
_NEARLY = STEP
_WIDTHS = (14, 8, 8)
_YOURS = {
    Dimension.PREPARATION: "your preparation",
    Dimension.TIME: "your use of the time",
    Dimension.HUMAN_TONE: "your tone",
    Dimension.PROBING: "your probing",
    Dimension.LISTENING: "your listening",
    Dimension.RESILIENCE: "your answers to objections",
    Dimension.ACCOUNTABILITY: "your way with mistakes",
    Dimension.OUTCOME: "the way it ended",
}


@dataclass(frozen=True)
class Gap:
    """One dimension that the rep graded.

    Attributes:
        own: the rep's grade, 0–100.
        score: the scorecard's; None where the call gave no occasion, and then there is no gap either.
    """

    dimension: Dimension
    own: int
    score: float | None

    @property
    def gap(self) -> int | None:
        """Own grade less the score as it is shown: above 0 the rep put it higher than the call shows."""
        return None if self.score is None else self.own - round(self.score)

    @property
    def sentence(self) -> str:
        """What a coach would say of it."""
        gap = self.gap
        if gap is None:
            return "The call gave no occasion for it, so there is nothing to hold your grade against."
        if abs(gap) <= _AS_IT_WAS:
            return "You saw that as it was."
        if abs(gap) <= _NEARLY:
            return "You saw that nearly as it was."
        if gap > 0:
            return f"You put {_YOURS[self.dimension]} {gap} higher than the call shows."
        return f"You were harder on yourself than the call was, by {-gap}."


def compare(grade: SelfGrade, card: Scorecard) -> tuple[Gap, ...]:
    """The dimensions that the rep graded, in the order of the scorecard's names.

    One that was not observed in the call is there with neither score nor gap, so that it can be said; one that the rep
    was not sure of is not there.
    """
    scores = {name: one.score for name, one in card.dimensions.items()}
    return tuple(
        Gap(name, grade.dimensions[name], scores.get(name)) for name in Dimension if name in grade.dimensions
    )


def gap_section(
    gaps: Sequence[Gap],
    guess: str = "",
    rests_on: Mapping[Dimension, Behind | None] | None = None,
    near: str = "",
) -> Section:
    """The comparison as a section of the debrief; without blocks where there is nothing to show.

    Args:
        gaps: from `compare`.
        guess: what the rep thought was on the prospect's mind.
        rests_on: the turns behind the scorecard's figures.
        near: whether the guess came near; empty where that is not sure.
    """
    behind = rests_on or {}
    blocks: list[Paragraph | Rows] = [
        Rows((_row(one),), _WIDTHS, behind=behind.get(one.dimension), close=True)
        for one in gaps
        if one.gap is not None
    ]
    left_out = [NAMES[one.dimension] for one in gaps if one.gap is None]
    if left_out:
        names = ", ".join(left_out)
        blocks.append(_cell(f"Left out, as the call gave no occasion: {names}.", Style.QUIET))
    if guess:
        label = Piece("On their mind, you thought: ", Style.QUIET)
        came_near = (Piece(visible(f"  {near}"), Style.STRONG),) if near else ()
        blocks.append(Paragraph((label, Piece(visible(f"“{guess}”")), *came_near)))
    return Section(TITLE, tuple(blocks), "Your own view")


def _row(one: Gap) -> tuple[Paragraph, ...]:
    return (
        _cell(NAMES[one.dimension]),
        _cell(f"you {one.own:>3}"),
        _cell(f"call {one.score:>3.0f}", Style.STRONG),
        _cell(one.sentence),
    )


def _cell(text: str, style: Style = Style.PLAIN) -> Paragraph:
    return Paragraph((Piece(text, style),))
