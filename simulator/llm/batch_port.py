"""Batches behind any address that has OpenAI's Batch API; see `BatchPort`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from simulator.errors import EndpointBusy, EndpointError, EndpointRefused
from simulator.llm import failures
from simulator.llm.batches import ProviderBatch, ResultsGone
from simulator.llm.completions import answer_of
from simulator.llm.dialect import Dialect
from simulator.llm.failures import Addressee, EndpointClosed, ModelRefused, classify
from simulator.llm.openai_port import OpenAIPort, failure_types
from simulator.llm.port import ChatAnswer, ChatRequest
from simulator.llm.retry import BATCH, RetryPolicy, Sleep, retrying

T = TypeVar("T")
_URL = "/v1/chat/completions"
#: a file of 200 MB takes its time to go there, to be looked at, and to come back
_FILE_TIMEOUT_S = 600.0
_PAGE = 100
#: the provider's clock and ours may differ by this much
_CLOCKS_APART_S = 86_400.0
_CHUNK = 1 << 16


class OpenAIBatches:
    """See `BatchPort`. Use one within one event loop.

    Args:
        port: to the endpoint; its client is shared, and it is closed with this.
        retry: when a failed request is sent again.
        sleep: how a wait between attempts is spent.
    """

    def __init__(self, port: OpenAIPort, *, retry: RetryPolicy = BATCH, sleep: Sleep = asyncio.sleep) -> None:
        self.model = port.model
        self._port, self._retry, self._sleep = port, retry, sleep

    @property
    def dialect(self) -> Dialect:
        """See `BatchPort.dialect`."""
        return self._port.dialect

    @dialect.setter
    def dialect(self, dialect: Dialect) -> None:
        self._port.dialect = dialect

    def line(self, custom_id: str, request: ChatRequest) -> bytes:
        """See `BatchPort.line`."""
        body = {"model": self.model, **self.dialect.body(request)}
        line = {"custom_id": custom_id, "method": "POST", "url": _URL, "body": body}
        return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"

    def answer(self, status: int, body: object, *, as_json: bool) -> ChatAnswer:
        """See `BatchPort.answer`."""
        if status != 200:
            raise failures.from_status(status, body, self._port.to)
        return answer_of(body, as_json=as_json, to=self._port.to)

    async def at_once(self, request: ChatRequest) -> ChatAnswer:
        """See `BatchPort.at_once`."""
        return await self._port.complete(request)

    async def upload(self, path: Path) -> str:
        """See `BatchPort.upload`."""

        async def attempt() -> str:
            client = await self._port.client()
            with path.open("rb") as file:
                made = await client.files.create(file=file, purpose="batch", timeout=_FILE_TIMEOUT_S)
            return self._id(made)

        return await self._ask(attempt)

    async def create(self, file_id: str, marks: Mapping[str, str], *, since: float) -> ProviderBatch:
        """See `BatchPort.create`."""

        async def attempt() -> ProviderBatch:
            # an attempt whose answer was lost may have made it all the same
            found = await self._find(marks, since)
            if found is not None:
                return found
            client = await self._port.client()
            made = await client.batches.create(
                input_file_id=file_id,
                endpoint=_URL,  # type: ignore[arg-type]  # a constant of ours is no literal
                completion_window="24h",
                metadata=dict(marks),
            )
            return self._told(made)

        return await self._ask(attempt)

    async def find(self, marks: Mapping[str, str], *, since: float) -> ProviderBatch | None:
        """See `BatchPort.find`."""
        return await self._ask(lambda: self._find(marks, since))

    async def retrieve(self, batch_id: str) -> ProviderBatch:
        """See `BatchPort.retrieve`."""

        async def attempt() -> ProviderBatch:
            return self._told(await (await self._port.client()).batches.retrieve(batch_id))

        return await self._ask(attempt, _unknown(batch_id, self._port.to))

    async def download(self, file_id: str, to: Path) -> None:
        """See `BatchPort.download`."""

        async def attempt() -> None:
            files = (await self._port.client()).files.with_streaming_response
            async with files.content(file_id, timeout=_FILE_TIMEOUT_S) as answer:
                with to.open("wb") as file:
                    async for piece in _uncut(answer.iter_bytes(_CHUNK), self._port.to):
                        file.write(piece)

        await self._ask(attempt, ResultsGone(f"The provider no longer has the results {file_id}."))

    async def cancel(self, batch_id: str) -> ProviderBatch:
        """See `BatchPort.cancel`."""

        async def attempt() -> ProviderBatch:
            client = await self._port.client()
            now = self._told(await client.batches.retrieve(batch_id))
            return now if now.ended else self._told(await client.batches.cancel(batch_id))

        return await self._ask(attempt, _unknown(batch_id, self._port.to))

    async def aclose(self) -> None:
        """See `BatchPort.aclose`."""
        await self._port.aclose()

    async def _find(self, marks: Mapping[str, str], since: float) -> ProviderBatch | None:
        client = await self._port.client()
        async for batch in client.batches.list(limit=_PAGE):  # the latest come first
            if dict(marks).items() <= (batch.metadata or {}).items():
                return self._told(batch)
            if isinstance(batch.created_at, int) and batch.created_at < since - _CLOCKS_APART_S:
                break
        return None

    async def _ask(self, attempt: Callable[[], Awaitable[T]], missing: EndpointError | None = None) -> T:
        """What an attempt gives, tried again where that may help.

        Args:
            missing: the error where the address knows of no such thing; None: it knows of no batches.
        """

        async def classified() -> T:
            try:
                return await attempt()
            except failure_types() as exc:
                if getattr(exc, "status_code", None) in {404, 405}:
                    raise (missing or _no_batches(self._port.to)) from None
                raise classify(exc, self._port.to) from None

        done, _ = await retrying(self._retry, classified, sleep=self._sleep)
        return done

    def _id(self, made: object) -> str:
        name = getattr(made, "id", None)
        if not isinstance(name, str) or not name:
            raise classify(ValueError(), self._port.to)
        return name

    def _told(self, batch: Any) -> ProviderBatch:
        """A batch in the program's words; whatever is missing in it is left out."""
        counts = getattr(batch, "request_counts", None)
        answered, failed = _count(counts, "completed"), _count(counts, "failed")
        files = (
            (getattr(batch, "output_file_id", None), answered),
            (getattr(batch, "error_file_id", None), failed),
        )
        code, words = _first_error(batch)
        status = str(getattr(batch, "status", ""))
        return ProviderBatch(
            id=self._id(batch),
            status=status,
            files=tuple((name, least) for name, least in files if isinstance(name, str) and name),
            total=_count(counts, "total"),
            answered=answered,
            failed=failed,
            error=_whole(code, words, self._port.to) if status == "failed" else None,
            queue_full=status == "failed" and "token_limit" in code,
        )


