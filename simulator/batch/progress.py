"""How a run goes, told while it goes: one live line on a terminal, a line every so often elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

_LIVE_EVERY_S, _LINE_EVERY_S = 0.2, 10.0
_WIPE = "\r\x1b[K"
_MINUTE, _HOUR = 60, 3600
#: the time left is not told on less than this: it would be a guess
_LEAST_SHARE, _LEAST_S = 0.02, 2.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands.

    Args:
        scored, failed: of this run.
        passed: scored by an earlier run.
        tokens: prompt and completion; 0 where nothing is judged.
        cost: None where no price is known.
        concurrency: requests at once; None where nothing is judged.
        share: of the input that is read, 0 to 1; None where its size is not known.
    """

    scored: int
    failed: int
    passed: int = 0
    tokens: int = 0
    cost: float | None = None
    concurrency: int | None = None
    share: float | None = None


class Progress:
    """Tells how a run goes.

    Args:
        stream: standard error; None tells nothing.
        stand: how it stands; asked only when it is to be told.
        clock: seconds from any fixed moment.
    """

    def __init__(
        self,
        stream: TextIO | None,
        stand: Callable[[], Standing],
        *,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: 80,
    ) -> None:
        self._stream, self._stand, self._clock, self._columns = stream, stand, clock, columns
        self._live = stream is not None and stream.isatty()
        self._began = clock()
        self._next = self._began + (0.0 if self._live else _LINE_EVERY_S)
        self._first_work: tuple[float, float] | None = None
        self._shown = False

    def tick(self) -> None:
        """Something may have happened. Cheap: call it as often as you like."""
        if self._stream is None:
            return
        now = self._clock()
        if now < self._next:
            return
        self._next = now + (_LIVE_EVERY_S if self._live else _LINE_EVERY_S)
        self._tell(self.line(self._stand(), now))

    def clear(self) -> None:
        """Wipe the live line, so that something else can be said."""
        if self._shown and self._stream is not None:
            self._stream.write(_WIPE)
            self._stream.flush()
            self._shown = False

    def line(self, at: Standing, now: float) -> str:
        """The line that tells how it stands."""
        elapsed = max(1e-9, now - self._began)
        done = at.scored + at.failed
        parts = [f"{at.scored:,} scored", f"{at.failed:,} failed"]
        if at.passed:
            parts.append(f"{at.passed:,} before")
        parts.append(f"{done / elapsed:.1f}/s")
        if at.concurrency is not None:
            parts.append(f"{at.tokens:,} tokens")
            if at.cost is not None:
                parts.append(f"cost {at.cost:.4g}")
            parts.append(f"{at.concurrency} at once")
        if at.share is not None:
            parts.append(f"{at.share:.0%}")
            left = self._left_s(at, now)
            if left is not None:
                parts.append(f"{spell(left)} left")
        return " · ".join(parts)

    def _left_s(self, at: Standing, now: float) -> float | None:
        """Seconds left, by what was read since the first transcript that was new: passing over others takes no time."""
        share = at.share or 0.0
        if self._first_work is None:
            if at.scored + at.failed == 0:
                return None
            self._first_work = (now, share) if at.passed else (self._began, 0.0)
        began, first = self._first_work
        if share - first < _LEAST_SHARE or now - began < _LEAST_S:
            return None
        return (now - began) * (1 - share) / (share - first)

    def _tell(self, line: str) -> None:
        assert self._stream is not None  # noqa: S101 - asked before
        if self._live:
            self._stream.write(_WIPE + line[: max(1, self._columns() - 1)])
            self._shown = True
        else:
            self._stream.write(line + "\n")
        self._stream.flush()


def spell(seconds: float) -> str:
    """A span of time in words, as "2 min"."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
