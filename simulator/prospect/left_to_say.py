"""What the prospect has left to say on a topic, and whether it answers."""

from __future__ import annotations

from simulator.domain.lines import Line, Move
from simulator.domain.persona import Layer
from simulator.domain.reading import AnswerType, Aspect, Subject
from simulator.prospect.draft import Draft
from simulator.prospect.fitting import COUNTED, counts_that, fits
from simulator.reading.topic_words import content_stems


def speaks_to(draft: Draft, layer: Layer) -> bool:
    """Whether what is left to say on an open layer takes up a word of the question: "does Philip know that?"."""
    asked = set(content_stems(draft.reading.line.text))
    left = draft.banks.unused(draft.before.said, Move.MORE, layer.id)
    return any(asked & set(content_stems(one.line.say)) for one in left if speakable(draft, one.line))


def has_fitting(draft: Draft, move: Move, topic: str, answer_type: AnswerType) -> bool:
    """Whether a line is left that answers such a question."""
    return any(
        fits(one.line, answer_type) and speakable(draft, one.line) and one.line.side != (Aspect.COMPARE,)
        for one in draft.banks.unused(draft.before.said, move, topic)
    )


def speakable(draft: Draft, line: Line) -> bool:
    """Whether what the line leans on was spoken."""
    return all(draft.is_open(one) for one in line.opened)


def counts_it(draft: Draft, move: Move, subject: Subject) -> bool:
    """Whether a number on the subject is the number that was asked for: of all calls, or of those that are missed."""
    if subject.answer_type not in COUNTED:
        return True
    topic = draft.persona.topic(subject.topic)
    asked_by = (topic.about, *topic.ask, *topic.words, *draft.persona.asked.get(subject.topic, ()))
    says = [one.line.say for one in draft.banks.unused(draft.before.said, move, subject.topic)]
    return counts_that(draft.reading.line.text, asked_by, says)
