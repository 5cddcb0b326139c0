"""A short conversation as JSON in the shapes of transcription services; every value is made up."""

from __future__ import annotations

from typing import Any

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
}
