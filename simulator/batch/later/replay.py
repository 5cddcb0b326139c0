"""A port that answers from what was collected; what is not there yet is wanted, and the judge is asked again then.

The judge makes the same requests in the same order as long as it gets the same answers, so each request is known again
by its digest.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Protocol

from simulator.batch.later.index import Found, Result
from simulator.batch.later.ledger import ID_DIGITS
from simulator.batch.one_judgement import kind_of
from simulator.errors import (
    EndpointBusy,
    EndpointError,
    EndpointMalformed,
    EndpointRefused,
    EndpointTimeout,
    EndpointUnreachable,
)
from simulator.llm.batches import BatchPort
from simulator.llm.dialect import REFUSING_STATUSES, Dialect
from simulator.llm.failures import refusal_in
from simulator.llm.port import ChatAnswer, ChatRequest, NotYet

#: batches that a request fails in before its transcript is a failure
MOST_ATTEMPTS = 3
#: errors of a whole batch, by the kind that the ledger keeps
_ERRORS: dict[str, type[EndpointError]] = {
    str(kind_of(type_(""))): type_
    for type_ in (EndpointBusy, EndpointRefused, EndpointTimeout, EndpointUnreachable)
}


class Finds(Protocol):
    """Tells what is known of a request."""

    def find(self, custom_id: str) -> Found:
        """What is known of the request with this id."""
        ...


class ReplayPort:
    """A `ChatPort` for one transcript, judged once.

    Args:
        port: reads answers, and knows how requests are worded.
        index: tells what was collected.
    Attributes:
        wanted: requests that have to be handed over, by id.
    """

    def __init__(self, port: BatchPort, index: Finds) -> None:
        self._port, self._index = port, index
        self._met: Counter[str] = Counter()
        self.wanted: dict[str, ChatRequest] = {}

    async def complete(self, request: ChatRequest) -> ChatAnswer:
        """See `ChatPort.complete`.

        Raises:
            NotYet: there is no answer yet.
        """
        plain = request_id(self._port.model, request)
        self._met[plain] += 1
        custom_id = request_id(self._port.model, request, self._met[plain])
        found = self._index.find(custom_id)
        failures = [one for one in found.results if _counts(one)]
        try:
            for result in reversed(found.results):
                if result.status == 200:
                    return self._answer(result, request)
        except EndpointMalformed:
            raise  # it was answered: what is to be done about it is the judge's to say
        except EndpointError:
            pass
        if found.open:
            raise NotYet
        if failures and not self._reworded(request, failures[-1]):
            error = self._error(failures[-1], request)
            error.attempts = len(failures)
            if not error.retryable or isinstance(error, EndpointMalformed) or len(failures) >= MOST_ATTEMPTS:
                if isinstance(error, EndpointRefused):
                    self.wanted.clear()  # the judge may cut the transcript in other parts
                raise error
        self.wanted[custom_id] = request
        raise NotYet

    def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """Nobody waits for the words of a batch."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Nothing is open."""

    def _answer(self, result: Result, request: ChatRequest) -> ChatAnswer:
        return self._port.answer(result.status, result.body, as_json=request.schema is not None)

    def _error(self, result: Result, request: ChatRequest) -> EndpointError:
        """Why a request was not answered."""
        if result.status:
            try:
                self._answer(result, request)
            except EndpointError as error:
                return error
        if result.batch.error is not None:
            told = result.batch.error
            return _ERRORS.get(told["kind"], EndpointUnreachable)(told["message"])
        if result.batch.status == "expired":
            return EndpointTimeout("The provider did not come to it within a day.")
        return EndpointUnreachable("The provider gave no answer to it.")

    def _reworded(self, request: ChatRequest, result: Result) -> bool:
        """Whether it was refused for its wording, and would be worded otherwise now."""
        if result.status not in REFUSING_STATUSES or result.batch.dialect is None:
            return False
        then = Dialect.of(result.batch.dialect)
        refusal = refusal_in(result.status, result.body)
        if not then.learn(then.body(request), refusal):
            return False
        self._port.dialect.learn(self._port.dialect.body(request), refusal)
        return self._port.dialect.kept() != result.batch.dialect


def request_id(model: str, request: ChatRequest, nth: int = 1) -> str:
    """By what a request is known again, however it is worded for the endpoint.

    Args:
        nth: how often the same request is made for one transcript.
    """
    parts = [
        model,
        [[one.role, one.content] for one in request.messages],
        request.max_tokens,
        request.temperature,
        list(request.stop),
        request.schema,
        request.schema_name,
        request.seed,
        nth,
    ]
    data = json.dumps(parts, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hashlib.blake2b(data, digest_size=ID_DIGITS // 2).hexdigest()


def _counts(result: Result) -> bool:
    """Whether a request that was handed over without an answer has failed once more by that."""
    batch = result.batch
    if batch.forgotten or batch.cancelled or batch.status in {"cancelled", "dropped"}:
        return False
    return not batch.queue_full or batch.requests == 1
