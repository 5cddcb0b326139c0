"""Plain text: the ways in which tools write a name and a time, and what only looks like it."""

from __future__ import annotations

import pytest

from simulator.batch.failures import FailureKind
from simulator.domain.transcript import Speaker
from tests.batch.formats.reading import heard, refusal, said, starts

HELLO = [("Ida Moss", "Hello, is this a bad time?"), ("Per", "No, go on."), ("Ida Moss", "Thank you.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ida Moss: Hello, is this a bad time?\nPer: No, go on.\nIda Moss: Thank you.",
        "Ida Moss: Hello, is this\na bad time?\n\nPer: No,\ngo on.\nIda Moss: Thank you.",
        "**Ida Moss:** Hello, is this a bad time?\n\n**Per:** No, go on.\n\n**Ida Moss:** Thank you.",
        "Ida Moss  0:12\nHello, is this a bad time?\n\nPer  0:15\nNo, go on.\n\nIda Moss  0:20\nThank you.\n\nTranscribed by https://otter.ai",
        "[Ida Moss] 11:02:09\nHello, is this a bad time?\n\n[Per] 11:02:12\nNo, go on.\n\n[Ida Moss] 11:02:14\nThank you.",
        "Ida Moss [00:01:02]: Hello, is this a bad time?\nPer [00:01:05]: No, go on.\nIda Moss [00:01:09]: Thank you.",
        "Ida Moss (00:01):\n    Hello, is this a bad time?\nPer (00:05):\n    No, go on.\nIda Moss (00:07):\n    Thank you.",
        "[00:01:02] Ida Moss: Hello, is this a bad time?\n[00:01:05] Per: No, go on.\n[00:01:09] Ida Moss: Thank you.",
        "00:01:02 - Ida Moss: Hello, is this a bad time?\n00:01:05 - Per: No, go on.\n00:01:09 - Ida Moss: Thank you.",
        "00:01:02 Ida Moss\nHello, is this a bad time?\n00:01:05 Per\nNo, go on.\n00:01:09 Ida Moss\nThank you.",
        "Ida Moss\n0:03\nHello, is this a bad time?\nPer\n0:09\nNo, go on.\nIda Moss\n0:12\nThank you.",
        "Ida Moss\tHello, is this a bad time?\nPer\tNo, go on.\nIda Moss\tThank you.",
        "00:01\tIda Moss\tHello, is this a bad time?\n00:04\tPer\tNo, go on.\n00:09\tIda Moss\tThank you.",
        "Ida Moss\t00:01\tHello, is this a bad time?\nPer\t00:04\tNo, go on.\nIda Moss\t00:09\tThank you.",
        "12/01/2024, 10:02 - Ida Moss: Hello, is this a bad time?\n12/01/2024, 10:03 - Per: No, go on.\n"
        "12/01/2024, 10:03 - Ida Moss: Thank you.",
        "10:02:33 From Ida Moss to Everyone: Hello, is this a bad time?\n10:02:40 From Per to Everyone: No, go on.\n"
        "10:02:49 From Ida Moss to Everyone: Thank you.",
        "[00:00.000 --> 00:05.000] [Ida Moss] Hello, is this a bad time?\n[00:05.000 --> 00:07.000] [Per] No, go on.\n"
        "[00:07.000 --> 00:09.000] [Ida Moss] Thank you.",
        "<Ida Moss> Hello, is this a bad time?\n<Per> No, go on.\n<Ida Moss> Thank you.",
        "1. Ida Moss: Hello, is this a bad time?\n2. Per: No, go on.\n3. Ida Moss: Thank you.",
        "Ida Moss | 00:01\nHello, is this a bad time?\n\nPer | 00:04\nNo, go on.\n\nIda Moss | 00:09\nThank you.",
        "Call with Per\nWednesday\n\nIda Moss: Hello, is this a bad time?\nPer: No, go on.\nIda Moss: Thank you.",
    ],
)
def test_names_and_words_are_told_apart(text: str) -> None:
    assert said(text) == HELLO


