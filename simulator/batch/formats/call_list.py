"""A list of calls apart from what was said in them: Gong has titles, times and parties there, under each call's id.

{"calls": [{"metaData": {"id": "77", "title": "…", "started": "…"}, "parties": […]}], "callTranscripts": […]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.batch.formats.parties import Party, parties_in
from simulator.batch.formats.records import keyed
from simulator.batch.formats.shapes import identity

_LISTS: Final = frozenset(("calls", "callmetadata", "meetings", "conversations"))
_ABOUT: Final = ("metadata", "meta", "call")
_IDS: Final = ("id", "callid", "meetingid", "conversationid")
_DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class ListedCall:
    """What a list tells of a call.

    Attributes:
        keys: its own and those about it, plain.
        parties: who took part, by each of their ids.
    """

    keys: Mapping[str, Any]
    parties: Mapping[str, Party] = field(default_factory=dict)


def listed_calls(value: object) -> dict[str, ListedCall]:
    """The calls that lists in a JSON value tell of, by their ids; none where there is no such list."""
    return dict(_listed(value, 0))


def own_parties(value: Mapping[str, Any]) -> dict[str, Party]:
    """Who took part in the conversation that an object holds, as it or an object right in it lists them."""
    found = parties_in(value)
    for part in value.values():
        if isinstance(part, dict):
            found = {**parties_in(part), **found}
    return found


def _listed(value: object, depth: int) -> Iterator[tuple[str, ListedCall]]:
    if not isinstance(value, dict) or depth > _DEEPEST:
        return
    for key, part in value.items():
        if isinstance(part, list) and "".join(filter(str.isalnum, str(key))).lower() in _LISTS:
            for one in part:
                if isinstance(one, dict) and (found := _call(one)) is not None:
                    yield found
        elif isinstance(part, dict):
            yield from _listed(part, depth + 1)


def _call(one: Mapping[str, Any]) -> tuple[str, ListedCall] | None:
    keys = keyed(one)
    for about in _ABOUT:
        if isinstance(keys.get(about), dict):
            keys = {**keyed(keys[about]), **keys}
    call = next((found for key in _IDS if (found := identity(keys.get(key))) is not None), None)
    return None if call is None else (call, ListedCall(keys, own_parties(one)))
