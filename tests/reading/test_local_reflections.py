"""What a line gives back of what was told, whenever that was."""

from __future__ import annotations

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.reading import ReadingContext
from simulator.reading.local import LocalReader

TOLD = ("rounds.redrawn", "rounds.roy", "rounds.august")
#: what she said last is about something else
CONTEXT = ReadingContext(
    prospect_said="A woman called Pauline. She retired to be near her grandchildren.",
    rep_said=("How do you plan the rounds?", "Who did it before?"),
    focus="answer:158",
    open_ids=TOLD,
)


@pytest.fixture(scope="module")
def reader() -> LocalReader:
    library = ContentLibrary()
    persona = library.persona("marion-teague")
    assert persona is not None
    return LocalReader(persona, library.scenario("morning-board"))


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("In at four, moving magnets. What happens on a morning when you're not in?", "rounds.redrawn"),
        ("Three mornings in August, and the Bellwether gave notice. What did Philip say?", "rounds.august"),
        (
            "So the Bellwether gone after three mornings in August. Can I bring twenty-five minutes on Thursday at two?",
            "rounds.august",
        ),
    ],
)
def test_statement_in_the_words_of_what_was_told_gives_that_back(
    reader: LocalReader, line: str, topic: str
) -> None:
    assert topic in reader.read_now(line, CONTEXT).reflected


@pytest.mark.parametrize(
    "line",
    [
        "We had a client who lost a hotel over three mornings in August. How many vans have you?",
        "I come in at four and move magnets too. What's the weather like?",
        "How do you plan the mornings?",
        "Our board moves every magnet for you at four in the morning.",
        "Thursday at two, then?",
    ],
)
def test_story_of_ones_own_or_a_question_gives_nothing_back(reader: LocalReader, line: str) -> None:
    assert reader.read_now(line, CONTEXT).reflected == ()
