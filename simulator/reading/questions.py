"""What a line asks: kind, form, number of questions, what they want back.

Rules only. Each unit of a line (`sentences.split`) is made plain (`speech.plain`), looked at wherever a
question can begin, and given one form; the line takes its kind from its units. Question marks help where
there are any and are never needed: recognisers and people in a hurry leave them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple

from simulator.domain.reading import AnswerType, Aspect, QuestionForm, QuestionKind
from simulator.reading import question_rules as rules
from simulator.reading import question_signs as signs
from simulator.reading.question_aspects import answer_type_of, aspect_of
from simulator.reading.sentences import split
from simulator.reading.speech import plain

KIND_OF_FORM = {
    QuestionForm.NONE: QuestionKind.NONE,
    QuestionForm.OPEN: QuestionKind.OPEN,
    QuestionForm.REQUEST: QuestionKind.OPEN,
    QuestionForm.YES_NO_CONTENT: QuestionKind.OPEN,
    QuestionForm.GREETING: QuestionKind.OPEN,
    QuestionForm.WH_FACT: QuestionKind.CLOSED,
    QuestionForm.YES_NO: QuestionKind.CLOSED,
    QuestionForm.CHOICE: QuestionKind.CLOSED,
    QuestionForm.DECLARATIVE: QuestionKind.CLOSED,
    QuestionForm.TAG: QuestionKind.CLOSED,
}


# "coffee, or" is no question yet.
_SHORTEST_CHOICE_CHARACTERS = 12
# After fewer words "is that right" answers the other one and checks nothing of one's own.
_SHORTEST_STATEMENT_WORDS = 4
# "How much of the work on the road do you": so far an auxiliary still belongs to its asking word.
_WH_REACH_WORDS = 7
# "they tell them to ask me": among so many last words is the one that reports.
_LONGEST_REPORT_WORDS = 6
# How far back the words are looked at that may take a question as their object.
_LOOK_BACK_CHARACTERS = 60


class SentenceQuestion(NamedTuple):
    """One unit of a line with what it asks."""

    text: str
    form: QuestionForm
    answer_type: AnswerType
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class QuestionsReading:
    """What a line asks.

    `form`, `answer_type` and `aspect` are those of the last question that is more than a tag or a greeting.
    `count` is the number of questions; tags and greetings count only where there is nothing else (then 1).
    `leading` tells whether any of them puts its answer into the other one's mouth.
    """

    kind: QuestionKind
    form: QuestionForm
    count: int
    leading: bool
    answer_type: AnswerType
    aspect: Aspect
    sentences: tuple[SentenceQuestion, ...]


class _Voice(Enum):
    """How a unit ends, as far as its writing tells."""

    ASKED = auto()  # with a question mark
    STATED = auto()  # with a full stop
    CUT = auto()  # broken off
    BARE = auto()  # with nothing


class _Hit(NamedTuple):
    start: int
    end: int
    form: QuestionForm


def read_questions(text: str) -> QuestionsReading:
    """Read what a line asks; a line that asks nothing has kind and form `none` and count 0."""
    units = split(text)
    sentences = tuple(_read_units(units))
    asked = [s for s in sentences if s.form is not QuestionForm.NONE]
    best = _best(asked)
    if best is None:
        return QuestionsReading(
            QuestionKind.NONE, QuestionForm.NONE, 0, False, AnswerType.NONE, Aspect.NONE, sentences
        )
    return QuestionsReading(
        kind=KIND_OF_FORM[best.form],
        form=best.form,
        count=max(1, sum(s.form not in (QuestionForm.TAG, QuestionForm.GREETING) for s in asked)),
        leading=any(signs.LEADING.search(plain(s.text)) is not None for s in asked),
        answer_type=best.answer_type,
        aspect=best.aspect,
        sentences=sentences,
    )


def form_of(unit: str) -> QuestionForm:
    """The form of the question in one sentence or clause."""
    return _form(plain(unit), _voice(unit))[0]


def _read_units(units: list[str]) -> Iterator[SentenceQuestion]:
    stated = False  # whether the unit before said something of its own
    for unit in units:
        said = plain(unit)
        if signs.CHECK.match(said):
            form, start = (QuestionForm.TAG if stated else QuestionForm.NONE), 0
        else:
            form, start = _form(said, _voice(unit))
            bare_line = len(units) == 1 and _voice(unit) is _Voice.BARE
            if form is QuestionForm.NONE and bare_line and signs.FOLLOW_UP.match(said):
                form = QuestionForm.DECLARATIVE
            elif form is QuestionForm.NONE and bare_line and signs.SHORT_WH.match(said):
                form = QuestionForm.OPEN if "why" in said.split() else QuestionForm.WH_FACT
        stated = form is QuestionForm.NONE and len(said.split()) >= _SHORTEST_STATEMENT_WORDS
        if form is QuestionForm.NONE:
            yield SentenceQuestion(unit, form, AnswerType.NONE, Aspect.NONE)
        else:
            yield SentenceQuestion(unit, form, answer_type_of(said[start:], form), aspect_of(said, form))


def _voice(unit: str) -> _Voice:
    end = unit.rstrip("\"'”’)]*/ ")
    if end.endswith(("?", "?!", "?..", "?...", "?.")):
        # "…, you know?" looks for a nod, not for an answer
        return _Voice.STATED if signs.NOD.search(unit) else _Voice.ASKED
    if end.endswith(("-", "—", "–")):
        return _Voice.CUT
    return _Voice.STATED if end.endswith((".", "!")) else _Voice.BARE


def _best(asked: list[SentenceQuestion]) -> SentenceQuestion | None:
    """The question that gives a line its kind: the last that is more than a tag or a greeting."""
    if not asked:
        return None
    for sentence in reversed(asked):
        if sentence.form not in (QuestionForm.TAG, QuestionForm.GREETING):
            return sentence
    return asked[-1]


@lru_cache(maxsize=256)  # asked again for the kind of a sales question
def _form(said: str, voice: _Voice) -> tuple[QuestionForm, int]:
    """The form of a unit in plain words, and where its question begins."""
    if not said or signs.ECHO.match(said):
        return QuestionForm.NONE, 0
    hits = _hits(said, voice)
    if len(hits) > 1 and signs.AFTERTHOUGHT.match(said, hits[-1].start):
        hits.pop()
    if hits:
        return _refined(hits[-1], said), hits[-1].start
    if in_place := signs.FACT_IN_PLACE.search(said):
        return QuestionForm.WH_FACT, in_place.start()
    if in_place := signs.OPEN_IN_PLACE.search(said):
        return QuestionForm.OPEN, in_place.start()
    if voice is not _Voice.STATED and (half := signs.AFTER_CONDITION.match(said)):
        open_half = half["asking"] in ("what", "how")
        return (QuestionForm.OPEN if open_half else QuestionForm.WH_FACT), half.start("asking")
    return _form_of_statement(said, voice), 0


def _form_of_statement(said: str, voice: _Voice) -> QuestionForm:
    """The form of a unit in which no question begins: what its end and its mark tell."""
    if said.endswith(" or") and voice is not _Voice.STATED and len(said) > _SHORTEST_CHOICE_CHARACTERS:
        return QuestionForm.YES_NO_CONTENT
    if voice is _Voice.ASKED:
        if signs.TAG.match(said):
            return QuestionForm.TAG
        given_back = signs.GIVEN_BACK.search(said) or signs.QUOTED.search(said)
        return QuestionForm.NONE if given_back else QuestionForm.DECLARATIVE
    if signs.PERMISSION_TAIL.search(said) or (voice is not _Voice.STATED and signs.BARE_TAG.match(said)):
        return QuestionForm.TAG
    return QuestionForm.NONE


def _refined(hit: _Hit, said: str) -> QuestionForm:
    """Finer forms that the words after a question's beginning decide."""
    rest = said[hit.start :]
    if hit.form is QuestionForm.YES_NO and hit.start and signs.ECHO.match(rest):
        return QuestionForm.TAG
    if hit.form is QuestionForm.YES_NO and rest.endswith(" or"):
        return QuestionForm.YES_NO_CONTENT  # "do you cook, or …": any answer will do
    if hit.form in (QuestionForm.YES_NO, QuestionForm.YES_NO_CONTENT) and signs.CHOICE.search(rest):
        return QuestionForm.CHOICE
    if hit.form is QuestionForm.OPEN and signs.SCALE.search(said):
        return QuestionForm.WH_FACT
    return hit.form


