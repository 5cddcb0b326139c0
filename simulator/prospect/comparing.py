"""Comparisons and wishes: "is that more than last year?", "what would you want instead?"."""

from __future__ import annotations

import re

from simulator.domain.direction import Step
from simulator.domain.lines import Move
from simulator.domain.reading import AnswerType, Aspect, Subject, Via
from simulator.prospect.banks import Candidate
from simulator.prospect.draft import Draft
from simulator.prospect.left_to_say import speakable

#: says how one time, or one place, stands to another
_COMPARES = re.compile(
    r"\b(?:than|used to|last (?:year|winter|summer|spring|autumn|month)|a year ago|more and more|every year|each year|worse"
    r"|compared|same as|these days|nowadays|every (?:summer|winter)|ever (?:was|had|been))\b",
    re.IGNORECASE,
)
#: beside others, and not beside an earlier time
_ELSEWHERE = re.compile(
    r"\b(?:others?|elsewhere|else|most|average|typical|trade|industry|sector|competitors?|rivals?|round here|in your line)\b",
    re.IGNORECASE,
)


def answer_comparison(draft: Draft, subject: Subject) -> bool:
    """Say how it stands to what it was, where a line does; where none does, a bare comparison is left undecided.

    Args:
        subject: what is compared; a comparison that names it itself is left to be answered as any question on it.
    """
    if subject.aspect is not Aspect.COMPARE:
        return False
    if subject.via is Via.FOCUS and not _is_told(draft, subject.topic):
        # what nobody has heard yet cannot be what is compared: it is what was told last
        subject = subject.model_copy(update={"topic": next(iter(_told_last(draft)), subject.topic)})
    told = _is_told(draft, subject.topic) and not _ELSEWHERE.search(draft.reading.line.text)
    line = _line_that_compares(draft, subject.topic) if told else None
    if line is not None:
        draft.reading = draft.reading.model_copy(update={"nearest": (line.key,)})
        draft.steps.append(Step(move=Move.MORE, topic=subject.topic, side=Aspect.COMPARE))
        draft.why.append(f"{subject.topic}: how it stands to what it was")
    elif subject.via is Via.FOCUS:
        draft.evade(AnswerType.NONE, Aspect.COMPARE, f"{subject.topic}: compared, and no line does that")
    else:
        return False
    draft.focus = subject.topic
    return True


def answer_wish(draft: Draft, subject: Subject) -> bool:
    """Asked what they would want instead of something that is no need: what would be better of what they told last."""
    if subject.aspect is not Aspect.WANT or subject.via is not Via.FOCUS:
        return False
    if ":" not in subject.topic and draft.is_open(draft.persona.need_of(subject.topic).layers[0].id):
        return False
    needs = (draft.persona.need_of(layer).id for layer in _told_last(draft))
    need = next((one for one in needs if draft.has_lines(Move.WANT, one)), None)
    if need is None:
        return False
    draft.add(Move.WANT, need, why=f"{need}: what would be better, of what they told last")
    return True


def _told_last(draft: Draft) -> list[str]:
    """Layers that are open, what was told last first."""
    told = [(entry.revealed_turn or 0, layer) for layer, entry in draft.layers.items() if entry.is_open]
    return [layer for _, layer in sorted(told, reverse=True)]


def _is_told(draft: Draft, topic: str) -> bool:
    return topic.startswith("fact:") or draft.is_open(topic)


def _line_that_compares(draft: Draft, topic: str) -> Candidate | None:
    left = [
        one
        for one in draft.banks.unused(draft.before.said, Move.MORE, topic)
        if speakable(draft, one.line) and not one.line.asked
    ]
    meant = [one for one in left if Aspect.COMPARE in one.line.side]
    found = meant or [one for one in left if not one.line.side and _COMPARES.search(one.line.say)]
    return found[0] if found else None
