"""Text laid out in columns of a terminal: a wide character takes two of them, an accent none."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: categories that take no column: accents, enclosing marks, and marks that join or turn
_NO_COLUMN = frozenset({"Mn", "Me", "Cf"})


def columns_of(text: str) -> int:
    """Columns that a text takes."""
    return sum(map(_columns, text))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> str:
    """A text in lines of at most ``width`` columns; white space folded, broken between words where that can be.

    Args:
        text: anything, of any script.
        width: columns of a line, its beginning included; at least two more than that.
        first, rest: what the first line and the others begin with.
    """
    lines: list[str] = []
    line, room, empty = first, width - columns_of(first), True
    for word in _pieces(text, width - max(columns_of(first), columns_of(rest))):
        needed = columns_of(word) + (not empty)
        if needed > room and not empty:
            lines.append(line)
            line, room, empty = rest, width - columns_of(rest), True
            needed -= 1
        line = line + word if empty else f"{line} {word}"
        room, empty = room - needed, False
    return "\n".join((*lines, line.rstrip()))


def _pieces(text: str, width: int) -> Iterator[str]:
    """The words of a text, those that are too long for a line cut into pieces that are not."""
    for word in text.split():
        piece, taken = "", 0
        for char in word:
            columns = _columns(char)
            if taken + columns > width:
                yield piece
                piece, taken = "", 0
            piece, taken = piece + char, taken + columns
        yield piece


def _columns(char: str) -> int:
    if unicodedata.category(char) in _NO_COLUMN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