def _hits(said: str, voice: _Voice) -> list[_Hit]:
    """Every place of a unit where a question begins, first to last."""
    hits = [hit for m in rules.BREAK.finditer(said) if (hit := _hit_at_break(said, m.end(), voice))]
    if voice is _Voice.STATED:
        return sorted(hits)
    hits.extend(
        hit
        for m in signs.SUDDEN_REQUEST.finditer(said)
        if not _is_held(said, m.start()) and (hit := _first_rule(said, m.start(), voice, front=False))
    )
    inverted = [m.span() for m in signs.SUDDEN_WH.finditer(said)]
    for start, end in inverted:
        holding = signs.HOLDS_STRONG_WH if signs.STRONG_WH.match(said, start, end) else signs.HOLDS_WH
        if not _is_held(said, start, holding) and (hit := _first_rule(said, start, voice, front=False)):
            hits.append(_Hit(start, end, hit.form))
    covered = [(hit.start, _reach(said, hit)) for hit in hits] + inverted
    for m in signs.SUDDEN_YES_NO.finditer(said):
        holding = signs.HOLDS_YES_NO if m.group().endswith(("you", "your")) else signs.HOLDS_THIRD_PERSON
        if any(start <= m.start() < end for start, end in covered) or _is_held(said, m.start(), holding):
            continue
        if hit := _first_rule(said, m.start(), voice, front=False):
            hits.append(hit)
    return sorted(hits)


