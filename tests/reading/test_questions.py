"""What a line asks."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.reading import AnswerType, Aspect, QuestionForm, QuestionKind
from simulator.reading import question_rules
from simulator.reading.questions import KIND_OF_FORM, form_of, read_questions
from tests.reading import question_lines
from tests.reading.question_wants import WANTS

_MARKS = re.compile(r"[.,?!;:—–\"()…-]")

SALES_LINES = (
    [(line, QuestionKind.OPEN) for line in question_lines.OPEN_LINES]
    + [(line, QuestionKind.CLOSED) for line in question_lines.CLOSED_LINES]
    + [(line, QuestionKind.NONE) for line in question_lines.NONE_LINES]
)
TALK_LINES = (
    [(line, QuestionKind.OPEN) for line in question_lines.TALK_OPEN_LINES]
    + [(line, QuestionKind.CLOSED) for line in question_lines.TALK_CLOSED_LINES]
    + [(line, QuestionKind.NONE) for line in question_lines.TALK_NONE_LINES]
)
# Lines read rightly; these figures may only rise. What is left in bare text is mostly statements that only a
# rising voice or a question mark turns into a question.
SALES_FLOOR = {"written": 160, "bare": 153, "bare without apostrophes": 153}
TALK_FLOOR = {"written": 73, "bare": 70, "bare without apostrophes": 70}


def bare(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.lower()).split())


QUESTION_WORDS = [
    "do",
    "you",
    "what",
    "is",
    "it",
    ",",
    "?",
    ".",
    "so",
    "and",
    "or",
    "that",
    "tell me",
    "how many",
    "i",
]
SPELLINGS: dict[str, Callable[[str], str]] = {
    "written": str,
    "bare": bare,
    "bare without apostrophes": lambda text: bare(text).replace("'", ""),
}


def misread(lines: list[tuple[str, QuestionKind]], spelling: str) -> list[str]:
    spell = SPELLINGS[spelling]
    return [f"{kind.value}: {text}" for text, kind in lines if read_questions(spell(text)).kind is not kind]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_kind_of_sales_lines_agrees_with_a_listener_at_least_as_often_as_before(spelling: str) -> None:
    wrong = misread(SALES_LINES, spelling)
    assert len(SALES_LINES) - len(wrong) >= SALES_FLOOR[spelling], wrong


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_kind_of_telephone_talk_agrees_with_a_listener_at_least_as_often_as_before(spelling: str) -> None:
    wrong = misread(TALK_LINES, spelling)
    assert len(TALK_LINES) - len(wrong) >= TALK_FLOOR[spelling], wrong


@pytest.mark.parametrize(("text", "answer_type", "aspect"), WANTS)
def test_wants_of_a_written_line_are_its_answer_type_and_aspect(
    text: str, answer_type: AnswerType, aspect: Aspect
) -> None:
    asked = read_questions(text)
    assert (asked.answer_type, asked.aspect) == (answer_type, aspect)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("How do you plan the routes?", QuestionForm.OPEN),
        ("Walk me through a Monday.", QuestionForm.REQUEST),
        ("how many vans do you run", QuestionForm.WH_FACT),
        ("you run how many vans", QuestionForm.WH_FACT),
        ("Do you run vans?", QuestionForm.YES_NO),
        ("Could you tell me how that works?", QuestionForm.YES_NO_CONTENT),
        ("Do you plan it yourself, or", QuestionForm.YES_NO_CONTENT),
        ("Is it the cost or the hassle?", QuestionForm.CHOICE),
        ("You plan it yourself?", QuestionForm.DECLARATIVE),
        ("You plan it yourself, don't you?", QuestionForm.TAG),
        ("How are you today?", QuestionForm.GREETING),
        ("You plan it yourself.", QuestionForm.NONE),
        ("Oh, do you?", QuestionForm.NONE),
    ],
)
def test_form_of_a_sentence_is_the_finest_that_fits(text: str, form: QuestionForm) -> None:
    assert form_of(text) is form


def test_read_questions_without_a_question_is_empty() -> None:
    asked = read_questions("We cut fuel by a fifth.")
    assert (asked.kind, asked.form, asked.count) == (QuestionKind.NONE, QuestionForm.NONE, 0)
    assert (asked.answer_type, asked.aspect, asked.leading) == (AnswerType.NONE, Aspect.NONE, False)


def test_read_questions_nothing_said_has_no_sentence() -> None:
    assert read_questions("").sentences == ()


def test_read_questions_several_questions_are_counted_and_the_last_gives_the_kind() -> None:
    asked = read_questions("How do you plan it? Who does it? And do you like it?")
    assert asked.count == 3
    assert [one.form for one in asked.sentences] == [
        QuestionForm.OPEN,
        QuestionForm.WH_FACT,
        QuestionForm.YES_NO,
    ]
    assert asked.kind is QuestionKind.CLOSED


def test_read_questions_greeting_before_a_question_is_not_counted() -> None:
    asked = read_questions("How are you today? How do you plan the routes?")
    assert (asked.count, asked.form) == (1, QuestionForm.OPEN)


def test_read_questions_afterthought_does_not_replace_the_question() -> None:
    assert read_questions("What's driving that, do you think?").form is QuestionForm.OPEN


def test_read_questions_check_after_a_statement_asks_and_alone_does_not() -> None:
    assert read_questions("You run twelve vans from there. Is that right?").kind is QuestionKind.CLOSED
    assert read_questions("Is that right?").kind is QuestionKind.NONE


def test_read_questions_summary_with_a_question_mark_asks_nothing() -> None:
    assert read_questions("So it sounds like the mornings are the worst of it?").kind is QuestionKind.NONE


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("Don't you think that's a lot of money?", True),
        ("wouldn't you rather have that sorted", True),
        ("That's a lot, isn't it?", True),
        ("If I could show you a way to halve that, would you be interested?", True),
        ("Would you agree that time is money?", True),
        ("Surely you want that?", True),
        ("Didn't you say Friday?", False),
        ("Do you agree?", False),
        ("How does that work?", False),
        ("Aren't you the one who looks after it?", False),
        ("You surely know your trade.", False),
    ],
)
def test_leading_question_is_one_that_brings_its_answer(text: str, leading: bool) -> None:
    assert read_questions(text).leading is leading


def test_first_words_of_the_rules_are_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    class Everything(frozenset[str]):
        def __contains__(self, word: object) -> bool:
            return True

    lines = [spell(text) for text, _ in SALES_LINES + TALK_LINES for spell in SPELLINGS.values()]
    quick = [read_questions(line) for line in lines]
    monkeypatch.setattr(question_rules, "FIRST_WORDS", Everything())
    assert [read_questions(line) for line in lines] == quick


@given(st.text(max_size=300))
def test_read_questions_any_text_gives_a_consistent_reading(text: str) -> None:
    asked = read_questions(text)
    assert asked.kind is KIND_OF_FORM[asked.form]
    assert (asked.count == 0) == (asked.kind is QuestionKind.NONE)
    assert asked == read_questions(text)


@given(st.lists(st.sampled_from(QUESTION_WORDS), max_size=60))
def test_read_questions_heap_of_question_words_never_fails(words: list[str]) -> None:
    asked = read_questions(" ".join(words))
    assert len(asked.sentences) >= asked.count
