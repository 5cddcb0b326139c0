"""A conversation as a file has it, before it is settled who is the rep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, BinaryIO

from simulator.domain.transcript import Speaker

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, wherever it lies.

    Args:
        name: what it goes by: its path below the place that was given, with ``/``; never used as a path.
        open: opens it from its beginning; may raise `OSError`.
        size: bytes; None where the place does not tell.
        beside: what lists of calls in the same folder tell, by the ids of the calls; None where there is no folder.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    beside: Callable[[], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class HeardLine:
    """What one voice said without another between.

    Args:
        who: label of the voice in the file (a name, "Speaker 1", "agent"); None where the file has none.
        text: what was said; not empty.
        start, end: seconds from the beginning, 0 or more; None where the file does not tell.
        extra: further keys of the turn in the program's own format (what was taken back, for one); plain JSON values.
    """

    who: str | None
    text: str
    start: float | None = None
    end: float | None = None
    extra: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class Heard:
    """One conversation of a file, in the order in which it was spoken.

    Args:
        id: its id in the file; None where it has none (then it goes by the file's name).
        lines: oldest first; neighbours of one voice are not joined yet.
        roles: what the file itself says on its voices (label -> rep or prospect); may be empty.
        rep: name of the rep where the file tells it.
        extra: further keys that are kept: meeting title, date, language. Plain JSON values.
        as_turns: whether the lines are turns as the program counts them, so that none is joined or left out, not even an
            empty one: what is told of turn 7 is told of line 7.
    """

    id: str | None
    lines: tuple[HeardLine, ...]
    roles: Mapping[str, Speaker] = field(default_factory=lambda: MappingProxyType({}))
    rep: str | None = None
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    as_turns: bool = False
