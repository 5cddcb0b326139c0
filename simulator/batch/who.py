"""Who is the rep: what a person says first, then what the file says, else what the talk shows.

1. ``--rep NAME``: the label itself, then without regard to capitals, then a part that only one label has.
2. The map file (``--roles``), for the transcript or for its labels; it goes before the file, since a person wrote it for
   want of something better there.
3. The file: the roles that its format gives, labels that are roles (Agent, CUSTOMER), the name of the rep.
4. The talk: see `simulator.batch.who_evidence`. Below `CONFIDENT` nobody is guessed.

"Assistant" and "user" are roles by custom, not by statement: the assistant is taken for the rep (a firm's agent that
answers its customers) unless the talk says otherwise (a rep practising on a model). In a coaching talk the rep is who
leads it: that one's probing and tone are what is scored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from pydantic import ValidationError

from simulator.batch.archives import label_of
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.heard import Heard, HeardLine
from simulator.batch.voices import RolesMap, folded, is_custom, is_generic, prior_odds, role_of
from simulator.batch.who_evidence import Turn as Said
from simulator.batch.who_evidence import work_out
from simulator.domain.transcript import Speaker, Transcript, Turn

#: from here on the talk itself decides; of those it decides, benchmarks/who_is_the_rep.py tells how many it gets right
CONFIDENT = 0.75
_MOST_LABELS = 8
_OWN_KEYS = frozenset(("id", "turns", "rep", "who", "told_apart"))
_NAMED_KEYS = ("persona", "scenario", "call")


class _Settled(NamedTuple):
    roles: Sequence[Speaker]
    by: str
    confidence: float = 1.0
    because: tuple[str, ...] = ()


class _Unsettled(Exception):
    """It cannot be told; carries what is wrong."""

    def __init__(self, kind: FailureKind, message: str, hint: str) -> None:
        super().__init__(message)
        self.kind, self.message, self.hint = kind, message, hint


def settle(
    heard: Heard,
    *,
    name: str,
    rep: str | None = None,
    roles: RolesMap | Mapping[str, Speaker] | None = None,
) -> Transcript | UnreadableError:
    """A conversation with its roles, or the reason why they cannot be told; never raises.

    Neighbouring lines of one voice become one turn, from the start of the first to the end of the last. A line without
    a label belongs to the voice before it (the first ones to the voice after them).

    Args:
        name: what the transcript goes by where it has no id.
        rep: name of the rep as the person gave it.
        roles: what a map file says; a plain mapping is label -> role.
    Returns:
        The transcript. Under ``who`` it holds ``by`` ("asked", "map", "file" or "worked_out"), ``confidence`` (0–1),
        ``voices`` (label -> role) and, where it was worked out, ``because``. Where the voices themselves were told apart
        by dashes, ``told_apart`` says so, and the confidence is that of both.
    """
    shown = heard.id or name
    try:
        voices = _Voices(heard)
        settled = _settled(voices, name, rep, roles)
        return _transcript(voices, settled, shown)
    except _Unsettled as error:
        return UnreadableError(error.message, name=shown, kind=error.kind, hint=error.hint)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        return UnreadableError(
            f"It is no transcript: {where}: {first['msg']}.", name=shown, kind=FailureKind.NOT_A_TRANSCRIPT
        )


class _Voices:
    """The voices of a conversation, numbered as they come in, and which says each line.

    Raises:
        _Unsettled: no lines, or no labels.
    """

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        lines = [line for line in heard.lines if heard.as_turns or line.text.strip()]
        if not any(line.text.strip() for line in lines):
            raise _Unsettled(FailureKind.NO_TURNS, "Nobody says anything in it.", "")
        self.labels: list[str] = []
        numbers: dict[str, int] = {}
        of_lines: list[int | None] = []
        last: int | None = None
        for line in lines:
            if line.who is not None and (key := folded(line.who)):
                if key not in numbers:
                    numbers[key] = len(numbers)
                    self.labels.append(" ".join(line.who.split()))
                last = numbers[key]
            of_lines.append(last)
        if not self.labels:
            dashes = "told_apart" in heard.extra
            raise _Unsettled(
                FailureKind.NO_SPEAKERS,
                "Its dashes say that the voice changes, and not whose it is."
                if dashes
                else "It does not say who speaks.",
                "Export it with speakers (diarisation), or put a name and a colon before each line.",
            )
        self.lines = [
            (0 if voice is None else voice, line) for voice, line in zip(of_lines, lines, strict=True)
        ]
        self.keys = list(numbers)

    def turns(self) -> Iterator[tuple[int, list[HeardLine]]]:
        """Voice and lines of each turn."""
        if self.heard.as_turns:
            yield from ((voice, [line]) for voice, line in self.lines)
            return
        for voice, lines in groupby(self.lines, key=lambda pair: pair[0]):
            yield voice, [line for _, line in lines]

    def find(self, name: str) -> list[int]:
        """The voices that a name may mean: one where it is clear."""
        wanted = " ".join(name.split())
        if wanted in self.labels:
            return [self.labels.index(wanted)]
        key = folded(name)
        if key in self.keys:
            return [self.keys.index(key)]
        return [number for number, label in enumerate(self.keys) if key and key in label]


def _settled(
    voices: _Voices, name: str, rep: str | None, roles: RolesMap | Mapping[str, Speaker] | None
) -> _Settled:
    stated = _stated(voices, name, rep, roles)
    if stated is not None and (len(voices.labels) > 1 or Speaker.REP in stated.roles):
        return stated
    if len(voices.labels) == 1:
        raise _Unsettled(
            FailureKind.ONE_SPEAKER,
            f"Only one voice speaks in it: {_shown(voices)}.",
            "If it is the rep's, say so with --rep NAME; else export it with both speakers.",
        )
    said = [Said(voice, " ".join(line.text for line in lines)) for voice, lines in voices.turns()]
    return _worked_out(voices, said, _known(voices, roles))


def _stated(
    voices: _Voices, name: str, rep: str | None, roles: RolesMap | Mapping[str, Speaker] | None
) -> _Settled | None:
    """What a person or the file says, where that settles it."""
    if rep is not None:
        return _only(voices, _one(voices, rep, "--rep"), "asked")
    if isinstance(roles, RolesMap):
        label = roles.rep_of(voices.heard.id, name)
        if label is not None:
            return _only(voices, _one(voices, label, "the map file"), "map")
    known = _known(voices, roles)
    if Speaker.REP in known.values():
        by = "map" if _of_map(voices, roles) else "file"
        return _Settled([known.get(n, Speaker.PROSPECT) for n in range(len(voices.labels))], by)
    unknown = [number for number in range(len(voices.labels)) if number not in known]
    if known and len(unknown) == 1:
        return _only(voices, unknown[0], "map" if _of_map(voices, roles) else "file")
    if voices.heard.rep and len(found := voices.find(voices.heard.rep)) == 1:
        return _only(voices, found[0], "file")
    return None


def _of_map(voices: _Voices, roles: RolesMap | Mapping[str, Speaker] | None) -> dict[int, Speaker]:
    """Roles of voices by the map file."""
    given = roles.voices if isinstance(roles, RolesMap) else roles or {}
    by_key = {folded(label): role for label, role in given.items()}
    return {number: by_key[key] for number, key in enumerate(voices.keys) if key in by_key}


def _known(voices: _Voices, roles: RolesMap | Mapping[str, Speaker] | None) -> dict[int, Speaker]:
    """Roles that are stated, by number of the voice; a file that gives all its voices one role has said nothing."""
    of_format = {folded(label): role for label, role in voices.heard.roles.items()}
    of_file: dict[int, Speaker] = {}
    for number, label in enumerate(voices.labels):
        role = None if is_custom(label) else of_format.get(voices.keys[number]) or role_of(label)
        if role is not None:
            of_file[number] = role
    if len(voices.labels) > 1 and len(of_file) == len(voices.labels) and len(set(of_file.values())) == 1:
        of_file = {}
    return {**of_file, **_of_map(voices, roles)}


def _only(voices: _Voices, number: int, by: str) -> _Settled:
    """One voice is the rep, all others are not."""
    return _Settled(
        [Speaker.REP if one == number else Speaker.PROSPECT for one in range(len(voices.labels))], by
    )


def _one(voices: _Voices, name: str, source: str) -> int:
    found = voices.find(name)
    if len(found) == 1:
        return found[0]
    which = "no voice" if not found else "more than one voice"
    raise _Unsettled(
        FailureKind.REP_UNCLEAR,
        f'The name "{label_of(name)}" of {source} fits {which}: there are {_shown(voices)}.',
        "Give a name as it stands there.",
    )


def _worked_out(voices: _Voices, said: Sequence[Said], known: Mapping[int, Speaker]) -> _Settled:
    candidates = [number for number in range(len(voices.labels)) if number not in known]
    if len(candidates) < 2:
        candidates = list(range(len(voices.labels)))
    odds = prior_odds(voices.labels)
    barred = [0.0 if number in candidates else -math.inf for number in range(len(odds))]
    verdict = work_out(said, len(odds), [one + bar for one, bar in zip(odds, barred, strict=True)])
    if verdict.share < CONFIDENT:
        raise _Unsettled(
            FailureKind.REP_UNCLEAR,
            f"Who is the rep cannot be told from the talk ({verdict.share:.0%} sure): there are {_shown(voices)}.",
            "Say it with --rep NAME, or for many files with --roles FILE (a line for each: Speaker 1: rep).",
        )
    by = "file" if odds[verdict.voice] > 0 else "worked_out"
    return _only(voices, verdict.voice, by)._replace(
        confidence=round(verdict.share, 3), because=verdict.because
    )


def _shown(voices: _Voices) -> str:
    labels = [label_of(label)[:60] for label in voices.labels[:_MOST_LABELS]]
    more = len(voices.labels) - len(labels)
    return ", ".join(labels) + (f" and {more} more" if more else "")


def _transcript(voices: _Voices, settled: _Settled, name: str) -> Transcript:
    turns = [
        Turn.model_validate(
            {
                **lines[0].extra,
                "speaker": settled.roles[voice],
                "text": " ".join(line.text for line in lines),
                "start": _time(lines[0].start),
                "end": _time(lines[-1].end),
            }
        )
        for voice, lines in voices.turns()
    ]
    who: dict[str, object] = {
        "by": settled.by,
        "confidence": settled.confidence,
        "voices": {label: str(role) for label, role in zip(voices.labels, settled.roles, strict=True)},
    }
    told_apart = voices.heard.extra.get("told_apart")
    if isinstance(told_apart, dict) and isinstance(told_apart.get("confidence"), float):
        who |= {
            "confidence": round(settled.confidence * told_apart["confidence"], 3),
            "told_apart": told_apart["by"],
        }
    if settled.because:
        who["because"] = list(settled.because)
    extra = {key: value for key, value in voices.heard.extra.items() if key not in _OWN_KEYS}
    for key in _NAMED_KEYS:
        if not isinstance(extra.get(key), str):
            extra.pop(key, None)
    fields = {**extra, "id": name, "turns": tuple(turns), "rep": _rep_name(voices, settled), "who": who}
    return Transcript.model_validate(fields)


def _rep_name(voices: _Voices, settled: _Settled) -> str | None:
    """The rep's name, where a label or the file tells one: "Speaker 1" is nobody's name."""
    labels = [label for label, role in zip(voices.labels, settled.roles, strict=True) if role is Speaker.REP]
    named = [label for label in labels if not is_generic(label)]
    return named[0] if named else voices.heard.rep


def _time(seconds: float | None) -> float | None:
    return seconds if seconds is not None and math.isfinite(seconds) and seconds >= 0 else None
