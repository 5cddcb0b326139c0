"""Which of the planned questions were asked, in these words or others."""

from __future__ import annotations

import pytest

from simulator.scoring.plan_kept import parts_that_ask, turns_asked
from tests.scoring.pairs import DIFFERENT, SAME
from tests.scoring.pairs.held import HELD_DIFFERENT, HELD_SAME

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
    assert seen >= 29
    assert len(wrong) <= 1, wrong


def test_held_pairs_are_told_apart() -> None:
    seen = sum(turns_asked([planned], [(1, said)]) == (1,) for planned, said in HELD_SAME)
    wrong = sum(turns_asked([planned], [(1, said)]) == (1,) for planned, said in HELD_DIFFERENT)
    assert len(HELD_SAME) + len(HELD_DIFFERENT) >= 60
    assert seen >= 21
    assert wrong <= 4
    assert seen / (seen + wrong) >= 0.83


def test_questions_of_other_pairs_do_not_ask_the_planned_one() -> None:
    said = [(turn, one) for turn, (_, one) in enumerate(HELD_SAME)]
    asked = [
        (planned, one)
        for place, (planned, _) in enumerate(HELD_SAME)
        for turn, one in said
        if turn != place and turns_asked([planned], [(turn, one)]) == (turn,)
    ]
    assert len(asked) <= 3, asked  # of 1,260


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ("Who looks after the computers?", "How many computers do you have?"),
        ("How did it come about that you do it yourself?", "How often do you do it yourself?"),
        ("How many beds do you have?", "What does a bed cost you?"),
        ("When do you shut for the winter?", "Why do you shut for the winter?"),
        ("Who shuts the shop?", "When do you shut the shop?"),
        ("What does the van cost you?", "How long have you had the van?"),
    ],
)
def test_same_subject_with_another_thing_wanted_is_another_question(planned: str, said: str) -> None:
    assert turns_asked([planned], [(1, said)]) == (None,)


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
