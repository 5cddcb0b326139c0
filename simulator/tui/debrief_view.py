"""The debrief for a screen: its sections, where the rep is in them, and what a key does next. Knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension
from simulator.reports.blocks import Behind, Curve, Paragraph, Piece, Rows, Section, Style, behind
from simulator.reports.debrief_words import NAMES
from simulator.tui.mirror_view import SelfGrade
from simulator.tui.self_against_score import compare, gap_section

if TYPE_CHECKING:
    from simulator.call.finishing import Finished

__all__ = [
    "NAMES",
    "Behind",
    "Curve",
    "Paragraph",
    "Piece",
    "Roll",
    "Rows",
    "Section",
    "Select",
    "Span",
    "Style",
    "holds_window",
    "is_anything_hidden",
    "section_in_view",
    "sections",
    "sections_with_own_view",
    "step",
]

#: lines that a step scrolls where there is nothing near to select
_SCROLL = 3


def sections(
    call: PlayedCall,
    finished: Finished,
    own: Mapping[Dimension, float] | None = None,
    *,
    uncovered: bool = True,
    commands: bool = True,
) -> list[Section]:
    """The whole debrief, the most useful first; sections with nothing in them are left out.

    Args:
        own: the rep's own grades, 0–100.
        uncovered: whether what was not reached is told too.
        commands: whether the person has a command line.
    """
    from simulator.reports.debrief_sections import sections as told  # noqa: PLC0415 - after the first paint

    return told(call, finished.event.scorecard, finished.debrief, own, uncovered=uncovered, commands=commands)


def is_anything_hidden(call: PlayedCall, finished: Finished) -> bool:
    """Whether there is anything to uncover."""
    from simulator.reports.covering import is_anything_hidden as hidden  # noqa: PLC0415 - after the first paint

    return hidden(call, finished.debrief)


def sections_with_own_view(
    call: PlayedCall,
    finished: Finished,
    grade: SelfGrade | None,
    *,
    uncovered: bool = True,
    commands: bool = True,
) -> list[Section]:
    """The same with the rep's own grades: in the scorecard, and held against it in a section after it."""
    if grade is None:
        return sections(call, finished, uncovered=uncovered, commands=commands)
    card = finished.event.scorecard
    there = frozenset(turn.index for turn in call.turns)
    rests_on = {
        name: behind(NAMES[name], [(proof.turn, proof.why) for proof in one.evidence], there)
        for name, one in card.dimensions.items()
    }
    from simulator.scoring.guess import how_near  # noqa: PLC0415 - after the first paint

    made = sections(call, finished, grade.dimensions, uncovered=uncovered, commands=commands)
    # near to what, would name a need that nobody told them of
    is_told = uncovered or not is_anything_hidden(call, finished)
    near = how_near(grade.guess, call.persona, call.scenario.offer.fits_when) if is_told else ""
    own_view = gap_section(compare(grade, card), grade.guess, rests_on, near)
    after = next((place for place, one in enumerate(made) if one.title == "Scorecard"), len(made) - 1) + 1
    return [*made[:after], own_view, *made[after:]] if own_view.blocks else made


@dataclass(frozen=True)
class Span:
    """The lines that something takes in a text that is scrolled: the first, and the one after the last."""

    top: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether a line is in both."""
        return self.top < other.end and other.top < self.end


@dataclass(frozen=True)
class Select:
    """Select this one, counted from 0."""

    index: int


@dataclass(frozen=True)
class Roll:
    """Scroll by so many lines; up is below 0."""

    lines: int


def step(items: Sequence[Span], current: int | None, window: Span, direction: int) -> Select | Roll:
    """What an arrow key does: select what is next and in sight, else scroll, so that nothing is skipped.

    Args:
        items: what can be selected, from the top.
        current: the one that is selected, if any.
        window: the lines that are shown.
        direction: 1 down, −1 up.
    """
    shown = [index for index, item in enumerate(items) if item.meets(window)]
    if current is None or current not in shown:
        target = (shown[0] if direction > 0 else shown[-1]) if shown else None
    else:
        target = current + direction
    return Select(target) if target in shown else Roll(direction * _SCROLL)


def section_in_view(sections: Sequence[Span], current: int, window: Span) -> int:
    """Which section the rep is in: the one they were in as long as any of it is shown, else the first that is shown."""
    if sections[current].meets(window):
        return current
    return next((index for index, span in enumerate(sections) if span.meets(window)), current)


def holds_window(section: Span, window: Span) -> bool:
    """Whether a section is what the window shows: all of it is in sight, or it takes half of the lines at least."""
    if window.top <= section.top and section.end <= window.end:
        return True
    shown = min(section.end, window.end) - max(section.top, window.top)
    return 2 * shown >= window.end - window.top
