"""What judges on a node; nothing here knows Ray."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field

from simulator import __version__
from simulator.batch.concurrency import Gate, GatedPort
from simulator.batch.engines import Failed, Outcome, Plan, Task
from simulator.batch.one_judgement import judge_measured
from simulator.batch.one_transcript import measure_task
from simulator.errors import EndpointError
from simulator.llm.failures import EndpointClosed
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import Usage
from simulator.llm.retry import NO_RETRY
from simulator.secret import Secret
from simulator.settings import Settings


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Whom to ask.

    Args:
        key: None where none is sent from here: then the node's own is used, if it has one.
        base_url: may hold a key.
        timeout_s: for one whole answer, in seconds.
    """

    model: str
    key: Secret | None
    base_url: str | None = field(repr=False)
    timeout_s: float

    @classmethod
    def from_settings(cls, settings: Settings) -> Endpoint:
        """The endpoint that is set."""
        return cls(settings.model, settings.api_key, settings.base_url, settings.timeout_s)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a transcript.

    Args:
        outcome: an error where the endpoint will take no request at all.
        used: tokens since the answer before.
        requests: since the answer before.
        limit: requests at once that are allowed now.
        version: of the program on the node.
    """

    outcome: Outcome | EndpointError
    used: Usage
    requests: int
    limit: int
    version: str = __version__


class Judge:
    """Measures and judges on a node, many transcripts at once.

    Args:
        share: requests at once, 1 or more.
    """

    def __init__(self, plan: Plan, share: int) -> None:
        self._plan, self._share = plan, share
        self._told, self._told_requests = Usage(), 0
        self._met = asyncio.Event()

    async def meet(self, endpoint: Endpoint) -> None:
        """Be told whom to ask; everything else waits for it."""
        self._inner = OpenAIPort(
            model=endpoint.model,
            key=endpoint.key or _own_key(),
            base_url=endpoint.base_url,
            timeout_s=endpoint.timeout_s,
            retry=NO_RETRY,
        )
        self._gate = Gate(self._share)
        self._port = GatedPort(self._inner, self._gate)
        self._met.set()

    async def judge(self, task: Task) -> Judged:
        """The outcome of a transcript."""
        await self._met.wait()
        measured = await asyncio.to_thread(measure_task, task, self._plan)
        outcome: Outcome | EndpointError
        if isinstance(measured, Failed):
            outcome = measured
        else:
            try:
                outcome = await judge_measured(self._port, measured, self._plan)
            except EndpointClosed as closed:
                outcome = closed
        before, self._told = self._told, self._inner.used
        asked_before, self._told_requests = self._told_requests, self._port.requests
        now = self._told
        used = Usage(
            now.prompt_tokens - before.prompt_tokens,
            now.completion_tokens - before.completion_tokens,
            now.cached_tokens - before.cached_tokens,
        )
        return Judged(outcome, used, self._told_requests - asked_before, self._gate.limit)


def _own_key() -> Secret | None:
    """The key in the node's own environment."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    return Secret(key) if key else None
