"""WebVTT and SRT as Teams, Zoom, YouTube, podcasts and diarising tools write them, and as they come damaged."""

from __future__ import annotations

from simulator.batch.failures import FailureKind
from tests.batch.formats.reading import heard, refusal, said

ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.030 --> 00:00:05.720 align:start position:0%
 
what<00:00:00.719><c> does</c><00:00:00.930><c> it</c><00:00:01.100><c> cost</c>

00:00:05.720 --> 00:00:05.730 align:start position:0%
what does it cost
 

00:00:05.730 --> 00:00:08.100 align:start position:0%
what does it cost
on<00:00:06.719><c> a</c><00:00:07.930><c> bad</c><00:00:07.990><c> day</c>

00:00:08.100 --> 00:00:08.110 align:start position:0%
on a bad day
 

00:00:08.110 --> 00:00:10.110 align:start position:0%
on a bad day
a morning
"""  # noqa: W293 - the blanks are YouTube's


def test_voice_tags_of_teams_are_the_voices() -> None:
    text = (
        "WEBVTT\n\n8f2a/12-0\n00:00:01.000 --> 00:00:03.000\n<v Ida Moss>Hello &amp; good day.</v>\n\n"
        "8f2a/13-0\n00:00:03.500 --> 00:00:05.000\n<v.loud Per Holm>Good day.</v>\n"
    )
    assert said(text) == [("Ida Moss", "Hello & good day."), ("Per Holm", "Good day.")]
    assert heard(text).lines[1].start == 3.5


def test_two_voices_in_one_cue_are_two_lines() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ida>Hello?\n<v Per>Yes.\n"
    assert said(text) == [("Ida", "Hello?"), ("Per", "Yes.")]


def test_numbered_cues_of_zoom_have_the_name_before_a_colon() -> None:
    text = (
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\nIda Moss: Hello there.\n\n"
        "2\n00:00:04.000 --> 00:00:05.000\nPer Holm (Harbour): Hi. Note: not now.\n\n"
        "3\n00:00:06.000 --> 00:00:07.000\nIda Moss: When then?\n"
    )
    assert said(text) == [
        ("Ida Moss", "Hello there."),
        ("Per Holm (Harbour)", "Hi. Note: not now."),
        ("Ida Moss", "When then?"),
    ]


def test_brackets_of_a_diarising_tool_are_the_voices() -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\n[SPEAKER_00]: Hello.\n\n2\n00:00:04,000 --> 00:00:05,000\n[SPEAKER_01]: Hi.\n"
    assert said(text) == [("SPEAKER_00", "Hello."), ("SPEAKER_01", "Hi.")]


def test_rolling_captions_are_said_once() -> None:
    assert [text for _, text in said(ROLLING)] == ["what does it cost", "on a bad day", "a morning"]


def test_somebody_who_repeats_themselves_is_heard_twice() -> None:
    cues = "".join(
        f"{number}\n00:00:0{number}.000 --> 00:00:0{number + 1}.000\nPer: {words}\n\n"
        for number, words in enumerate(["Yes.", "Yes.", "Well.", "No.", "Good."], start=1)
    )
    assert [text for _, text in said("WEBVTT\n\n" + cues)] == ["Yes.", "Yes.", "Well.", "No.", "Good."]


def test_captions_cut_by_length_go_on_with_the_last_voice() -> None:
    text = (
        "1\n00:00:00,000 --> 00:00:02,000\nIda: When you first\nget a call\n\n"
        "2\n00:00:02,000 --> 00:00:04,000\nlike this one\n\n"
        "3\n00:00:04,000 --> 00:00:05,000\nPer: I hang up.\n\n4\n00:00:05,000 --> 00:00:06,000\nIda: I see.\n"
    )
    assert said(text) == [
        ("Ida", "When you first get a call"),
        ("Ida", "like this one"),
        ("Per", "I hang up."),
        ("Ida", "I see."),
    ]


def test_notes_styles_and_regions_are_not_said() -> None:
    text = (
        "WEBVTT - a call\n\nNOTE\nIda: not this\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\n"
        "00:01.000 --> 00:03.000\n<v Ida>Only this.\n"
    )
    assert said(text) == [("Ida", "Only this.")]


def test_captions_without_names_have_no_voices() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:03.000\nhello there\n\n00:03.000 --> 00:05.000\nThe thing is: it rains\n"
    )
    assert [who for who, _ in said(text)] == [None, None]


def test_what_tools_get_wrong_is_mended() -> None:
    text = (
        "00:00:01.000 --> 00:00:02,5\nIda: a --> b\n00:00:03 --> 00:00:04\nPer: no blank line before\n\n"
        "00:00:09.000 --> 00:00:03.000\nIda: ends before it starts\n"
    )
    lines = heard(text).lines
    assert [(line.who, line.text) for line in lines] == [
        ("Ida", "a --> b"),
        ("Per", "no blank line before"),
        ("Ida", "ends before it starts"),
    ]
    assert (lines[2].start, lines[2].end) == (9.0, None)


def test_header_alone_is_no_conversation() -> None:
    assert refusal("WEBVTT\n\n").kind == FailureKind.NO_TURNS


def test_file_cut_within_a_cue_keeps_what_came_before() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ida>Hello?\n\n00:04.000 --> 00:05.000\n<v Per>Yes\n\n00:06.0"
    )
    assert said(text)[0] == ("Ida", "Hello?")


def test_cues_that_are_named_have_the_name_as_voice() -> None:
    webex = (
        'WEBVTT\n\n1 "Ida Moss" (123)\n00:00:01.000 --> 00:00:03.000\nHello there?\n\n'
        '2 "Per Holm" (456)\n00:00:03.000 --> 00:00:05.000\nHi.\n'
    )
    assert said(webex) == [("Ida Moss", "Hello there?"), ("Per Holm", "Hi.")]
    bare = (
        "WEBVTT\n\nIda\n00:01.000 --> 00:03.000\nHello?\n\nPer\n00:03.000 --> 00:05.000\nHi.\n\n"
        "Ida\n00:05.000 --> 00:06.000\nSo.\n"
    )
    assert said(bare) == [("Ida", "Hello?"), ("Per", "Hi."), ("Ida", "So.")]


def test_cues_of_json_have_voice_and_words() -> None:
    text = (
        'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n{"speakerName": "Ida <Moss>", "spokenText": "Is 1 < 2?"}\n\n'
        '00:00:03.000 --> 00:00:05.000\n{"speakerName": "Per", "spokenText": "Yes."}\n'
    )
    assert said(text) == [("Ida <Moss>", "Is 1 < 2?"), ("Per", "Yes.")]


def test_markup_in_a_cue_is_left_out_and_entities_are_read() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\n<b>Ida:</b> Is it &lt;b&gt; or b?\n\n"
        "2\n00:00:03,000 --> 00:00:05,000\n<i>Per: Yes.</i>\n"
    )
    assert said(text) == [("Ida", "Is it <b> or b?"), ("Per", "Yes.")]


def test_blank_line_within_what_somebody_says_loses_no_word() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:03,000\nIda: Is it\n\na bad time?\n\n2\n00:00:03,000 --> 00:00:05,000\nPer: Yes.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nIda: So.\n"
    )
    wanted = [("Ida", "Is it a bad time?"), ("Per", "Yes."), ("Ida", "So.")]
    assert said(text) == wanted
    assert said(text.replace("\n", "\n\n")) == wanted
