"""Transcripts in the program's own format: one object a file (.json), or one a line (.jsonl)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.domain.transcript import Transcript

#: what ends in one of these is looked at when a folder is given
ENDINGS = (".json", ".jsonl", ".ndjson")


def read_file(path: Path) -> Iterator[Transcript | UnreadableError]:
    """Every transcript of a file; what cannot be read comes as its reason. A line at a time, never the file whole."""
    try:
        if path.suffix == ".json":
            yield _transcript(path.read_bytes(), path.name, path.stem)
            return
        found = False
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    found = True
                    yield _transcript(line, f"{path.name}:{number}", f"{path.stem}-{number}")
        if not found:
            yield UnreadableError("The file is empty.", name=path.name, kind=FailureKind.EMPTY)
    except OSError as error:
        yield UnreadableError(
            f"The file cannot be read: {error.strerror}.", name=path.name, kind=FailureKind.UNREADABLE
        )


def files_of(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files meant: a file is itself, a folder is what it holds, in alphabetical order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
        else:
            yield path


def _transcript(raw: bytes, name: str, unnamed: str) -> Transcript | UnreadableError:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return UnreadableError(f"Byte {error.start} is not UTF-8.", name=name, kind=FailureKind.NOT_TEXT)
    if not text.strip():
        return UnreadableError("There is nothing in it.", name=name, kind=FailureKind.EMPTY)
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return UnreadableError(f"It is not JSON: {error}.", name=name, kind=FailureKind.NOT_JSON)
    if isinstance(data, dict):
        data.setdefault("id", unnamed)
    try:
        return Transcript.model_validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        return UnreadableError(
            f"It is no transcript: {where}: {first['msg']}.", name=name, kind=FailureKind.NOT_A_TRANSCRIPT
        )