def test_times_count_from_the_first_where_they_are_a_time_of_day() -> None:
    text = "[Ida] 11:02:09\nHello?\n\n[Per] 11:02:12\nYes.\n\n[Ida] 11:03:09\nGood."
    assert starts(text) == [0.0, 3.0, 60.0]


def test_call_past_midnight_goes_forward() -> None:
    text = "[23:59:50] Ida: Hello?\n[00:00:10] Per: Yes.\n[00:00:20] Ida: Good."
    assert starts(text) == [0.0, 20.0, 30.0]


def test_labels_that_name_a_role_tell_who_is_the_rep() -> None:
    assert heard("Agent: hi\nCustomer: hello").roles == {"Agent": Speaker.REP, "Customer": Speaker.PROSPECT}
    assert heard("Ida: Hi, how are you?\nPer: Fine, thanks.\nIda: Good.").roles == {}


def test_colon_within_a_line_opens_no_turn() -> None:
    text = "Ida: One thing.\nNote: this is his.\nPer: Yes: that.\nIda: I see.\nPer: Good."
    assert said(text)[:2] == [("Ida", "One thing. Note: this is his."), ("Per", "Yes: that.")]


def test_words_without_any_mark_are_talk_too() -> None:
    assert said("ANN: hi how are you\nBO: fine\nANN: ok good\n")[1] == ("BO", "fine")


@pytest.mark.parametrize(
    "text",
    [
        "This is prose about a call.\nNote: it has notes.\nIt goes on.\nWarning: it is no transcript.\nNote: again.",
        "2024-01-01 10:00:00 INFO main: started\n2024-01-01 10:00:01 ERROR main: failed\n2024-01-01 10:00:02 INFO db: ok",
        "INFO: started server process.\nINFO: waiting for you.\nERROR: failed.\nINFO: done now.",
        "[INFO] 10:00:00 started\n[ERROR] 10:00:01 failed\n[INFO] 10:00:02 started",
        "Jan 12 10:00:00 host sshd[123]: Accepted key for you\nJan 12 10:00:01 host cron[1]: run it now please\n",
        "10:00:00 nginx: worker process started\n10:00:01 redis: ready to accept\n10:00:02 nginx: worker exited on signal\n",
        "From: ida@example.com\nTo: per@example.com\nSubject: Hello\n\nDear Per,\nhow are you?\nYours: Ida",
        "Name: Ida Moss\nPhone: 555 123\nAddress: 12 High Street, Leeds\n\n"
        "Name: Per Holm\nPhone: 555 888\nAddress: 1 Low Road, York\n",
        "def f(x):\n    return x\nclass A:\n    pass\n",
        "Ingredients: flour, eggs\nMethod: mix it well and bake.\nTime: 10:30\n",
        "Opening 9:00\nCoffee 10:30\nLunch 12:00\nCoffee 15:30\nEnd 17:00",
        "Meeting notes\nIda said hello. Per replied: fine.\nDecisions: buy flour.\nActions: Ida to buy.\n",
        "Once upon a time there was a rep.",
        "https://example.com/a\nhttps://example.com/b\n",
    ],
)
def test_what_is_no_conversation_is_refused_with_what_can_be_read(text: str) -> None:
    found = refusal(text)
    assert found.kind == FailureKind.UNKNOWN_FORMAT
    assert "WebVTT" in found.hint


@pytest.mark.parametrize(
    "text",
    [
        "Agent:Hello?\nCustomer:Hi.\nAgent:So.",
        "Agent - Hello?\nCustomer - Hi.\nAgent - So.",
        "Agent\nHello?\n\nCustomer\nHi.\n\nAgent\nSo.",
    ],
)
def test_words_that_only_speakers_go_by_need_less_of_a_form(text: str) -> None:
    assert said(text) == [("Agent", "Hello?"), ("Customer", "Hi."), ("Agent", "So.")]
