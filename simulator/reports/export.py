"""A call as a file of a person's own: the debrief as text, the transcript as JSON. Never over a file that is there."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.errors import WorkError

if TYPE_CHECKING:
    from datetime import datetime

    from simulator.domain.played import PlayedCall

#: names that are tried where a file is there already
_MOST_NAMES = 1000
#: characters of somebody's name in that of a file
_MOST_OF_A_NAME = 40
_MAKE_ROOM = "make room on the disk, then press E again."
_ELSEWHERE = "set SIMULATOR_HOME to a folder that you may write to."
_WHAT_TO_DO = {
    errno.ENOSPC: _MAKE_ROOM,
    errno.EDQUOT: _MAKE_ROOM,
    errno.EROFS: _ELSEWHERE,
    errno.EACCES: _ELSEWHERE,
    errno.EPERM: _ELSEWHERE,
}
_LOOK = "look at that folder, then press E again."


class Form(StrEnum):
    """What can be exported."""

    TEXT = "text"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class Export:
    """A file to be: its name without a folder, and all of its text."""

    name: str
    text: str


def export_of(form: Form, call: PlayedCall, debrief: str, begun: datetime) -> Export:
    """A call in one form, under a name that says with whom it was, and when: two calls of one day have two names.

    Args:
        debrief: as text.
        begun: when the call began, in the time zone of the person.
    """
    name = f"{begun:%Y-%m-%d %H.%M.%S} {_in_a_name(call.persona.card.name) or call.call}"
    if form is Form.TRANSCRIPT:
        return Export(f"{name}.json", call.transcript().model_dump_json(indent=2, exclude_none=True) + "\n")
    from simulator.reports.call_text import conversation_text  # noqa: PLC0415 - loads the scoring

    return Export(f"{name}.txt", visible(f"{debrief}\nCONVERSATION\n{conversation_text(call)}"))


def _in_a_name(text: str) -> str:
    """What an author called somebody, as a part of a file's name: letters, digits, hyphens, single spaces."""
    kept = "".join(one if one.isalnum() or one == "-" else "" if one in "'’" else " " for one in text)
    return " ".join(kept.split())[:_MOST_OF_A_NAME].strip(" -")


def write_new(folder: Path, export: Export) -> Path:
    """Write a file that is not there yet, under its name or a numbered one; a file is whole or not there.

    Raises:
        WorkError: it cannot be written; says what to do.
    """
    path = folder / export.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, export.name)
        _write(path, export.text)
    except OSError as error:
        raise WorkError(
            f"{path} cannot be written: {error.strerror or type(error).__name__}.",
            hint=f"Nothing is lost: {_WHAT_TO_DO.get(error.errno or 0, _LOOK)}",
        ) from error
    return path


def _free(folder: Path, name: str) -> Path:
    """A name that nothing has, taken at once so that nobody else takes it."""
    stem, dot, suffix = name.rpartition(".")
    for number in range(1, _MOST_NAMES):
        path = folder / (name if number == 1 else f"{stem}-{number}{dot}{suffix}")
        try:
            path.open("x").close()
        except FileExistsError:
            continue
        return path
    raise FileExistsError(errno.EEXIST, "there are too many of that name", str(folder / name))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError:
        path.unlink(missing_ok=True)
        raise
