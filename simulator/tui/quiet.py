"""The moment after a call in which keys do nothing: whoever was typing when the other side hung up types on for a while."""

from __future__ import annotations

from collections.abc import Callable

#: how long nobody may have typed, until keys count again
IDLE_S = 1.0


class Quiet:
    """Tells whether the rep has stopped typing since the call ended.

    Args:
        clock: seconds from any beginning.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock() - IDLE_S

    def begin(self) -> None:
        """The call ended, or the rep typed on: a whole moment from here."""
        self._since = self._clock()

    @property
    def left_s(self) -> float:
        """How much of the moment is left; nothing where keys count."""
        return max(0.0, IDLE_S - (self._clock() - self._since))
