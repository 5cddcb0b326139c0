"""What the endpoint can do, tried out: for ``simulator doctor``.

Three short requests. Nothing of a persona or a transcript is in them.
"""

from __future__ import annotations

import difflib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from simulator.errors import EndpointError, EndpointTimeout, EndpointUnreachable
from simulator.llm.dialect import SchemaMode
from simulator.llm.failures import KeyRefused, ModelRefused
from simulator.llm.openai_port import DEFAULT_BASE_URL, OpenAIPort, shown_address
from simulator.llm.port import ChatRequest, Message, open_stream
from simulator.llm.retry import NO_RETRY
from simulator.settings import API_KEY_VARIABLE, Settings

_MOST_NAMES_SHOWN = 8
_SLOW_MS = 3000.0
#: reasoning models spend tokens before the first word
_MAX_TOKENS = 512
_GREETING = ChatRequest(
    (
        Message("system", "You answer the telephone in an office."),
        Message("user", "Good morning. Say one short sentence."),
    ),
    max_tokens=_MAX_TOKENS,
    temperature=0.7,
    stop=("\n\n",),
    seed=1,
)
_COLOUR = ChatRequest(
    (Message("user", "Name a colour, as JSON."),),
    max_tokens=_MAX_TOKENS,
    temperature=0.0,
    schema={
        "type": "object",
        "properties": {"colour": {"type": "string"}},
        "required": ["colour"],
        "additionalProperties": False,
    },
    schema_name="colour",
)

REACHABLE, KEY, MODEL, STREAMING = "reachable", "key", "model", "streaming"
JSON_ANSWERS, PARAMETERS = "JSON answers", "parameters"
_CHECKS = (REACHABLE, KEY, MODEL, STREAMING, JSON_ANSWERS, PARAMETERS)


