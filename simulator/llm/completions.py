"""A chat completion as an endpoint sent it, read with care: any field may be missing or of another type."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.errors import EndpointMalformed
from simulator.llm import failures
from simulator.llm.answers import json_object, without_reasoning
from simulator.llm.failures import Addressee, classify
from simulator.llm.port import ChatAnswer, Usage


def answer_of(completion: object, *, as_json: bool, to: Addressee, latency_ms: float = 0.0) -> ChatAnswer:
    """The answer in a completion.

    Args:
        completion: the client library's object, or the same as plain JSON.
        as_json: whether one JSON object was asked for.
        to: whom it came from.
        latency_ms: how long it took.
    Raises:
        EndpointMalformed: it is empty, cut off, declined, or not JSON; with the tokens that it took.
        EndpointError: it is an error.
    """
    used = usage_of(completion)
    choice = first_choice(completion)
    if choice is None:
        body = _field(completion, "error")
        raise failures.from_error_body(body, to) if body else classify(ValueError(), to)
    message, finish_reason = _field(choice, "message"), text_of(choice, "finish_reason")
    text = without_reasoning(text_of(message, "content"))
    error = failures.unfinished(
        finish_reason, refused=bool(text_of(message, "refusal")), empty=not text.strip()
    )
    try:
        if error is not None:
            raise error
        made = json_object(text) if as_json else text
    except EndpointMalformed as useless:
        if used is not None:
            useless.tokens = (used.prompt_tokens, used.completion_tokens, used.cached_tokens)
        raise
    return ChatAnswer(made, finish_reason, used, latency_ms)


def first_choice(answer: object) -> object | None:
    """The first choice of a completion, or of a chunk of one; None where there is none."""
    choices = _field(answer, "choices")
    return choices[0] if isinstance(choices, list) and choices else None


def text_of(owner: object, name: str) -> str:
    """A text field; empty where it is missing or of another type."""
    value = _field(owner, name)
    return value if isinstance(value, str) else ""


def usage_of(answer: object) -> Usage | None:
    """What it took; None where the endpoint did not count."""
    usage = _field(answer, "usage")
    if usage is None:
        return None
    details = _field(usage, "prompt_tokens_details")
    return Usage(
        _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"), _count(details, "cached_tokens")
    )


def _count(owner: object, name: str) -> int:
    value = _field(owner, name)
    return value if isinstance(value, int) else 0


def _field(owner: object, name: str) -> object | None:
    return owner.get(name) if isinstance(owner, Mapping) else getattr(owner, name, None)
