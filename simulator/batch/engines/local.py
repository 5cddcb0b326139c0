"""The engine on this machine for what is measured only: in this process, or in one for each core."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Generic, TypeVar

from simulator.batch.engines import EngineFigures, Failed, Outcome, Plan, Task
from simulator.batch.engines.workers import CHUNK, Work, WorkerPool
from simulator.batch.one_transcript import score_task

T = TypeVar("T")


class Measuring(Generic[T]):
    """Does the same with every task, in as many processes as there are to be.

    The first few are done in this process: a handful of transcripts is not worth a second one.

    Args:
        workers: processes; 1 works in this one.
        work: gives something that can be pickled, and never raises.
    """

    def __init__(self, plan: Plan, workers: int, work: Work[T]) -> None:
        self._plan, self._workers, self._work = plan, workers, work
        self._pool: WorkerPool[T] | None = None
        self._here = 0

    @property
    def in_flight(self) -> int:
        """Tasks that are taken and not given back."""
        return self._here + (self._pool.in_flight if self._pool is not None else 0)

    def map(self, tasks: Iterator[Task]) -> Iterator[T | Failed | None]:
        """What came of each task, in any order; None now and then while nothing is ready."""
        for task in tasks if self._workers == 1 else islice(tasks, CHUNK):
            self._here = 1
            done = self._work(task, self._plan)
            self._here = 0
            yield done
        if self._workers > 1:
            self._pool = WorkerPool(self._workers, self._work, self._plan)
            yield from self._pool.map(tasks)

    def close(self) -> None:
        """Stop at once."""
        if self._pool is not None:
            self._pool.close()


class LocalEngine:
    """Measures on this machine; see `Engine`.

    Args:
        workers: processes, 1 or more.
    """

    name = "local"
    limit_reached, gave_up = "", None

    def __init__(self, plan: Plan, workers: int) -> None:
        self._measuring = Measuring(plan, workers, score_task)

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        return self._measuring.map(tasks)

    def figures(self) -> EngineFigures:
        """See `Engine.figures`."""
        return EngineFigures(in_flight=self._measuring.in_flight)

    def wind_down(self) -> None:
        """See `Engine.wind_down`: that no more tasks come is enough here."""

    def close(self) -> None:
        """See `Engine.close`."""
        self._measuring.close()
