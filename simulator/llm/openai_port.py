"""A chat model behind any OpenAI-compatible address.

The client library is imported on first use, on a thread, since that takes up to a second. Its own retries are
off: `simulator.llm.retry` is the one layer that asks again.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from simulator.errors import EndpointError
from simulator.llm import failures
from simulator.llm.answers import LeadFilter
from simulator.llm.completions import answer_of, first_choice, text_of, usage_of
from simulator.llm.dialect import Dialect
from simulator.llm.failures import Addressee, classify
from simulator.llm.port import ChatAnswer, ChatRequest, Usage
from simulator.llm.retry import LIVE, RetryPolicy, Sleep, retrying
from simulator.secret import Secret

if TYPE_CHECKING:
    import openai

    from simulator.settings import Settings

DEFAULT_BASE_URL = "https://api.openai.com/v1"
#: what is sent where no key is set: local servers ask for none, the client library insists on one
_NO_KEY = "no-key"
_CONNECT_TIMEOUT_S = 5.0

__all__ = ["DEFAULT_BASE_URL", "OpenAIPort", "classify", "shown_address"]


#: the parameter that holds the form of an answer
_FORM = "response_format"


class OpenAIPort:
    """A `ChatPort` over the ``openai`` client. Use one within one event loop.

    Args:
        model: the model's name at the endpoint.
        key: the key; None for a server that asks for none.
        base_url: the address, up to and with its ``/v1``; None for OpenAI's own.
        timeout_s: the limit for one whole answer, of one attempt, in seconds spent waiting for the endpoint.
        first_token_timeout_s: the limit for the first word of a stream, in seconds.
        retry: when a failed request is sent again.
        sleep: how a wait between attempts is spent.
        clock: seconds from any fixed moment; it never goes back.
    """

    def __init__(
        self,
        *,
        model: str,
        key: Secret | None = None,
        base_url: str | None = None,
        timeout_s: float = 20.0,
        first_token_timeout_s: float = 8.0,
        retry: RetryPolicy = LIVE,
        sleep: Sleep = asyncio.sleep,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.model = model
        self.base_url = base_url or DEFAULT_BASE_URL
        self.timeout_s = timeout_s
        self.first_token_timeout_s = min(first_token_timeout_s, timeout_s)
        # OpenAI's own models refuse the old name; servers that know only the old one ignore the new one.
        self.dialect = Dialect(limit_name="max_completion_tokens" if base_url is None else "max_tokens")
        #: tokens of every answer so far, of those too that were of no use
        self.used = Usage()
        self._key = key
        secrets = (key.reveal(),) if key is not None and key.reveal() else ()
        self._to = Addressee(shown_address(self.base_url), model, secrets)
        self._retry = retry
        self._sleep = sleep
        self._clock = clock
        self._client: openai.AsyncOpenAI | None = None
        self._building = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings, *, retry: RetryPolicy = LIVE) -> OpenAIPort:
        """The port to the endpoint that is set."""
        return cls(
            model=settings.model,
            key=settings.api_key,
            base_url=settings.base_url,
            timeout_s=settings.timeout_s,
            first_token_timeout_s=settings.first_token_timeout_s,
            retry=retry,
        )

    def __repr__(self) -> str:
        return f"OpenAIPort(model={self.model!r}, address={self._to.address!r})"

    @property
    def to(self) -> Addressee:
        """Whom its requests go to."""
        return self._to

    def preload(self) -> None:
        """Import the client library and build the client, so that the first request need not wait for it.

        Takes up to a second; call it on a thread, after the first screen is there.
        """
        with self._building:
            if self._client is not None:
                return
            import openai  # noqa: PLC0415 - up to a second, so not before it is needed

            client = openai.AsyncOpenAI(
                api_key=self._key.reveal() if self._key is not None else _NO_KEY,
                base_url=self.base_url,
                max_retries=0,
                # The limits are kept below, by asyncio; the transport's own stand behind them.
                timeout=openai.Timeout(self.timeout_s + _CONNECT_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S),
            )
            _ = client.chat.completions  # loads its module
            self._client = client

    async def aclose(self) -> None:
        """Close the connections; harmless where there are none. A request after it would open new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def list_models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint lists, as it orders them.

        Raises:
            EndpointError: of any kind; `EndpointRefused` also where the endpoint does not list its models.
        """
        client = await self.client()
        try:
            async with asyncio.timeout(self.first_token_timeout_s):
                page = await client.models.list()
        except failure_types() as exc:
            raise classify(exc, self._to) from None
        listed = getattr(page, "data", None)
        if not isinstance(listed, list):
            raise classify(ValueError(), self._to)
        names = (getattr(model, "id", None) for model in listed)
        return tuple(name for name in names if isinstance(name, str))

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """See `ChatPort.complete`."""
        answer, attempts = await retrying(self._retry, lambda: self._ask(request), sleep=self._sleep)
        return replace(answer, attempts=attempts)

    async def stream(self, request: ChatRequest) -> AsyncGenerator[str, None]:
        """See `ChatPort.stream`. It is asked for again only as long as nothing was yielded."""
        line, _ = await retrying(self._retry, lambda: self._open(request), sleep=self._sleep)
        try:
            piece: str | None = line.first
            while piece is not None:
                yield piece
                piece = await line.next_piece()
        finally:
            await line.aclose()

    async def load(self) -> None:
        """`preload` on a thread; every request does so where it is still to be done."""
        await self.client()

    async def client(self) -> openai.AsyncOpenAI:
        """The client library's client, built when it is first asked for."""
        if self._client is None:
            await asyncio.to_thread(self.preload)
        assert self._client is not None  # noqa: S101 - what preload is for
        return self._client

    async def _send(self, request: ChatRequest, *, stream: bool) -> Any:
        """The client's answer or stream, in the endpoint's dialect; raises what the client raises."""
        client = await self.client()
        import openai  # noqa: PLC0415 - loaded by now

        # The overloads of `create` cannot be told from a body that is put together.
        create: Any = client.chat.completions.create
        while True:
            body = self.dialect.body(request)
            # the client looks through every key of a parameter; a schema has hundreds, and is as the wire wants it
            rest = {name: value for name, value in body.items() if name != _FORM}
            form = {_FORM: body[_FORM]} if _FORM in body else None
            try:
                return await create(model=self.model, stream=stream, extra_body=form, **rest)
            except openai.APIStatusError as exc:
                if not self.dialect.learn(body, failures.refusal_of(exc)):
                    raise

    async def _ask(self, request: ChatRequest) -> ChatAnswer:
        await self.client()
        started = self._clock()
        try:
            async with asyncio.timeout(self.timeout_s):
                completion = await self._send(request, stream=False)
        except TimeoutError:
            raise failures.answer_timeout(self.timeout_s, self._to) from None
        except failure_types() as exc:
            raise classify(exc, self._to) from None
        latency_ms = (self._clock() - started) * 1000
        self.used += usage_of(completion) or Usage()
        return answer_of(completion, as_json=request.schema is not None, to=self._to, latency_ms=latency_ms)

    async def _open(self, request: ChatRequest) -> _Line:
        """A stream of which the first piece is there."""
        await self.client()
        started = self._clock()
        line: _Line | None = None
        try:
            async with asyncio.timeout(self.first_token_timeout_s):
                line = _Line(await self._send(request, stream=True), self)
                await line.read_first()
        except TimeoutError:
            await _close(line)
            raise failures.first_token_timeout(self.first_token_timeout_s, self._to) from None
        except failure_types() as exc:
            await _close(line)
            raise classify(exc, self._to) from None
        except BaseException:
            await _close(line)
            raise
        line.left_s = self.timeout_s - (self._clock() - started)
        return line


