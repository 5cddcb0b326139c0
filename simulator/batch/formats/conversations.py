"""Conversations in a JSON value, wherever they lie in it.

Looked for in this order, from the outside in: our own format; shapes with words and voices apart
(`shapes`); a list of things said, each with words and a voice or a time (`records`); a string that is
itself a transcript; then the same in whatever the object holds (envelopes such as ``data``, ``result``,
``callTranscripts``). Of several lists the one with voices counts, and whole sentences before single words.

Participants that stand anywhere in the value give voices their names and their roles, where they say who
belongs to the house. Those that an object lists itself, or
that a list of calls has under its id (`call_list`), go before those of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from simulator.batch.formats import plain, subtitles
from simulator.batch.formats.call_list import ListedCall, listed_calls, own_parties
from simulator.batch.formats.decoding import tidy
from simulator.batch.formats.gathered import call_of, conversation
from simulator.batch.formats.labels import could_be_name, known
from simulator.batch.formats.parties import Party, lines_of, parties_in
from simulator.batch.formats.records import (
    Said,
    has_voice,
    is_row,
    joined,
    keyed,
    plain_key,
    said,
)
from simulator.batch.formats.shapes import deepgram, google, identity, own, words_beside_voices
from simulator.batch.formats.times import moment
from simulator.batch.heard import Heard
from simulator.domain.transcript import Speaker

_DEEPEST: Final = 8
_SAMPLE: Final = 20
_ID_KEYS: Final = (
    "id callid conversationid transcriptid meetingid sessionid recordingid contactid dialogueid "
    "jobname uuid requestid"
).split()
_TITLE_KEYS: Final = "title meetingtitle callname calltitle subject topic meetingname".split()
_DATE_KEYS: Final = (
    "started startedat starttime date datestring datetime callstart calldate meetingdate recordedat "
    "created createdat timestamp"
).split()
_LANGUAGE_KEYS: Final = "language languagecode lang locale".split()
_REP_KEYS: Final = "rep repname agentname agent salesrep salesperson advisorname".split()
_ABOUT_KEYS: Final = "metadata meta call meeting callmetadata customermetadata conversationmetadata".split()
_TEXT_KEYS: Final = (
    "transcript text conversation dialogue dialog transcription content body transcripttext".split()
)
_WORD_LISTS: Final = frozenset("words tokens items elements".split())


@dataclass(frozen=True)
class _Known:
    """Who takes part: anywhere in the file, and in each call that a list in it tells of."""

    everyone: Mapping[str, Party]
    calls: Mapping[str, ListedCall]

    def of(self, call: str | None) -> Mapping[str, Party]:
        """Those of a call; numbers begin anew in each."""
        listed = self.calls.get(call or "")
        return self.everyone if listed is None else {**self.everyone, **listed.parties}

    def within(self, value: Mapping[str, Any]) -> _Known:
        """Those of an object, which may list its own."""
        own = own_parties(value)
        return _Known({**self.everyone, **own}, self.calls) if own else self


@dataclass(frozen=True)
class _About:
    """What the objects around a conversation tell of it."""

    id: str | None = None
    rep: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


def conversations(value: object) -> Iterator[Heard]:
    """Every conversation in a JSON value, in its order; none where there is none."""
    calls = listed_calls(value)
    for found in _within(value, _Known(_all_parties(value), calls), _About(), 0):
        told = calls.get(found.id or "")
        yield found if told is None else _with(found, _told(told.keys, _About()))


def _within(value: object, parties: _Known, about: _About, depth: int) -> Iterator[Heard]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield from _in_list(value, parties, about, depth)
    elif isinstance(value, dict):
        yield from _in_object(value, parties, about, depth)


def _in_object(value: Mapping[str, Any], parties: _Known, about: _About, depth: int) -> Iterator[Heard]:
    if (ours := own(value)) is not None:
        yield ours
        return
    if len(value) > 1 and all(isinstance(key, str) and key.isdecimal() for key in value):
        yield from _in_list(list(value.values()), parties, about, depth)  # a list, with its places as keys
        return
    about, parties = _told(value, about), parties.within(value)
    for read, name in (
        (words_beside_voices, "words with voices"),
        (deepgram, "deepgram"),
        (google, "google"),
    ):
        lines = read(value)
        if lines and (found := conversation(lines, name, about.id, parties.of(about.id))):
            yield _with(found, about)
            return
    best = _best(value)
    if best is not None and _voiced(best):
        yield from _in_list(best, parties, about, depth)
        return
    inner = [
        one
        for part in value.values()
        if isinstance(part, dict)
        for one in _within(part, parties, about, depth + 1)
    ]
    if not inner and best is None:
        inner = _in_string(value, about)
    if inner:
        yield from inner
    elif best is not None:
        yield from _in_list(best, parties, about, depth)
    else:
        for part in value.values():
            if isinstance(part, list):
                yield from _in_list(part, parties, about, depth)


def _in_list(value: list[Any], parties: _Known, about: _About, depth: int) -> Iterator[Heard]:
    rows = _rows(value)
    if rows is not None:
        calls: dict[str | None, list[Mapping[str, Any]]] = {}
        for row in rows:
            calls.setdefault(call_of(row), []).append(row)
        if None in calls and len(calls) > 1:
            calls = {None: rows}
        for call, own_rows in calls.items():
            of_call = parties.of(call or about.id)
            if found := conversation(_lines(own_rows), "json", call or about.id, of_call):
                yield _with(found, about)
    elif value and all(isinstance(one, str) for one in value):
        if (found := plain.conversation(value)) is not None:
            yield _with(found, about)
    else:
        about = replace(about, id=None)  # the envelope's id is not that of each conversation in it
        for one in value:
            if isinstance(one, dict | list):
                yield from _within(one, parties, about, depth + 1)


def _rows(value: list[Any]) -> list[Mapping[str, Any]] | None:
    """The things said, where a list is one of such; pairs of a name and words count too."""
    sample = value[:_SAMPLE]
    if sample and all(
        isinstance(one, list) and len(one) in {2, 3} and all(isinstance(part, str) for part in one[:2])
        for one in sample
    ):
        if not all(could_be_name(one[0]) for one in sample):
            return None
        return [
            {"speaker": one[0], "text": one[1]} for one in value if isinstance(one, list) and len(one) >= 2
        ]
    if all(
        isinstance(one, dict) and len(one) == 1 and isinstance(next(iter(one.values())), dict)
        for one in sample
    ):
        value = [
            next(iter(one.values())) for one in value if isinstance(one, dict) and one
        ]  # {"Utterance": {…}}
        sample = value[:_SAMPLE]
    fitting = sum(is_row(one) for one in sample)
    if not fitting or fitting * 2 < len(sample):
        return None
    if any(_in_string(one, _About()) for one in sample[:3]):
        return None  # whole transcripts, one in each object
    return [one for one in value if isinstance(one, dict)]


def _lines(rows: list[Mapping[str, Any]]) -> list[Said]:
    lines = [one for row in rows if (one := said(row)) is not None]
    if not any(one.who for one in lines):
        words = [word for row in rows for key in ("words", "tokens") for word in _list_of(row.get(key))]
        if any(has_voice(word) for word in words):
            return joined(one for word in words if (one := said(word)) is not None)
    single = sum(" " not in one.text for one in lines)
    return joined(lines) if len(lines) > 3 and single > 0.9 * len(lines) else lines


def _list_of(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _best(value: Mapping[str, Any]) -> list[Any] | None:
    """The list of things said among an object's values that tells most."""
    ranked: list[tuple[bool, bool, int, list[Any]]] = []
    for key, part in value.items():
        if isinstance(part, list) and part and isinstance(part[0], dict | list) and _rows(part) is not None:
            ranked.append((_voiced(part), plain_key(str(key)) not in _WORD_LISTS, len(str(part[:3])), part))
    return max(ranked, key=lambda one: one[:3])[3] if ranked else None


