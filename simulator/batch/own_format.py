"""Files to transcripts where the file itself tells who is the rep, as the program's own format does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import read
from simulator.batch.heard import Heard, Source
from simulator.domain.transcript import Transcript

#: what ends in one of these is looked at when a folder is given
ENDINGS = (".json", ".jsonl", ".ndjson", ".vtt", ".srt", ".txt", ".csv", ".tsv")


def read_file(path: Path) -> Iterator[Transcript | UnreadableError]:
    """Every transcript of a file; what cannot be read comes as its reason. Large files are never held whole."""
    for one in read(Source(path.name, lambda: path.open("rb"))):
        yield _transcript(one, path.stem) if isinstance(one, Heard) else one


def files_of(paths: tuple[Path, ...]) -> Iterator[Path]:
    """The files meant: a file is itself, a folder is what it holds, in alphabetical order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
        else:
            yield path


def _transcript(heard: Heard, unnamed: str) -> Transcript | UnreadableError:
    name = heard.id or unnamed
    labels = {line.who for line in heard.lines}
    if not labels <= heard.roles.keys():
        return UnreadableError(
            "The file does not tell who is the rep.",
            name=name,
            kind=FailureKind.REP_UNCLEAR if labels - {None} else FailureKind.NO_SPEAKERS,
        )
    turns = [
        {
            **line.extra,
            "speaker": heard.roles[line.who or ""],
            "text": line.text,
            "start": line.start,
            "end": line.end,
        }
        for line in heard.lines
    ]
    try:
        return Transcript.model_validate({**heard.extra, "id": name, "turns": turns, "rep": heard.rep})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the top"
        return UnreadableError(
            f"It is no transcript: {where}: {first['msg']}.", name=name, kind=FailureKind.NOT_A_TRANSCRIPT
        )
