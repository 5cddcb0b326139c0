"""Ctrl-C and SIGTERM: once, and what is in flight is finished; twice, and it stops now."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StopNow(KeyboardInterrupt):
    """The person asked a second time. An event loop lets a `KeyboardInterrupt` through, and nothing else."""


class StopReading(BaseException):
    """The person asked while the program waited for something to read."""


class Interrupts:
    """Counts how often a person asked to stop, while it is entered.

    Args:
        told: called in the signal's handler, with 1 at the first request.
    """

    def __init__(self, told: Callable[[int], None]) -> None:
        self.asked = 0
        self._told = told
        self._breakable = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    @contextlib.contextmanager
    def breakable(self) -> Iterator[None]:
        """What is done within may be broken off at once by the first request: a wait for standard input has no end.

        Only the main thread hears of it.
        """
        self._breakable = threading.current_thread() is threading.main_thread()
        try:
            if self.asked:  # in the moment before
                raise StopReading
            yield
        finally:
            self._breakable = False

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        self._told(self.asked)
        if self.asked > 1:
            raise StopNow
        if self._breakable:
            raise StopReading
