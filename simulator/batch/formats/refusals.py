"""How a file is refused, in one place: bounds, and sentences that say what could be read instead."""

from __future__ import annotations

from typing import Final

from simulator.batch.failures import FailureKind, UnreadableError

#: bytes of one transcript; a day of talk is some 1 MB of words and, word by word with times, some 20 MB of JSON
TRANSCRIPT_LIMIT: Final = 50_000_000

READABLE: Final = (
    "What can be read: WebVTT, SRT, text with “Name: …” lines or “Name 0:12” headings, CSV and TSV with "
    "columns "
    "for speaker and text, and JSON or JSONL as the program writes it or as transcription services export it."
)


def refused(message: str, name: str, kind: FailureKind, hint: str = "") -> UnreadableError:
    """The reason why something in a file is not read."""
    return UnreadableError(message, name=name, kind=kind, hint=hint)


def unknown(message: str, name: str) -> UnreadableError:
    """What fits no format."""
    return refused(message, name, FailureKind.UNKNOWN_FORMAT, READABLE)


def too_large(name: str) -> UnreadableError:
    """One transcript beyond the bound."""
    return refused(
        f"One transcript is larger than {TRANSCRIPT_LIMIT // 1_000_000} MB.",
        name,
        FailureKind.TOO_LARGE,
        "Many transcripts belong in one file each, or one a line (JSONL).",
    )


def empty(name: str) -> UnreadableError:
    """A file with nothing in it, or with nothing but white space."""
    return refused("The file is empty.", name, FailureKind.EMPTY)


def no_turns(name: str) -> UnreadableError:
    """A known format in which nobody says anything."""
    return refused("Nobody says anything in it.", name, FailureKind.NO_TURNS)


def cut_off(message: str, name: str) -> UnreadableError:
    """Half a file."""
    return refused(message, name, FailureKind.CUT_OFF, "Export or copy it again.")
