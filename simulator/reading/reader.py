"""The readers of a rep's lines, behind one protocol."""

from __future__ import annotations

from typing import Protocol

from simulator.domain.reading import Reading, ReadingContext


class Reader(Protocol):
    """Says what a line does. A reader that fails falls back to the local one and says so in the reading."""

    name: str

    async def read(self, text: str, context: ReadingContext) -> Reading:
        """Read one line of the rep in the context of the call."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
