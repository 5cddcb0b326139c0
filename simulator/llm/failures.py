"""What went wrong at the endpoint, told in one sentence with what to do about it.

`classify` is pure: the same exception gives the same error. Whether to ask again is in the error; how is in
`simulator.llm.retry`.
"""

from __future__ import annotations

import math
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.dialect import Refusal

if TYPE_CHECKING:
    import openai

_LONGEST_QUOTE = 200
_KEY_SHAPED = re.compile(r"\b(?:sk|pk|key|gsk|xai)-[\w*.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)
_MODEL_GONE = re.compile(
    r"model.{0,120}(not (exist|found|available)|unknown|no such)|unknown model", re.I | re.S
)
_BUSY = re.compile(r"rate.?limit|overload|too many requests|429|503|529", re.IGNORECASE)
_BUSY_STATUSES = frozenset({429, 503, 529})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a request goes to, in words that may be shown.

    Args:
        address: the base URL without anything secret in it.
        model: the model's name.
        secrets: texts that must not be shown even where the endpoint repeats them.
    """

    address: str = ""
    model: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __str__(self) -> str:
        return f"the endpoint at {self.address}" if self.address else "the endpoint"

    def quote(self, text: object) -> str:
        """Words of the endpoint as they may be shown: one short line, no secret, no control characters."""
        if not isinstance(text, str):
            return ""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        text = " ".join(_KEY_SHAPED.sub("***", text).split())
        text = "".join(c for c in text if c.isprintable())
        return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


_ANYONE = Addressee()


class EndpointClosed(EndpointRefused):
    """The endpoint will take no request of ours, whatever is in it: there is no sense in sending the next one."""


class NoConnection(EndpointUnreachable):
    """Nobody is there: no connection could be made at all. One that was cut, or an error of the server, is not that."""


class KeyRefused(EndpointClosed):
    """The endpoint does not accept the key."""


class ModelRefused(EndpointClosed):
    """The endpoint has no model of that name, or not for this key."""


def classify(exception: BaseException, to: Addressee = _ANYONE) -> EndpointError:
    """The error of the program's own tree that an exception of the client library stands for.

    Args:
        exception: anything that a request, or reading its answer, raised.
        to: named in the sentence.
    """
    import openai  # noqa: PLC0415 - up to a second, so not before it is needed

    if isinstance(exception, EndpointError):
        return exception
    if isinstance(exception, openai.APIConnectionError):
        return _connection(exception, to)
    if isinstance(exception, openai.APIStatusError):
        return _status(exception, to)
    if isinstance(exception, TimeoutError):
        return EndpointTimeout(f"{_start(to)} did not answer in time.", hint=_HINT_SLOW)
    if isinstance(exception, openai.APIError) and not isinstance(
        exception, openai.APIResponseValidationError
    ):
        return from_error_body(exception.body, to)
    if isinstance(exception, UnicodeEncodeError):
        return _unsendable_key()
    if isinstance(exception, openai.OpenAIError) and not isinstance(exception, openai.APIError):
        return EndpointRefused(f"The request to {to} could not be made.", hint="Run: simulator doctor")
    return EndpointMalformed(
        f"{_start(to)} sent something that is not the JSON of an answer.",
        hint="Check that the address is that of an OpenAI-compatible endpoint; it usually ends in /v1.",
    )


def refusal_of(exception: openai.APIStatusError) -> Refusal:
    """What the endpoint said with a status, for `Dialect.learn`."""
    return Refusal(
        status=exception.status_code,
        text=_words(exception.body) or exception.message,
        parameter=exception.param if isinstance(exception.param, str) else None,
        code=exception.code if isinstance(exception.code, str) else None,
    )


def refusal_in(status: int, error: object) -> Refusal:
    """The same where it came as data: a line of a batch's results."""
    inner = error.get("error", error) if isinstance(error, Mapping) else error
    told = inner if isinstance(inner, Mapping) else {}
    parameter, code = told.get("param"), told.get("code")
    return Refusal(
        status=status,
        text=_words(inner),
        parameter=parameter if isinstance(parameter, str) else None,
        code=code if isinstance(code, str) else None,
    )


def first_token_timeout(limit_s: float, to: Addressee) -> EndpointTimeout:
    """No word came within the limit for the first one."""
    return EndpointTimeout(f"{_start(to)} sent no word within {limit_s:g} s.", hint=_HINT_SLOW)


def answer_timeout(limit_s: float, to: Addressee) -> EndpointTimeout:
    """The whole answer did not come within its limit."""
    return EndpointTimeout(f"{_start(to)} did not finish its answer within {limit_s:g} s.", hint=_HINT_SLOW)


def cut_off(to: Addressee) -> EndpointUnreachable:
    """The connection ended before the answer did."""
    return EndpointUnreachable(
        f"The connection to {to} was cut in the middle of an answer.",
        hint="Check the network, then try again.",
    )


def unfinished(finish_reason: str, *, refused: bool, empty: bool) -> EndpointMalformed | None:
    """The error for an answer that ended otherwise than it should; None where it ended well.

    Args:
        finish_reason: as the endpoint gave it.
        refused: whether the model said that it declines.
        empty: whether there is no text in the answer.
    """
    if refused or finish_reason == "content_filter":
        return EndpointMalformed(
            "The model declined to answer.",
            hint="Ask again, or use a model that takes this kind of conversation.",
        )
    if finish_reason == "length":
        return EndpointMalformed(
            "The answer was cut off at its length limit.",
            hint="Allow a longer answer, or ask for a shorter one.",
        )
    if empty:
        return EndpointMalformed(
            "The model's answer is empty.",
            hint="A reasoning model may have spent it all on thinking; use another, or a longer limit.",
        )
    return None


def from_error_body(body: object, to: Addressee = _ANYONE) -> EndpointError:
    """The error that came as data: in a stream that had begun, or in an answer with status 200."""
    said = to.quote(_words(body))
    clues = " ".join(str(v) for k, v in body.items() if k in _CLUES) if isinstance(body, Mapping) else ""
    message = f"{_start(to)} broke off with an error" + (f": {_sentence(said)}" if said else ".")
    if _BUSY.search(clues) or _BUSY.search(said):
        return EndpointBusy(message, hint=_HINT_BUSY)
    return EndpointUnreachable(message, hint=_HINT_FAULT)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The wait in seconds that an answer's headers ask for; None where they name none that makes sense.

    A date is taken relative to the answer's own ``Date``, so that a wrong clock here does no harm.
    """
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = headers.get("retry-after")
    seconds = _seconds(asked)
    if seconds is not None or asked is None:
        return seconds
    try:
        return max(
            0.0, (parsedate_to_datetime(asked) - parsedate_to_datetime(headers["date"])).total_seconds()
        )
    except (KeyError, TypeError, ValueError):
        return None


_CLUES = ("code", "type", "status")
_HINT_SLOW = (
    "A local model may still be loading. Try again, use a faster model, or allow more time with "
    "SIMULATOR_TIMEOUT_S and SIMULATOR_FIRST_TOKEN_TIMEOUT_S."
)
_HINT_BUSY = "Wait a little, or send fewer requests at once."
_HINT_FAULT = "The fault is on its side; try again in a while."
_HINT_ADDRESS = "Check OPENAI_BASE_URL: it usually ends in /v1, as in http://localhost:8080/v1."


def _start(to: Addressee) -> str:
    text = str(to)
    return text[0].upper() + text[1:]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else math.nan
    except ValueError:
        return None
    return max(0.0, value) if math.isfinite(value) else None


def _words(body: object) -> str:
    """The message in an error body, in whichever of the usual places it stands."""
    if isinstance(body, str):
        return "" if "<html" in body.lower() or "<!doctype" in body.lower() else body
    if not isinstance(body, Mapping):
        return ""
    for name in ("message", "error", "detail"):
        value = body.get(name)
        if isinstance(value, str):
            return value
        if value:
            return _words(value) or str(value)
    return ""


def _causes(exception: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, innermost last."""
    seen: set[int] = set()
    at: BaseException | None = exception
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        yield at
        at = at.__cause__ or at.__context__


def _connection(exception: openai.APIConnectionError, to: Addressee) -> EndpointError:
    # The transport's classes are told by name: it is the client library's dependency, not this program's.
    kinds = {type(cause).__name__ for cause in _causes(exception)}
    causes = list(_causes(exception))
    if "ConnectTimeout" in kinds:
        return NoConnection(
            f"No connection to {to} could be made in time.", hint="Check the network and the address."
        )
    if type(exception).__name__ == "APITimeoutError":
        return EndpointTimeout(f"{_start(to)} did not answer in time.", hint=_HINT_SLOW)
    if kinds & {"UnsupportedProtocol", "InvalidURL"}:
        return NoConnection(f"The address of {to} is not one that can be called.", hint=_HINT_ADDRESS)
    if "LocalProtocolError" in kinds:
        return _unsendable_key()
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NoConnection(
            f"The name in the address of {to} is not known to the network.",
            hint=f"Check the network. {_HINT_ADDRESS}",
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return NoConnection(
            f"No secure connection to {to} could be made.",
            hint="Check the address: http or https, and whether the certificate is trusted on this machine.",
        )
    if kinds & {"ConnectError", "ProxyError"}:
        return NoConnection(
            f"No connection to {to} could be made.",
            hint=f"If it is a local server, is it running? {_HINT_ADDRESS}",
        )
    return cut_off(to)


def _unsendable_key() -> KeyRefused:
    # The library's own words would repeat the header, and with it the key.
    return KeyRefused(
        "The request could not be sent: the key has characters that do not belong in one.",
        hint="Set OPENAI_API_KEY again, without quotes or line breaks in it.",
    )


def _status(exception: openai.APIStatusError, to: Addressee) -> EndpointError:
    code = f"{exception.code or ''} {exception.type or ''}"
    return _from_status(exception.status_code, exception.body, code, exception.response.headers, to)


def from_status(status: int, error: object, to: Addressee = _ANYONE) -> EndpointError:
    """The error that a status and its body stand for, where they came as data: a line of a batch's results.

    Args:
        error: the body, or what stands in it under ``error``.
    """
    inner = error.get("error", error) if isinstance(error, Mapping) else error
    told = inner if isinstance(inner, Mapping) else {}
    return _from_status(status, inner, f"{told.get('code') or ''} {told.get('type') or ''}", {}, to)


def _from_status(
    status: int, body: object, code: str, headers: Mapping[str, str], to: Addressee
) -> EndpointError:
    said = to.quote(_words(body))
    quoted = f": {_sentence(said)}" if said else "."
    if status == 401:
        if not to.secrets:
            return KeyRefused(f"{_start(to)} asks for a key, and none is set.", hint="Set OPENAI_API_KEY.")
        # The endpoint's own words often hold part of the key.
        return KeyRefused(
            f"{_start(to)} does not accept the key.",
            hint="Check OPENAI_API_KEY, and that the key belongs to this address.",
        )
    if status == 402 or "insufficient_quota" in code:
        return EndpointClosed(
            f"{_start(to)} refuses the request since the account has no credit left.",
            hint="Check the account's plan and billing; waiting does not help.",
        )
    if status == 403:
        return EndpointClosed(
            f"{_start(to)} does not allow the request{quoted}",
            hint="Use a model that the key may use, or a key with more rights.",
        )
    if "model_not_found" in code or (status in {400, 404} and _MODEL_GONE.search(said)):
        return ModelRefused(
            f"{_start(to)} has no model {to.model!r}.",
            hint="Set SIMULATOR_MODEL; simulator doctor lists the models that there are.",
        )
    if status in {404, 405}:
        return EndpointClosed(
            f"There is no chat endpoint at {to.address or 'the address'}.", hint=_HINT_ADDRESS
        )
    if status in {408, 504}:
        return EndpointTimeout(
            f"{_start(to)} gave up waiting for its model (status {status}).", hint=_HINT_SLOW
        )
    if status in _BUSY_STATUSES:
        return EndpointBusy(
            f"{_start(to)} asks to slow down (status {status}){quoted}",
            hint=_HINT_BUSY,
            retry_after_s=retry_after_s(headers),
        )
    if status >= 500:
        return EndpointUnreachable(
            f"{_start(to)} failed with an error of its own (status {status}){quoted}", hint=_HINT_FAULT
        )
    if "json_validate_failed" in code:
        return EndpointMalformed(
            "The model's answer is not the JSON object that was asked for.", hint="Ask again."
        )
    return EndpointRefused(
        f"{_start(to)} does not take the request (status {status}){quoted}", hint="Run: simulator doctor"
    )
