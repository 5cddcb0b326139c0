"""What the prospect does with a question: answer what was asked, ask which of two was meant, or get round it."""

from __future__ import annotations

import re

from simulator.domain.direction import Understood
from simulator.domain.lines import Move
from simulator.domain.persona import PositionKind
from simulator.domain.reading import (
    Act,
    AnswerType,
    Aspect,
    LineReading,
    QuestionForm,
    QuestionKind,
    Subject,
    Via,
)
from simulator.prospect.depth import SURE_P, answer_subject
from simulator.prospect.draft import Draft
from simulator.prospect.several import answer_several
from simulator.prospect.statements_made import (
    COURTESIES,
    GIVEN_BACK_P,
    accept_reflection,
    gives_back,
    kindness,
    only_pitches,
    state_position,
)

#: answers a subject that is only a guess, when nothing better is there
_GUESS_P = 0.3
#: this sure, a first line that greets is about something as well
_VERY_SURE_P = 0.85
_DOOR_ACTS = (Act.GREETING, Act.GIVES_NAME, Act.GIVES_COMPANY, Act.WHO_AM_I_TALKING_TO, Act.RIGHT_PERSON)
#: times in a call that they ask which of two is meant
_MOST_CLARIFIED = 2
#: content that answers nothing
_GETS_ROUND = frozenset({Move.EVADE, Move.DODGE, Move.NONCOMMITTAL, Move.UNKNOWN})
#: so short a question, on nothing that can be named, goes on about what was said
_SHORT_WORDS = 6


def content_question(draft: Draft) -> bool:
    """A question about something: answer what was asked."""
    line, reading = draft.reading.line, draft.reading
    courtesy = line.form is QuestionForm.GREETING or only_pitches(line)
    if (line.question is QuestionKind.NONE and line.form is not QuestionForm.REQUEST) or courtesy:
        return False
    subjects = [subject for subject in reading.subjects if subject.question is not QuestionKind.NONE] or list(
        reading.subjects
    )
    if not subjects or (line.does(Act.OFF_TOPIC, Act.PRICE) and subjects[0].p < SURE_P) or gives_back(draft):
        return False
    goes_behind = line.does(Act.SECOND_THOUGHT) and subjects[0].p < SURE_P and subjects[0].via is Via.DIRECT
    if goes_behind and not subjects[0].topic.startswith("position:") and _tested(draft):
        return True
    opens_the_call = draft.exchange == 1 and line.does(*_DOOR_ACTS)
    if opens_the_call and subjects[0].p < _VERY_SURE_P:
        return False  # "morning, is that …?" is about nothing yet
    if answer_several(draft, subjects):
        return True
    if subjects[0].via is Via.DIRECT and asked_which(draft):
        return True
    accept_reflection(draft, alone=False)
    answer_subject(draft, subjects[0])
    unsure = subjects[0].p < _GUESS_P and subjects[0].via is Via.DIRECT
    if unsure and draft.steps and draft.steps[-1].move in _GETS_ROUND:
        draft.understood = Understood.WEAKLY
    return True


def asked_which(draft: Draft) -> bool:
    """Where it is one of two and not clear which, they ask; seldom, since a person takes a guess more often than not."""
    rivals = draft.reading.rivals
    if rivals is None or draft.count("clarified") >= _MOST_CLARIFIED or not draft.has_lines(Move.CLARIFY):
        return False
    first, second = (_label(draft, topic) for topic in rivals)
    if not first or not second or first == second:
        return False
    draft.choice = rivals
    draft.bump("clarified")
    draft.understood = Understood.WEAKLY
    draft.add(Move.CLARIFY, options=(first, second), why="one of two, not clear which")
    return True


def courtesy_question(draft: Draft) -> bool:
    """Questions of the door: who is there, is it a bad time, may I ask, could you say that again."""
    line = draft.reading.line
    cases = (
        (Act.WHO_AM_I_TALKING_TO, Move.OWN_NAME),
        (Act.REPEAT_PLEASE, Move.REPEAT),
        (Act.HOLD_ON, Move.HOLD_ON),
        (Act.BAD_TIME, Move.BAD_TIME),
        (Act.RIGHT_PERSON, Move.RIGHT_PERSON),
        (Act.PERMISSION, Move.GO_AHEAD),
    )
    asks = line.question is not QuestionKind.NONE
    for act, move in cases:
        if not line.does(act) or not (asks or move in {Move.REPEAT, Move.HOLD_ON}):
            continue
        nothing_said = move is Move.REPEAT and draft.exchange <= 1
        if draft.steps and move not in _LEAVE:
            continue
        if move in _LEAVE and _asks_for_minutes(draft):
            draft.add(Move.GO_AHEAD, answer_type=AnswerType.HOW_LONG, why="asked for a minute or two")
            return True
        draft.add(Move.OWN_NAME if nothing_said else move, why=str(act))
        if move is not Move.OWN_NAME:
            return True  # "is that …? Have you two minutes?": both are answered
    return bool(draft.steps)


