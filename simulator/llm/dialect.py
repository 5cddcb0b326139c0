"""What one endpoint takes: the request in its words, and what its refusals teach.

"OpenAI-compatible" is a family of dialects. Some servers do not know JSON schema output, reasoning models
refuse a temperature, and the limit on tokens goes by two names. A refusal that names what it will not take is
learnt from once, and every later request leaves it out.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from simulator.llm.port import ChatRequest, Message

_log = logging.getLogger(__name__)

_TOKEN_LIMITS = ("max_completion_tokens", "max_tokens")
_OPTIONAL = ("temperature", "seed", "stop")
#: statuses with which servers refuse a parameter
REFUSING_STATUSES = frozenset({400, 422})
_ABOUT_LENGTH = re.compile(
    r"context.length|context.window|too (large|long|many)|maximum context", re.IGNORECASE
)
_ABOUT_PARAMETERS = re.compile(
    r"param|argument|field|support|permitted|allowed|unknown|unexpected", re.IGNORECASE
)
_ABOUT_SCHEMAS = re.compile(r"json.?schema|grammar", re.IGNORECASE)
_ABOUT_SYSTEM = re.compile(
    r"system.{0,20}(role|message|prompt).{0,20}not support|not support.{0,20}'?system|roles must alternate",
    re.IGNORECASE,
)
_JSON_ORDER = "Answer with one JSON object and nothing else. It has to fit this JSON schema:\n"


class SchemaMode(StrEnum):
    """How an answer of a given form is asked for; each is the fallback of the one before."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT = "json_object"
    IN_WORDS = "in_words"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an endpoint said when it would not take a request."""

    status: int
    text: str
    parameter: str | None = None
    code: str | None = None


class Dialect:
    """The dialect of one endpoint and model; shared by every request to it.

    Args:
        limit_name: the name under which the limit on tokens is tried first.
    """

    def __init__(self, *, limit_name: str = "max_completion_tokens") -> None:
        # A new list each time something is learnt, so that requests in flight keep theirs.
        self._token_limits: tuple[str, ...] = (limit_name, *(n for n in _TOKEN_LIMITS if n != limit_name))
        self._left_out: frozenset[str] = frozenset()
        self._schema_modes: tuple[SchemaMode, ...] = tuple(SchemaMode)
        self._system_role = True
        #: the schema that was looked at last, and whether it is closed: a run asks with one schema
        self._looked_at: tuple[Mapping[str, object] | None, bool] = (None, False)

    @property
    def schema_mode(self) -> SchemaMode:
        """How the next answer of a given form will be asked for."""
        return self._schema_modes[0]

    @property
    def not_taken(self) -> tuple[str, ...]:
        """Names of what the endpoint refused and no longer gets, sorted."""
        names = set(self._left_out)
        if not self._token_limits:
            names.add("max_tokens")
        if not self._system_role:
            names.add("system role")
        return tuple(sorted(names))

    def kept(self) -> dict[str, object]:
        """What was learnt, as plain data."""
        return {
            "token_limits": list(self._token_limits),
            "left_out": sorted(self._left_out),
            "schema_modes": [str(mode) for mode in self._schema_modes],
            "system_role": self._system_role,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Dialect:
        """The dialect that `kept` told of.

        Raises:
            KeyError, TypeError, ValueError: it did not.
        """
        made = cls()
        made._token_limits = tuple(name for name in kept["token_limits"] if name in _TOKEN_LIMITS)
        made._left_out = frozenset(kept["left_out"])
        made._schema_modes = tuple(SchemaMode(mode) for mode in kept["schema_modes"]) or (
            SchemaMode.IN_WORDS,
        )
        made._system_role = bool(kept["system_role"])
        return made

    def body(self, request: ChatRequest) -> dict[str, object]:
        """The request's parameters, without model and stream."""
        messages: Sequence[Message] = request.messages
        form: dict[str, object] | None = None
        if request.schema is not None:
            messages, form = self._formed(request, request.schema)
        if not self._system_role:
            messages = _without_system_role(messages)
        body: dict[str, object] = {
            "messages": [{"role": m.role, "content": _sendable(m.content)} for m in messages]
        }
        if form is not None:
            body["response_format"] = form
        if request.max_tokens is not None and self._token_limits:
            body[self._token_limits[0]] = request.max_tokens
        for name in _OPTIONAL:
            value = getattr(request, name)
            if value not in (None, ()) and name not in self._left_out:
                body[name] = list(value) if isinstance(value, tuple) else value
        return body

    def _formed(
        self, request: ChatRequest, schema: Mapping[str, object]
    ) -> tuple[Sequence[Message], dict[str, object] | None]:
        if self.schema_mode is SchemaMode.JSON_SCHEMA:
            named = {"name": request.schema_name, "schema": schema, "strict": self._is_closed(schema)}
            return request.messages, {"type": "json_schema", "json_schema": named}
        *before, last = request.messages
        order = _JSON_ORDER + json.dumps(schema, ensure_ascii=False)
        messages = [*before, Message(last.role, last.content + "\n\n" + order)]
        return messages, {"type": "json_object"} if self.schema_mode is SchemaMode.JSON_OBJECT else None

    def _is_closed(self, schema: Mapping[str, object]) -> bool:
        if self._looked_at[0] is not schema:
            self._looked_at = (schema, is_closed(schema))
        return self._looked_at[1]

    def learn(self, sent: Mapping[str, object], refusal: Refusal) -> bool:
        """Take note of a refusal.

        Args:
            sent: the body that was refused, as `body` made it.
            refusal: what the endpoint said.
        Returns:
            whether the request, made anew, would now be a different one that is worth sending.
        """
        if refusal.status not in REFUSING_STATUSES or _is_about_length(refusal):
            return False
        if "response_format" in sent and (
            _names("response_format", refusal) or _ABOUT_SCHEMAS.search(refusal.text)
        ):
            return self._learn_form(sent["response_format"])
        for name in _TOKEN_LIMITS:
            if name in sent and _names(name, refusal):
                self._token_limits = tuple(n for n in self._token_limits if n != name)
                return self._note(name)
        for name in _OPTIONAL:
            if name in sent and _names(name, refusal):
                self._left_out |= {name}
                return self._note(name)
        if _has_system(sent) and _ABOUT_SYSTEM.search(refusal.text):
            self._system_role = False
            return self._note("system role")
        return False

    def _learn_form(self, refused: object) -> bool:
        mode = SchemaMode(str(refused["type"])) if isinstance(refused, Mapping) else SchemaMode.JSON_SCHEMA
        self._schema_modes = tuple(m for m in self._schema_modes if m is not mode)
        return self._note(f"response_format {mode}")

    def _note(self, name: str) -> bool:
        _log.info("the endpoint does not take %s; it is left out from now on", name)
        return True


