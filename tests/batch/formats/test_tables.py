"""CSV and TSV: columns by their names, calls by a column, whole transcripts in a cell."""

from __future__ import annotations

import json

import pytest

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import gathered
from simulator.batch.heard import Heard
from tests.batch.formats.reading import heard, outcomes, refusal, said, starts

TALK = [("Agent", "Hello, there."), ("Customer", "Hi"), ("Agent", "Good.")]


@pytest.mark.parametrize(
    "text",
    [
        'speaker,text\nAgent,"Hello, there."\nCustomer,Hi\nAgent,Good.\n',
        "Speaker\tUtterance\nAgent\tHello, there.\nCustomer\tHi\nAgent\tGood.\n",
        "role;content\nAgent;Hello, there.\nCustomer;Hi\nAgent;Good.\n",
        'Turn,Start Time,End Time,Speaker Name,Transcript\n1,0,1,Agent,"Hello, there."\n2,1,2,Customer,Hi\n3,2,3,Agent,Good.\n',
        'Export of a call\nmade on Monday\n\nspeaker,text\nAgent,"Hello,\nthere."\nCustomer,Hi\nAgent,Good.\n',
        '\ufeffspeaker,text\r\nAgent,"Hello, there."\r\nCustomer,Hi\r\nAgent,Good.\r\n',
        'Agent,"Hello, there."\nCustomer,Hi\nAgent,Good.\n',
        '0:01,Agent,"Hello, there."\n0:04,Customer,Hi\n0:09,Agent,Good.\n',
    ],
)
def test_columns_are_found_by_name_or_by_what_is_in_them(text: str) -> None:
    assert said(text) == TALK


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("start", ("1.5", "4", "9")),
        ("start_ms", ("1500", "4000", "9000")),
        ("Start Time", ("00:00:01.500", "00:00:04", "00:00:09")),
        ("timestamp", ("0:01.5", "0:04", "0:09")),
        ("start", ("1500", "4000", "9000")),
    ],
)
def test_times_are_read_in_the_unit_of_the_column(head: str, cells: tuple[str, ...]) -> None:
    rows = "".join(
        f"{cell},{who},Hello there my friend\n"
        for cell, who in zip(cells, ("Agent", "Customer", "Agent"), strict=True)
    )
    assert starts(f"{head},speaker,text\n{rows}") == [1.5, 4.0, 9.0]


def test_column_of_calls_parts_the_file() -> None:
    text = "conversation_id,speaker,text\n7,Agent,Hello\n8,Agent,Hey\n7,Customer,Hi\n8,Customer,Yo\n"
    found = [one for one in outcomes(text) if isinstance(one, Heard)]
    assert [(one.id, [line.text for line in one.lines]) for one in found] == [
        ("7", ["Hello", "Hi"]),
        ("8", ["Hey", "Yo"]),
    ]


def test_call_whose_rows_are_scattered_over_a_large_file_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "_OPEN_LIMIT", 200)
    rows = "".join(f"{call},Agent,Hello there my friend\n" for call in (1, 1, 2, 2, 3, 3, 3, 1, 4))
    found = outcomes(f"call_id,speaker,text\n{rows}")
    assert [one.id for one in found if isinstance(one, Heard)] == ["1", "2", "3", "4"]
    (scattered,) = [one for one in found if isinstance(one, UnreadableError)]
    assert (scattered.kind, scattered.name) == (FailureKind.NOT_A_TRANSCRIPT, "call:9")


def test_whole_transcript_in_a_cell_is_a_conversation() -> None:
    as_json = json.dumps(
        [{"role": "agent", "content": "Hello"}, {"role": "customer", "content": "Hi"}]
    ).replace('"', '""')
    text = f'id,transcript\n1,"Agent: Hello\nCustomer: Hi"\n2,"{as_json}"\n3,\n'
    found = outcomes(text)
    assert [one.id for one in found if isinstance(one, Heard)] == ["1", "2"]
    assert [one.kind for one in found if isinstance(one, UnreadableError)] == [FailureKind.NOT_A_TRANSCRIPT]


def test_formula_in_a_cell_is_what_somebody_said() -> None:
    assert said("speaker,text\nAgent,=1+1\nCustomer,@SUM(A1)\n") == [
        ("Agent", "=1+1"),
        ("Customer", "@SUM(A1)"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "name,email,phone\nIda,ida@example.com,1\nPer,per@example.com,2\n",
        "date,amount\n2024-01-01,5\n2024-01-02,6\n",
        "name,message\nIda Moss,hello\nPer Holm,hi\nJo Lind,hey\n",
        "a,b,c\n1,2,3\n4,5,6\n",
    ],
)
def test_other_tables_are_refused(text: str) -> None:
    assert refusal(text).kind == FailureKind.UNKNOWN_FORMAT


def test_rows_of_uneven_width_keep_what_they_have() -> None:
    assert heard("speaker,text\nAgent,Hello,more,cells\nCustomer\nCustomer,Hi\n").lines[1].text == "Hi"
