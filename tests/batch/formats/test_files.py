"""Files as they come: encodings, line ends, nothing, half of it, far too much of it, and no text at all."""

from __future__ import annotations

import io
import itertools
import json
import tracemalloc
from typing import Any, BinaryIO

import pytest

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import decoding, json_files, read, refusals
from simulator.batch.heard import Heard, Source
from tests.batch.formats.reading import heard, outcomes, refusal, said

TEXT = "Agent: Is the café open, naïve as I am?\nCustomer: “No” – it’s à côté.\nAgent: Good.\n"
WANTED = [
    ("Agent", "Is the café open, naïve as I am?"),
    ("Customer", "“No” – it’s à côté."),
    ("Agent", "Good."),
]
ONE = {"id": "one", "turns": [{"speaker": "rep", "text": "Hello?"}, {"speaker": "prospect", "text": "Yes."}]}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_is_read(encoding: str, ends: str) -> None:
    assert said(TEXT.replace("\n", ends).encode(encoding)) == WANTED


def test_other_alphabet_is_guessed() -> None:
    text = "Агент: Здравствуйте, вам удобно говорить?\nКлиент: Да, говорите.\nАгент: Спасибо вам большое.\nКлиент: Хорошо?\n"
    assert [who for who, _ in said(text.encode("cp1251"))] == ["Агент", "Клиент", "Агент", "Клиент"]


def test_stray_bytes_in_utf8_are_read_as_windows_has_them() -> None:
    raw = TEXT.encode() + "Customer: café, again?\n".encode("cp1252")
    assert said(raw)[-1] == ("Customer", "café, again?")


def test_nul_bytes_and_form_feeds_are_left_out() -> None:
    raw = b"Agent: Hello\x00 there.\n\x0cCustomer: Hi.\x0c\n" + b"Agent: Well, well, well.\n" * 20
    assert said(raw)[:2] == [("Agent", "Hello there."), ("Customer", "Hi.")]


@pytest.mark.parametrize("raw", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf \n"])
def test_nothing_is_empty(raw: bytes) -> None:
    assert refusal(raw).kind == FailureKind.EMPTY


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)) * 40,
        b"%PDF-1.7 hello",
        b"PK\x03\x04" + b"x" * 50,
        b"RIFF....WAVEfmt ",
        b"\x89PNG\r\n",
        b"\xff\xfe\x00",
        b"\x00\x01" * 500,
    ],
)
def test_what_is_no_text_is_told(raw: bytes) -> None:
    assert refusal(raw).kind == FailureKind.NOT_TEXT


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ONE)[:-10],
        json.dumps(ONE)[:60],
        json.dumps({"messages": [{"role": "user", "content": "hello"}]})[:-1],
        json.dumps([{"role": "user", "content": "hello"}] * 3)[:-20],
    ],
)
def test_half_a_json_file_is_cut_off(text: str) -> None:
    assert refusal(text).kind == FailureKind.CUT_OFF


def test_whole_conversations_before_a_tear_are_kept() -> None:
    found = outcomes(json.dumps([ONE, ONE, ONE])[:-20])
    assert [type(one) for one in found] == [Heard, Heard, UnreadableError]
    assert isinstance(found[2], UnreadableError)
    assert found[2].kind == FailureKind.CUT_OFF


def test_torn_last_line_is_told_after_the_good_ones() -> None:
    found = outcomes(f"{json.dumps(ONE)}\n{json.dumps(ONE)}\n{json.dumps(ONE)[:40]}", "many.jsonl")
    assert [one.id for one in found if isinstance(one, Heard)] == ["one", "one"]
    last = found[-1]
    assert isinstance(last, UnreadableError)
    assert (last.kind, last.name) == (FailureKind.CUT_OFF, "many.jsonl:3")


