"""What a prospect does who was spoken over: when they mind, what they say to it, and how they go on when asked to."""

from __future__ import annotations

import re

from simulator.domain.direction import Step
from simulator.domain.lines import Move
from simulator.domain.reading import Act, LineReading, QuestionKind, Subject, Via
from simulator.prospect.depth import answer_subject, drop_hint
from simulator.prospect.draft import Draft
from simulator.prospect.endings import answer_next_step
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
    r"\b(?:you were (?:just )?(?:saying|telling me|in the middle|about to|going to)|"
    r"(?:please|do|you) (?:go|carry) on|(?:go|carry) on,? please|after you|you first|"
    r"finish(?: what you were| your| that| off)|let you finish|(?:sorry|no|please),? (?:go on|carry on|go ahead)|"
    r"you (?:didn't|did not|hadn't) finish(?:ed)?|what (?:were|was) you (?:going|about) to (?:say|tell)|"
    r"(?:cut|talk(?:ed|ing)?|spoke|speaking|interrupt(?:ed|ing)?) (?:over |across )?you(?: off)?)\b"
    r"|^\W*(?:(?:ok|okay|right|sorry|no|oh|ah|yes|well|and|but|so|please|i'm sorry|my fault|apologies)\W+){0,4}"
    r"(?:go on|carry on|go ahead|continue|keep going|you go)\b",
    re.IGNORECASE,
)
#: what was cut off is still to be said for so many exchanges; after that the talk has moved on
_STILL_TO_SAY = 2
#: yeses that broke off: said again where they are still earned
_YESES = frozenset({Move.AGREE, Move.HALF_AGREE})
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
    _keep_in_mind(draft)
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


def _keep_in_mind(draft: Draft) -> None:
    """What they did not get to say is not forgotten with the next answer: handed the floor, they still say it."""
    waited = draft.bump("unsaid_for") if draft.before.unsaid else 0
    told = {step.topic for step in draft.steps}
    if 0 < waited <= _STILL_TO_SAY and not draft.count("went_on_after_all"):
        draft.unsaid = tuple(one for one in draft.before.unsaid if one[1] not in told)
    draft.counts["went_on_after_all"] = 0
    if not draft.unsaid:
        draft.counts["unsaid_for"] = 0


def goes_on(draft: Draft) -> bool:
    """The rep gives the floor back: they say what they were about to say."""
    line = draft.reading.line
    if not draft.before.unsaid or draft.reading.interrupted or line.does(*_SELLS):
        return False
    just_now = not draft.before.count("unsaid_for")
    gives_back = bool(_HANDS_BACK.search(line.text)) or (just_now and line.does(Act.REPEAT_PLEASE))
    sorry = just_now and line.does(Act.APOLOGY) and line.question is QuestionKind.NONE
    if not gives_back and not sorry:
        return False
    for move, topic in draft.before.unsaid:
        _say_after_all(draft, move, topic)
    draft.steps = [step.model_copy(update={"brief": True}) for step in draft.steps]
    draft.counts["went_on_after_all"] = int(bool(draft.steps))
    return bool(draft.steps)


def _say_after_all(draft: Draft, move: Move, topic: str) -> None:
    """One piece of what was not said, as the policy would have it said now."""
    why = f"{topic}: what they were about to say"
    if move in _YESES:
        answer_next_step(draft)
    elif move in {Move.REVEAL, Move.CORRECT, Move.DROP, Move.FACT}:
        # earned again or not at all: what was in reach before may have moved away
        answer_subject(draft, Subject(topic=topic, p=1.0, via=Via.CUE, question=QuestionKind.OPEN))
    elif move is Move.HINT:
        drop_hint(draft, draft.persona.layer(topic), why)
    elif move is Move.STATE:
        state_position(draft, topic.removeprefix("position:"), why)
    elif draft.has_lines(move, topic):
        draft.add(move, topic, why=why)
        draft.focus = topic if move not in {Move.WANT, Move.ARRANGE} else draft.focus
