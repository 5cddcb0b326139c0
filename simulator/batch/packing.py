"""A conversation as plain bytes: what its digest is taken of, and what is cheap to hand to another process."""

from __future__ import annotations

import json
from typing import Any

from simulator.batch.heard import Heard, HeardLine
from simulator.domain.transcript import Speaker


def pack(heard: Heard) -> bytes:
    """The conversation as ASCII JSON; the same content gives the same bytes, whatever the order of its further keys."""
    whole = [
        heard.id,
        [
            [line.who, line.text, line.start, line.end, *([dict(line.extra)] if line.extra else [])]
            for line in heard.lines
        ],
        dict(heard.roles),
        heard.rep,
        heard.as_turns,
        dict(heard.extra),
    ]
    # ASCII, since a file may hold half a character that UTF-8 cannot; str for a date that a format left as one
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), default=str).encode("ascii")


def unpack(packed: bytes) -> Heard:
    """The conversation that `pack` made the bytes of."""
    id_, lines, roles, rep, as_turns, extra = json.loads(packed)
    return Heard(
        id=id_,
        lines=tuple(HeardLine(*line) for line in lines),
        roles={label: Speaker(role) for label, role in roles.items()},
        rep=rep,
        as_turns=as_turns,
        extra=extra,
    )


def dumped(record: dict[str, Any]) -> bytes:
    """A record as one line of JSON.

    Raises:
        ValueError: a number in it is not finite.
    """
    try:
        return json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:  # half a character, as some file names and some broken exports hold
        return json.dumps(record, allow_nan=False).encode("ascii") + b"\n"
