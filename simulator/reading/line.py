"""What a line does whoever it is said to: questions, reflections, tone and acts, put together."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.reading import Act, LineReading, QuestionForm, SentenceReading
from simulator.reading.acts import read_acts
from simulator.reading.politeness import politeness_of
from simulator.reading.pressure import pressure_of
from simulator.reading.questions import read_questions
from simulator.reading.reflections import ReflectionReading, reflections_of
from simulator.reading.spin import spin_kind
from simulator.reading.tone_features import HashedLines
from simulator.reading.uptake import uptake_of

_NOT_COUNTED = frozenset({QuestionForm.NONE, QuestionForm.GREETING, QuestionForm.TAG})
#: nobody says more than this in one breath; what is longer is read up to here
MOST_CHARACTERS = 2_000


#: lines that are read in one go; the readers remember their work on as many
_MOST_AT_ONCE = 64


def read_line(text: str, previous: str | None = None) -> LineReading:
    """Read one line of a rep.

    Args:
        text: the line; with or without punctuation and capitals.
        previous: what the prospect said before it, or None.
    Returns:
        The reading; a line of over 2,000 characters is read up to there.
    """
    return read_lines([(text, previous)])[0]


def read_lines(lines: Sequence[tuple[str, str | None]]) -> list[LineReading]:
    """Read several lines, each with what was said before it, as `read_line` does: together they take half the time."""
    return [
        reading
        for first in range(0, len(lines), _MOST_AT_ONCE)
        for reading in _read_some(lines[first : first + _MOST_AT_ONCE])
    ]


def _read_some(lines: Sequence[tuple[str, str | None]]) -> list[LineReading]:
    texts = [text[:MOST_CHARACTERS] for text, _ in lines]
    before = [previous for _, previous in lines]
    mirrored = reflections_of(texts, before)
    words = HashedLines.of_words(texts)
    polite = politeness_of(texts, words)
    pressing = pressure_of(texts, words, polite)
    taken_up = uptake_of([previous or "" for previous in before], texts, words)
    return [
        _line(text, previous, given_back, (up, press, how))
        for text, previous, given_back, up, press, how in zip(
            texts, before, mirrored, taken_up, pressing, polite, strict=True
        )
    ]


def _line(
    text: str, previous: str | None, mirrored: ReflectionReading, tone: tuple[float, float, float]
) -> LineReading:
    """One reading; `tone` is uptake, pressure and politeness."""
    asked = read_questions(text)
    acts = read_acts(text, previous)
    more = [
        act
        for found, act in (
            (mirrored.acknowledges, Act.ACKNOWLEDGEMENT),
            (mirrored.empathises, Act.EMPATHY),
            (mirrored.affirms, Act.AFFIRMATION),
            (mirrored.summary, Act.SUMMARY),
            (mirrored.advice_p >= 0.5, Act.ADVICE),
        )
        if found
    ]
    return LineReading(
        text=text,
        question=asked.kind,
        form=asked.form,
        questions=len([one for one in asked.sentences if one.form not in _NOT_COUNTED]),
        leading=asked.leading,
        answer_type=asked.answer_type,
        aspect=asked.aspect,
        spin=spin_kind(text, asked.form, asked.aspect),
        reflection=mirrored.kind,
        reflection_p=mirrored.p,
        advice_p=mirrored.advice_p,
        telling_p=mirrored.telling_p,
        uptake=tone[0],
        pressure=tone[1],
        politeness=tone[2],
        acts=acts.union(more),
        sentences=tuple(
            [
                SentenceReading(text=one.text, form=one.form, answer_type=one.answer_type, aspect=one.aspect)
                for one in asked.sentences
            ]
        ),
    )
