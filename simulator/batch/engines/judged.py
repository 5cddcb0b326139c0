"""The engine on this machine where a model judges too: what is measured goes on to the endpoint, many at once."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.batch.concurrency import Gate, GatedPort
from simulator.batch.engines import EngineFigures, Failed, Outcome, Plan, Task
from simulator.batch.engines.local import Measuring
from simulator.batch.engines.side_by_side import SideBySide
from simulator.batch.one_judgement import judge_measured
from simulator.batch.one_transcript import Measured, measure_task
from simulator.batch.prices import Prices
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import Usage


class JudgedEngine(SideBySide[Measured]):
    """Measures and judges; see `Engine`.

    The tasks are read and measured by a thread of their own (and the processes behind it).

    Args:
        port: asks once; asking again is done here.
        workers: processes that measure, 1 or more.
        concurrency: transcripts, and requests, at once.
        prices, most_tokens, most_cost: see `SideBySide`.
    """

    name = "local"

    def __init__(
        self,
        plan: Plan,
        port: OpenAIPort,
        *,
        workers: int,
        concurrency: int,
        prices: Prices | None = None,
        most_tokens: int | None = None,
        most_cost: float | None = None,
    ) -> None:
        super().__init__(concurrency=concurrency, prices=prices, most_tokens=most_tokens, most_cost=most_cost)
        self._plan, self._inner = plan, port
        self._measuring = Measuring(plan, workers, measure_task)
        self._gate = Gate(concurrency)
        self._port = GatedPort(port, self._gate)

    def figures(self) -> EngineFigures:
        """See `Engine.figures`."""
        used = self._inner.used
        return EngineFigures(
            in_flight=self._judging,
            prompt_tokens=used.prompt_tokens,
            cached_tokens=used.cached_tokens,
            completion_tokens=used.completion_tokens,
            requests=self._port.requests,
            concurrency=self._gate.limit,
            course=list(self._gate.course),
        )

    def _prepare(self, tasks: Iterator[Task]) -> Iterator[Measured | Failed | None]:
        return self._measuring.map(tasks)

    def _end_preparing(self) -> None:
        self._measuring.close()

    async def _judge(self, one: Measured) -> Outcome:
        return await judge_measured(self._port, one, self._plan)

    def _ask_no_more(self) -> None:
        self._port.closed = True

    def _named(self, one: Measured) -> tuple[str, str]:
        return one.transcript.id, one.task.source

    def _used(self) -> Usage:
        return self._inner.used

    async def _leave(self) -> None:
        await self._inner.aclose()
