"""A short conversation as JSON in the shapes of the program, of transcription services and of others; all made up."""

from __future__ import annotations

from typing import Any

from tests.batch.formats import service_shapes
from tests.batch.formats.service_shapes import HELLO, YES

SHAPES: dict[str, tuple[Any, tuple[str | None, str | None]]] = {
    **service_shapes.SHAPES,
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
    "deep in an envelope": (
        {
            "data": {
                "result": {"payload": {"lines": [{"who": "Ida", "said": HELLO}, {"who": "Per", "said": YES}]}}
            }
        },
        ("Ida", "Per"),
    ),
}
