"""Rows to conversations: where each line of a file is one thing said, and a column may say in which call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats.labels import known
from simulator.batch.formats.parties import Party, lines_of
from simulator.batch.formats.records import Said, keyed, said
from simulator.batch.formats.refusals import TRANSCRIPT_LIMIT, no_turns, refused, too_large
from simulator.batch.formats.shapes import identity
from simulator.batch.heard import Heard
from simulator.domain.transcript import Speaker

#: keys that tell which conversation a row belongs to, the better one first
CALL_KEYS: Final = (
    "callid conversationid dialogueid dialogid transcriptid sessionid interactionid contactid meetingid "
    "recordingid convid chatid threadid "
    "conversation call dialogue dialog session filename file"
).split()
_CALL_KEYS: Final = frozenset(CALL_KEYS)
#: characters of open conversations beyond which all but the newest are taken to be complete
_OPEN_LIMIT: Final = 16_000_000


@dataclass
class _Open:
    said: list[Said] = field(default_factory=list)
    size: int = 0


@dataclass
class Gathered:
    """Conversations that are put together row by row, with bounded memory.

    Rows of a call need not follow one another, as long as a file has no more than some 16 million
    characters; beyond that a call whose rows come again after others is told of, not scored in pieces.

    Args:
        name: of the file.
        format_name: what the conversations are marked with.
    """

    name: str
    format_name: str
    _calls: dict[str | None, _Open] = field(default_factory=dict)
    _done: set[str | None] = field(default_factory=set)
    _size: int = 0

    def add(self, row: Mapping[str, Any], place: str) -> Iterator[Heard | UnreadableError]:
        """Take a row; gives the conversations that are complete by it."""
        one = said(row)
        if one is None:
            return
        call = call_of(row)
        if call in self._done:
            if call not in self._calls:
                self._calls[call] = _Open(size=-1)
                yield refused(
                    f"Rows of {call} are scattered over the file.",
                    place,
                    FailureKind.NOT_A_TRANSCRIPT,
                    "Sort the file by its calls.",
                )
            return
        held = self._calls.setdefault(call, _Open())
        if held.size > TRANSCRIPT_LIMIT:
            return
        held.said.append(one)
        held.size += len(one.text) + 40
        self._size += len(one.text) + 40
        if held.size > TRANSCRIPT_LIMIT:
            held.said.clear()
            yield too_large(place)
        elif self._size > _OPEN_LIMIT and len(self._calls) > 1:
            yield from self._closed(keep=call)

    def rest(self) -> Iterator[Heard | UnreadableError]:
        """The conversations that are still open, at the end of the file."""
        yield from self._closed(keep=_NO_CALL)

    def _closed(self, keep: object) -> Iterator[Heard | UnreadableError]:
        for call in [one for one in self._calls if one != keep]:
            held = self._calls.pop(call)
            self._done.add(call)
            self._size -= max(held.size, 0)
            if 0 <= held.size <= TRANSCRIPT_LIMIT:
                yield conversation(held.said, self.format_name, call) or no_turns(call or self.name)


_NO_CALL: Final = object()


def call_of(row: Mapping[str, Any]) -> str | None:
    """The conversation that a row belongs to, where it says so."""
    keys = keyed(row)
    if keys.keys().isdisjoint(_CALL_KEYS):
        return None
    return next((call for key in CALL_KEYS if (call := identity(keys.get(key))) is not None), None)


def conversation(
    all_said: list[Said], format_name: str, call: str | None, parties: Mapping[str, Party] | None = None
) -> Heard | None:
    """A conversation of what was said; None where nothing was."""
    lines, roles = lines_of(all_said, parties or {})
    if not lines:
        return None
    reps = [who for who, role in roles.items() if role is Speaker.REP]
    rep = reps[0] if len(reps) == 1 and not known(reps[0]) else None
    return Heard(call, lines, roles, rep, {"format": format_name})
