"""The questions of one line, each by itself: "how many vans have you got, and who plans them?" are two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.domain.reading import (
    AnswerType,
    Aspect,
    LineReading,
    QuestionForm,
    QuestionKind,
    SentenceReading,
)
from simulator.reading.question_aspects import answer_type_of, aspect_of
from simulator.reading.questions import form_of
from simulator.reading.speech import plain
from simulator.reading.topic_words import content_stems, tokens

#: of so many questions in one line a listener keeps the last ones in mind
MOST_PARTS = 3
#: forms that ask for nothing of theirs
COURTESY = frozenset({QuestionForm.NONE, QuestionForm.GREETING})
_KIND_OF_FORM = {
    QuestionForm.OPEN: QuestionKind.OPEN,
    QuestionForm.REQUEST: QuestionKind.OPEN,
    QuestionForm.WH_FACT: QuestionKind.CLOSED,
    QuestionForm.YES_NO: QuestionKind.CLOSED,
    QuestionForm.YES_NO_CONTENT: QuestionKind.CLOSED,
    QuestionForm.CHOICE: QuestionKind.CLOSED,
    QuestionForm.DECLARATIVE: QuestionKind.CLOSED,
    QuestionForm.TAG: QuestionKind.CLOSED,
}
_WH = r"(?:(?:what|how|who|where|when)(?:'(?:s|ll|d|re)|s)?|which|why)"
_AUXILIARY = r"(?:(?:do|does|did|are|is|was|were|have|has|had|can|could|would|will)(?:n'?t)?)"
_SUBJECT = r"(?:you|he|she|they|we|it|that|there|this|these|those|your|the|any(?:body|one)?|some(?:body|one))"
#: where the next question of the same sentence begins: after an "and", or after a comma where it leans on nothing before it.
#: "what time do they leave, is it early?" guesses at the answer, and asks nothing else
_NEXT = re.compile(
    rf"\s*[,;&]?\s*\b(?:and|plus|also)\s+(?:also\s+|then\s+)?(?={_WH}\s|{_AUXILIARY}\s+(?:i|{_SUBJECT})\b)"
    rf"|\s*&\s*(?={_WH}\s|{_AUXILIARY}\s+(?:i|{_SUBJECT})\b)"
    r"|(?P<comma>\s*[,;]\s*)(?=how\s+(?:many|much|long|often|far|old)\b|what(?:'?s|\s+(?:is|are|do|does|time|sort|kind))\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(r"\b(?:it|they|them|he|she|him|her|his|their|that|those|these|this)\b", re.IGNORECASE)
#: asked inside another question, or given as its choices: "can you tell me who …", "is it you or who is it"
_HOLDS_IT = re.compile(
    r"\b(?:tell me|know|wonder(?:ing)?|ask|see|say|think|explain|describe|understand|hear|remember|sure|idea|about"
    r"|if|when|whether|suppose|because)\s*$|^\W*(?:if|when|whenever|once|suppose|say|while|after|before)\b",
    re.IGNORECASE,
)
#: "what do you do, exactly?", "who is it, do you know?": no second question
_ADDS_NOTHING = re.compile(
    r"^(?:do|did|would|can|could) you (?:know|think|say|remember|reckon|tell me)\b|^(?:what|how) about you\b"
    r"|^(?:is|was) (?:it|that) (?:not|right|so|true)\b|^(?:would|could|can) you\W*$"
    r"|^(?:(?:are|do|is|does|have|has|did|was|were)(?:n'?t)?) (?:you|they|he|she|it|we|there|that)\W*$",
    re.IGNORECASE,
)
_FEWEST_WORDS, _FEWEST_BEFORE = 2, 3
#: a question that begins with its own asking word and has so many may lean on the one before: "what happens when they're off"
_ENOUGH_WORDS = 3


@dataclass(frozen=True)
class Part:
    """A piece of a line that is matched by itself.

    Attributes:
        goes_on: it follows another question in the same sentence, so that its "they" is what that one was about.
    """

    text: str
    form: QuestionForm
    answer_type: AnswerType
    aspect: Aspect
    goes_on: bool = False

    @property
    def kind(self) -> QuestionKind:
        """The kind of the question in it."""
        return _KIND_OF_FORM.get(self.form, QuestionKind.NONE)


def parts_of(line: LineReading) -> list[Part]:
    """The questions of a line, the last ones; of a line that asks nothing, the whole of it."""
    asked = [one for one in line.sentences if one.form not in COURTESY]
    if len(asked) > 1:
        asked = _without_tags(line, asked)
    if asked:
        return [part for one in asked for part in _pieces(one)][-MOST_PARTS:]
    return [Part(line.text, line.form, line.answer_type, line.aspect)] if line.text.strip() else []


def _without_tags(line: LineReading, asked: Sequence[SentenceReading]) -> list[SentenceReading]:
    """Leave out bare tags: "…, isn't it?" belongs to what stands before it."""
    kept = [one for one in asked if one.form is not QuestionForm.TAG or len(tokens(one.text)) > 4]
    return kept or list(asked[-1:]) or list(line.sentences[-1:])


def _pieces(sentence: SentenceReading) -> Iterator[Part]:
    """A sentence as one question, or each of those that it strings together."""
    texts = _strung_together(sentence.text)
    if len(texts) == 1:
        yield Part(sentence.text, sentence.form, sentence.answer_type, sentence.aspect)
        return
    for place, text in enumerate(texts):
        form = form_of(f"{text}?")
        said = plain(text)
        yield Part(text, form, answer_type_of(said, form), aspect_of(said, form), goes_on=place > 0)


def _strung_together(text: str) -> list[str]:
    pieces: list[str] = []
    begin = 0
    for cut in _NEXT.finditer(text):
        before, after = text[begin : cut.start()], text[cut.end() :]
        if cut["comma"] and _LEANS.search(after.split(",")[0]):
            continue
        if _asks_by_itself(before) and _begins_another(before, after):
            pieces.append(before.strip())
            begin = cut.end()
    pieces.append(text[begin:].strip())
    return pieces


def _asks_by_itself(text: str) -> bool:
    words = tokens(text)
    if len(words) < _FEWEST_BEFORE or not (content_stems(text) or len(words) > _FEWEST_BEFORE):
        return False
    return form_of(f"{text.strip(' ,.?!')}?") not in {*COURTESY, QuestionForm.TAG, QuestionForm.DECLARATIVE}


def _begins_another(before: str, after: str) -> bool:
    """Whether a question of its own begins here; "…, and where all could see it" goes on with what stands before it."""
    said = after.strip(" ?.!")
    if _HOLDS_IT.search(before.strip()) or _ADDS_NOTHING.match(said):
        return False
    fewest = _FEWEST_WORDS if content_stems(said) else _ENOUGH_WORDS
    return len(tokens(said)) >= fewest and form_of(said) not in COURTESY