class CheckState(StrEnum):
    """How one check went."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    #: not tried, since an earlier check failed or there is nothing to try
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried.

    Args:
        name: what, in a few words; the same from run to run.
        state: how it went.
        message: one sentence.
        hint: what to do; empty where there is nothing to do.
    """

    name: str
    state: CheckState
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """Everything that was tried, in the order in which it was tried.

    Args:
        address: where, without anything secret.
        model: the model's name.
        checks: reachable, key, model, streaming, JSON answers, parameters; only one where no endpoint is set.
        first_token_ms: from the request to the first word of a streamed answer; None where there was none.
        schema_mode: how answers of a given form are asked for; None where that did not work.
        models: names that the endpoint lists; empty where it lists none.
    """

    address: str
    model: str
    checks: tuple[Check, ...]
    first_token_ms: float | None = None
    schema_mode: SchemaMode | None = None
    models: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether calls and scoring can use the endpoint."""
        return not any(check.state is CheckState.FAILED for check in self.checks) and bool(self.checks)

    @property
    def configured(self) -> bool:
        """Whether there was an endpoint to try."""
        return any(check.state is not CheckState.SKIPPED for check in self.checks)


async def probe_settings(settings: Settings) -> ProbeReport:
    """Try the endpoint that is set; with none set nothing is sent."""
    if not settings.endpoint_configured:
        check = Check(
            "configured",
            CheckState.SKIPPED,
            "No endpoint is set; calls use the authored lines.",
            f"Set {API_KEY_VARIABLE}, or OPENAI_BASE_URL for a local server, to use a model.",
        )
        return ProbeReport(shown_address(settings.base_url or DEFAULT_BASE_URL), settings.model, (check,))
    port = OpenAIPort.from_settings(settings, retry=NO_RETRY)
    try:
        return await probe(port)
    finally:
        await port.aclose()


async def probe(port: OpenAIPort, *, clock: Callable[[], float] = time.perf_counter) -> ProbeReport:
    """Try an endpoint.

    Args:
        port: it should not retry, so that each check shows what happened.
        clock: seconds from any fixed moment.
    Returns:
        what works and what does not; a failure is in the report, never raised.
    """
    return await _Probe(port, clock).run()


class _Probe:
    """One run: the checks by name, filled in as answers come."""

    def __init__(self, port: OpenAIPort, clock: Callable[[], float]) -> None:
        self._port = port
        self._clock = clock
        self._checks: dict[str, Check] = {}
        self._models: tuple[str, ...] = ()
        self._first_token_ms: float | None = None
        self._schema_mode: SchemaMode | None = None

    async def run(self) -> ProbeReport:
        port = self._port
        # Loading the client library is this machine's time, not the endpoint's.
        await port.load()
        if await self._list_models() and await self._stream():
            await self._ask_for_json()
            self._note_parameters()
        for name in _CHECKS:
            self._note(name, CheckState.SKIPPED, "Not tried, since an earlier check failed.")
        return ProbeReport(
            shown_address(port.base_url),
            port.model,
            tuple(self._checks[name] for name in _CHECKS),
            self._first_token_ms,
            self._schema_mode,
            self._models,
        )

    def _note(self, name: str, state: CheckState, message: str, hint: str = "") -> None:
        """The first word on a check stands."""
        self._checks.setdefault(name, Check(name, state, message, hint))

    def _fail(self, name: str, error: EndpointError) -> None:
        self._note(name, CheckState.FAILED, error.message, error.hint)

    def _reached(self, *, key_checked: bool) -> None:
        self._note(REACHABLE, CheckState.OK, f"There is an endpoint at {shown_address(self._port.base_url)}.")
        if key_checked:
            self._note(KEY, CheckState.OK, "The key is accepted.")

    async def _list_models(self) -> bool:
        """Whether to go on: a server that lists no models may still chat."""
        try:
            self._models = await self._port.list_models()
        except KeyRefused as error:
            self._reached(key_checked=False)
            self._fail(KEY, error)
            return False
        except (EndpointUnreachable, EndpointTimeout) as error:
            self._fail(REACHABLE, error)
            return False
        except EndpointError:
            return True
        self._reached(key_checked=False)
        return True

    async def _stream(self) -> bool:
        """Whether a streamed answer came."""
        started = self._clock()
        try:
            async with open_stream(self._port, _GREETING) as pieces:
                async for _ in pieces:
                    if self._first_token_ms is None:
                        self._first_token_ms = (self._clock() - started) * 1000
        except KeyRefused as error:
            self._reached(key_checked=False)
            self._fail(KEY, error)
            return False
        except ModelRefused as error:
            self._reached(key_checked=True)
            self._note(MODEL, CheckState.FAILED, error.message, self._other_models())
            return False
        except EndpointUnreachable as error:
            self._fail(STREAMING if REACHABLE in self._checks else REACHABLE, error)
            return False
        except EndpointError as error:
            self._reached(key_checked=not isinstance(error, EndpointTimeout))
            self._fail(STREAMING, error)
            return False
        self._reached(key_checked=True)
        listed = not self._models or self._port.model in self._models
        also = "" if listed else ", though it is not among those that are listed"
        self._note(MODEL, CheckState.OK, f"The model {self._port.model!r} answers{also}.")
        self._note_streaming()
        return True

    def _note_streaming(self) -> None:
        first_ms = self._first_token_ms or 0.0
        said = f"Streaming works; the first word came after {first_ms:.0f} ms."
        if first_ms > _SLOW_MS:
            hint = "A rep will notice the wait. A smaller model, or one that does not reason, answers sooner."
            self._note(STREAMING, CheckState.WARNING, said, hint)
        else:
            self._note(STREAMING, CheckState.OK, said)

    async def _ask_for_json(self) -> None:
        try:
            answer = await self._port.complete(_COLOUR)
        except EndpointError as error:
            self._fail(JSON_ANSWERS, error)
            return
        if not isinstance(json.loads(answer.text).get("colour"), str):
            self._note(
                JSON_ANSWERS,
                CheckState.FAILED,
                "The model answers with JSON, but not in the form that was asked for.",
                "Use a model that supports JSON schema output, or score with --judge none.",
            )
            return
        self._schema_mode = self._port.dialect.schema_mode
        if self._schema_mode is SchemaMode.JSON_SCHEMA:
            self._note(JSON_ANSWERS, CheckState.OK, "Answers by a JSON schema work.")
        else:
            self._note(
                JSON_ANSWERS,
                CheckState.WARNING,
                "The endpoint takes no JSON schema; the form is asked for in words, and that worked.",
                "More answers may have to be asked for again; see --repairs.",
            )

    def _note_parameters(self) -> None:
        names = ", ".join(self._port.dialect.not_taken)
        if names:
            self._note(
                PARAMETERS, CheckState.WARNING, f"The endpoint does not take: {names}.", "They are left out."
            )
        else:
            self._note(PARAMETERS, CheckState.OK, "The endpoint takes every parameter that is used.")

    def _other_models(self) -> str:
        if not self._models:
            return "Set SIMULATOR_MODEL to a model that the endpoint has; it does not list them."
        close = difflib.get_close_matches(self._port.model, self._models, n=1)
        if close:
            return f"Set SIMULATOR_MODEL; did you mean {close[0]}?"
        names = ", ".join(self._models[:_MOST_NAMES_SHOWN])
        more = " and more" if len(self._models) > _MOST_NAMES_SHOWN else ""
        return f"Set SIMULATOR_MODEL to one that there is: {names}{more}."
