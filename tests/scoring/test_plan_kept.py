"""Which of the planned questions were asked, in these words or others."""

from __future__ import annotations

import pytest

from simulator.scoring.plan_kept import parts_that_ask, turns_asked
from tests.scoring.pairs import DIFFERENT, SAME

BEFORE = "What did you try before, and why did it come out again?"
BESIDES = "Who besides you has to be happy with it?"


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (BEFORE, "Why did it come out again?"),
        (BEFORE, "Right. And what had you tried before that?"),
        (BESIDES, "I see. Who'd have to say yes besides you?"),
        (BESIDES, "Who else has to be happy with it?"),
        ("How do you plan your rounds in the morning?", "How do you plan the morning rounds?"),
        ("What happens when somebody is ill?", "And if a driver calls in sick, what then?"),
        ("What would you change first?", "If you could change one thing, what would it be?"),
        ("Who decides?", "Who makes the decision?"),
    ],
)
def test_a_planned_question_counts_as_asked_when_a_part_of_it_was(planned: str, said: str) -> None:
    assert turns_asked([planned], [(3, "How are you today?"), (5, said)]) == (5,)


UNRELATED = (
    "Who trains the new people?",
    "What do you do before the rounds?",
    "Why did she leave?",
    "How long have you been there?",
    "Are you happy with it?",
    "What comes out of it?",
    "How many vans do you have?",
    "What time would suit you?",
    "Have you got a minute?",
    "What does the software cost?",
    "How are you today?",
    "Would Thursday at two suit you?",
)
PLANNED = (
    BEFORE,
    BESIDES,
    "How do you plan your rounds in the morning?",
    "How many drivers do you have?",
    "What happens when somebody is ill?",
    "What does it cost you when it goes wrong?",
    "How do you do it today?",
)


@pytest.mark.parametrize("said", UNRELATED)
def test_an_unrelated_question_asks_nothing_of_the_plan(said: str) -> None:
    assert turns_asked(PLANNED, [(3, said)]) == (None,) * len(PLANNED)


def test_a_question_is_cut_only_where_both_halves_ask() -> None:
    assert parts_that_ask(BEFORE) == ("What did you try before", "why did it come out again?")
    assert parts_that_ask("How do you plan nights and Sundays?") == ("How do you plan nights and Sundays?",)
    assert parts_that_ask("Who decides and who pays?") == ("Who decides", "who pays?")
    assert parts_that_ask("  ") == ()


def test_a_plan_that_says_nothing_was_not_asked() -> None:
    assert turns_asked(["?", ""], [(1, "Who decides?")]) == (None, None)
    assert turns_asked(["Who decides?"], []) == (None,)


def test_same_questions_are_seen_and_different_ones_are_not() -> None:
    seen = sum(turns_asked([planned], [(1, said)]) == (1,) for planned, said in SAME)
    wrong = [said for planned, said in DIFFERENT if turns_asked([planned], [(1, said)]) == (1,)]
    assert seen >= 21
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ("who gets the phone call", "who picks up the phone your end"),
        (
            "Who else would have to like this?",
            "Is there anyone besides you who'd have to like an idea like this, your partners perhaps?",
        ),
    ],
)
def test_a_question_for_a_person_is_seen_in_other_words(planned: str, said: str) -> None:
    assert turns_asked([planned], [(1, said)]) == (1,)
