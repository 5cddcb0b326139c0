"""What a model wrote, made fit to use: reasoning taken off its front, JSON found in what stands around it."""

from __future__ import annotations

import json

from simulator.errors import EndpointMalformed

_OPEN, _CLOSE = "<think>", "</think>"
_FENCE = "```"


class LeadFilter:
    """Takes blank space and a ``<think>`` block off the front of a streamed answer.

    Small local models put their reasoning into the answer itself; nobody should hear it on the phone.
    """

    def __init__(self) -> None:
        self._held = ""
        self._reasoning = False
        self._open = False

    def feed(self, piece: str) -> str:
        """What of the pieces so far may be shown now and was not yet; may be empty."""
        if self._open:
            return piece
        self._held += piece
        while True:
            if self._reasoning:
                _, found, rest = self._held.partition(_CLOSE)
                if not found:
                    # Only the end can still matter, so a long reasoning costs no memory.
                    self._held = self._held[-len(_CLOSE) :]
                    return ""
                self._held, self._reasoning = rest, False
            self._held = self._held.lstrip()
            if self._held.startswith(_OPEN):
                self._held, self._reasoning = self._held.removeprefix(_OPEN), True
                continue
            if not self._held or _OPEN.startswith(self._held):
                return ""
            self._open = True
            return self.flush()

    def flush(self) -> str:
        """What is still held back when the answer ends."""
        shown, self._held = ("" if self._reasoning else self._held), ""
        return shown


def without_reasoning(text: str) -> str:
    """A whole answer without the blank space and the ``<think>`` block at its front."""
    lead = LeadFilter()
    return lead.feed(text) + lead.flush()


def json_object(text: str) -> str:
    """The one JSON object in an answer, as text, without code fences or talk around it.

    Raises:
        EndpointMalformed: there is none, or it is broken.
    """
    text = without_reasoning(text).strip()
    found = _as_object(text)
    if found is None:
        found = _as_object(_inside_fence(text, "{"))
    if found is None:
        start, end = text.find("{"), text.rfind("}")
        found = _as_object(text[start : end + 1]) if 0 <= start < end else None
    if found is None:
        raise EndpointMalformed(
            "The model's answer is not the JSON object that was asked for.",
            hint="Ask again, or use a model that supports JSON schema output.",
        )
    return found


def _as_object(text: str) -> str | None:
    if not text.startswith("{"):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return text if isinstance(value, dict) else None


def fenced(text: str) -> str:
    """What stands in the first code fence of an answer, or the whole where there is none."""
    return _inside_fence(text, "") or text


def _inside_fence(text: str, begins: str) -> str:
    """What stands in the first code fence; empty where there is none.

    Args:
        begins: what the content begins with, where it may stand on the line of the fence; empty where it never does.
    """
    _, found, rest = text.partition(_FENCE)
    if not found:
        return ""
    body, _, _ = rest.partition(_FENCE)
    # The opening fence may name the language on its own line.
    first, line_break, more = body.partition("\n")
    own_line = line_break and (not begins or begins not in first)
    return (more if own_line else body.removeprefix("json")).strip()