def test_broken_line_stops_no_other() -> None:
    found = outcomes(f"{json.dumps(ONE)}\n{{broken\n\n{json.dumps(ONE)}\n7\n", "many.jsonl")
    assert [one.kind if isinstance(one, UnreadableError) else "read" for one in found] == [
        "read",
        "not_json",
        "read",
        "unknown_format",
    ]


def test_values_one_after_the_other_are_all_read() -> None:
    text = json.dumps(ONE, indent=2) + "\n" + json.dumps(ONE, indent=2)
    assert len(outcomes(text)) == 2


@pytest.mark.parametrize(
    "text", ["{not json", '{"a": 1} trailing {"', "[" * 100_000, '{"n": ' + "9" * 5000 + "}"]
)
def test_what_is_not_json_does_not_raise(text: str) -> None:
    assert all(isinstance(one, UnreadableError) for one in outcomes(text))


def test_line_of_a_million_characters_is_read() -> None:
    found = said(f"Agent: {'word ' * 200_000}\nCustomer: Yes.\n")
    assert len(found[0][1]) == 999_999
    assert found[1] == ("Customer", "Yes.")
    assert outcomes("a" * 1_000_000)
    assert outcomes(":" * 1_000_000)
    assert outcomes("1:" * 500_000)
    assert outcomes("[" + "a" * 1_000_000)


def test_transcript_beyond_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (refusals, decoding, json_files):
        monkeypatch.setattr(module, "TRANSCRIPT_LIMIT", 2000)
    monkeypatch.setattr(json_files, "WHOLE_LIMIT", 1000)
    long = {"id": "long", "turns": [{"speaker": "rep", "text": "Hello there."}] * 100}
    for content in (
        "Agent: Hello there.\n" * 200,
        "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nHello.\n\n" * 200,
        json.dumps(long),
        f"{json.dumps(long)}\n{{}}\n",
    ):
        assert refusal(content, "x.jsonl" if content.endswith("{}\n") else "x").kind == FailureKind.TOO_LARGE


class _Endless(io.RawIOBase):
    """A file that is made while it is read."""

    def __init__(self, parts: Any) -> None:
        self._parts, self._rest = parts, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._rest) < len(buffer) and (part := next(self._parts, b"")):
            self._rest += part
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _large(kind: str, count: int) -> Any:
    talk = [
        {"speaker": "rep" if at % 2 else "prospect", "text": "What happens when a driver is ill?" * 3}
        for at in range(40)
    ]
    calls = (json.dumps({"id": f"c{number}", "turns": talk}) for number in range(count))
    if kind == "lines":
        return (f"{call}\n".encode() for call in calls)
    if kind == "array":
        return itertools.chain(
            [b"["], (f"{', ' if at else ''}{call}".encode() for at, call in enumerate(calls)), [b"]"]
        )
    return itertools.chain(
        [b'{"next": null, "data": {"calls": ['],
        (f"{', ' if at else ''}{call}".encode() for at, call in enumerate(calls)),
        [b"]}}"],
    )


@pytest.mark.parametrize("kind", ["lines", "array", "envelope"])
def test_memory_does_not_grow_with_the_file(kind: str) -> None:
    def opened() -> BinaryIO:
        return io.BufferedReader(_Endless(_large(kind, 1500)))  # some 9 MB

    count = 0
    tracemalloc.start()
    try:
        for one in read(Source("large", opened)):
            assert isinstance(one, Heard), str(one)
            count += 1
            if count == 300:
                tracemalloc.reset_peak()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 1500
    assert peak < 4_000_000


def test_file_that_cannot_be_opened_is_told() -> None:
    def missing() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    (one,) = read(Source("gone", missing))
    assert isinstance(one, UnreadableError)
    assert one.kind == FailureKind.UNREADABLE


def test_halves_of_characters_can_be_written() -> None:
    found = heard('{"id": "\\ud800", "k": ["\\udfff"], "turns": [{"speaker": "rep", "text": "a \\ud83d b"}]}')
    json.dumps([found.id, dict(found.extra), found.lines[0].text], ensure_ascii=False).encode()
