"""Reads what the room draws, as a terminal would: enough of one to know which words stand on the screen."""

from __future__ import annotations

import re

from rich.cells import cell_len

_PIECE = re.compile(
    r"\x1b\[(?P<place>[\d;]*)H"  # put the cursor
    r"|\x1b\[(?P<wipe>[\d;]*)J"  # wipe
    r"|\x1b\[[0-9;?<>=$]*[ -/]*[@-~]"  # colours, modes: nothing to read
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, pointers
    r"|\x1b[^\[\]]"
    r"|(?P<line>\r?\n)"
    r"|(?P<text>[^\x1b\r\n]+)"
)


class ScreenReader:
    """The words of a screen, from the bytes that draw it."""

    def __init__(self) -> None:
        self._rows: dict[int, dict[int, str]] = {}
        self._row = self._column = 0

    def feed(self, data: bytes) -> None:
        """Draw; the bytes hold whole sequences, as the program writes them."""
        for piece in _PIECE.finditer(data.decode("utf-8", "replace")):
            if piece["place"] is not None:
                row, _, column = piece["place"].partition(";")
                self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
            elif piece["wipe"] is not None:
                self._rows.clear()
            elif piece["line"] is not None:
                self._row, self._column = self._row + 1, 0
            elif piece["text"] is not None:
                self._write(piece["text"])

    def _write(self, text: str) -> None:
        cells = self._rows.setdefault(self._row, {})
        for character in text:
            width = cell_len(character)
            cells[self._column] = character
            for covered in range(1, width):
                cells[self._column + covered] = ""
            self._column += width

    @property
    def text(self) -> str:
        """The screen, row by row."""
        lines = []
        for row in range(max(self._rows, default=-1) + 1):
            cells = self._rows.get(row, {})
            lines.append("".join(cells.get(at, " ") for at in range(max(cells, default=-1) + 1)).rstrip())
        return "\n".join(lines)
