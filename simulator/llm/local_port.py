"""A model of the user's own in this process: llama.cpp's server on a local port, asked like any endpoint."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import secrets
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.errors import EndpointRefused, UsageError
from simulator.llm.openai_port import OpenAIPort
from simulator.llm.port import ChatAnswer, ChatRequest
from simulator.llm.retry import LIVE, RetryPolicy
from simulator.secret import Secret

if TYPE_CHECKING:
    from simulator.settings import Settings

_LIBRARY = "xllamacpp"
#: room for the longest call with its instructions, in tokens
_CONTEXT_TOKENS = 8_192
_THREADS = 2
#: llama.cpp writes to standard error, into the middle of the screen
_SILENT = 0
#: a model on two cores needs longer for its first word than an endpoint; the prefix cache helps from then on
_PATIENCE_TIMES = 4.0


class LocalPort:
    """A `ChatPort` over a GGUF file. It is loaded on a thread when it is first asked.

    Args:
        model: the GGUF file.
        timeout_s, first_token_timeout_s, retry: as for `OpenAIPort`, loading not counted.
    """

    def __init__(
        self, model: Path, *, timeout_s: float, first_token_timeout_s: float, retry: RetryPolicy = LIVE
    ) -> None:
        self.model = model
        self._timeout_s, self._first_token_timeout_s, self._retry = timeout_s, first_token_timeout_s, retry
        # The server answers any page in a browser otherwise.
        self._key = Secret(secrets.token_urlsafe(24))
        self._server: Any = None
        self._port: OpenAIPort | None = None
        self._loading = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings) -> LocalPort:
        """The port to the model file that is set.

        Raises:
            UsageError: no file is set, it is not there, or the extra is not installed.
        """
        model = settings.local_model
        if model is None:
            raise UsageError(
                "No local model is set.",
                hint="Set SIMULATOR_LOCAL_MODEL to a GGUF file, or use --voice authored.",
            )
        if not model.is_file():
            raise UsageError(f"The local model is not there: {model}", hint="Check SIMULATOR_LOCAL_MODEL.")
        if importlib.util.find_spec(_LIBRARY) is None:
            raise UsageError(
                "The local voice needs llama.cpp, which is not installed.",
                hint="Run: pip install 'practice-room[local]'",
            )
        return cls(
            model,
            timeout_s=settings.timeout_s * _PATIENCE_TIMES,
            first_token_timeout_s=settings.first_token_timeout_s * _PATIENCE_TIMES,
        )

    async def stream(self, request: ChatRequest) -> AsyncGenerator[str, None]:
        """See `ChatPort.stream`."""
        port = await self._ready()
        pieces = port.stream(request)
        try:
            async for piece in pieces:
                yield piece
        finally:
            await pieces.aclose()

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """See `ChatPort.complete`."""
        return await (await self._ready()).complete(request)

    async def aclose(self) -> None:
        """Stop the server."""
        port, self._port = self._port, None
        if port is not None:
            await port.aclose()
        if self._server is not None:
            await asyncio.to_thread(self._stop)

    async def _ready(self) -> OpenAIPort:
        if self._port is None:
            address = await asyncio.to_thread(self._load)
            self._port = OpenAIPort(
                model=self.model.stem,
                key=self._key,
                base_url=address,
                timeout_s=self._timeout_s,
                first_token_timeout_s=self._first_token_timeout_s,
                retry=self._retry,
            )
        return self._port

    def _load(self) -> str:
        """Load the model, which takes seconds, and say where its server listens."""
        with self._loading:
            if self._server is None:
                # An extra, and heavy; by its name, since it need not be there for the types to be checked.
                try:
                    xllamacpp: Any = importlib.import_module(_LIBRARY)
                except ImportError as exc:
                    raise EndpointRefused(
                        "llama.cpp cannot be loaded.", hint="Run: pip install 'practice-room[local]'"
                    ) from exc
                params = xllamacpp.CommonParams()
                params.model.path = str(self.model)
                params.n_ctx = _CONTEXT_TOKENS
                params.n_parallel = 1
                params.port = 0
                params.cpuparams.n_threads = _THREADS
                params.api_keys = [self._key.reveal()]
                params.verbosity = _SILENT
                try:
                    self._server = xllamacpp.Server(params)
                except RuntimeError as exc:  # its one error, without a reason in it
                    raise EndpointRefused(
                        f"The local model could not be loaded: {self.model}", hint="Is it a GGUF chat model?"
                    ) from exc
            return f"{self._server.listening_address}/v1"

    def _stop(self) -> None:
        """The server ends with its object, and waits for its threads."""
        self._server = None
