"""One thing said, as some program's JSON object or table row has it: which of its keys hold words, voice
and times.

Keys are compared without case, underscores and the like, so ``speakerName``, ``speaker_name`` and ``Speaker
Name`` are one. What an object has to have to count as something said is words under one of the known keys,
or in a list of sentences or words of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from simulator.batch.formats.decoding import tidy
from simulator.batch.formats.labels import known, role_of
from simulator.batch.formats.times import time_of
from simulator.domain.transcript import Speaker

#: keys, the better one first
TEXT_KEYS: Final = (
    "text utterance transcript content body sentence spokentext message displaytext display "
    "transcription speech caption "
    "phrase said saytext utterancetext textcontent rawtext dialogue words line snippet punctuatedword "
    "word value quote msg texto texte tekst testo inhalt"
).split()
VOICE_KEYS: Final = (
    "speakername speakerdisplayname participantname displayname speaker speakerlabel participantrole "
    "speakerrole role who interlocutor "
    "participant speakertype name person author sender from user party speakerid participantid userid "
    "speakertag spk channel channelname "
    "channeltag channelid mediachannel channellabel voice actor source side track direction userlabel "
    "sprecher hablante locuteur orador rolle"
).split()
#: keys whose value tells the role, whatever the voice is called
_ROLE_KEYS: Final = (
    "participantrole speakerrole role speakertype affiliation origin participanttype side party type usertype"
).split()
START_KEYS: Final = (
    "start starttime startms starttimems startmillis begin begintime beginoffsetmillis startoffset "
    "startoffsetmillis startsec startsecs "
    "startseconds starttimeseconds starttimeinseconds starts offset offsetms offsetmilliseconds "
    "offsetinticks offsetseconds secondsfromstart "
    "startdatetime timestamp timestampms timecode time ts t startts startedat starttimestamp "
    "begintimestamp audiostart at s "
    "createdat datetime sentat timems"
).split()
END_KEYS: Final = (
    "end endtime endms endtimems endmillis endoffsetmillis endoffset endsec endsecs endseconds "
    "endtimeseconds endtimeinseconds ends stop stoptime "
    "enddatetime endts endtimestamp audioend endedat e finish"
).split()
_DURATION_KEYS: Final = "duration durationms durationmillis durationseconds dur durationinticks".split()
_PART_KEYS: Final = "sentences words elements segments paragraphs tokens utterances".split()
#: not part of the conversation: instructions to a model and what a program called
_UNSPOKEN: Final = frozenset(
    "system developer tool function tool_calls tool_call_result tool_call ipython context".split()
)
#: a program's log has words and times too
_LOGGED: Final = frozenset("level severity loglevel logger levelname".split())
_REP_SIDE: Final = frozenset(
    "internal agent rep host user admin organizer company employee me seller operator outbound".split()
)
_PROSPECT_SIDE: Final = frozenset(
    "external customer client guest prospect contact lead visitor them buyer enduser".split()
)

#: the same keys with their rank: records have few keys, and the lists are long
_TEXT_RANK: Final = {key: rank for rank, key in enumerate(TEXT_KEYS)}
_VOICE_RANK: Final = {key: rank for rank, key in enumerate(VOICE_KEYS)}
_START_RANK: Final = {key: rank for rank, key in enumerate(START_KEYS)}
_END_RANK: Final = {key: rank for rank, key in enumerate(END_KEYS)}
_DURATION_RANK: Final = {key: rank for rank, key in enumerate(_DURATION_KEYS)}

_PLAIN: Final = re.compile(r"[^a-z0-9]")
_SPACE_BEFORE: Final = re.compile(r"\s+([.,!?;:…])")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, as read.

    Args:
        who: label of the voice; None where there is none.
        text: tidy; may be empty.
        start, end: in seconds where ``unit_known``, else in whatever unit the whole conversation has.
        side: rep or prospect where the object itself says so.
        voice_id: what a list of participants would call the voice.
    """

    who: str | None
    text: str
    start: float | None = None
    end: float | None = None
    unit_known: bool = False
    side: Speaker | None = None
    voice_id: str | None = None


