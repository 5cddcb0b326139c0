"""Readings made by hand or drawn at random, without a reader."""

from __future__ import annotations

from hypothesis import strategies as st

from simulator.domain.persona import Persona
from simulator.domain.reading import (
    Act,
    AnswerType,
    Aspect,
    LineReading,
    QuestionForm,
    QuestionKind,
    Reading,
    ReflectionKind,
    Subject,
    Via,
)

_FORMS = {
    QuestionKind.NONE: (QuestionForm.NONE,),
    QuestionKind.OPEN: (QuestionForm.OPEN, QuestionForm.REQUEST),
    QuestionKind.CLOSED: (
        QuestionForm.YES_NO,
        QuestionForm.WH_FACT,
        QuestionForm.CHOICE,
        QuestionForm.DECLARATIVE,
    ),
}


def asking(topic: str, *, p: float = 0.8, kind: QuestionKind = QuestionKind.OPEN, aspect: Aspect = Aspect.WHAT,
           via: Via = Via.DIRECT, acts: frozenset[Act] = frozenset()) -> Reading:  # fmt: skip
    """A question on a topic."""
    form = _FORMS[kind][0]
    line = LineReading(text="…?", question=kind, form=form, aspect=aspect, acts=acts)
    return Reading(line=line, subjects=(Subject(topic=topic, p=p, via=via, aspect=aspect, question=kind),))


def doing(*acts: Act) -> Reading:
    """A line that does these and asks nothing."""
    return Reading(line=LineReading(text="…", acts=frozenset(acts)))


def any_reading(persona: Persona) -> st.SearchStrategy[Reading]:
    """Any reading that a reader could give for a persona, sensible or not."""
    topics = [topic for topic, _ in persona.topics()]
    asked = [*topics, *(f"answer:{place}" for place in range(min(5, len(persona.answers))))]
    layers = [layer.id for layer in persona.layers()]

    @st.composite
    def readings(draw: st.DrawFn) -> Reading:
        kind = draw(st.sampled_from(QuestionKind))
        line = LineReading(
            text="…",
            question=kind,
            form=draw(st.sampled_from(_FORMS[kind])),
            questions=int(kind is not QuestionKind.NONE),
            answer_type=draw(st.sampled_from(AnswerType)),
            aspect=draw(st.sampled_from(Aspect)),
            reflection=draw(st.sampled_from(ReflectionKind)),
            reflection_p=draw(st.floats(0, 1)),
            uptake=draw(st.floats(0, 1)),
            pressure=draw(st.floats(0, 1)),
            acts=frozenset(draw(st.lists(st.sampled_from(Act), max_size=3))),
        )
        subject = st.builds(
            Subject,
            topic=st.sampled_from(asked),
            p=st.floats(0, 1),
            via=st.sampled_from(Via),
            aspect=st.just(line.aspect),
            answer_type=st.just(line.answer_type),
            question=st.just(kind),
        )
        rivals = draw(st.none() | st.tuples(st.sampled_from(topics), st.sampled_from(topics)))
        return Reading(
            line=line,
            subjects=tuple(draw(st.lists(subject, max_size=2))),
            rivals=rivals,
            asks_business=draw(st.booleans()),
            picked_up=tuple(draw(st.lists(st.sampled_from(topics), max_size=1))),
            reflected=tuple(draw(st.lists(st.sampled_from(layers), max_size=1))),
            misreflected=draw(st.booleans()) and draw(st.booleans()),
            attack=draw(st.integers(0, 9)) == 0,
        )

    return readings()
