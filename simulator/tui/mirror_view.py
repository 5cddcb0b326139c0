"""The mirror: the rep's own view of the call, asked before anything of the score is shown. Knows no widget."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.domain.scorecard import Dimension
from simulator.domain.text_safety import visible

#: grades go from 0 to 100, the arrow keys from ten to ten; the first step from "not sure" lands in the middle
STEP, MOST, MIDDLE = 10, 100, 50
#: cells of the scale between its two arrows
CELLS = MOST // STEP
#: characters of the guess
MOST_GUESSED = 300

TITLE = "Before the debrief"
GUESS = "What was on their mind, do you think?"
GUESS_COUNTS = "What weighed on them, behind what they said first."
GUESS_EMPTY = "One line; you may leave it empty."
GUESS_KEYS = "Enter goes on to the debrief, Esc back to the grades."
HOW = "← → or type it: 7 is 70, 85 is 85. N if not sure."
UNSURE = "not sure"

_VERSION = 1


@dataclass(frozen=True)
class Question:
    """What is asked about one dimension.

    Attributes:
        asks: the question.
        counts: what counts, in the terms in which the call is scored.
    """

    dimension: Dimension
    asks: str
    counts: str


QUESTIONS = (
    Question(
        Dimension.PREPARATION,
        "How well prepared were you?",
        "You said early who you are and why you ring; you asked what you planned.",
    ),
    Question(
        Dimension.TIME,
        "How well did you use the time?",
        "You left them room to talk, and did not go round in circles.",
    ),
    Question(
        Dimension.HUMAN_TONE,
        "How human was your tone?",
        "You won their trust, took up what moved them, and did not push.",
    ),
    Question(
        Dimension.PROBING,
        "How deep did your questions go?",
        "You got behind their first answers: to the cause, and to why it matters.",
    ),
    Question(
        Dimension.LISTENING,
        "How well did you listen?",
        "You gave back what they told you, and went on from what they said.",
    ),
    Question(
        Dimension.RESILIENCE,
        "How did you meet objections?",
        "You acknowledged them and asked behind them; you did not argue.",
    ),
    Question(
        Dimension.ACCOUNTABILITY,
        "How did you own your mistakes?",
        "You put them right without excuses, and made none of them twice.",
    ),
    Question(
        Dimension.OUTCOME,
        "How well did it end?",
        "A next step that suits them, or an honest word that it does not fit.",
    ),
)
#: the place of the guess, below the questions
GUESS_AT = len(QUESTIONS)


@dataclass(frozen=True)
class SelfGrade:
    """What the rep thinks of their own call.

    Attributes:
        dimensions: 0–100 for each dimension that they graded; one they were not sure of is missing.
        guess: what was on the prospect's mind, as they wrote it; may be empty.
    """

    dimensions: Mapping[Dimension, int] = field(hash=False)
    guess: str = ""

    def to_json(self) -> str:
        """As the journal keeps it."""
        return json.dumps(
            {
                "version": _VERSION,
                "dimensions": {name.value: grade for name, grade in self.dimensions.items()},
                "guess": self.guess,
            }
        )

    @classmethod
    def from_json(cls, text: str | None) -> SelfGrade | None:
        """What `to_json` gave; None for anything else, or for nothing."""
        try:
            held = json.loads(text or "")
        except (ValueError, RecursionError):
            return None
        if not isinstance(held, dict) or not _is_whole(held.get("version"), _VERSION, _VERSION):
            return None
        dimensions, guess = _dimensions(held.get("dimensions")), held.get("guess")
        if dimensions is None or not isinstance(guess, str):
            return None
        return cls(dimensions, guess)


@dataclass(frozen=True)
class Form:
    """The form as far as it is filled in.

    Attributes:
        grades: one for each of `QUESTIONS`; None is "not sure".
        at: the question that the keys act on; `GUESS_AT` is the guess.
        typed: digits of the grade that is being typed.
    """

    grades: tuple[int | None, ...] = (None,) * len(QUESTIONS)
    guess: str = ""
    at: int = 0
    typed: str = ""

    @property
    def graded(self) -> int:
        """How many questions have a grade."""
        return sum(grade is not None for grade in self.grades)


@dataclass(frozen=True)
class RowShown:
    """One question as it is drawn.

    Attributes:
        scale: cells, and arrows around them where the keys act.
        figure: the grade, or that there is none, in words.
    """

    scale: str
    figure: str


def moved(form: Form, step: int) -> Form:
    """One question up (−1) or down (1); stays at the ends."""
    return placed(form, form.at + step)


def placed(form: Form, at: int) -> Form:
    """At a question, or at the guess."""
    at = min(max(at, 0), GUESS_AT)
    return form if at == form.at else replace(form, at=at, typed="")


def stepped(form: Form, steps: int) -> Form:
    """The grade so many tens higher or lower, on full tens; from "not sure" to the middle."""
    if form.at == GUESS_AT:
        return form
    now = form.grades[form.at]
    if now is None:
        return _with(form, MIDDLE)
    tens = now // STEP if steps > 0 else -(-now // STEP)
    return _with(form, min(max((tens + steps) * STEP, 0), MOST))


def unsure(form: Form) -> Form:
    """No grade here."""
    return _with(form, None)


def typed(form: Form, digit: str) -> Form:
    """A digit of the grade: 7 is 70, 85 is 85, 100 is 100; a digit more than that begins a new grade."""
    digits = form.typed + digit
    if len(digits) == 2 or digits == "100":
        grade = int(digits)
    else:
        digits, grade = digit, int(digit) * STEP
    return replace(_with(form, grade), typed=digits)


def pressed(form: Form, at: int, cell: int) -> Form:
    """A press on the scale of a question: 0 is its left arrow, then the cells, then its right arrow."""
    here = placed(form, at)
    if cell <= 0:
        return stepped(here, -1)
    return stepped(here, 1) if cell > CELLS else _with(here, cell * STEP)


def guessed(form: Form, guess: str) -> Form:
    """With these words as the guess."""
    return replace(form, guess=guess)


def self_grade(form: Form) -> SelfGrade | None:
    """What the form says; None where it says nothing."""
    pairs = zip(QUESTIONS, form.grades, strict=True)
    grades = {question.dimension: grade for question, grade in pairs if grade is not None}
    guess = " ".join(form.guess.split())
    return SelfGrade(grades, guess) if grades or guess else None


def intro(name: str) -> str:
    """What the mirror is for."""
    return visible(f"How did it go with {' '.join(name.split())}? The score comes after.")


def nothing_yet(form: Form) -> str:
    """Why there is nothing to go on with, and what can be done about it."""
    skip = "press Esc, then S" if form.at == GUESS_AT else "press S"
    return f"Nothing is graded yet. Grade one question at least, or {skip} to skip."


def filled_in(form: Form) -> str:
    """What would be thrown away with the form; empty where nothing would."""
    found = (
        [f"graded {'one question' if form.graded == 1 else f'{form.graded} questions'}"]
        if form.graded
        else []
    )
    found += ["written a line"] if form.guess.strip() else []
    return f"You have {' and '.join(found)}." if found else ""


def progress(form: Form) -> str:
    """How much of the form is filled in."""
    return f"{form.graded} of {len(QUESTIONS)} graded"


def row(form: Form, at: int) -> RowShown:
    """A question's scale and figure."""
    grade = form.grades[at]
    cells = "·" * CELLS if grade is None else "■" * (grade // STEP) + "□" * (CELLS - grade // STEP)
    left, right = ("‹", "›") if at == form.at else (" ", " ")
    return RowShown(f"{left}{cells}{right}", UNSURE if grade is None else str(grade))


def _with(form: Form, grade: int | None) -> Form:
    if form.at == GUESS_AT:
        return form
    grades = (*form.grades[: form.at], grade, *form.grades[form.at + 1 :])
    return replace(form, grades=grades, typed="")


def _dimensions(held: Any) -> dict[Dimension, int] | None:
    """The grades of a stored object; None where anything about them is wrong."""
    if not isinstance(held, dict):
        return None
    known = {one.value: one for one in Dimension}
    for name, grade in held.items():
        if name not in known or not _is_whole(grade, 0, MOST):
            return None
    return {known[name]: grade for name, grade in held.items()}


def _is_whole(value: Any, least: int, most: int) -> bool:
    """Whether it is a whole number within bounds; true and false are none."""
    return type(value) is int and least <= value <= most
