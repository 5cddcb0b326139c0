"""What the learnt head adds to the rules' reading and takes away; lines that it was not trained on."""

from __future__ import annotations

import pytest

from simulator.domain.reading import Act, QuestionKind
from simulator.reading.line import read_line
from simulator.reading.line_kinds import KINDS, line_kinds
from simulator.reading.second_opinion import second_opinion


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("would the nineteenth do, just after your lunch", Act.NEXT_STEP),
        ("is it still raining over your way", Act.SMALL_TALK),
        ("am i dragging you away from your dinner", Act.BAD_TIME),
        ("it comes to less than a pint per van each week", Act.PRICE),
        ("thanks ever so much for your patience", Act.THANKS),
        ("is there anybody else up the road who might want to hear about it", Act.REFERRAL),
    ],
)
def test_act_without_a_phrase_of_the_rules_is_found(line: str, act: Act) -> None:
    assert act in second_opinion(read_line(line)).line.acts


@pytest.mark.parametrize(
    "line",
    [
        "any of your people ever sat in on one of those mornings",
        "no chance of somebody else doing it for a week i suppose",
        "and who decides which of the crews gets the far jobs",
    ],
)
def test_question_in_an_odd_form_is_seen(line: str) -> None:
    assert second_opinion(read_line(line)).line.question is not QuestionKind.NONE


def test_question_about_their_decisions_asks_for_no_referral() -> None:
    line = second_opinion(read_line("Who decides which driver goes to which town?")).line

    assert not line.does(Act.REFERRAL, Act.NEXT_STEP)


@pytest.mark.parametrize(
    "line",
    ["is it wet with you this morning, it's lashing it down here", "shall we say thursday at ten then"],
)
def test_courtesies_and_proposals_ask_about_nothing(line: str) -> None:
    opinion = second_opinion(read_line(line))

    assert opinion.is_about_the_call


def test_question_about_their_work_is_not_about_the_call() -> None:
    opinion = second_opinion(read_line("how do the crews hear about it when a job moves"))

    assert not opinion.is_about_the_call
    assert not opinion.asks_nothing


def test_reflection_is_no_pitch() -> None:
    assert not second_opinion(
        read_line("so nothing goes out of the door until you have seen it yourself")
    ).can_be_pitch


def test_chances_sum_to_one() -> None:
    found = line_kinds(["how many vans do you run", ""])

    assert [set(one) for one in found] == [set(KINDS)] * 2
    assert [sum(one.values()) for one in found] == pytest.approx([1.0, 1.0], abs=1e-4)
