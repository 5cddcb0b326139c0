"""Paragraphs and tables of plain text, drawn."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from simulator.reports.blocks import Paragraph, Rows, Style

_RICH = {Style.PLAIN: "", Style.STRONG: "bold", Style.QUIET: "dim"}


def drawn(block: Paragraph | Rows) -> Text | Table:
    """What a `Static` can show; nothing in it is taken for markup."""
    if isinstance(block, Paragraph):
        return drawn_text(block)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=bool(block.headings))
    columns = len(block.rows[0]) if block.rows else len(block.headings)
    for index in range(columns):
        last = index == columns - 1
        table.add_column(
            Text(block.headings[index] if block.headings else ""),
            ratio=1 if last else None,
            no_wrap=not last,
            header_style="dim",
            min_width=None if last else block.widths[index],
        )
    for row in block.rows:
        table.add_row(*(drawn_text(cell) for cell in row))
    return table


def drawn_text(paragraph: Paragraph) -> Text:
    """One paragraph."""
    return Text.assemble(*((piece.text, _RICH[piece.style]) for piece in paragraph.pieces))
