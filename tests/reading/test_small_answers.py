"""Questions from the side: which of them are known, in which words, and which are not."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona, SmallAnswer
from simulator.domain.reading import Act, ReadingContext
from simulator.reading.local import LocalReader

_LIBRARY = ContentLibrary()
_HOLE = SmallAnswer(
    ask=("Which of your vans has the hole in the floor?", "is there a van you can see the road through"),
    say=("The seventh. You can watch the cat's-eyes go by.",),  # type: ignore[arg-type]
)


@pytest.fixture(scope="module")
def reader() -> LocalReader:
    """A reader for Marion with one small answer more, at the end."""
    marion = _LIBRARY.persona("marion-teague")
    with_hole = Persona.model_validate({**marion.model_dump(), "answers": (*marion.answers, _HOLE)})
    return LocalReader(with_hole, _LIBRARY.scenario("morning-board"))


@pytest.fixture(scope="module")
def hole(reader: LocalReader) -> str:
    """The id of the added answer."""
    return f"answer:{len(_LIBRARY.persona('marion-teague').answers)}"


@pytest.mark.parametrize(
    "text",
    [
        "Which of your vans has the hole in the floor?",
        "which van is it thats got a hole in the floor",
        "Is it true there's one van where you can see the road through the floor?",
    ],
)
def test_a_question_from_the_side_is_known_in_other_words(reader: LocalReader, hole: str, text: str) -> None:
    assert reader.read_now(text, ReadingContext()).subjects[0].topic == hole


@pytest.mark.parametrize(
    "text", ["How many vans have you got?", "Who plans the rounds?", "Do the drivers ring you a lot?"]
)
def test_a_question_beside_it_is_not_taken_for_it(reader: LocalReader, hole: str, text: str) -> None:
    found = reader.read_now(text, ReadingContext()).subjects
    assert all(subject.topic != hole for subject in found)


def test_a_fragment_after_an_answer_asks_on_about_it(reader: LocalReader, hole: str) -> None:
    context = ReadingContext(prospect_said="The seventh.", rep_said=("Which van?",), focus=hole)
    assert reader.read_now("why is that", context).subjects[0].topic == hole


def test_another_language_is_not_put_right_into_this_one(reader: LocalReader) -> None:
    line = reader.read_now("¿habla usted español?", ReadingContext()).line
    assert Act.OTHER_LANGUAGE in line.acts


def test_what_is_given_back_before_a_question_counts_as_given_back(reader: LocalReader) -> None:
    marion = _LIBRARY.persona("marion-teague")
    told = marion.layer("rounds.redrawn")
    context = ReadingContext(
        prospect_said=told.reveal[0].say,
        rep_said=("Morning.", "How do you plan the rounds?"),
        focus="rounds.redrawn",
        open_ids=("rounds.redrawn",),
    )
    given = reader.read_now("So the magnets go up again every morning. How did that come about?", context)
    assert given.reflected == ("rounds.redrawn",)
    plain = reader.read_now("We make a board for vans. How did that come about?", context)
    assert plain.reflected == ()
