"""What a prospect does who was spoken over: when they mind, what they say to it, and how they go on when asked to."""

from __future__ import annotations

import re

from simulator.domain.direction import Step
from simulator.domain.lines import Move
from simulator.domain.reading import Act, LineReading, QuestionKind, Subject, Via
from simulator.prospect.depth import answer_subject, drop_hint
from simulator.prospect.draft import Draft
from simulator.prospect.statements_made import state_position

#: a line that sells or pushes is no courtesy, whatever stands before it
_SELLS = (
    Act.PITCH, Act.SELF_TALK, Act.PRESSURE, Act.FALSE_URGENCY, Act.GUARANTEE, Act.NEXT_STEP, Act.PRICE, Act.ARGUES,
    Act.RUDE, Act.PERSONAL_REMARK, Act.ADVICE,
)  # fmt: skip
#: "sorry, which van?": so short a question after a sorry is about what they were saying
_SHORT_WORDS = 6
#: gives the floor back: "you were saying", "after you"
_HANDS_BACK = re.compile(
    r"\b(?:you were saying|(?:please|do|you) (?:go|carry) on|(?:go|carry) on,? please|after you|you first|"
    r"finish(?: what you were| your)|(?:sorry|no|please),? (?:go on|carry on|go ahead)|"
    r"(?:cut|talk(?:ed|ing)?|spoke|speaking|interrupt(?:ed|ing)?) (?:over |across )?you(?: off)?)\b",
    re.IGNORECASE,
)
#: what they have to say to a line anyway weighs more than that it came too soon
_WEIGHTIER = frozenset(
    {
        Move.PRESSURE, Move.RUDENESS, Move.PERSONAL_REMARK, Move.ARGUMENT, Move.WARN_PUSHED, Move.WARN_ODD,
        Move.WARN_PATIENCE, Move.OFF_LIST, Move.OFF_LIST_HONOURED, Move.SILENCE, Move.GIBBERISH, Move.OTHER_LANGUAGE,
        Move.META, Move.COMMAND, Move.NOT_HEARD, Move.CLARIFY, Move.GOODBYE, Move.WRONG_NAME,
    }
)  # fmt: skip
#: content that only fills a turn: that they were cut off is said in place of it
_FILLS = frozenset(
    {
        Move.LISTENING, Move.SMALL_TALK, Move.THANKS, Move.JOKE, Move.COMPLIMENT, Move.FLATTERY, Move.EMPATHY,
        Move.NONCOMMITTAL, Move.REASON_HEARD, Move.PITCH, Move.ADVICE,
    }
)  # fmt: skip


def is_minded(line: LineReading) -> bool:
    """Whether people mind being cut off by that line: not by an apology, nor by "could you say that again"."""
    if line.does(*_SELLS):
        return True
    if line.does(Act.REPEAT_PLEASE) or _HANDS_BACK.search(line.text):
        return False
    short = line.question is QuestionKind.NONE or len(line.text.split()) <= _SHORT_WORDS
    return not (line.does(Act.APOLOGY) and short)


def speak_up(draft: Draft) -> None:
    """Say that one was not finished: before the answer, or in place of words that only fill the turn."""
    if not draft.reading.interrupted or draft.end is not None or not draft.banks.content(Move.INTERRUPTED):
        return
    if not draft.steps or draft.steps[0].move in _WEIGHTIER:
        return
    asks = draft.reading.line.question is not QuestionKind.NONE
    alone = not asks and all(step.move in _FILLS for step in draft.steps)
    step = Step(move=Move.INTERRUPTED)
    draft.steps = [step] if alone else [step, *draft.steps]
    draft.why.insert(0, "cut off, and says so")
    if alone:
        draft.unsaid = draft.before.unsaid  # "let me finish": they may be let


def goes_on(draft: Draft) -> bool:
    """The rep gives the floor back: they say what they were about to say."""
    line = draft.reading.line
    if not draft.before.unsaid or draft.reading.interrupted or line.does(*_SELLS):
        return False
    gives_back = bool(_HANDS_BACK.search(line.text)) or line.does(Act.REPEAT_PLEASE)
    if not gives_back and not (line.does(Act.APOLOGY) and line.question is QuestionKind.NONE):
        return False
    for move, topic in draft.before.unsaid:
        _say_after_all(draft, move, topic)
    return bool(draft.steps)


def _say_after_all(draft: Draft, move: Move, topic: str) -> None:
    """One piece of what was not said, as the policy would have it said now."""
    why = f"{topic}: what they were about to say"
    if move in {Move.REVEAL, Move.CORRECT, Move.DROP, Move.FACT}:
        # earned again or not at all: what was in reach before may have moved away
        answer_subject(draft, Subject(topic=topic, p=1.0, via=Via.CUE, question=QuestionKind.OPEN))
    elif move is Move.HINT:
        drop_hint(draft, draft.persona.layer(topic), why)
    elif move is Move.STATE:
        state_position(draft, topic.removeprefix("position:"), why)
    elif draft.has_lines(move, topic):
        draft.add(move, topic, why=why)
        draft.focus = topic if move not in {Move.WANT, Move.ARRANGE} else draft.focus
