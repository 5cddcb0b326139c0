"""Judging on the nodes: actors that measure and ask, each with its share of the requests at once."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.batch.engines import EngineFigures, Failed, Outcome, Plan, Task
from simulator.batch.engines.ray.cluster import Cluster, check_version
from simulator.batch.engines.ray.judging import Endpoint, Judge, Judged
from simulator.batch.engines.ray.measured import died
from simulator.batch.engines.side_by_side import SideBySide
from simulator.batch.intake import name_of
from simulator.batch.prices import Prices
from simulator.errors import EndpointError, WorkError
from simulator.llm.port import Usage

#: requests at once of one actor: one process can serve these, and fewer would each need an import of everything
_SHARE = 16
#: a transcript that was alone with its actor each time that it died is to blame
_DEATHS = 2
_LONGEST_COURSE = 200


@dataclass(eq=False)
class _Actor:
    """An actor, its share of the requests at once, how many it has in hand and may send now."""

    handle: Any
    share: int
    limit: int
    in_hand: int = 0


class RayJudgedEngine(SideBySide[Task]):
    """Measures and judges on a cluster; see `Engine`.

    Args:
        endpoint: whom to ask. It is told to each actor by a call, so that it stands in nothing that Ray keeps or shows.
        concurrency: transcripts, and requests, at once, of all nodes together.
        prices, most_tokens, most_cost: see `SideBySide`; what was spent is added up here.
        kind: what judges on a node.
    """

    name = "ray"

    def __init__(
        self,
        plan: Plan,
        cluster: Cluster,
        endpoint: Endpoint,
        *,
        concurrency: int,
        prices: Prices | None = None,
        most_tokens: int | None = None,
        most_cost: float | None = None,
        kind: type[Judge] = Judge,
    ) -> None:
        super().__init__(concurrency=concurrency, prices=prices, most_tokens=most_tokens, most_cost=most_cost)
        self._plan, self._cluster, self._endpoint, self._kind = plan, cluster, endpoint, kind
        self._actors: list[_Actor] = []
        self._alone = asyncio.Lock()
        self._spending, self._requests = Usage(), 0
        self._began = time.monotonic()
        self._course = [(0.0, concurrency)]

    def outcomes(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        """See `Engine.outcomes`."""
        self._cluster.join()
        count = min(self._cluster.cpus(), math.ceil(self._concurrency / _SHARE))
        shares = [len(range(at, self._concurrency, count)) for at in range(count)]
        self._actors = [self._start(share) for share in shares]
        yield from super().outcomes(tasks)

    def figures(self) -> EngineFigures:
        """See `Engine.figures`."""
        used = self._spending
        return EngineFigures(
            in_flight=self._judging,
            prompt_tokens=used.prompt_tokens,
            cached_tokens=used.cached_tokens,
            completion_tokens=used.completion_tokens,
            requests=self._requests,
            concurrency=self._course[-1][1],
            course=list(self._course),
        )

    def _prepare(self, tasks: Iterator[Task]) -> Iterator[Task | Failed | None]:
        return tasks

    def _end_preparing(self) -> None:
        """The thread only reads."""

    def _named(self, one: Task) -> tuple[str, str]:
        return name_of(one), one.source

    def _used(self) -> Usage:
        return self._spending

    async def _leave(self) -> None:
        actors, self._actors = self._actors, []
        for actor in actors:
            _kill(actor)
        self._cluster.leave()

    async def _judge(self, one: Task) -> Outcome:
        """At the actor with the most room; where that died, at one of its own, so that what kills is found."""
        import ray  # noqa: PLC0415 - loaded by now

        actor = min(self._actors, key=lambda actor: actor.in_hand / actor.share)
        try:
            return await self._ask(actor, one)
        except ray.exceptions.RayActorError:
            if actor in self._actors:  # the first of those who were there
                self._actors[self._actors.index(actor)] = self._start(actor.share)
        async with self._alone:
            for attempt in range(1, _DEATHS + 1):
                own = self._start(1)
                try:
                    return await self._ask(own, one)
                except ray.exceptions.RayActorError as error:
                    how = type(error).__name__
                finally:
                    _kill(own)
                if attempt == _DEATHS:
                    return died(one, how, attempt + 1)
        raise AssertionError

    async def _ask(self, actor: _Actor, one: Task) -> Outcome:
        import ray  # noqa: PLC0415 - loaded by now

        actor.in_hand += 1
        try:
            judged: Judged = await actor.handle.judge.remote(one)
        except ray.exceptions.RayTaskError as error:
            raise WorkError(
                f"A node cannot judge: {type(error.cause).__name__}.",
                hint="Every node needs this program, in this version, with the extra ray.",
            ) from error
        finally:
            actor.in_hand -= 1
        check_version(judged.version)
        self._spending += judged.used
        self._requests += judged.requests
        actor.limit = judged.limit
        self._note_course()
        if isinstance(judged.outcome, EndpointError):
            raise judged.outcome
        return judged.outcome

    def _note_course(self) -> None:
        now = sum(actor.limit for actor in self._actors)
        if now != self._course[-1][1]:
            self._course.append((round(time.monotonic() - self._began, 2), now))
            if len(self._course) > _LONGEST_COURSE:
                del self._course[1:-1:2]

    def _start(self, share: int) -> _Actor:
        import ray  # noqa: PLC0415 - loaded by now

        # one call more than requests, so that it can be told whom to ask
        kind = ray.remote(self._kind).options(num_cpus=0.5, max_restarts=0, max_concurrency=share + 1)
        handle = kind.remote(self._plan, share)
        handle.meet.remote(self._endpoint)
        return _Actor(handle, share, share)


def _kill(actor: _Actor) -> None:
    import ray  # noqa: PLC0415 - loaded by now

    if ray.is_initialized():
        ray.kill(actor.handle)
