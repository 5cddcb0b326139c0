"""Who took part, as a file lists it, and lines with the names and the roles of that list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.batch.formats.decoding import tidy
from simulator.batch.formats.labels import role_of
from simulator.batch.formats.records import Said, keyed, label_of, plain_key, side_of
from simulator.batch.formats.times import settled
from simulator.batch.heard import HeardLine
from simulator.domain.transcript import Speaker


@dataclass
class Party:
    """A participant as a list of participants has it."""

    name: str | None = None
    side: Speaker | None = None


def lines_of(
    all_said: Iterable[Said], parties: Mapping[str, Party]
) -> tuple[tuple[HeardLine, ...], dict[str, Speaker]]:
    """Lines with settled times, and the roles that the records or the list of participants tell.

    Voices that a list of participants names go by that name, unless two have the same one.
    """
    spoken = [one for one in all_said if one.text]
    people = {id(party): party for party in parties.values()}.values()  # each stands under each of its ids
    names = Counter(party.name for party in people if party.name)
    lines, roles, unclear = [], dict[str, Speaker](), set[str]()
    known = False
    for one in spoken:
        party = parties.get(one.voice_id or "") or parties.get(one.who or "")
        who, side = one.who, one.side or (role_of(one.who) if one.who else None)
        if party is not None:
            who = party.name if party.name and names[party.name] == 1 else who
            side = party.side or side
        if who is not None and side is not None:
            unclear |= {who} if roles.setdefault(who, side) is not side else set()
        known = known or (one.unit_known and one.start is not None)
        lines.append(HeardLine(who, one.text, one.start, one.end))
    return settled(lines, units_known=known), {who: side for who, side in roles.items() if who not in unclear}


def parties_in(value: Mapping[str, Any]) -> dict[str, Party]:
    """Participants by each of their ids, from the lists that stand in an object."""
    found: dict[str, Party] = {}
    for key, listed in value.items():
        if plain_key(str(key)) not in {
            "parties",
            "participants",
            "speakers",
            "attendees",
            "members",
            "users",
            "people",
            "callparticipants",
        }:
            continue
        people = listed
        if isinstance(listed, dict):
            people = [
                {"id": one, **(told if isinstance(told, dict) else {"name": told})}
                for one, told in listed.items()
            ]
        for person in people if isinstance(people, list) else ():
            if isinstance(person, dict):
                _add_party(keyed(person), found)
    return found


def _add_party(keys: Mapping[str, Any], found: dict[str, Party]) -> None:
    name = next(
        (
            tidy(str(keys[key]))
            for key in ("name", "fullname", "displayname", "speakername")
            if isinstance(keys.get(key), str)
        ),
        None,
    )
    side = side_of(keys, None)
    if isinstance(keys.get("isinternal"), bool):
        side = Speaker.REP if keys["isinternal"] else Speaker.PROSPECT
    party = Party(name or None, side)
    for key in (
        "speakerid",
        "id",
        "userid",
        "participantid",
        "label",
        "speaker",
        "name",
        "speakername",
        "displayname",
        "index",
    ):
        if (label := label_of("speakerid", keys.get(key))) is not None:
            found.setdefault(label, party)