def _voiced(rows: list[Any]) -> bool:
    sample = rows[:_SAMPLE]
    if isinstance(sample[0], list):
        return True
    return sum(has_voice(one) for one in sample) * 2 >= len(sample) or any(
        has_voice(word) for one in sample if isinstance(one, dict) for word in _list_of(one.get("words"))[:1]
    )


def _in_string(value: object, about: _About) -> list[Heard]:
    """A transcript written out in one of an object's strings."""
    if not isinstance(value, dict):
        return []
    keys = keyed(value)
    for key in _TEXT_KEYS:
        text = keys.get(key)
        if isinstance(text, str) and "\n" in text.strip():
            found = in_text(text)
            if found is not None:
                return [_with(found, _told(value, about))]
    return []


def in_text(text: str) -> Heard | None:
    """A conversation in a text, as subtitles or as lines; None where it is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if subtitles.looks_like_subtitles(text[:20_000]):
        found = subtitles.conversation(lines, subtitles.format_of(text[:20_000]))
        return found if found.lines else None
    return plain.conversation(lines)


def _told(value: Mapping[str, Any], about: _About) -> _About:
    """What an object tells of the conversation in it, over what those around it tell."""
    keys = keyed(value)
    for key in _ABOUT_KEYS:
        if isinstance(keys.get(key), dict):
            keys = {**keyed(keys[key]), **keys}
    extra = dict(about.extra)
    for name, wanted in (("title", _TITLE_KEYS), ("language", _LANGUAGE_KEYS)):
        if (text := _first_text(keys, wanted)) is not None:
            extra[name] = tidy(text[:2000])[:300]
    dates = (moment(keys[key]) for key in _DATE_KEYS if isinstance(keys.get(key), str))
    if (started := next((at for at in dates if at is not None), None)) is not None:
        extra["started"] = started.isoformat()
    rep = _first_text(keys, _REP_KEYS)
    rep_name = tidy(rep) if rep is not None and could_be_name(rep) and not known(rep) else about.rep
    call = next((found for key in _ID_KEYS if (found := identity(keys.get(key))) is not None), about.id)
    return _About(call, rep_name, extra)


def told_by(found: Heard, listed: ListedCall) -> Heard:
    """A conversation whose voices are ids, with the names, the sides and the title of a list of calls."""
    said_by = [Said(line.who, line.text, start=line.start, end=line.end) for line in found.lines]
    lines, roles = lines_of(said_by, listed.parties)
    named = {line.who: other.who for line, other in zip(found.lines, lines, strict=True)}
    kept = tuple(replace(line, who=named[line.who]) for line in found.lines)
    reps = [who for who, role in roles.items() if role is Speaker.REP]
    rep = reps[0] if len(reps) == 1 and not known(reps[0]) else None
    return _with(replace(found, lines=kept, roles=roles, rep=rep), _told(listed.keys, _About()))


def _first_text(keys: Mapping[str, Any], wanted: Sequence[str]) -> str | None:
    return next((keys[key] for key in wanted if isinstance(keys.get(key), str) and keys[key].strip()), None)


def _with(found: Heard, about: _About) -> Heard:
    return replace(
        found, id=found.id or about.id, rep=about.rep or found.rep, extra={**found.extra, **about.extra}
    )


def _all_parties(value: object, depth: int = 0) -> dict[str, Party]:
    """Participants anywhere in a value: Gong, for one, has them in another part of the file than what they said."""
    if depth > 4:
        return {}
    found: dict[str, Party] = {}
    if isinstance(value, dict):
        found |= parties_in(value)
        for part in value.values():
            if isinstance(part, dict | list):
                found = {**_all_parties(part, depth + 1), **found}
    elif isinstance(value, list):
        for one in value[:10_000]:
            if isinstance(one, dict):
                found = {**_all_parties(one, depth + 1), **found}
    return found
