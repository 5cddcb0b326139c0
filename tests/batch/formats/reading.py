"""Reading made short for the tests: bytes or text in, conversations and refusals out."""

from __future__ import annotations

import io
import json
from typing import Any

from simulator.batch.failures import UnreadableError
from simulator.batch.formats import read
from simulator.batch.heard import Heard, Source


def source(content: bytes | str | dict[str, Any] | list[Any], name: str = "call") -> Source:
    """A file with that content; what is neither bytes nor text is written as JSON."""
    text = content if isinstance(content, bytes | str) else json.dumps(content)
    raw = text if isinstance(text, bytes) else text.encode()
    return Source(name, lambda: io.BytesIO(raw), len(raw))


def outcomes(content: Any, name: str = "call") -> list[Heard | UnreadableError]:
    """All that comes of a file."""
    return list(read(source(content, name)))


def heard(content: Any, name: str = "call") -> Heard:
    """The one conversation of a file."""
    (one,) = outcomes(content, name)
    assert isinstance(one, Heard), str(one)
    return one


def refusal(content: Any, name: str = "call") -> UnreadableError:
    """The one reason why a file is not read."""
    (one,) = outcomes(content, name)
    assert isinstance(one, UnreadableError), one
    return one


def said(content: Any, name: str = "call") -> list[tuple[str | None, str]]:
    """Who says what in the one conversation of a file."""
    return [(line.who, line.text) for line in heard(content, name).lines]


def starts(content: Any, name: str = "call") -> list[float | None]:
    """When each line of it begins."""
    return [line.start for line in heard(content, name).lines]
