"""Families of clear cases for what a sentence does, in sales talk, with and without punctuation."""

from __future__ import annotations

import re

import pytest

from simulator.domain.reading import ReflectionKind
from simulator.reading.reflections import SentenceClass, acknowledges, read_reflections

LATE_SHEETS = "The loading lists never get here before seven, and the lorries should be gone by then."
THREE_SYSTEMS = (
    "We've been through three systems in five years, and each of them was going to fix everything."
)
MIDNIGHT = "I end up writing the rota at midnight, when my kids are asleep."
PRICE = "That's more than I wanted to spend."


def bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s']", " ", text.lower()).split())


def as_typed_and_bare(*cases: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [*cases, *((bare(text), previous and bare(previous)) for text, previous in cases)]


REFLECTIONS = as_typed_and_bare(
    ("So the lists get there after the lorries should be gone.", LATE_SHEETS),
    ("You're waiting for paper while the engines are running.", LATE_SHEETS),
    ("It sounds like you start every day behind.", LATE_SHEETS),
    ("What I'm hearing is that the morning's lost before it begins.", LATE_SHEETS),
    ("You've heard that promise before.", THREE_SYSTEMS),
    ("Part of you would like it fixed, and part of you is just tired of trying.", THREE_SYSTEMS),
    ("So three systems, and none of them did what it was meant to.", THREE_SYSTEMS),
    ("So you do the rota at midnight, once the children are in bed.", MIDNIGHT),
    ("It's eating into the only time that you have for yourself.", MIDNIGHT),
    ("So it's over what you had in mind.", PRICE),
)
NO_REFLECTIONS = as_typed_and_bare(
    # Echoes and receipts.
    ("Okay, a van, I see.", "We have a van for the small drops."),
    ("Right, three systems.", THREE_SYSTEMS),
    ("Midnight, wow, okay.", MIDNIGHT),
    ("Mm-hmm.", LATE_SHEETS),
    ("Got it, thanks.", LATE_SHEETS),
    # Pitches, some of them dressed up.
    ("Our planner sends the list to each driver's phone by five.", LATE_SHEETS),
    ("So you'd save eleven hours a week with our tool.", MIDNIGHT),
    ("It sounds like our premium plan would be perfect for you.", MIDNIGHT),
    ("You can cancel at any time, so there's no risk for you.", THREE_SYSTEMS),
    ("They're the most trusted name in the trade.", "Who are they?"),
    ("You feel that it's dear, but others felt the same until they saw what it saved them.", PRICE),
    (
        "So you write it at midnight. That's why our tool would be great for you, it saves you hours.",
        MIDNIGHT,
    ),
    # Pressure.
    ("You'd be crazy not to sign today.", PRICE),
    ("I can only hold that price until five o'clock.", PRICE),
    # Advice.
    ("You should have the lists printed the night before.", LATE_SHEETS),
    ("If I were you I'd get a second planner.", MIDNIGHT),
    # Information and what happens next.
    ("The licence is nineteen pounds a month for each user.", "How much is it?"),
    ("I'll ring you on Thursday at ten, then.", "Not today."),
    ("My name's Ruth, and I'm calling from a firm that does route planning.", None),
    # Questions.
    ("What happens when he's off sick?", "There's one man who knows how it works."),
    ("How many drivers have you got?", LATE_SHEETS),
    ("Who decides about a thing like that?", THREE_SYSTEMS),
)


@pytest.mark.parametrize(("text", "previous"), REFLECTIONS)
def test_read_reflections_gives_back_what_was_said_is_a_reflection(text: str, previous: str | None) -> None:
    assert read_reflections(text, previous).kind is not ReflectionKind.NONE


@pytest.mark.parametrize(("text", "previous"), NO_REFLECTIONS)
def test_read_reflections_echo_pitch_advice_or_question_is_none(text: str, previous: str | None) -> None:
    assert read_reflections(text, previous).kind is ReflectionKind.NONE


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        ("Okay, I see.", LATE_SHEETS, SentenceClass.ACKNOWLEDGEMENT),
        ("That must be exhausting.", MIDNIGHT, SentenceClass.EMPATHY),
        ("I'm sorry, that sounds really hard.", MIDNIGHT, SentenceClass.EMPATHY),
        ("You did the right thing there, well done.", THREE_SYSTEMS, SentenceClass.AFFIRMATION),
        ("You should really get a second planner.", MIDNIGHT, SentenceClass.ADVICE),
        ("I'd recommend that you start with one depot.", THREE_SYSTEMS, SentenceClass.ADVICE),
        ("It takes about six weeks on average.", "How long does it take?", SentenceClass.INFORMATION),
        ("I'll send you the invitation on Monday.", "Fine.", SentenceClass.LOGISTICS),
        ("Our software saves you eleven hours a week.", MIDNIGHT, SentenceClass.PITCH),
        ("This is your last chance, the price goes up on Friday.", PRICE, SentenceClass.PRESSURE),
        ("What does that do to the rest of your day?", LATE_SHEETS, SentenceClass.QUESTION_OPEN),
        ("How many lorries do you have?", LATE_SHEETS, SentenceClass.QUESTION_CLOSED),
    ],
)
def test_read_reflections_clear_sentence_has_its_class_first(
    text: str, previous: str, expected: SentenceClass
) -> None:
    for said in (text, bare(text)):
        summed = {c: sum(s[c] for s in read_reflections(said, previous).classes) for c in SentenceClass}
        assert max(summed, key=summed.__getitem__) is expected