def is_closed(schema: object) -> bool:
    """Whether every object in a JSON schema forbids more keys and requires all of its own.

    Endpoints refuse a schema in strict mode otherwise.
    """
    if isinstance(schema, list):
        return all(is_closed(part) for part in schema)
    if not isinstance(schema, Mapping):
        return True
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        if schema.get("additionalProperties") is not False or not isinstance(properties, Mapping):
            return False
        if not isinstance(required, list) or set(required) != set(properties):
            return False
    return all(is_closed(part) for part in schema.values())


def _sendable(text: str) -> str:
    """The text without halves of characters, which a pipe or a file can bring in and no request can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _is_about_length(refusal: Refusal) -> bool:
    return refusal.code == "context_length_exceeded" or bool(_ABOUT_LENGTH.search(refusal.text))


def _names(name: str, refusal: Refusal) -> bool:
    """Whether a refusal is about this parameter, by its field or in its words."""
    if refusal.parameter:
        return re.split(r"[.\[]", refusal.parameter, maxsplit=1)[0] == name
    if re.search(rf"""['"`]{name}['"`.]""", refusal.text):
        return True
    # "stop" and "seed" are everyday words too: unquoted, they count only where the talk is of parameters.
    spoken = re.search(rf"\b{name}\b", refusal.text) is not None
    return spoken and ("_" in name or bool(_ABOUT_PARAMETERS.search(refusal.text)))


def _has_system(sent: Mapping[str, object]) -> bool:
    messages = sent.get("messages")
    return isinstance(messages, list) and any(m.get("role") == "system" for m in messages)


def _without_system_role(messages: Sequence[Message]) -> list[Message]:
    """The same messages with the system's words spoken by the user; neighbours of one role become one."""
    joined: list[Message] = []
    for message in messages:
        role = "user" if message.role == "system" else message.role
        if joined and joined[-1].role == role:
            joined[-1] = Message(role, joined[-1].content + "\n\n" + message.content)
        else:
            joined.append(Message(role, message.content))
    return joined