#: answers to "is now a bad time?", "may I?"
_LEAVE = frozenset({Move.BAD_TIME, Move.GO_AHEAD})
_MINUTES = re.compile(
    r"\b(?:a|one|two|three|five|ten|\d+|a couple of|a few|half a|thirty|sixty) (?:quick |spare "
    r"|short )?(?:minutes?|mins?|seconds?|secs?|moments?|ticks?)\b|\b(?:a sec|a tick|a mo|any time"
    r"|a little time)\b",
    re.IGNORECASE,
)


def _asks_for_minutes(draft: Draft) -> bool:
    """Asked for two minutes they give them, in so many words."""
    text = draft.reading.line.text
    return bool(_MINUTES.search(text)) and not _GOOD_TIME.search(text)


_GOOD_TIME = re.compile(
    r"\b(?:bad|good|right|better|worse|awkward) (?:time|moment)\b|\bis now\b", re.IGNORECASE
)


def unplaced_question(draft: Draft) -> bool:
    """A question that no subject was found for: focus, cue, a dodge, a choice, and last "I didn't get that"."""
    line, reading = draft.reading.line, draft.reading
    asks = line.question is not QuestionKind.NONE or line.form is QuestionForm.REQUEST
    if not asks or line.form is QuestionForm.GREETING or only_pitches(line) or gives_back(draft):
        return False
    if draft.exchange == 1 and line.does(*_DOOR_ACTS):
        return False
    if line.does(Act.SECOND_THOUGHT) and _tested(draft):
        return True
    asks_last = len(line.sentences) > 1 and line.sentences[-1].form not in {
        QuestionForm.NONE,
        QuestionForm.GREETING,
    }
    courteous = line.does(*(act for act, _ in COURTESIES)) and not reading.asks_business
    if courteous and not asks_last and not _asks_after_sorry(line):
        return kindness(draft)
    if line.aspect is Aspect.FEEL and draft.exchange > 1:
        draft.add(Move.FEELING, why="asked how they are with it")
        return True
    if line.does(Act.OFF_TOPIC):
        draft.add(Move.OFF_TOPIC, why="off the subject")
        return True
    if line.does(Act.PRICE):
        draft.add(Move.PRICE, why="price")
        return True
    if draft.before.focus is not None and len(line.text.split()) <= _SHORT_WORDS and draft.exchange > 1:
        subject = Subject(topic=draft.before.focus, p=_GUESS_P, via=Via.FOCUS, aspect=line.aspect,
                          answer_type=line.answer_type, question=line.question)  # fmt: skip
        answer_subject(draft, subject)
        draft.understood = Understood.WEAKLY
        return True
    if asked_which(draft):
        return True
    draft.understood = Understood.WEAKLY if reading.asks_business else Understood.NO
    draft.evade(line.answer_type, line.aspect, "a fair question that nothing answers")
    return True


def _asks_after_sorry(line: LineReading) -> bool:
    """Whether a sorry stands before a question that has nothing to do with it: "sorry, is that somebody you know?"."""
    asks = line.form not in {QuestionForm.NONE, QuestionForm.GREETING}
    return (
        asks
        and line.does(Act.APOLOGY)
        and bool(_SORRY_FIRST.match(line.text))
        and not _ABOUT_THE_SORRY.search(line.text)
    )


_SORRY_FIRST = re.compile(
    r"\W*(?:(?:oh|ah|no|right|okay|well|i'?m|so|very|really|ever so),? ){0,3}(?:sorry|apologies|my apologies"
    r"|forgive me|excuse me|pardon)\b",
    re.IGNORECASE,
)
_ABOUT_THE_SORRY = re.compile(
    r"\b(?:start (?:again|over)|forgive me\?|no hard feelings|have i (?:offended|upset|annoyed)|did i (?:offend"
    r"|upset|interrupt|cut)|where were we|was i)\b",
    re.IGNORECASE,
)


def _tested(draft: Draft) -> bool:
    """A test of what they said, without a word of its subject: the last position that they stated and still hold."""
    held = [
        (entry.stated_turn, position.id)
        for position in draft.persona.positions
        if (entry := draft.positions[position.id]).stated_turn is not None and not entry.is_open
    ]
    first = draft.persona.positions[0]
    if (
        not held
        and draft.positions[first.id].stated_turn is None
        and first.kind is not PositionKind.MISTAKEN_BELIEF
    ):
        state_position(draft, first.id, "asked what stands behind it: what they say first")
        return True
    if not held:
        return False
    topic = f"position:{max(held)[1]}"
    answer_subject(
        draft, Subject(topic=topic, p=GIVEN_BACK_P, via=Via.CUE, question=draft.reading.line.question)
    )
    return True


def _label(draft: Draft, topic: str) -> str:
    found = draft.persona.need_of(topic) if ":" not in topic else draft.persona.topic(topic)
    return str(getattr(found, "label", ""))
