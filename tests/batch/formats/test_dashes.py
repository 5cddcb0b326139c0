"""Captions and texts without names: dashes that tell two voices apart, dashes that do not, names above the words."""

from __future__ import annotations

import pytest

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats.dashes import CONFIDENT
from simulator.batch.who import settle
from simulator.domain.transcript import Speaker
from tests.batch.formats.reading import heard, refusal, said

TALK = (
    "Harbour Ironworks, Jill speaking.",
    "Hello Jill, it's Sam from Brackwater. The reason for my call is your delivery rounds.",
    "We're all set, thanks. We plan them by hand.",
    "By hand, every morning. What happens when a driver is ill?",
    "Then somebody waits for their steel.",
    "What does that cost you on a bad day?",
    "A morning, and sometimes a customer.",
    "Could we look at one of those mornings together, Thursday at two?",
)


def srt(*cues: tuple[str, ...]) -> str:
    """A file with these cues, each some lines."""
    return "\n".join(
        f"{at + 1}\n00:00:{3 * at:02},000 --> 00:00:{3 * at + 2:02},500\n" + "\n".join(lines) + "\n"
        for at, lines in enumerate(cues)
    )


def _alternating() -> list[tuple[str, str]]:
    return [(f"Voice {1 + at % 2}", line) for at, line in enumerate(TALK)]


@pytest.mark.parametrize("dash", ["- ", "-", "– ", "— "])
def test_cues_with_two_dashed_lines_each_are_two_voices(dash: str) -> None:
    pairs = zip(TALK[::2], TALK[1::2], strict=True)
    text = srt(*((f"{dash}{one}", f"{dash}{other}") for one, other in pairs))
    assert said(text) == _alternating()
    assert heard(text).extra["told_apart"] == {"by": "dashes", "confidence": 0.9}


def test_cue_with_one_dash_and_a_line_that_goes_on_keeps_the_voice() -> None:
    text = srt(
        (f"- {TALK[0]}", f"- {TALK[1].split('. ')[0]}."),
        (TALK[1].split(". ")[1],),
        *((f"- {line[:20]}", line[20:]) for line in TALK[2:]),
        *[(f"- {line}",) for line in TALK],
    )
    voices = [who for who, _ in said(text)]
    assert voices[:4] == ["Voice 1", "Voice 2", "Voice 2", "Voice 1"]
    assert voices[-8:] == ["Voice 1", "Voice 2"] * 4


def test_rep_is_worked_out_and_both_confidences_are_told() -> None:
    settled = settle(heard(srt(*((f"- {line}",) for line in TALK))), name="a")
    assert not isinstance(settled, UnreadableError)
    assert [turn.speaker for turn in settled.turns] == [Speaker.PROSPECT, Speaker.REP] * 4
    who = (settled.model_extra or {})["who"]
    assert who["told_apart"] == "dashes"
    assert CONFIDENT**2 < who["confidence"] <= 0.9


def test_dashes_only_where_two_speak_do_not_say_whose_the_other_lines_are() -> None:
    text = srt((TALK[0],), (f"- {TALK[2]}", f"- {TALK[3]}"), (TALK[4],), (f"- {TALK[6]}", f"- {TALK[7]}"))
    found = settle(heard(text), name="a")
    assert isinstance(found, UnreadableError)
    assert found.kind is FailureKind.NO_SPEAKERS
    assert str(found).startswith("Its dashes say that the voice changes, and not whose it is.")
    assert "put a name and a colon before each line" in str(found)


def test_dashes_in_the_middle_of_what_somebody_says_are_no_changes() -> None:
    text = srt(
        ("- So what we do", "- is planning."),
        ("- for the rounds, and", "- then the drivers"),
        ("- get it.", "- Yes."),
    )
    assert {who for who, _ in said(text)} == {None}


def test_text_with_a_dash_before_each_line_is_two_voices_if_it_is_talk() -> None:
    text = "A call in May\n\n" + "\n\n".join(f"– {line}" for line in TALK)
    assert said(text) == _alternating()
    assert heard(text).extra["told_apart"] == {"by": "dashes", "confidence": 0.9}


@pytest.mark.parametrize(
    "text",
    [
        "Shopping\n"
        + "\n".join(f"- {what}" for what in "milk eggs bread flour salt tea rice oats pears".split()),
        "Notes\n" + "\n".join(f"- We discussed point {number} and agreed to wait." for number in range(12)),
        "\n".join(f"-{number}" for number in range(12)),
        "\n".join(f"-- option{number}  what it does" for number in range(12)),
    ],
    ids=["list", "notes", "numbers", "options"],
)
def test_lists_with_dashes_are_no_talk(text: str) -> None:
    assert refusal(text).kind is FailureKind.UNKNOWN_FORMAT


def test_names_on_a_line_of_their_own_above_the_words_are_the_voices() -> None:
    text = srt(*((("Jill Ames", "Sam Carter")[at % 2], line[:30], line[30:]) for at, line in enumerate(TALK)))
    assert [who for who, _ in said(text)] == ["Jill Ames", "Sam Carter"] * 4
    assert [words.replace(" ", "") for _, words in said(text)] == [line.replace(" ", "") for line in TALK]


def test_cue_without_a_name_above_it_goes_on_with_the_last_one() -> None:
    cues = [(("Jill", "Sam")[at % 2], line) for at, line in enumerate(TALK)]
    found = said(srt(cues[0], ("And it rains.",), *cues[1:]))
    assert found[1] == ("Jill", "And it rains.")


def test_short_first_lines_of_captions_are_no_names() -> None:
    text = srt(*(("Okay", line) if at % 2 else ("Right", line) for at, line in enumerate(TALK)))
    assert {who for who, _ in said(text)} == {None}
    broken = srt(*((line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in TALK))
    assert {who for who, _ in said(broken)} == {None}
