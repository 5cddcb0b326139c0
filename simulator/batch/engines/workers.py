"""Worker processes: each scores a few transcripts at a time, and one that dies takes nothing with it but itself."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from simulator.batch.engines import Failed, Plan, Task
from simulator.batch.failures import FailureKind
from simulator.errors import WorkError

T = TypeVar("T")
#: what is done with a task; a function of a module, so that its name can be sent
Work = Callable[[Task, Plan], T]

#: transcripts that are handed over at once: enough that handing over costs nothing, few enough to be done in a second
CHUNK = 8
_CHUNK_BYTES = 1 << 18
_BEAT_S = 0.5
#: a chunk that takes longer than this hangs
_LONGEST_S = 300.0


@dataclass(eq=False)
class _Worker:
    """A process, and what it has in hand."""

    process: BaseProcess
    pipe: Connection
    chunk: list[Task] = field(default_factory=list)
    since: float = 0.0
    ready: bool = False


class WorkerPool(Generic[T]):
    """Processes that do the same with one task after the other.

    Args:
        count: processes, 1 or more.
        work: what they do; it gives something that can be pickled and does not raise.
    """

    def __init__(self, count: int, work: Work[T], plan: Plan) -> None:
        self._count, self._work, self._plan = count, work, plan
        self._workers: list[_Worker] = []
        self._again: deque[list[Task]] = deque()
        self._deaths_before_work = 0
        self._closed = False
        # never fork: the parent may have threads by now, and a child would hold the lock of the folder
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")

    @property
    def in_flight(self) -> int:
        """Tasks that are taken and not given back."""
        return sum(len(worker.chunk) for worker in self._workers) + sum(map(len, self._again))

    def map(self, tasks: Iterator[Task]) -> Iterator[T | Failed | None]:
        """What came of each task, in any order; None now and then while nothing is ready.

        Raises:
            WorkError: no worker can be started.
        """
        following = next_chunk(tasks)
        try:
            while not self._closed:
                while len(self._workers) < self._count and (self._again or following):
                    self._start()
                    following = self._hand_out(following, tasks)
                following = self._hand_out(following, tasks)
                if not any(worker.chunk for worker in self._workers):
                    return
                yield from self._collect()
        finally:
            self.close()

    def close(self) -> None:
        """Stop the processes at once; from any thread."""
        self._closed = True
        while self._workers:
            worker = self._workers.pop()
            worker.pipe.close()
            worker.process.kill()
            worker.process.join()

    def _hand_out(self, following: list[Task], tasks: Iterator[Task]) -> list[Task]:
        """Give each idle worker a chunk; what is to follow is read meanwhile."""
        for worker in self._workers:
            if worker.chunk:
                continue
            if self._again:
                chunk = self._again.popleft()
            elif following:
                chunk, following = following, []
            else:
                break
            worker.chunk, worker.since = chunk, time.monotonic()
            with suppress(OSError):  # it died: that shows when its answer is waited for
                worker.pipe.send(chunk)
            following = following or next_chunk(tasks)
        return following

    def _collect(self) -> Iterator[T | Failed | None]:
        """What the workers that are ready have done, and what became of those that died."""
        busy = {worker.pipe: worker for worker in self._workers if worker.chunk}
        ready = wait(list(busy), timeout=_BEAT_S)
        if not ready:
            yield None
        for pipe in ready:
            assert isinstance(pipe, Connection)  # noqa: S101 - nothing else is waited for
            worker = busy[pipe]
            try:
                answer = pipe.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
                continue
            if answer is None:
                worker.ready = True
                continue
            worker.chunk = []
            yield from answer
        for worker in busy.values():
            if worker.chunk and time.monotonic() - worker.since > _LONGEST_S:
                worker.process.kill()

    def _bury(self, worker: _Worker) -> Iterator[Failed]:
        """A worker died: what it had is tried again one by one, so that the one that kills is found."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        if not worker.ready:
            self._deaths_before_work += 1
            if self._deaths_before_work > self._count:
                raise WorkError(
                    "No worker process can be started.", hint="Use --workers 1 to score in this process."
                )
            self._again.append(worker.chunk)
        elif len(worker.chunk) > 1:
            self._again.extend([task] for task in worker.chunk)
        else:
            task = worker.chunk[0]
            message = f"WorkerDied: the process that scored it ended ({_how(worker.process.exitcode)})."
            yield Failed(task.name, task.source, message, FailureKind.UNFORESEEN)

    def _start(self) -> None:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined] # the stubs know it of each kind alone
            target=_work, args=(theirs, self._work, self._plan), daemon=True, name="scoring"
        )
        # Else Python looks into the working folder for its own modules first, and that may hold anybody's files.
        before = os.environ.get("PYTHONSAFEPATH")
        os.environ["PYTHONSAFEPATH"] = "1"
        try:
            process.start()
        except OSError as error:
            raise WorkError(
                f"No worker process can be started: {error.strerror}.", hint="Use fewer with --workers."
            ) from error
        finally:
            if before is None:
                del os.environ["PYTHONSAFEPATH"]
            else:
                os.environ["PYTHONSAFEPATH"] = before
        theirs.close()
        self._workers.append(_Worker(process, ours))


def next_chunk(tasks: Iterator[Task], most: int = CHUNK) -> list[Task]:
    """The next few tasks, fewer where they are long; none at the end."""
    chunk: list[Task] = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += len(task.heard)
        if len(chunk) >= most or size >= _CHUNK_BYTES:
            break
    return chunk


def _work(pipe: Connection, work: Work[object], plan: Plan) -> None:
    """The life of a worker: it ends when the parent has gone, whichever way that went."""
    # a terminal sends its Ctrl-C to all of them; what is in flight is to be finished
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    try:
        pipe.send(None)
        while True:
            pipe.send([work(task, plan) for task in pipe.recv()])
    except (EOFError, OSError):
        return


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