@lru_cache(maxsize=4096)
def plain_key(key: str) -> str:
    """A key without case and what stands between its words."""
    return _PLAIN.sub("", key.lower())


def keyed(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record by plain keys; the first one counts where two are the same."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(key, str) and len(key) <= 100:
            found.setdefault(plain_key(key), value)
    return found


def said(record: Mapping[str, Any]) -> Said | None:
    """What a record says; None where it is no such record, or is no part of the conversation."""
    keys = keyed(record)
    text, parts = _text(keys)
    if text is None:
        return None
    voice_key, who = _voice(keys)
    if who is not None and voice_key == "role" and who.lower() in _UNSPOKEN:
        return Said(who, "")
    start, end, known = _span(keys)
    if start is None and parts:
        start, end, known = _span(keyed(parts[0]))
        end = _span(keyed(parts[-1]))[1]
    if who is None and parts:
        voice_key, who = _voice(keyed(parts[0]))
    identity = next(
        (
            label_of("id", keys[key])
            for key in ("speakerid", "participantid", "userid", "speaker")
            if key in keys
        ),
        None,
    )
    return Said(who, text, start, end, known, side_of(keys, voice_key), identity or who)


def is_said(record: object) -> bool:
    """Whether something is a record of something said: words, and a voice or a time."""
    if not isinstance(record, dict):
        return False
    keys = keyed(record)
    text, _ = _text(keys)
    if not _LOGGED.isdisjoint(keys) and _voice(keys)[1] is None:
        return False
    return text is not None and (
        _voice(keys)[1] is not None or _span(keys)[0] is not None or "sentences" in keys
    )


def has_voice(record: object) -> bool:
    """Whether a record says who spoke."""
    return isinstance(record, dict) and _voice(keyed(record))[1] is not None


def joined(pieces: Iterable[Said], *, glue: str = " ") -> list[Said]:
    """Words to lines: a new one where the voice changes or nobody speaks for two seconds."""
    runs: list[list[Said]] = []
    for piece in pieces:
        if not piece.text:
            continue
        last = runs[-1][-1] if runs else None
        pause = (
            last is not None
            and last.end is not None
            and piece.start is not None
            and piece.start - last.end > 2
            and piece.unit_known
        )
        if last is not None and last.who == piece.who and not pause:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return [
        Said(
            run[0].who,
            tidy(_SPACE_BEFORE.sub(r"\1", glue.join(one.text for one in run))),
            run[0].start,
            next((one.end for one in reversed(run) if one.end is not None), None),
            run[0].unit_known,
            run[0].side,
            run[0].voice_id,
        )
        for run in runs
    ]


def is_row(record: object) -> bool:
    """Whether a record is one thing said, and not a conversation that has a text or a time of its own beside
    its turns."""
    if not is_said(record) or not isinstance(record, dict):
        return False
    for value in record.values():
        if isinstance(value, list) and len(value) > 1 and all(isinstance(one, dict) for one in value[:20]):
            told = {_voice(keyed(one))[1] for one in value[:50] if isinstance(one, dict) and is_said(one)}
            if len(told - {None}) > 1:
                return False
    return True


def text_in(value: object) -> str | None:
    """Words in a value: a string, or the text parts of a chat message."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, list) and value:
        if all(isinstance(one, str) for one in value):
            return tidy(" ".join(value))
        kinds = [str(one.get("type", "")) for one in value if isinstance(one, dict)]
        if len(kinds) == len(value) and any("text" in kind for kind in kinds):
            return tidy(" ".join(one["text"] for one in value if isinstance(one.get("text"), str)))
    return None


def _text(keys: Mapping[str, Any]) -> tuple[str | None, list[Mapping[str, Any]]]:
    """The words, and the parts that they were put together from."""
    for key in _present(keys, _TEXT_RANK):
        if (found := text_in(keys[key])) is not None:
            return found, []
    best = keys.get("nbest") or keys.get("alternatives")
    if isinstance(best, list) and best and isinstance(best[0], dict):
        return _text(keyed(best[0]))
    for key in _PART_KEYS:
        parts = keys.get(key)
        if isinstance(parts, list) and parts and all(isinstance(one, dict) for one in parts):
            words = [_text({k: v for k, v in keyed(one).items() if k not in _PART_KEYS})[0] for one in parts]
            if all(word is not None for word in words):
                glue = (
                    ""
                    if key == "elements"
                    and any(isinstance(one.get("value"), str) and one["value"].isspace() for one in parts)
                    else " "
                )
                raw = [one.get("value", "") for one in parts] if not glue else words
                return tidy(_SPACE_BEFORE.sub(r"\1", glue.join(str(word) for word in raw))), parts
    return None, []


def _present(keys: Mapping[str, Any], ranks: Mapping[str, int]) -> list[str]:
    """The keys that a record has of a list, the better one first."""
    found = [key for key in keys if key in ranks]
    return sorted(found, key=ranks.__getitem__) if len(found) > 1 else found


def _voice(keys: Mapping[str, Any]) -> tuple[str | None, str | None]:
    for key in _present(keys, _VOICE_RANK):
        if (label := label_of(key, keys[key])) is not None:
            return key, label
    kind = keys.get("type")  # most often what sort of thing it is, but with some dialers the voice
    if isinstance(kind, str) and (known(kind) or re.fullmatch(r"\+?\d{7,15}", kind)):
        return "type", kind
    return None, None


def label_of(key: str, value: object) -> str | None:
    if isinstance(value, dict):
        keys = keyed(value)
        for inner in ("name", "displayname", "fullname", "label", "role", "email", "id", "speakerid"):
            if (label := label_of(key, keys.get(inner))) is not None:
                return label
        return None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        text = str(int(value)) if abs(value) < 10**21 else ""
    else:
        text = tidy(value[:200])[:100] if isinstance(value, str) else ""
    if re.fullmatch(r"-?\d{1,3}", text):
        return f"{'Channel' if 'channel' in key or key == 'track' else 'Speaker'} {text}"
    return text or None


def side_of(keys: Mapping[str, Any], voice_key: str | None) -> Speaker | None:
    """The role that a record gives its voice, where the voice has a name beside it; `labels` knows the others."""
    for key in _ROLE_KEYS:
        value = keys.get(key)
        if key == voice_key or not isinstance(value, str):
            continue
        word = value.strip().lower().replace("_", "").replace(" ", "")
        if word in _REP_SIDE:
            return Speaker.REP
        if word in _PROSPECT_SIDE:
            return Speaker.PROSPECT
        if (role := role_of(value)) is not None:
            return role
    return None


def _span(keys: Mapping[str, Any]) -> tuple[float | None, float | None, bool]:
    """Start and end, and whether they are in seconds for sure."""
    for key in ("timestamp", "timestamps", "time", "timing", "timespan", "offsets", "interval"):
        value = keys.get(key)
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
            return time_of(value[0]), time_of(value[1]), False
        if isinstance(value, dict) and (inner := keyed(value)).keys() & {
            "from",
            "start",
            "starttime",
            "begin",
        }:
            start = next(
                (inner[one] for one in ("from", "start", "starttime", "begin") if one in inner), None
            )
            end = next((inner[one] for one in ("to", "end", "endtime") if one in inner), None)
            return time_of(start), time_of(end), isinstance(start, str)
    _, start, known = _first_time(keys, _START_RANK)
    _, end, _ = _first_time(keys, _END_RANK)
    if end is None and start is not None:
        _, length, _ = _first_time(keys, _DURATION_RANK)
        end = None if length is None else start + length
    return start, end, known


def _first_time(keys: Mapping[str, Any], wanted: Mapping[str, int]) -> tuple[str | None, float | None, bool]:
    for key in _present(keys, wanted):
        value = keys[key]
        if value is None or (number := time_of(value)) is None:
            continue
        if key.endswith(("ms", "millis", "milliseconds")):
            return key, number / 1000, True
        if key.endswith("ticks"):
            return key, number / 1e7, True
        written = isinstance(value, dict) or (
            isinstance(value, str) and not re.fullmatch(r"\s*\d+\s*", value)
        )
        return key, number, "sec" in key or written
    return None, None, False
