"""The engine on this machine where a model judges too: what is measured goes on to the endpoint, many at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, TypeVar

from simulator.batch.concurrency import Gate, GatedPort
from simulator.batch.engines import EngineFigures, Failed, JudgePlan, Outcome, Plan, Scored, Task, left_out
from simulator.batch.engines.local import Measuring
from simulator.batch.failures import FailureKind
from simulator.batch.limits import Limits, Spent
from simulator.batch.one_transcript import Measured, line_of, measure_task, unforeseen
from simulator.batch.prices import Prices
from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.failures import EndpointClosed
from simulator.llm.openai_port import OpenAIPort
from simulator.scoring.joined import joined
from simulator.scoring.judge import judge
from simulator.scoring.profiles import PROFILES

T = TypeVar("T")
_BEAT_S = 0.5
_KINDS = (
    (EndpointTimeout, FailureKind.ENDPOINT_TIMEOUT),
    (EndpointBusy, FailureKind.ENDPOINT_BUSY),
    (EndpointMalformed, FailureKind.ENDPOINT_MALFORMED),
    (EndpointRefused, FailureKind.ENDPOINT_REFUSED),
    (EndpointUnreachable, FailureKind.ENDPOINT_UNREACHABLE),
)


class JudgedEngine:
    """Measures and judges; see `Engine`.

    The tasks are read and measured by a thread of their own (and the processes behind it), the requests are made by an
    event loop in the caller's thread, which runs while the caller waits for an outcome.

    Args:
        port: asks once; asking again is done here.
        workers: processes that measure, 1 or more.
        concurrency: transcripts, and requests, at once.
        prices: None where none are known.
        most_tokens, most_cost: the limits of the run; None for none.
    """

    name = "local"

    @property
    def limit_reached(self) -> str:
        """See `Engine.limit_reached`."""
        return self._limits.words if self._limits.reached else ""

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
        assert plan.judge is not None  # noqa: S101 - else there is nothing to do here
        self._plan, self._judge_plan, self._inner = plan, plan.judge, port
        self._concurrency, self._prices = concurrency, prices
        self._measuring = Measuring(plan, workers, measure_task)
        self._loop = asyncio.new_event_loop()
        self._gate = Gate(concurrency)
        self._port = GatedPort(port, self._gate)
        self._limits = Limits(self._spent, tokens=most_tokens, cost=most_cost)
        self._ready: asyncio.Queue[Measured | None] = asyncio.Queue(maxsize=2 * concurrency)
        self._ended: list[Outcome] = []
        self._news = asyncio.Event()
        self._taken = asyncio.Event()
        self._judging = 0
        self._fatal: BaseException | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._feeder: threading.Thread | None = None
        self._closing = self._winding_down = False

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        self._feeder = threading.Thread(target=self._feed, args=(tasks,), daemon=True, name="measuring")
        self._feeder.start()
        self._tasks = [self._loop.create_task(self._judge_all()) for _ in range(self._concurrency)]
        while True:
            going_on = self._loop.run_until_complete(self._wait())
            (ended, taken), self._ended, self._taken = (self._ended, self._taken), [], asyncio.Event()
            yield from ended
            taken.set()
            if self._fatal is not None:
                raise self._fatal
            if not ended:
                if not going_on:
                    return
                yield None

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

    def wind_down(self) -> None:
        """See `Engine.wind_down`: what is measured and waits for the judge is left for the next run."""
        self._winding_down = True

    def close(self) -> None:
        """See `Engine.close`."""
        if self._closing:
            return
        self._closing = True
        for task in self._tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._leave())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        # the thread may wait for something to read that never comes; its processes must not outlive the run
        self._measuring.close()

    async def _leave(self) -> None:
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._inner.aclose()

    async def _wait(self) -> bool:
        """Until something ended, or for a moment; False when there is nothing left to wait for."""
        if not self._ended and self._fatal is None:
            pending = [task for task in self._tasks if not task.done()]
            if not pending:
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(_BEAT_S):
                    await self._news.wait()
        self._news.clear()
        return True

    def _feed(self, tasks: Iterator[Task]) -> None:
        """On its own thread: read and measure, and hand over what can be judged, not more than there is room for."""
        try:
            for one in self._measuring.map(tasks):
                if isinstance(one, Failed):
                    self._loop.call_soon_threadsafe(self._end, one)
                elif one is not None:
                    self._there(self._ready.put(one))
                if self._closing:
                    break
        except (RuntimeError, CancelledError):  # the loop is closed: nobody waits for more
            self._stop_feeding(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller is
            self._stop_feeding(error)
        else:
            self._stop_feeding(None)

    def _stop_feeding(self, error: BaseException | None) -> None:
        self._measuring.close()
        with suppress(RuntimeError, CancelledError):
            if error is not None:
                self._loop.call_soon_threadsafe(self._fail, error)
            for _ in range(self._concurrency):
                self._there(self._ready.put(None))

    def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it in the loop, and wait for it here."""
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        except RuntimeError:
            work.close()
            raise

    def _end(self, outcome: Outcome) -> None:
        self._ended.append(outcome)
        self._news.set()

    def _fail(self, error: BaseException) -> None:
        self._fatal = self._fatal or error
        self._news.set()

    async def _judge_all(self) -> None:
        """One of those that judge side by side: transcript after transcript until there are none."""
        while (one := await self._ready.get()) is not None:
            if self._fatal is not None or self._winding_down:
                continue
            if not await self._limits.admit():
                self._end(left_out(one.transcript.id, one.task.source, self._limits.words))
                continue
            self._judging += 1
            try:
                outcome = await self._judge(one)
                # on disk before the next one is asked for: who is killed loses no answer
                taken = self._taken
                self._end(outcome)
                await taken.wait()
            except EndpointClosed as error:
                self._fail(error)
            finally:
                self._judging -= 1
                self._limits.end()
        self._news.set()

    async def _judge(self, one: Measured) -> Scored | Failed:
        """The line of a transcript.

        Raises:
            EndpointClosed: the endpoint will take none.
        """
        asked: JudgePlan = self._judge_plan
        try:
            judgement = await judge(
                self._port,
                one.transcript,
                asked.rubric,
                model=asked.model,
                runs=asked.runs,
                repairs=asked.repairs,
            )
            card = joined(one.card, judgement, asked.rubric, PROFILES[self._plan.profile])
        except EndpointClosed:
            raise
        except EndpointError as error:
            return Failed(
                one.transcript.id, one.task.source, str(error), kind_of(error), attempts=error.attempts
            )
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one transcript must not end the run
            return unforeseen(one.transcript.id, one.task.source, error)
        return line_of(one, card, judgement)

    def _spent(self) -> Spent:
        used = self._inner.used
        cost = None
        if self._prices is not None:
            cost = self._prices.cost(used.prompt_tokens, used.cached_tokens, used.completion_tokens)
        return Spent(used.prompt_tokens + used.completion_tokens, cost)


def kind_of(error: EndpointError) -> FailureKind:
    """The kind of failure that an error of the endpoint is."""
    return next((kind for type_, kind in _KINDS if isinstance(error, type_)), FailureKind.UNFORESEEN)