def test_read_reflections_classes_of_a_sentence_sum_to_one() -> None:
    reading = read_reflections("So it's late again. What do you do then?", LATE_SHEETS)
    assert len(reading.classes) == 2
    for sentence in reading.classes:
        assert set(sentence) == set(SentenceClass)
        assert sum(sentence.values()) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("text", ["", "   ", "…", "[noise]"])
def test_read_reflections_nothing_said_is_no_reflection(text: str) -> None:
    reading = read_reflections(text, LATE_SHEETS)
    assert reading.kind is ReflectionKind.NONE
    assert not reading.summary


def test_read_reflections_advice_scores_above_reflection_on_advice() -> None:
    advises = read_reflections("You need to have them printed the night before.", LATE_SHEETS)
    reflects = read_reflections("So they get there too late, every day.", LATE_SHEETS)
    assert advises.advice_p > 0.5 > reflects.advice_p
    assert advises.telling_p > reflects.telling_p


def test_read_reflections_run_up_to_a_pitch_counts_for_less() -> None:
    alone = read_reflections("So you write the rota at midnight.", MIDNIGHT)
    run_up = read_reflections(
        "So you write the rota at midnight. Our tool saves you eleven hours a week.", MIDNIGHT
    )
    assert run_up.p < alone.p / 2


def test_read_reflections_feeling_added_is_complex_and_words_returned_simple() -> None:
    returned = read_reflections("So you write the rota at midnight.", MIDNIGHT)
    added = read_reflections("It sounds like you're afraid of letting your family down.", MIDNIGHT)
    assert returned.kind is ReflectionKind.SIMPLE
    assert added.kind is ReflectionKind.COMPLEX


def test_read_reflections_flags_say_what_the_sentences_do() -> None:
    reading = read_reflections("I see. That must be so hard on you.", MIDNIGHT)
    assert reading.acknowledges
    assert reading.empathises
    assert not reading.affirms
    assert not reading.summary


def test_read_reflections_several_things_given_back_is_a_summary() -> None:
    text = (
        "Let me see if I've got this: the lists are late, the planner is off, and you're doing it at night."
    )
    assert read_reflections(text, "Yeah, every night.").summary
    assert not read_reflections("So the lists are late.", LATE_SHEETS).summary


def test_read_reflections_sentences_given_are_used_as_they_are() -> None:
    text = "So it's late again. What do you do then?"
    given = read_reflections(text, LATE_SHEETS, ["So it's late again.", "What do you do then?"])
    assert given == read_reflections(text, LATE_SHEETS)
    assert len(read_reflections(text, LATE_SHEETS, [text]).classes) == 1


@pytest.mark.parametrize(
    ("text", "was_asked", "expected"),
    [
        ("I see.", False, True),
        ("mm-hmm", False, True),
        ("Fair enough, you've got something in place.", False, True),
        ("That makes sense.", False, True),
        ("Yeah.", False, True),
        ("Yes, it does.", True, False),
        ("Right now we have an offer on.", False, False),
        ("Right?", False, False),
        ("Our tool does that.", False, False),
        ("Okay, and what then?", True, True),
    ],
)
def test_acknowledges_short_list_of_receipts(text: str, was_asked: bool, expected: bool) -> None:
    assert acknowledges([text], was_asked=was_asked) is expected
