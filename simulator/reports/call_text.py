"""A scorecard and a debrief as plain text: for `--plain`, for the demonstration, for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.transcript import Speaker
from simulator.reports.blocks import Paragraph, Rows, Section
from simulator.reports.columns import columns_of, wrap
from simulator.reports.debrief_sections import sections
from simulator.reports.debrief_words import ENDS

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief

__all__ = ["ENDS", "conversation_text", "debrief_text", "sections_text"]

_WIDTH = 96
_INDENT = "  "
#: a column before the last one is lined up to no more than this
_WIDEST_COLUMN = 24


def debrief_text(
    call: PlayedCall, card: Scorecard, debrief: Debrief, own: Mapping[Dimension, float] | None = None
) -> str:
    """The whole debrief, at most 96 columns wide; the words are those of the screen.

    Args:
        own: the rep's own grades, 0–100.
    """
    return sections_text(sections(call, card, debrief, own))


def sections_text(told: Sequence[Section]) -> str:
    """A debrief in plain lines; the first section says whose it is."""
    first, *others = told
    blocks = [_head(first), *map(_section, others)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def conversation_text(call: PlayedCall) -> str:
    """The conversation with turn numbers; lines that were taken back are struck through in words."""
    rep, prospect = call.scenario.rep_name, call.persona.card.given_name
    lines: list[str] = []
    for turn in call.turns:
        who = rep if turn.speaker is Speaker.REP else prospect
        struck = " (taken back)" if turn.taken_back else ""
        lines.append(
            _wrap(f"{who}{struck}: {turn.text.strip() or '(silence)'}", f"{turn.index:>3}  ", "     ")
        )
    return "\n".join(lines) + "\n"


def _head(section: Section) -> Iterator[str]:
    """What stands above everything; its first line says whose debrief it is."""
    first = "DEBRIEF: "
    for block in section.blocks:
        assert isinstance(block, Paragraph)  # noqa: S101 - the first section is made of them
        for text in block.plain.split("\n"):
            yield _wrap(text, first, " " * len(first))
            first = ""


def _section(section: Section) -> Iterator[str]:
    yield _wrap(section.title.upper())
    tables = [block for block in section.blocks if isinstance(block, Rows)]
    for block in section.blocks:
        if isinstance(block, Paragraph):
            if block.plain:
                yield _wrap(block.plain, _INDENT, _INDENT)
        else:
            yield from _rows(block, _widths([one for one in tables if len(one.widths) == len(block.widths)]))


def _widths(tables: Sequence[Rows]) -> list[int]:
    """Columns of the tables of a section, all but the last, so that they line up."""
    found = [max(width) for width in zip(*(table.widths for table in tables), strict=True)]
    for table in tables:
        for row in table.rows:
            for index, cell in enumerate(row[:-1]):
                found[index] = max(found[index], columns_of(cell.plain))
    return [min(width, _WIDEST_COLUMN) for width in found]


def _rows(table: Rows, widths: Sequence[int]) -> Iterator[str]:
    for *cells, last in table.rows:
        first = _INDENT + "".join(
            cell.plain + " " * (max(0, width - columns_of(cell.plain)) + 2)
            for cell, width in zip(cells, widths, strict=True)
        )
        rest = " " * (len(_INDENT) + sum(widths) + 2 * len(widths))
        for place, text in enumerate(last.plain.split("\n")):
            yield _wrap(text, first if place == 0 else rest, rest)


def _wrap(text: str, first: str = "", rest: str = "") -> str:
    return wrap(text, _WIDTH, first, rest)
