"""Questions that one line strings together, and questions that are one."""

from __future__ import annotations

import pytest

from simulator.reading.absence import asks_who_stands_in
from simulator.reading.asked_parts import parts_of
from simulator.reading.line import read_line
from simulator.reading.question_aspects import only_compares


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("How many vans do you run, and who looks after them?", 2),
        ("how many of you are there and how long have you been going", 2),
        ("Where do you park, and do you find it easy to recruit?", 2),
        ("how many staff have you got, how many sites, and who decides what gets bought", 3),
        ("What's the rota like & is there any slack in it", 2),
        ("who does the planning and what happens when theyre off", 2),
        ("and where do i come to and who'll be there", 2),
    ],
)
def test_line_that_strings_questions_together_has_each_of_them(line: str, count: int) -> None:
    assert len(parts_of(read_line(line))) == count


@pytest.mark.parametrize(
    "line",
    [
        "What time does the first van leave, is it early?",
        "What's a normal day for one of your engineers, how many boilers would he see?",
        "What if each enquiry sat on the board, where all three in the office could see it?",
        "Is it you or is it the office?",
        "What's the worst of it, would you say?",
        "Do you plan it yourself or does the office?",
        "When you say you're fine, what do you mean?",
    ],
)
def test_question_with_its_choices_or_its_guess_is_one(line: str) -> None:
    assert len(parts_of(read_line(line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "who does it when you're ill",
        "What happens if you're off sick?",
        "whos in charge when your not in",
        "say you broke your leg tomorrow, who would run it",
        "Does it all stop if you have a day off?",
        "with you off, who plans it",
        "is there anyone who can do what you do",
    ],
)
def test_absence_of_theirs_is_asked_about(line: str) -> None:
    assert asks_who_stands_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "what happens if one of them's off sick",
        "who covers when a driver is on holiday",
        "when were you last off sick",
        "do you ring in when you're on holiday",
        "what happens when a customer isn't in",
        "if you could take a week off, what would you do",
        "do the vans go off on time",
    ],
)
def test_absence_of_others_is_another_question(line: str) -> None:
    assert not asks_who_stands_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "is that more than last year",
        "Is it better or worse than with the old one?",
        "has it got worse",
        "was it always that bad",
        "how does that compare with a year ago",
    ],
)
def test_bare_comparison_names_nothing_of_its_own(line: str) -> None:
    assert only_compares(line)


@pytest.mark.parametrize(
    "line",
    [
        "is the laundry busier than last year",
        "are the receptionists happier than before",
        "how many calls do you get",
        "is Friday worse than Monday",
        "what happened last year",
    ],
)
def test_comparison_with_a_subject_is_about_that(line: str) -> None:
    assert not only_compares(line)
