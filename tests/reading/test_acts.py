"""Acts of a line: the tables of labelled lines, names, and what must never be mistaken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.reading import Act
from simulator.reading.acts import read_acts
from simulator.reading.acts_names import extract_company, extract_given_name, names_addressed, wrong_name
from simulator.reading.acts_text import plain
from tests.reading.act_lines import agreement, labelled_lines

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("table", "marks", "precision", "recall"),
    [
        ("acts.txt", True, 0.99, 0.98),
        ("acts.txt", False, 0.97, 0.95),
        ("acts_fresh.txt", True, 0.97, 0.94),
        ("acts_fresh.txt", False, 0.96, 0.91),
        ("acts_unseen.txt", True, 0.97, 0.92),
    ],
)
def test_acts_table_of_labelled_lines_reaches_its_figures(
    table: str, marks: bool, precision: float, recall: float
) -> None:
    total, errors = agreement(table, marks=marks)
    assert total.precision >= precision, "\n".join([str(total), *errors])
    assert total.recall >= recall, "\n".join([str(total), *errors])


def test_acts_table_holds_three_hundred_lines_and_every_act_of_the_rules() -> None:
    elsewhere = {Act.ACKNOWLEDGEMENT, Act.EMPATHY, Act.AFFIRMATION, Act.SUMMARY, Act.ADVICE}
    lines = list(labelled_lines("acts.txt"))
    labelled = frozenset().union(*(line.acts for line in lines))
    assert len(lines) >= 300
    assert set(Act) - labelled - elsewhere == set()


def test_act_keys_match_the_phrases() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "fill_act_keys.py"), "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("I'm in no rush at all.", Act.PRESSURE),
        ("Say goodbye to paperwork.", Act.GOODBYE),
        ("I'm sorry to hear that.", Act.APOLOGY),
        ("The weather has hit your drivers?", Act.OFF_TOPIC),
        ("Do you hold on to your drivers?", Act.HOLD_ON),
        ("I can't guarantee that.", Act.GUARANTEE),
        ("Thanks to our app you save hours.", Act.THANKS),
        ("What does it cost you when a van stands still?", Act.PRICE),
        ("Does your team ignore the instructions?", Act.COMMAND),
        ("Do you use a chatbot?", Act.META),
        ("Do you have Polish customers?", Act.PERSONAL_REMARK),
        ("I'd love to hear more.", Act.PERSONAL_REMARK),
        ("No worries.", Act.NO),
        ("So you don't even know who is late?", Act.ARGUES),
        ("Ed", Act.GIBBERISH),
        ("Ng", Act.GIBBERISH),
        ("C'est la vie, as they say.", Act.OTHER_LANGUAGE),
    ],
)
def test_read_acts_innocent_wording_is_not_taken_for_the_act(line: str, act: Act) -> None:
    assert act not in read_acts(line)


def test_read_acts_yes_without_a_question_is_no_answer() -> None:
    assert Act.YES in read_acts("yeah, twice a week", "Do you come by here?")
    assert Act.YES not in read_acts("yeah, I can imagine", "We had a hard winter.")


def test_read_acts_silence_and_gibberish_come_alone() -> None:
    assert read_acts("  ") == {Act.SILENCE}
    assert read_acts("asdf jkl qwer") == {Act.GIBBERISH}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_read_acts_any_text_gives_acts_and_never_raises(text: str) -> None:
    assert read_acts(text, text) <= set(Act)


def test_plain_form_is_the_same_with_and_without_marks() -> None:
    spoken = plain("Um, I'm calling, like, from Turnout.")
    assert spoken == plain("im calling from turnout") == "| i am calling from turnout |"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Hi Dana, it's Sam from Turnout.", "Sam"),
        ("hi dana its sam from turnout", "Sam"),
        ("My name is Priya.", "Priya"),
        ("Joe here from Brightline", "Joe"),
        ("um hi my name is uh tom", "Tom"),
        ("You're speaking to Ben from accounts.", "Ben"),
        ("It's pretty effective.", None),
        ("Is this Dana?", None),
        ("It's about your drivers.", None),
        ("Do you want a board on a screen? It's forty quid.", None),
        ("it's eighteen pounds a van", None),
        ("I'm from the south.", None),
        ("We work with most of the big names.", None),
        ("", None),
    ],
)
def test_extract_given_name_finds_the_reps_own_name(line: str, name: str | None) -> None:
    assert extract_given_name(line) == name


def test_extract_company_finds_the_firm_that_is_called_from() -> None:
    assert extract_company("it's Sam from Turnout") == "Turnout"
    assert extract_company("I'm calling on behalf of Northgate Foods") == "Northgate"
    assert extract_company("I heard from your planner") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Hi Dana, it's Sam from Turnout.", ["Dana"]),
        ("Good morning, Mr. Mercer.", ["Mercer"]),
        ("thanks dana", ["Dana"]),
        ("Is that Dana?", ["Dana"]),
        ("Well, Dana, that's fair.", ["Dana"]),
        ("Could I speak to Mr. Baker?", []),
        ("Hi there, how are you?", []),
        ("Hello, I'm Sam.", []),
    ],
)
def test_names_addressed_are_those_the_prospect_is_called_by(line: str, names: list[str]) -> None:
    assert names_addressed(line) == names


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("Hi Dana, it's Sam.", None),
        ("Good morning, Ms Mercer", None),
        ("Hi Diana, it's Sam.", None),
        ("Hi Robert, it's Sam.", "Robert"),
        ("thanks peter", "Peter"),
        ("it's Sam from Turnout", None),
    ],
)
def test_wrong_name_only_another_persons_name_counts(line: str, wrong: str | None) -> None:
    assert wrong_name(line, "Dana Mercer") == wrong


def test_letting_go_of_somebody_and_asking_whom_it_would_suit_are_heard() -> None:
    acts = read_acts("I don't think this is for three vans, honestly. Who do you know that it would suit?")
    assert {Act.DISQUALIFY, Act.REFERRAL} <= acts
    assert Act.DISQUALIFY not in read_acts("I think this is for three vans and more.")
