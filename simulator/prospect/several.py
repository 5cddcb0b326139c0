"""Two or three questions in one line: what is plain is answered in a few words; what is hidden costs what it costs alone."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.direction import Understood
from simulator.domain.lines import Move
from simulator.domain.reading import QuestionKind, Subject
from simulator.prospect.depth import answer_subject
from simulator.prospect.draft import Draft
from simulator.prospect.statements_made import accept_reflection

#: nobody answers more of one breath
_MOST_ANSWERED = 2
#: content that answers nothing: beside a plain answer it is left out
_EMPTY = frozenset({Move.EVADE, Move.DODGE, Move.NONCOMMITTAL, Move.UNKNOWN, Move.LISTENING})
#: content that wants to be taken up: it comes last, whatever was asked first
_LAST = frozenset({Move.REVEAL, Move.HINT, Move.CORRECT, Move.DROP})


def answer_several(draft: Draft, subjects: Sequence[Subject]) -> bool:
    """Answer what is plain among several questions, in the order in which they were asked.

    Beside it, the likeliest of the others gets what it would get alone, if that is anything. Where nothing is plain,
    or there is one question only, it is left to be answered as ever.
    """
    if len({subject.place for subject in subjects}) < _MOST_ANSWERED:
        return False
    plain = [one for one in subjects if is_plain(one)]
    if not plain:
        return False
    accept_reflection(draft, alone=False)
    answered = [(one.place, step) for one in plain if (step := _tried(draft, one)) is not None]
    if not answered:
        return False
    answered = answered[:_MOST_ANSWERED]
    if len(answered) < _MOST_ANSWERED:
        hidden = next((one for one in subjects if not is_plain(one)), None)
        step = _tried(draft, hidden) if hidden is not None else None
        if hidden is not None and step is not None:
            last = draft.steps[step].move in _LAST
            answered.append((len(subjects) if last else hidden.place, step))
    shorten = len(answered) > 1
    draft.steps = [
        draft.steps[step].model_copy(update={"brief": shorten and draft.steps[step].move is Move.FACT})
        for _, step in sorted(answered)
    ]
    draft.understood = Understood.YES
    return True


def also_plain(draft: Draft, *, taken: int | None) -> None:
    """Add a plain answer to what else was asked, behind one that stands."""
    for subject in draft.reading.subjects:
        if subject.place != taken and is_plain(subject):
            step = _tried(draft, subject)
            if step is not None:
                draft.steps[step] = draft.steps[step].model_copy(update={"brief": True})
                return


def is_plain(subject: Subject) -> bool:
    """Whether the question is for what anybody may know."""
    return subject.topic.startswith(("fact:", "answer:")) and subject.question is not QuestionKind.NONE


def _tried(draft: Draft, subject: Subject) -> int | None:
    """The place of the step that answers the question; where it gets none, nothing has happened."""
    kept = draft.kept()
    before = len(draft.steps)
    answer_subject(draft, subject)
    if len(draft.steps) > before and draft.steps[-1].move not in _EMPTY:
        return len(draft.steps) - 1
    draft.put_back(kept)
    return None
