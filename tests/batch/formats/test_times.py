"""Times: what can be read, and what becomes of those that cannot be."""

from __future__ import annotations

import math

import pytest

from simulator.batch.formats.times import clock, settled, time_of
from simulator.batch.heard import HeardLine
from tests.batch.formats.reading import heard


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:12", 12.0),
        ("00:01:02.500", 62.5),
        ("1:02:03,25", 3723.25),
        ("10:02 AM", 36120.0),
        ("12:30 pm", 45000.0),
        ("x", None),
        ("", None),
    ],
)
def test_clock_is_seconds(text: str, seconds: float | None) -> None:
    assert clock(text) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (3, 3.0),
        ("3.5", 3.5),
        ("1.5s", 1.5),
        ("1500ms", 1.5),
        ("PT1M2.5S", 62.5),
        ("1 min 5 sec", 65.0),
        ({"seconds": "1", "nanos": 500_000_000}, 1.5),
        ("1970-01-01T00:01:00Z", 60.0),
        (math.nan, None),
        (math.inf, None),
        (True, None),
        (None, None),
        ([], None),
        ("soon", None),
        (10**400, None),
    ],
)
def test_time_is_read_as_it_is_written(value: object, seconds: float | None) -> None:
    assert time_of(value) == seconds


def _lines(*starts: float | None, text: str = "five words are said here") -> list[HeardLine]:
    return [HeardLine("ab"[at % 2], text, start) for at, start in enumerate(starts)]


def test_whole_numbers_are_milliseconds_where_seconds_would_be_silence() -> None:
    assert [line.start for line in settled(_lines(0, 4000, 9000), units_known=False)] == [0.0, 4.0, 9.0]
    assert [line.start for line in settled(_lines(0, 4, 9), units_known=False)] == [0.0, 4.0, 9.0]
    assert [line.start for line in settled(_lines(0, 60, 120), units_known=False)] == [0.0, 60.0, 120.0]


def test_impossible_times_are_left_out_and_the_words_stay() -> None:
    starts = [line.start for line in settled(_lines(1.5, -3.0, math.nan, math.inf, 1e12, 200.0, 20.0, 201.0))]
    assert starts == [1.5, None, None, None, None, 200.0, None, 201.0]


def test_seconds_since_1970_count_from_the_first() -> None:
    value = [
        {"speaker": who, "text": "Hello there.", "timestamp": 1_700_000_000_000 + at * 4000}
        for at, who in enumerate(["Ida", "Per", "Ida"])
    ]
    assert [line.start for line in heard(value).lines] == [0.0, 4.0, 8.0]
