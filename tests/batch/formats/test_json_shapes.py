"""JSON as the program and as transcription services write it; every value here is made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.batch.failures import FailureKind
from simulator.batch.heard import Heard
from simulator.domain.transcript import Speaker
from tests.batch.formats.reading import heard, outcomes, refusal, said, starts

HELLO, YES = "Hello, is this a bad time?", "No, go on."


def _words(text: str, start: float, **more: Any) -> list[dict[str, Any]]:
    return [
        {"word": word, "start": start + at, "end": start + at + 0.5, **more}
        for at, word in enumerate(text.split())
    ]


def _aws_items(*lines: tuple[str, float]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for text, start in lines:
        for at, word in enumerate(text.split()):
            items.append(
                {
                    "type": "pronunciation",
                    "start_time": str(start + at),
                    "end_time": str(start + at + 0.5),
                    "alternatives": [{"confidence": "0.99", "content": word.strip(",.?")}],
                }
            )
            if word[-1] in ",.?":
                items.append({"type": "punctuation", "alternatives": [{"content": word[-1]}]})
    return items


def _aws(**more: Any) -> dict[str, Any]:
    return {
        "jobName": "job",
        "results": {"items": _aws_items((HELLO, 1.0), (YES, 10.0)), **more},
        "status": "COMPLETED",
    }


_SEGMENTS = [
    {"start_time": "1.0", "end_time": "7.0", "speaker_label": "spk_0", "items": []},
    {"start_time": "10.0", "end_time": "14.0", "speaker_label": "spk_1", "items": []},
]
_GOOGLE_WORDS = [
    {"startTime": f"{at}.500s", "endTime": f"{at + 1}s", "word": word, "speakerTag": 1 if at < 6 else 2}
    for at, word in enumerate(f"{HELLO} {YES}".split())
]

SHAPES: dict[str, tuple[Any, tuple[str | None, str | None]]] = {
    "chat": (
        {
            "model": "x",
            "messages": [
                {"role": "system", "content": "You are kind."},
                {"role": "assistant", "content": HELLO},
                {"role": "user", "content": [{"type": "text", "text": YES}]},
                {"role": "tool", "content": "42"},
            ],
        },
        ("assistant", "user"),
    ),
    "chat without an envelope": (
        [{"role": "assistant", "content": HELLO}, {"role": "user", "content": YES}],
        ("assistant", "user"),
    ),
    "whisper": (
        {
            "text": f"{HELLO} {YES}",
            "segments": [
                {"id": 0, "start": 0.5, "end": 3.0, "text": f" {HELLO}"},
                {"id": 1, "start": 3.5, "end": 5.0, "text": f" {YES}"},
            ],
            "language": "en",
        },
        (None, None),
    ),
    "whisperx, voices in the words": (
        {
            "segments": [
                {"start": 0.5, "end": 5.0, "text": HELLO, "words": _words(HELLO, 0.5, speaker="SPEAKER_00")},
                {"start": 9.5, "end": 12.0, "text": YES, "words": _words(YES, 9.5, speaker="SPEAKER_01")},
            ]
        },
        ("SPEAKER_00", "SPEAKER_01"),
    ),
    "deepgram utterances": (
        {
            "metadata": {"request_id": "r", "channels": 1},
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {"transcript": f"{HELLO} {YES}", "words": _words(f"{HELLO} {YES}", 0.5)}
                        ]
                    }
                ],
                "utterances": [
                    {"start": 0.5, "end": 5.0, "channel": 0, "transcript": HELLO, "speaker": 0, "words": []},
                    {"start": 9.5, "end": 12.0, "channel": 0, "transcript": YES, "speaker": 1, "words": []},
                ],
            },
        },
        ("Speaker 0", "Speaker 1"),
    ),
    "deepgram paragraphs": (
        {
            "results": {
                "channels": [
                    {
                        "alternatives": [
                            {
                                "transcript": "",
                                "paragraphs": {
                                    "paragraphs": [
                                        {
                                            "speaker": 0,
                                            "start": 0.5,
                                            "end": 5.0,
                                            "sentences": [{"text": HELLO, "start": 0.5, "end": 5.0}],
                                        },
                                        {
                                            "speaker": 1,
                                            "start": 9.5,
                                            "end": 12.0,
                                            "sentences": [{"text": YES, "start": 9.5, "end": 12.0}],
                                        },
                                    ]
                                },
                            }
                        ]
                    }
                ]
            }
        },
        ("Speaker 0", "Speaker 1"),
    ),
    "deepgram channels": (
        {
            "results": {
                "channels": [
                    {"alternatives": [{"transcript": HELLO, "words": _words(HELLO, 0.5)}]},
                    {"alternatives": [{"transcript": YES, "words": _words(YES, 9.5)}]},
                ]
            }
        },
        ("Channel 0", "Channel 1"),
    ),
    "assemblyai": (
        {
            "id": "t",
            "text": f"{HELLO} {YES}",
            "words": [{"text": "Hello,", "start": 500, "end": 900, "speaker": "A"}],
            "utterances": [
                {"speaker": "A", "start": 500, "end": 5000, "text": HELLO, "words": []},
                {"speaker": "B", "start": 9500, "end": 12000, "text": YES, "words": []},
            ],
        },
        ("A", "B"),
    ),
    "aws transcribe, voices by time": (
        _aws(speaker_labels={"speakers": 2, "segments": _SEGMENTS}),
        ("spk_0", "spk_1"),
    ),
    "aws transcribe, channels": (
        _aws(
            channel_labels={
                "channels": [
                    {"channel_label": "ch_0", "items": _aws_items((HELLO, 1.0))},
                    {"channel_label": "ch_1", "items": _aws_items((YES, 10.0))},
                ]
            }
        ),
        ("ch_0", "ch_1"),
    ),
    "aws transcribe, audio segments": (
        _aws(
            audio_segments=[
                {
                    "id": 0,
                    "transcript": HELLO,
                    "start_time": "1.0",
                    "end_time": "7.0",
                    "speaker_label": "spk_0",
                    "items": [0],
                },
                {
                    "id": 1,
                    "transcript": YES,
                    "start_time": "10.0",
                    "end_time": "14.0",
                    "speaker_label": "spk_1",
                    "items": [1],
                },
            ]
        ),
        ("spk_0", "spk_1"),
    ),
    "aws call analytics": (
        {
            "JobName": "job",
            "Transcript": [
                {
                    "Content": HELLO,
                    "ParticipantRole": "AGENT",
                    "BeginOffsetMillis": 500,
                    "EndOffsetMillis": 5000,
                    "Sentiment": "NEUTRAL",
                },
                {
                    "Content": YES,
                    "ParticipantRole": "CUSTOMER",
                    "BeginOffsetMillis": 9500,
                    "EndOffsetMillis": 12000,
                },
            ],
        },
        ("AGENT", "CUSTOMER"),
    ),
    "google, first version": (
        {
            "results": [
                {
                    "alternatives": [
                        {
                            "transcript": f"{HELLO} {YES}",
                            "words": [
                                {k: v for k, v in w.items() if k != "speakerTag"} for w in _GOOGLE_WORDS
                            ],
                        }
                    ]
                },
                {"alternatives": [{"words": _GOOGLE_WORDS}]},
            ]
        },
        ("Speaker 1", "Speaker 2"),
    ),
    "google, second version": (
        {
            "response": {
                "results": [
                    {
                        "alternatives": [
                            {
                                "transcript": f"{HELLO} {YES}",
                                "words": [
                                    {
                                        "start_offset": w["startTime"],
                                        "end_offset": w["endTime"],
                                        "word": w["word"],
                                        "speaker_label": str(w["speakerTag"]),
                                    }
                                    for w in _GOOGLE_WORDS
                                ],
                            }
                        ]
                    }
                ]
            }
        },
        ("Speaker 1", "Speaker 2"),
    ),
    "fireflies": (
        {
            "data": {
                "transcript": {
                    "id": "f",
                    "title": "A call",
                    "sentences": [
                        {
                            "index": 0,
                            "speaker_name": "Ida",
                            "speaker_id": 0,
                            "text": HELLO,
                            "raw_text": HELLO,
                            "start_time": 0.5,
                            "end_time": 5,
                        },
                        {
                            "index": 1,
                            "speaker_name": "Per",
                            "speaker_id": 1,
                            "text": YES,
                            "raw_text": YES,
                            "start_time": 9.5,
                            "end_time": 12,
                        },
                    ],
                }
            }
        },
        ("Ida", "Per"),
    ),
    "podcast namespace": (
        {
            "version": "1.0.0",
            "segments": [
                {"speaker": "Ida", "startTime": 0.5, "endTime": 5.0, "body": HELLO},
                {"speaker": "Per", "startTime": 9.5, "endTime": 12.0, "body": YES},
            ],
        },
        ("Ida", "Per"),
    ),
    "truto": (
        {
            "result": [
                {
                    "id": "t",
                    "meeting": {"id": "m"},
                    "entries": [
                        {
                            "id": "1",
                            "speaker_id": "u",
                            "speaker_type": "user",
                            "speaker_name": "Ida",
                            "text": HELLO,
                            "start_time": 0.5,
                            "end_time": 5,
                        },
                        {
                            "id": "2",
                            "speaker_id": "g",
                            "speaker_type": "guest",
                            "speaker_name": "Per",
                            "text": YES,
                            "start_time": 9.5,
                            "end_time": 12,
                        },
                    ],
                }
            ],
            "next_cursor": None,
        },
        ("Ida", "Per"),
    ),
    "monologues of elements": (
        {
            "monologues": [
                {
                    "speaker": 0,
                    "elements": [
                        {"type": "text", "value": HELLO[:5], "ts": 0.5, "end_ts": 1.0},
                        {"type": "punct", "value": ","},
                        {"type": "punct", "value": " "},
                        {"type": "text", "value": HELLO[7:], "ts": 1.5, "end_ts": 2.0},
                    ],
                },
                {
                    "speaker": 1,
                    "elements": [
                        {"type": "text", "value": YES, "ts": 9.5, "end_ts": 12.0},
                        {"type": "punct", "value": " "},
                    ],
                },
            ]
        },
        ("Speaker 0", "Speaker 1"),
    ),
    "a voice as an object": (
        {
            "items": [
                {"speaker": {"id": 7, "name": "Ida"}, "message": HELLO},
                {"speaker": {"id": 8, "name": "Per"}, "message": YES},
            ]
        },
        ("Ida", "Per"),
    ),
    "a transcript in a string": (
        {"id": 5, "transcript": f"Ida: {HELLO}\nPer: {YES}\nIda: Good.\nPer: Yes."},
        ("Ida", "Per"),
    ),
    "pairs": ({"dialog": [["Ida", HELLO], ["Per", YES]]}, ("Ida", "Per")),
    "strings with names": ({"turns": [f"Agent: {HELLO}", f"Customer: {YES}"]}, ("Agent", "Customer")),
    "each record in an envelope": (
        [
            {"Utterance": {"Speaker": "Ida", "Content": HELLO}},
            {"Utterance": {"Speaker": "Per", "Content": YES}},
        ],
        ("Ida", "Per"),
    ),
    "places as keys": (
        {"0": {"speaker": "Ida", "text": HELLO}, "1": {"speaker": "Per", "text": YES}},
        ("Ida", "Per"),
    ),
    "azure": (
        {
            "recognizedPhrases": [
                {
                    "channel": 0,
                    "speaker": 1,
                    "offset": "PT0.5S",
                    "duration": "PT2S",
                    "nBest": [{"display": HELLO}],
                },
                {
                    "channel": 0,
                    "speaker": 2,
                    "offset": "PT9.5S",
                    "duration": "PT2S",
                    "nBest": [{"display": YES}],
                },
            ]
        },
        ("Speaker 1", "Speaker 2"),
    ),
    "deep in an envelope": (
        {
            "data": {
                "result": {"payload": {"lines": [{"who": "Ida", "said": HELLO}, {"who": "Per", "said": YES}]}}
            }
        },
        ("Ida", "Per"),
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_is_read(shape: str) -> None:
    value, voices = SHAPES[shape]
    assert said(value)[:2] == [(voices[0], HELLO), (voices[1], YES)]


@pytest.mark.parametrize("shape", [one for one in SHAPES if "start" in json.dumps(SHAPES[one][0]).lower()])
def test_times_are_in_seconds_whatever_the_shape_has(shape: str) -> None:
    first, second = starts(SHAPES[shape][0])[:2]
    assert first in {0.5, 1.0}
    assert second is not None
    assert 3.0 < second < 11.0


def test_gong_names_its_voices_by_the_parties_and_knows_the_house() -> None:
    def sentences(text: str, start: int) -> list[dict[str, Any]]:
        return [{"start": start, "end": start + 2000, "text": text}]

    value = {
        "requestId": "r",
        "callTranscripts": [
            {
                "callId": "77",
                "transcript": [
                    {"speakerId": "1", "topic": None, "sentences": sentences(HELLO, 500)},
                    {"speakerId": "2", "topic": None, "sentences": sentences(YES, 9500)},
                ],
            }
        ],
        "calls": [
            {
                "metaData": {"id": "77"},
                "parties": [
                    {"speakerId": "1", "name": "Ida Moss", "affiliation": "Internal"},
                    {"speakerId": "2", "name": "Per Holm", "affiliation": "External"},
                ],
            }
        ],
    }
    found = heard(value)
    assert (found.id, found.rep) == ("77", "Ida Moss")
    assert found.roles == {"Ida Moss": Speaker.REP, "Per Holm": Speaker.PROSPECT}
    assert [line.start for line in found.lines] == [0.5, 9.5]


def _gong(*calls: str) -> dict[str, Any]:
    return {
        "callTranscripts": [
            {
                "callId": call,
                "transcript": [
                    {"speakerId": "1", "sentences": [{"start": 0, "end": 2000, "text": HELLO}]},
                    {"speakerId": "2", "sentences": [{"start": 9500, "end": 11000, "text": YES}]},
                ],
            }
            for call in calls
        ]
    }


def _listed(call: str, title: str, *names: str) -> dict[str, Any]:
    sides = ("Internal", "External")
    return {
        "metaData": {"id": call, "title": title, "started": "2026-05-04T09:00:00Z", "language": "eng"},
        "parties": [
            {"speakerId": str(at), "name": name, "affiliation": sides[at - 1]}
            for at, name in enumerate(names, start=1)
        ],
    }


def test_list_of_calls_gives_each_transcript_its_title_time_and_own_parties() -> None:
    value = {
        "calls": [
            _listed("8", "Second", "Ana Ferro", "Bo Lind"),
            _listed("7", "First", "Ida Moss", "Per Holm"),
        ],
        **_gong("7", "8", "9"),
    }
    first, second, third = (one for one in outcomes(value) if isinstance(one, Heard))
    assert (first.id, first.rep, first.extra["title"]) == ("7", "Ida Moss", "First")
    assert (second.id, second.rep, second.extra["title"]) == ("8", "Ana Ferro", "Second")
    assert str(first.extra["started"]).startswith("2026-05-04T09:00:00")
    assert [line.who for line in second.lines] == ["Ana Ferro", "Bo Lind"]
    assert (third.id, "title" in third.extra) == ("9", False)


def test_calls_that_number_their_own_parties_keep_them_apart() -> None:
    calls = [
        {
            "participants": [{"id": "0", "name": one}, {"id": "1", "name": other}],
            "segments": [
                {"speaker": "0", "text": HELLO, "start": 0},
                {"speaker": "1", "text": YES, "start": 9},
            ],
        }
        for one, other in (("Ida Moss", "Per Holm"), ("Ana Ferro", "Bo Lind"))
    ]
    voices = [[line.who for line in one.lines] for one in outcomes(calls) if isinstance(one, Heard)]
    assert voices == [["Ida Moss", "Per Holm"], ["Ana Ferro", "Bo Lind"]]


def test_gong_without_parties_keeps_its_ids() -> None:
    value = {
        "callTranscripts": [
            {
                "callId": "7",
                "transcript": [
                    {
                        "speakerId": "6432345678901234567",
                        "sentences": [{"start": 0, "end": 900, "text": HELLO}],
                    }
                ],
            }
        ]
    }
    assert said(value) == [("6432345678901234567", HELLO)]


def test_roles_that_the_file_tells_are_kept() -> None:
    assert heard(SHAPES["aws call analytics"][0]).roles == {
        "AGENT": Speaker.REP,
        "CUSTOMER": Speaker.PROSPECT,
    }
    assert heard(SHAPES["truto"][0]).roles == {"Ida": Speaker.REP, "Per": Speaker.PROSPECT}
    assert heard(SHAPES["chat"][0]).roles == {}


def test_channels_that_stand_one_after_the_other_come_by_time() -> None:
    rows = [
        {"channel": channel, "start": start, "text": f"line {start}"}
        for channel, begins in (("left", [0.5, 9.5, 20.5]), ("right", [4.5, 15.5]))
        for start in begins
    ]
    assert starts({"segments": rows}) == [0.5, 4.5, 9.5, 15.5, 20.5]


def test_own_format_keeps_words_and_every_key() -> None:
    value = {
        "id": " x ",
        "turns": [
            {
                "speaker": "prospect",
                "text": "Yes?\n Who  is it?",
                "start": 0.5,
                "end": 1.0,
                "marks": ["late"],
            },
            {"speaker": "rep", "text": "Ida.", "index": 3},
        ],
        "rep": "Ida Moss",
        "persona": "jill",
        "call": {"id": 5},
        "team": {"lead": "Per"},
    }
    found = heard(value)
    assert found.id == " x "
    assert found.rep == "Ida Moss"
    assert found.lines[0].text == "Yes?\n Who  is it?"
    assert [dict(line.extra) for line in found.lines] == [{"marks": ["late"]}, {"index": 3}]
    assert found.extra == {"persona": "jill", "call_": {"id": 5}, "team": {"lead": "Per"}}


def test_what_the_file_tells_of_the_call_is_kept() -> None:
    value = {
        "id": "c",
        "title": "A <b>call</b>",
        "started": "2024-03-01T10:00:00Z",
        "language": "en",
        "agent_name": "Ida",
        "turns": [{"speaker": "Ida", "text": HELLO}, {"speaker": "Per", "text": YES}],
    }
    found = heard(value)
    assert (found.id, found.rep) == ("c", "Ida")
    assert found.extra == {
        "format": "json",
        "title": "A <b>call</b>",
        "started": "2024-03-01T10:00:00+00:00",
        "language": "en",
    }


def test_several_conversations_come_each_with_an_id() -> None:
    one = {"turns": [{"speaker": "Ida", "text": HELLO}, {"speaker": "Per", "text": YES}]}
    for content in ([one, one], {"calls": [one, one]}, {"a": one, "b": one}):
        found = outcomes(content, "many.json")
        assert [one.id for one in found if isinstance(one, Heard)] == ["many.json:1", "many.json:2"]


def test_rows_of_several_calls_are_told_apart_by_their_id() -> None:
    rows = [{"call_id": call, "speaker": who, "text": HELLO} for who in ("Ida", "Per") for call in ("a", "b")]
    for content in (rows, "\n".join(map(json.dumps, rows))):
        found = [one for one in outcomes(content) if isinstance(one, Heard)]
        assert [(one.id, [line.who for line in one.lines]) for one in found] == [
            ("a", ["Ida", "Per"]),
            ("b", ["Ida", "Per"]),
        ]


@pytest.mark.parametrize(
    "value",
    [
        {"id": "x"},
        [1, 2],
        [],
        {},
        {"name": "practice-room", "version": "1", "files": ["a", "b"]},
        [[[]]],
        {"users": [{"name": "Ida", "age": 5}]},
        {"text": "no voices"},
        [{"level": "info", "message": "started", "timestamp": "2024-01-01T00:00:00Z"}] * 3,
    ],
)
def test_json_without_a_conversation_is_refused(value: Any) -> None:
    assert refusal(value).kind == FailureKind.UNKNOWN_FORMAT


def test_empty_conversation_has_no_turns() -> None:
    assert refusal({"id": "x", "turns": []}).kind == FailureKind.NO_TURNS
