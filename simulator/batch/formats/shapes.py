"""JSON shapes of which words, voices and times lie apart, and so cannot be read record by record.

* our own (docs of `simulator.domain.transcript`)
* AWS Transcribe, Speechmatics: a list of words and marks; voices beside it, by time, by channel, or in each
  word
* Google Speech-to-Text: results by pause, voices in the last one's words (v1) or in all of them
* Deepgram: utterances, else each channel's paragraphs or words

Each function gives None where an object is not of its shape.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.batch.formats.decoding import writable
from simulator.batch.formats.records import Said, joined, keyed, said
from simulator.batch.formats.times import time_of, trusted
from simulator.batch.heard import Heard, HeardLine
from simulator.domain.transcript import Speaker

_TURN_KEYS = frozenset({"speaker", "text", "start", "end"})
_NAMES = frozenset({"persona", "scenario", "call"})


def own(value: Mapping[str, Any]) -> Heard | None:
    """The program's own format: speakers are rep and prospect; turns and words stay as they are, and every other key
    is kept."""
    turns = value.get("turns")
    if not isinstance(turns, list) or not turns or not all(_is_own_turn(turn) for turn in turns):
        return None
    lines = tuple(
        HeardLine(
            turn["speaker"],
            writable(turn["text"]),
            trusted(turn.get("start")),
            trusted(turn.get("end")),
            {key: clean(one) for key, one in turn.items() if key not in _TURN_KEYS},
        )
        for turn in turns
    )
    extra: dict[str, object] = {}
    for key, one in value.items():
        if key in _NAMES and not isinstance(one, str | None):
            extra[f"{key}_"] = clean(
                one
            )  # with the program it is a name; what another tool put there is kept beside it
        elif key not in {"id", "turns", "rep"}:
            extra[writable(key)] = clean(one)
    rep = value.get("rep")
    name = writable(rep) if isinstance(rep, str) and rep.strip() else None
    given = value.get("id")
    call = writable(given) if isinstance(given, str) and given.strip() else identity(given)
    return Heard(call, lines, {str(one): one for one in Speaker}, name, as_turns=True, extra=extra)


def _is_own_turn(turn: object) -> bool:
    return (
        isinstance(turn, dict)
        and isinstance(turn.get("text"), str)
        and isinstance(turn.get("speaker"), str)
        and turn["speaker"] in set(Speaker)
    )


def clean(value: object) -> object:
    """A JSON value of which every string can be written."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {writable(str(key)): clean(one) for key, one in value.items()}
    return value


def identity(value: object) -> str | None:
    """An id as a string: of a string that is not blank, or a whole number."""
    if isinstance(value, str) and value.strip():
        return writable(value.strip())[:300]
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else None
    )


def words_beside_voices(value: Mapping[str, Any]) -> list[Said] | None:
    """AWS Transcribe's ``results`` (standard jobs), and Speechmatics' list of results."""
    results = value.get("results")
    if isinstance(results, list):
        items = results if results and all(_is_item(one) for one in results[:20]) else None
        return joined(_words(items, {}), glue=" ") if items else None
    if not isinstance(results, dict) or not isinstance(results.get("items"), list):
        return None
    segments = results.get("audio_segments")
    if (
        isinstance(segments, list)
        and segments
        and all(isinstance(one, dict) and "transcript" in one for one in segments)
    ):
        heard = [said(one) for one in segments]
        if any(one is not None and one.who for one in heard):
            return [one for one in heard if one is not None]
    channels = results.get("channel_labels")
    if isinstance(channels, dict) and isinstance(channels.get("channels"), list):
        lines: list[Said] = []
        for channel in channels["channels"]:
            if isinstance(channel, dict) and isinstance(channel.get("items"), list):
                label = str(channel.get("channel_label", len(lines)))
                lines += joined(_words(channel["items"], {}, label))
        return sorted(lines, key=lambda one: one.start or 0.0) if lines else None
    if not all(_is_item(one) for one in results["items"][:20]):
        return None
    return joined(_words(results["items"], _voices_by_time(results.get("speaker_labels"))))


def _is_item(one: object) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("alternatives"), list)
        and all(isinstance(best, dict) and "content" in best for best in one["alternatives"][:1])
    )


def _words(items: list[Any], voices: Mapping[float, str], label: str | None = None) -> Iterator[Said]:
    starts = sorted(voices)
    last: str | None = None
    for item in items:
        if not _is_item(item) or not item["alternatives"]:
            continue
        best = item["alternatives"][0]
        text, start = best.get("content"), time_of(item.get("start_time"))
        if not isinstance(text, str):
            continue
        who = label or item.get("speaker_label") or best.get("speaker") or item.get("channel")
        if who is None and start is not None and starts:
            at = bisect.bisect_right(starts, start + 0.001) - 1
            who = voices[starts[max(at, 0)]]
        if start is None or item.get("type") == "punctuation":
            who = last
        last = who if isinstance(who, str) and who else None
        yield Said(last, text, start, time_of(item.get("end_time")), True)