async def _uncut(pieces: Any, to: Addressee) -> Any:
    """The pieces; what the transport raises in the middle of them is a cut connection."""
    try:
        async for piece in pieces:
            yield piece
    except Exception as exc:
        # told by the name of its module: it is the client library's dependency, not this program's
        if type(exc).__module__.partition(".")[0] in {"httpx", "httpx2", "httpcore", "httpcore2"}:
            raise failures.cut_off(to) from None
        raise


def _first_error(batch: Any) -> tuple[str, str]:
    data = getattr(getattr(batch, "errors", None), "data", None)
    first = data[0] if isinstance(data, list) and data else None
    return str(getattr(first, "code", None) or ""), str(getattr(first, "message", None) or "")


def _whole(code: str, words: str, to: Addressee) -> EndpointError:
    """Why a whole batch failed."""
    said = to.quote(words) or code or "it gave no reason"
    message = f"The provider did not take the batch: {said}"
    if "quota" in code or "billing" in code:
        return EndpointClosed(message, hint="Check the account's plan and billing; waiting does not help.")
    if "model" in code:
        return ModelRefused(message, hint="Set SIMULATOR_MODEL to a model that has batches.")
    if "token_limit" in code:
        return EndpointBusy(message, hint="Give a smaller --batch-requests.")
    return EndpointRefused(message)


def _unknown(batch_id: str, to: Addressee) -> EndpointError:
    # handing over again what another account is working on would be paid twice
    return EndpointRefused(
        f"The batch {to.quote(batch_id)} was handed over from this folder, and {to} does not know it.",
        hint="Use the address and the key that it was handed over with, or a new folder with --out.",
    )


def _no_batches(to: Addressee) -> EndpointClosed:
    return EndpointClosed(
        f"There are no batches at {to.address or 'the address'}.",
        hint="Leave --engine out: then each request is sent by itself.",
    )


def _count(counts: object, name: str) -> int:
    value = getattr(counts, name, None)
    return value if isinstance(value, int) else 0
