"""`overrides.jsonl`: what people say beside the machine's figures, one a line, never rewritten.

`{"transcript", "dimension": a dimension or "total", "score": 0–100, "by", "when": ISO with time zone, "why"}`. Whoever
changes their mind adds a line; the latest of each person counts, the earlier ones stay on record.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from simulator.authoring.problems import closest
from simulator.domain.override import Graded, Override
from simulator.errors import UnknownNameError, WorkError
from simulator.reports.batch_records import score_lines

OVERRIDES = "overrides.jsonl"
#: names that a suggestion is looked for among
_MOST_NAMES = 20_000


def add_override(folder: Path, override: Override) -> float | None:
    """Put it on record; a run that is written meanwhile, or another analyst, is not disturbed.

    Args:
        folder: where `scores.jsonl` is.
    Returns:
        the machine's figure that it stands beside; None where that was not observed.
    Raises:
        UnknownNameError: no such transcript was scored.
        WorkError: the scores cannot be read, or the line cannot be written.
    """
    computed = _computed(folder / "scores.jsonl", override)
    line = override.model_dump_json() + "\n"
    try:
        # one write to a file that is open for appending: two people at once do not mix their lines
        file = os.open(folder / OVERRIDES, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
    except OSError as error:
        raise WorkError(f"{folder / OVERRIDES} cannot be written to: {error.strerror}.") from error
    return computed


def overrides_of(folder: Path) -> list[Override]:
    """What counts: the latest of each person for each figure, in the order of time.

    Raises:
        WorkError: the file cannot be read, or a line of it is no override; with the line.
    """
    latest: dict[tuple[str, Graded, str], Override] = {}
    for one in _read(folder / OVERRIDES):
        key = (one.transcript, one.dimension, one.by)
        if key not in latest or latest[key].when <= one.when:
            latest[key] = one
    return sorted(latest.values(), key=lambda one: one.when)


def _read(path: Path) -> Iterator[Override]:
    if not path.exists():
        return
    try:
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, start=1):
                if raw.strip():
                    yield _override(raw, path, number)
    except OSError as error:
        raise WorkError(f"{path} cannot be read: {error.strerror}.") from error


def _override(raw: bytes, path: Path, number: int) -> Override:
    try:
        return Override.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else "the line"
        raise WorkError(
            f"{path}:{number}: {where}: {first['msg']}.", hint="Mend the line, or take it out."
        ) from error


def _computed(scores: Path, override: Override) -> float | None:
    names: list[str] = []
    for _, one in score_lines(scores):
        if one is None:
            continue
        if one.transcript == override.transcript:
            return one.total if override.dimension == "total" else one.figure(override.dimension)
        if len(names) < _MOST_NAMES:
            names.append(one.transcript)
    near = closest(override.transcript, names)
    raise UnknownNameError(
        f'No transcript "{override.transcript}" was scored there.',
        hint=f'Did you mean "{near}"?' if near else "",
    )
