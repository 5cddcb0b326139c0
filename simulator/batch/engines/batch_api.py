"""The engine that hands the judge's requests to a provider's batches, and judges from what came of earlier ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from simulator.batch.engines import EngineFigures, Outcome, Plan, Task, left_out
from simulator.batch.engines.local import Measuring
from simulator.batch.later.collecting import Tally
from simulator.batch.later.desk import Bounds, Desk
from simulator.batch.later.ledger import Handed
from simulator.batch.later.replay import ReplayPort
from simulator.batch.one_judgement import judge_measured
from simulator.batch.one_transcript import Measured, measure_task
from simulator.llm.batches import BatchPort
from simulator.llm.failures import EndpointClosed
from simulator.llm.port import NotYet


class BatchApiEngine:
    """Measures, hands over, and judges what is answered; see `Engine`.

    A transcript whose answers are not all there gives no outcome: it is handed over, and a later run judges it.

    Args:
        out: the folder of the run, where what was handed over is noted.
        workers: processes that measure, 1 or more.
        tally: shared by the rounds of one run.
        say: one line for the person.
    Attributes:
        port: to the provider.
        open: batches that are open when the run ends.
        held_back: whether some requests wait until the provider's queue has room.
    """

    name = "batch-api"
    gave_up = None  # where nobody is there, nothing can be handed over, and that ends the run

    def __init__(
        self,
        plan: Plan,
        port: BatchPort,
        out: Path,
        *,
        workers: int,
        bounds: Bounds | None = None,
        tally: Tally | None = None,
        say: Callable[[str], None] = lambda words: None,
    ) -> None:
        self._plan, self.port, self._out, self._workers = plan, port, out, workers
        self._bounds, self._tally, self._say = bounds or Bounds(), tally or Tally(), say
        self._measuring = Measuring(plan, workers, measure_task)
        self._loop = asyncio.new_event_loop()
        self._desk: Desk | None = None
        self._waiting = 0
        self._stopped_by_limit = self._all_seen = False
        self._winding_down = self._closed = False
        self.open: list[Handed] = []
        self.held_back = False

    def next_round(self) -> BatchApiEngine:
        """An engine for the next run of the same, that goes on counting where this one stopped."""
        return BatchApiEngine(
            self._plan,
            self.port,
            self._out,
            workers=self._workers,
            bounds=self._bounds,
            tally=self._tally,
            say=self._say,
        )

    @property
    def limit_reached(self) -> str:
        """See `Engine.limit_reached`. Told at the end: until then there may be transcripts whose answers are there."""
        return self._bounds.words if self._stopped_by_limit and self._all_seen else ""

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        desk = self._desk = Desk(self._out, self.port, self._bounds, self._tally, say=self._say)
        try:
            self._loop.run_until_complete(desk.begin())
            for one in self._measuring.map(tasks):
                if isinstance(one, Measured):
                    yield (
                        None if self._winding_down else self._loop.run_until_complete(self._judge(one, desk))
                    )
                else:
                    yield one
            if not self._winding_down:
                self._loop.run_until_complete(desk.hand_over())
                self._all_seen = True
        except EndpointClosed:
            desk.fresh_start()
            raise
        finally:
            self.open, self.held_back = desk.open, desk.held_back
        if self._all_seen and not self._waiting:
            desk.fresh_start()

    def figures(self) -> EngineFigures:
        """See `Engine.figures`."""
        used = self._tally.used
        return EngineFigures(
            prompt_tokens=used.prompt_tokens,
            cached_tokens=used.cached_tokens,
            completion_tokens=used.completion_tokens,
            requests=self._tally.requests,
            waiting=self._waiting,
        )

    def wind_down(self) -> None:
        """See `Engine.wind_down`: what is packed and not handed over is packed again by the next run."""
        self._winding_down = True

    def close(self) -> None:
        """See `Engine.close`."""
        if self._closed:
            return
        self._closed = True
        self._measuring.close()
        if self._desk is not None:
            self._desk.close()
        for task in asyncio.all_tasks(self._loop):  # stopped in the middle of a request
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                self._loop.run_until_complete(task)
        self._loop.run_until_complete(self.port.aclose())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _judge(self, one: Measured, desk: Desk) -> Outcome | None:
        """The line of a transcript; None where it waits for answers.

        Raises:
            EndpointError: nothing can be handed over.
        """
        replay = ReplayPort(self.port, desk)
        try:
            return await judge_measured(replay, one, self._plan)
        except NotYet:
            pass
        if replay.wanted and not await desk.want(replay.wanted, one.task.key):
            self._stopped_by_limit = True
            return left_out(one.transcript.id, one.task.source, self._bounds.words)
        self._waiting += 1
        return None
