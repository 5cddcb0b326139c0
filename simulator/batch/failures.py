"""Why a transcript could not be scored: the words that stand in `failures.jsonl`."""

from __future__ import annotations

from enum import StrEnum

from simulator.errors import TranscriptError


class FailureKind(StrEnum):
    """Kinds of failure; whoever reads `failures.jsonl` groups by them."""

    # the place
    UNREADABLE = "unreadable"  # no such file, no right to read it, the connection broke
    EMPTY = "empty"
    TOO_LARGE = "too_large"  # one transcript beyond the bound, or an archive that unpacks beyond all measure
    UNSAFE_PATH = "unsafe_path"  # a member of an archive that would climb out of it
    # the file
    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_A_TRANSCRIPT = "not_a_transcript"  # the format is known and something in it is wrong
    CUT_OFF = "cut_off"  # half a file
    NO_TURNS = "no_turns"
    # who speaks
    NO_SPEAKERS = "no_speakers"
    ONE_SPEAKER = "one_speaker"
    REP_UNCLEAR = "rep_unclear"
    # the judge
    ENDPOINT_UNREACHABLE = "endpoint_unreachable"
    ENDPOINT_TIMEOUT = "endpoint_timeout"
    ENDPOINT_REFUSED = "endpoint_refused"
    ENDPOINT_BUSY = "endpoint_busy"
    ENDPOINT_MALFORMED = "endpoint_malformed"
    LIMIT = "limit"  # the limit of the run was reached first; nothing is wrong with it
    # the program
    UNFORESEEN = "unforeseen"  # a mistake of ours; the run goes on


class UnreadableError(TranscriptError):
    """A transcript that could not be read; the run goes on with the next one.

    Args:
        message: one sentence, what is wrong.
        name: what it goes by in the failures: its id, or its place in the file.
        kind: its kind.
        hint: what the person can do about it; may be empty.
    """

    def __init__(self, message: str, *, name: str, kind: FailureKind, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.name, self.kind = name, kind
