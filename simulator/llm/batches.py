"""The port to a provider's batches: requests that are handed over as a file and answered within a day, for less.

Nothing here knows a client library. Handing a batch over twice would be paid twice, so a batch carries marks of its
owner's, and `BatchPort.create` looks for it by them before it makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from simulator.errors import EndpointError, EndpointRefused
from simulator.llm.dialect import Dialect
from simulator.llm.port import ChatAnswer, ChatRequest

#: of OpenAI: requests and bytes of one batch
MOST_REQUESTS, MOST_BYTES = 50_000, 200_000_000
#: states in which nothing more comes; in any other a batch is still worked on
ENDED = frozenset({"completed", "failed", "expired", "cancelled"})


class ResultsGone(EndpointRefused):
    """The file with a batch's results is no longer there; providers keep it for some weeks."""


@dataclass(frozen=True, slots=True)
class ProviderBatch:
    """A batch as the provider tells of it.

    Args:
        id: the provider's.
        status: in its own word.
        files: ids of the files with results, each with the lines that it has to have at least; empty where there are
            none yet.
        total, answered, failed: requests; 0 where it does not count.
        error: why the whole batch failed; None where it did not.
        queue_full: whether that was since too much is waiting there already.
    """

    id: str
    status: str
    files: tuple[tuple[str, int], ...] = ()
    total: int = 0
    answered: int = 0
    failed: int = 0
    error: EndpointError | None = None
    queue_full: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self.status in ENDED


class BatchPort(Protocol):
    """Any provider's batches. Every failure is an `EndpointError`; what may pass was tried again by then."""

    model: str
    #: how requests are worded; who learns that it was wrong changes it
    dialect: Dialect

    def line(self, custom_id: str, request: ChatRequest) -> bytes:
        """A request as a line of a batch's file."""
        ...

    def answer(self, status: int, body: object, *, as_json: bool) -> ChatAnswer:
        """The answer in a line of results; raises the `EndpointError` that it stands for."""
        ...

    async def at_once(self, request: ChatRequest) -> ChatAnswer:
        """A request by itself, without a batch: what its refusals teach is in `dialect` afterwards."""
        ...

    async def upload(self, path: Path) -> str:
        """Upload a file of requests; returns its id."""
        ...

    async def create(self, file_id: str, marks: Mapping[str, str], *, since: float) -> ProviderBatch:
        """The batch with these marks; made where there is none, so that it is there once however often this is called.

        Args:
            since: seconds since 1970; it is not older than that.
        """
        ...

    async def find(self, marks: Mapping[str, str], *, since: float) -> ProviderBatch | None:
        """The batch with these marks; None where there is none."""
        ...

    async def retrieve(self, batch_id: str) -> ProviderBatch:
        """How it stands."""
        ...

    async def download(self, file_id: str, to: Path) -> None:
        """Write a file of results to this path, whole."""
        ...

    async def cancel(self, batch_id: str) -> ProviderBatch:
        """Ask for no more answers; one that has ended stays as it is."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...