def _voices_by_time(labels: object) -> dict[float, str]:
    """When which voice begins: of each word where the file tells it, else of each segment."""
    found: dict[float, str] = {}
    segments = labels.get("segments") if isinstance(labels, dict) else None
    for segment in segments if isinstance(segments, list) else ():
        if isinstance(segment, dict):
            items = segment.get("items")
            for one in (segment, *(items if isinstance(items, list) else ())):
                at = time_of(one.get("start_time")) if isinstance(one, dict) else None
                if at is not None and isinstance(one.get("speaker_label"), str) and one["speaker_label"]:
                    found[at] = one["speaker_label"]
    return found


def google(value: Mapping[str, Any]) -> list[Said] | None:
    """Google Speech-to-Text, both versions, in either spelling of keys."""
    results = value.get("results")
    if not isinstance(results, list) or not results:
        return None
    per_result: list[list[Said]] = []
    plain: list[Said] = []
    for result in results:
        if not isinstance(result, dict):
            return None
        best = result.get("alternatives")
        if not isinstance(best, list):
            return None
        if not best or not isinstance(best[0], dict) or not ({"transcript", "words"} & best[0].keys()):
            continue
        keys, top = keyed(result), best[0]
        channel = keys.get("channeltag")
        label = f"Channel {channel}" if isinstance(channel, int) and channel else None
        words = [_google_word(one, label) for one in top.get("words") or () if isinstance(one, dict)]
        per_result.append([one for one in words if one.text])
        end = time_of(keys.get("resultendtime", keys.get("resultendoffset")))
        start, stop = (words[0].start, words[-1].end) if words else (None, end)
        text = top.get("transcript")
        if isinstance(text, str) and text.strip():
            plain.append(Said(label, " ".join(text.split()), start, stop or end, True))
    tagged = [[one for one in words if one.who and not one.who.startswith("Channel")] for words in per_result]
    if tagged and tagged[-1] and len(tagged[-1]) >= sum(len(one) for one in per_result[:-1]):
        return joined(tagged[-1])
    if any(tagged):
        return joined(one for words in tagged for one in words)
    plain.sort(key=lambda one: one.start or 0.0)
    return plain or None


def _google_word(word: Mapping[str, Any], channel: str | None) -> Said:
    keys = keyed(word)
    tag = keys.get("speakerlabel") or keys.get("speakertag")
    who = f"Speaker {tag}" if tag and str(tag).isdecimal() else (str(tag) if tag else channel)
    text = str(keys.get("word", ""))
    start = time_of(keys.get("starttime", keys.get("startoffset")))
    return Said(who, text, start, time_of(keys.get("endtime", keys.get("endoffset"))), True)


def deepgram(value: Mapping[str, Any]) -> list[Said] | None:
    """Deepgram: a channel each is a voice each; in one channel the voices are numbered."""
    results = value.get("results")
    if not isinstance(results, dict) or not isinstance(results.get("channels"), list):
        return None
    channels = [one for one in results["channels"] if isinstance(one, dict)]
    utterances = results.get("utterances")
    if isinstance(utterances, list) and utterances:
        many = (
            len(
                {
                    one.get("channel")
                    for one in utterances
                    if isinstance(one, dict) and isinstance(one.get("channel"), int)
                }
            )
            > 1
        )
        return [
            one
            for item in utterances
            if isinstance(item, dict) and (one := _deepgram_line(item, item.get("channel") if many else None))
        ]
    lines: list[Said] = []
    for number, channel in enumerate(channels):
        best = channel.get("alternatives")
        if isinstance(best, list) and best and isinstance(best[0], dict):
            lines += _deepgram_channel(best[0], number if len(channels) > 1 else None)
    return sorted(lines, key=lambda one: one.start or 0.0) if lines else None


def _deepgram_channel(best: Mapping[str, Any], channel: int | None) -> list[Said]:
    paragraphs = best.get("paragraphs")
    parts = paragraphs.get("paragraphs") if isinstance(paragraphs, dict) else None
    if isinstance(parts, list) and parts:
        return [one for part in parts if isinstance(part, dict) and (one := _deepgram_line(part, channel))]
    words = best.get("words")
    if isinstance(words, list) and words:
        return joined(
            Said(one.who, str(word.get("punctuated_word") or one.text), one.start, one.end, True)
            for word in words
            if isinstance(word, dict) and (one := _deepgram_line(word, channel))
        )
    line = _deepgram_line(best, channel)
    return [line] if line is not None else []


def _deepgram_line(item: Mapping[str, Any], channel: object) -> Said | None:
    one = said({key: part for key, part in item.items() if key != "channel"})
    if one is None:
        return None
    who = f"Channel {channel}" if isinstance(channel, int) else one.who
    return Said(who, one.text, one.start, one.end, True)
