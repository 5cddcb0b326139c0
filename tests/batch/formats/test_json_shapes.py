"""JSON as the program and as transcription services write it; every value here is made up."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.batch.failures import FailureKind
from simulator.batch.heard import Heard
from simulator.domain.transcript import Speaker
from tests.batch.formats.json_shapes import SHAPES
from tests.batch.formats.reading import heard, outcomes, refusal, said, starts
from tests.batch.formats.service_shapes import HELLO, YES


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
