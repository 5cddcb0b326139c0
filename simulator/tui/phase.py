"""Where a call is. Apart from what else is shown, since the first picture needs nothing more."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where the call is, in the words of the header."""

    RINGING = "ringing…"
    ON_THE_LINE = "on the line"
    OVER = "call over"
