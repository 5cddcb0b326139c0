"""What a line does whoever it is said to: questions, reflections, tone and acts, put together."""

from __future__ import annotations

from simulator.domain.reading import Act, LineReading, QuestionForm, SentenceReading
from simulator.reading.acts import read_acts
from simulator.reading.politeness import politeness
from simulator.reading.pressure import pressure
from simulator.reading.questions import read_questions
from simulator.reading.reflections import read_reflections
from simulator.reading.spin import spin_kind
from simulator.reading.uptake import uptake

#: nobody says more than this in one breath; what is longer is read up to here
MOST_CHARACTERS = 2_000


def read_line(text: str, previous: str | None = None) -> LineReading:
    """Read one line of a rep.

    Args:
        text: the line; with or without punctuation and capitals.
        previous: what the prospect said before it, or None.
    Returns:
        The reading; a line of over 2,000 characters is read up to there.
    """
    text = text[:MOST_CHARACTERS]
    asked = read_questions(text)
    mirrored = read_reflections(text, previous)
    acts = set(read_acts(text, previous))
    for found, act in (
        (mirrored.acknowledges, Act.ACKNOWLEDGEMENT),
        (mirrored.empathises, Act.EMPATHY),
        (mirrored.affirms, Act.AFFIRMATION),
        (mirrored.summary, Act.SUMMARY),
        (mirrored.advice_p >= 0.5, Act.ADVICE),
    ):
        if found:
            acts.add(act)
    return LineReading(
        text=text,
        question=asked.kind,
        form=asked.form,
        questions=sum(
            one.form not in {QuestionForm.NONE, QuestionForm.GREETING, QuestionForm.TAG}
            for one in asked.sentences
        ),
        leading=asked.leading,
        answer_type=asked.answer_type,
        aspect=asked.aspect,
        spin=spin_kind(text, asked.form, asked.aspect),
        reflection=mirrored.kind,
        reflection_p=mirrored.p,
        advice_p=mirrored.advice_p,
        telling_p=mirrored.telling_p,
        uptake=uptake(previous, text) if previous else 0.0,
        pressure=pressure(text),
        politeness=politeness(text),
        acts=frozenset(acts),
        sentences=tuple(
            SentenceReading(text=one.text, form=one.form, answer_type=one.answer_type, aspect=one.aspect)
            for one in asked.sentences
        ),
    )