class _Line:
    """One streamed answer: its pieces within the limit of time, and its end judged."""

    def __init__(self, chunks: openai.AsyncStream[Any], port: OpenAIPort) -> None:
        self._chunks = chunks
        self._port = port
        self._lead = LeadFilter()
        self._finish_reason = ""
        self._refused = False
        self._ended = False
        self.first = ""
        self.left_s = port.timeout_s

    async def read_first(self) -> None:
        """Read up to the first piece that may be shown.

        Raises:
            EndpointError: the answer ended before it; whatever the client raises.
        """
        while not self.first:
            piece = await self._read()
            if piece is None:
                self._check_end(empty=True)
                raise failures.cut_off(self._port._to)
            self.first = piece

    async def next_piece(self) -> str | None:
        """The next piece, not empty; None at a proper end.

        Raises:
            EndpointError: the answer was cut, took too long, or ended otherwise than it should.
        """
        port = self._port
        started = port._clock()
        try:
            # Only what is spent waiting here counts: whoever reads the stream may take their time.
            async with asyncio.timeout(max(0.0, self.left_s)):
                piece: str | None = ""
                while piece == "":
                    piece = await self._read()
        except TimeoutError:
            raise failures.answer_timeout(port.timeout_s, port._to) from None
        except failure_types() as exc:
            raise classify(exc, port._to) from None
        finally:
            self.left_s -= port._clock() - started
        if piece is None:
            self._check_end(empty=False)
        return piece

    async def aclose(self) -> None:
        """Close the connection where the answer was not read to its end."""
        await self._chunks.close()

    async def _read(self) -> str | None:
        """The text of one chunk, which may be empty; None at the end."""
        if self._ended:
            return None
        try:
            chunk = await self._chunks.__anext__()
        except StopAsyncIteration:
            self._ended = True
            return self._lead.flush() or None
        usage = usage_of(chunk)
        if usage is not None:
            self._port.used += usage
        choice = first_choice(chunk)
        if choice is None:
            return ""
        delta = getattr(choice, "delta", None)
        self._finish_reason = text_of(choice, "finish_reason") or self._finish_reason
        self._refused = self._refused or bool(text_of(delta, "refusal"))
        return self._lead.feed(text_of(delta, "content"))

    def _check_end(self, *, empty: bool) -> None:
        if not self._finish_reason and not self._refused and not _is_framed(self._chunks.response):
            raise failures.cut_off(self._port._to)
        error = failures.unfinished(self._finish_reason, refused=self._refused, empty=empty)
        if error is not None:
            raise error


def shown_address(base_url: str) -> str:
    """An address as it may be shown: without a user, a password or a query."""
    try:
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address that cannot be read"
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{port}{parts.path}"


def failure_types() -> tuple[type[Exception], ...]:
    """What a request or reading its answer may raise for reasons that lie at the endpoint.

    Broken JSON and broken text come as plain value errors.
    """
    import openai  # noqa: PLC0415 - up to a second, so not before it is needed

    return (
        openai.OpenAIError,
        EndpointError,
        TimeoutError,
        ValueError,
    )


def _is_framed(response: Any) -> bool:
    """Whether the protocol itself says where the body ends, so that a cut cannot pass for the end."""
    headers: Mapping[str, str] = response.headers
    version = str(response.http_version)
    return version == "HTTP/2" or "transfer-encoding" in headers or "content-length" in headers


async def _close(line: _Line | None) -> None:
    if line is not None:
        await line.aclose()