def _reach(said: str, hit: _Hit) -> int:
    """Where the words end in which an auxiliary still belongs to the asking word of a hit."""
    if hit.form not in (QuestionForm.OPEN, QuestionForm.WH_FACT):
        return hit.end
    clause = said[hit.start :].split(" , ", 1)[0]
    return hit.start + len(" ".join(clause.split(" ")[:_WH_REACH_WORDS]))


def _hit_at_break(said: str, begin: int, voice: _Voice) -> _Hit | None:
    """The question that begins at a break, if one does."""
    if begin and _is_reported(said[max(0, begin - _LOOK_BACK_CHARACTERS) : begin].rstrip(" ,")):
        return None
    lead = rules.LEAD.match(said, begin) if _word_at(said, begin) in rules.LEAD_WORDS else None
    start = lead.end() if lead else begin
    if start >= len(said):
        start = begin
    relative = said.startswith(("who ", "which ", "when ", "where ", "that "), start)
    if begin and (voice is _Voice.STATED or (relative and not signs.WHO_REALLY.match(said, start))):
        return None
    hit = _first_rule(said, start, voice, front=not begin)
    if hit is None and start != begin and not begin:
        return _first_rule(said, begin, voice, front=True)  # "and then what": the lead is part of it
    return hit


def _first_rule(said: str, start: int, voice: _Voice, *, front: bool) -> _Hit | None:
    """The first rule that matches at `start`; `front` where the unit begins there."""
    possible = _rules().get(_word_at(said, start))
    if possible is None:
        return None
    excluded, tried = possible
    marked = voice is _Voice.ASKED
    if not (marked and front):
        for rule in excluded:
            if rule.pattern.match(said, start):
                return None
    for rule in tried:
        if rule.needs_front and voice is _Voice.STATED:
            continue  # loose rules; a full stop outweighs them
        if (
            (rule.needs_mark and not marked)
            or (rule.needs_front and not front)
            or (rule.needs_break and front)
        ):
            continue
        m = rule.pattern.match(said, start)
        if m:
            return None if rule.form is QuestionForm.NONE else _Hit(start, m.end(), rule.form)
    return None


_rules = cache(rules.starting_with)


def _word_at(said: str, start: int) -> str:
    """The word that begins at a place."""
    end = said.find(" ", start)
    return said[start:] if end < 0 else said[start:end]


def _is_held(said: str, start: int, holding: frozenset[str] = signs.HOLDS_YES_NO) -> bool:
    """Whether the words before take what begins at `start` as their object or their subject."""
    before = said[max(0, start - _LOOK_BACK_CHARACTERS) : start].rstrip()
    if not before:
        return False
    ended = before.rstrip(" ,")
    if ended.endswith(signs.FIRST_PERSON_ENDS) and signs.FIRST_PERSON_ASKS.search(ended):
        return False
    if _is_reported(ended):
        return True
    return before.rsplit(" ", 1)[-1] in holding


def _is_reported(before: str) -> bool:
    """Whether the words before take what follows as another one's words or thoughts."""
    if signs.REPORTING.isdisjoint(before.rsplit(" ", _LONGEST_REPORT_WORDS)[-_LONGEST_REPORT_WORDS:]):
        return False
    return signs.REPORTED.search(before) is not None
