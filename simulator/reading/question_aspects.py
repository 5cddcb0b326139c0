"""What a question wants back."""
from __future__ import annotations
from simulator.domain.reading import AnswerType, Aspect, QuestionForm
def answer_type_of(said: str, form: QuestionForm) -> AnswerType:
    return AnswerType.WHAT
def aspect_of(said: str, form: QuestionForm) -> Aspect:
    return Aspect.WHAT
