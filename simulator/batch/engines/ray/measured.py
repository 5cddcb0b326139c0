"""Measuring on the nodes: a few transcripts at a time, and what kills the process that scores it is found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.batch.engines import EngineFigures, Failed, Outcome, Plan, Task
from simulator.batch.engines.ray.cluster import Cluster, check_version
from simulator.batch.engines.ray.work import Work, score_chunk
from simulator.batch.engines.workers import next_chunk
from simulator.batch.failures import FailureKind
from simulator.batch.one_transcript import score_task
from simulator.errors import WorkError

_BEAT_S = 0.5
#: transcripts of a task: some 300 ms of work, beside a millisecond or two for handing them over
_CHUNK = 16
#: tasks for each processor: one that is done and one that waits, so that none is idle
_AHEAD = 2
#: a transcript that was alone with the process each time that it died is to blame
_DEATHS = 2


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Tasks that are scored together.

    Args:
        deaths: how often a process died that had only this.
    """

    tasks: list[Task]
    deaths: int = 0


class RayEngine:
    """Measures on a cluster; see `Engine`.

    Ray would do a task again whose process died, but cannot tell which transcript it was: that is done here.

    Args:
        work: what is done with a task.
    """

    name = "ray"
    limit_reached, gave_up = "", None

    def __init__(self, plan: Plan, cluster: Cluster, work: Work = score_task) -> None:
        self._plan, self._cluster, self._work = plan, cluster, work
        self._pending: dict[Any, _Chunk] = {}
        self._again: deque[_Chunk] = deque()

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        self._cluster.join()
        import ray  # noqa: PLC0415 - seconds, and an extra

        plan = ray.put(self._plan)
        score = ray.remote(score_chunk).options(num_cpus=1, max_retries=0, name="score")
        more = True
        while True:
            most = _AHEAD * self._cluster.cpus()
            while len(self._pending) < most and (self._again or more):
                chunk = self._again.popleft() if self._again else _Chunk(next_chunk(tasks, _CHUNK))
                more = more and bool(chunk.tasks)
                if chunk.tasks:
                    self._pending[score.remote(self._work, plan, chunk.tasks)] = chunk
            if not self._pending:
                return
            done, _ = ray.wait(list(self._pending), num_returns=1, timeout=_BEAT_S)
            if not done:
                yield None
            for ref in done:
                yield from self._collect(ref, self._pending.pop(ref))

    def figures(self) -> EngineFigures:
        """See `Engine.figures`."""
        chunks = [*self._pending.values(), *self._again]
        return EngineFigures(in_flight=sum(len(chunk.tasks) for chunk in chunks))

    def wind_down(self) -> None:
        """See `Engine.wind_down`: that no more tasks come is enough here."""

    def close(self) -> None:
        """See `Engine.close`."""
        if self._pending:
            import ray  # noqa: PLC0415

            pending, self._pending = list(self._pending), {}
            if ray.is_initialized():
                for ref in pending:
                    ray.cancel(ref, force=True)
        self._cluster.leave()

    def _collect(self, ref: Any, chunk: _Chunk) -> Iterator[Outcome]:
        import ray  # noqa: PLC0415

        try:
            version, outcomes = ray.get(ref)
        except ray.exceptions.RayTaskError as error:
            raise WorkError(
                f"A node cannot score: {type(error.cause).__name__}.",
                hint="Every node needs this program, in this version, with the extra ray.",
            ) from error
        except ray.exceptions.RayError as error:
            yield from self._bury(chunk, error)
            return
        check_version(version)
        yield from outcomes

    def _bury(self, chunk: _Chunk, error: Exception) -> Iterator[Failed]:
        """A process died: what it had is tried again one by one, so that the one that kills is found."""
        deaths = chunk.deaths + (len(chunk.tasks) == 1)
        if deaths < _DEATHS:
            self._again.extend(_Chunk([task], deaths) for task in chunk.tasks)
            return
        task = chunk.tasks[0]
        yield died(task, type(error).__name__, deaths)


def died(task: Task, how: str, attempts: int) -> Failed:
    """A transcript that its process did not survive.

    Args:
        how: what Ray calls it.
    """
    message = f"WorkerDied: the process that scored it ended ({how})."
    return Failed(task.name, task.source, message, FailureKind.UNFORESEEN, attempts=attempts)
