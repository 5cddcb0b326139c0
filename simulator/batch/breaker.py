"""When a run stops asking an endpoint where nobody is there."""

from __future__ import annotations

from simulator.batch.engines import Failed, Outcome
from simulator.errors import EndpointUnreachable

#: transcripts in a row, each tried as often as a request is, which takes seconds: a server that starts anew is waited for
IN_A_ROW = 5


class Breaker:
    """Counts transcripts in a row for which no connection could be made.

    Whatever else comes of one, a failure too, says that somebody is there, and the count begins anew. Once open it stays
    open: the run ends, and the next one asks again.

    Args:
        most: so many open it, 1 or more.
    Attributes:
        error: why nothing more is asked; None while it is closed.
    """

    def __init__(self, most: int = IN_A_ROW) -> None:
        self._most = most
        self._row = 0
        self.error: EndpointUnreachable | None = None

    def note(self, outcome: Outcome) -> None:
        """What came of a transcript that was asked for."""
        if not (isinstance(outcome, Failed) and outcome.nobody_there):
            self._row = 0
            return
        self._row += 1
        if self._row >= self._most and self.error is None:
            self.error = EndpointUnreachable(
                f"{outcome.error} That was so for {self._row} transcripts in a row, and nothing more was asked.",
                hint="Run the same again to go on.",
            )
