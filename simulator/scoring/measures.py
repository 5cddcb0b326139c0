"""Figures that are counted or computed from the turns alone. None where there is nothing to measure, never zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from simulator.domain.reading import Act, QuestionForm, QuestionKind, ReflectionKind, SpinKind
from simulator.domain.transcript import Speaker
from simulator.scoring.rated import RatedTurn, line_of, rep_turns
from simulator.scoring.spoken_over import interruptions

#: from this many words on, a line can be followed up
_SHORT = 3
#: the pace is not reckoned from less speech than this
_ENOUGH_SPEECH_S = 5.0


def measures(turns: Sequence[RatedTurn]) -> dict[str, float | None]:
    """All measures of a conversation, by name.

    Args:
        turns: in order; may be empty.
    Returns:
        Shares, rates and means are 0–1 (``politeness`` −1–1), names in ``_s`` are seconds, counts are whole numbers.
    """
    rep = rep_turns(turns)
    questions = sum(line_of(turn).question is not QuestionKind.NONE for turn in rep)
    reflections = sum(line_of(turn).reflection is not ReflectionKind.NONE for turn in rep)
    found = {
        "talk_share": talk_share(turns),
        "rep_turns": float(len(rep)),
        "questions": float(questions) if rep else None,
        "open_questions": _count(rep, lambda turn: line_of(turn).question is QuestionKind.OPEN),
        "stacked_questions": _count(rep, lambda turn: line_of(turn).questions >= 2),
        "leading_questions": _count(rep, lambda turn: line_of(turn).leading),
        "implication_questions": _count(rep, lambda turn: line_of(turn).spin is SpinKind.IMPLICATION),
        "reflections": float(reflections) if rep else None,
        "complex_reflections": _count(rep, lambda turn: line_of(turn).reflection is ReflectionKind.COMPLEX),
        "reflection_to_question": round(reflections / questions, 3) if questions else None,
        "longest_monologue_s": longest_monologue_s(turns),
        "uptake": _mean([line_of(turn).uptake for turn in answering(turns)]),
        "pressure": _mean([line_of(turn).pressure for turn in rep]),
        "politeness": _mean([line_of(turn).politeness for turn in rep]),
        "acknowledgements": _count(rep, lambda turn: line_of(turn).does(Act.ACKNOWLEDGEMENT, Act.EMPATHY)),
        "unasked_advice": _count(rep, lambda turn: line_of(turn).does(Act.ADVICE)),
        "pitches": _count(rep, lambda turn: line_of(turn).does(Act.PITCH, Act.SELF_TALK)),
        "speaker_switches": float(speaker_switches(turns)) if turns else None,
        "words_a_minute": words_a_minute(turns),
        "reason_stated_s": reason_stated_s(turns),
    }
    spoken_over = interruptions(turns)
    # only a call on the screen can have one: everywhere else there is nothing that could be counted
    return {**found, "interruptions": float(len(spoken_over))} if spoken_over else found


def talk_share(turns: Sequence[RatedTurn]) -> float | None:
    """Share of the words that the rep spoke, 0–1; None where nobody spoke."""
    words = sum(turn.words for turn in turns)
    if not words:
        return None
    return round(sum(turn.words for turn in turns if turn.speaker is Speaker.REP) / words, 4)


def longest_stretch(turns: Sequence[RatedTurn]) -> tuple[float, RatedTurn] | None:
    """The longest stretch that the rep spoke without the other saying a word, in seconds, and the turn it began with.

    Silent turns last, and are no talk: one of the rep's adds nothing, one of the prospect's ends nothing. None without
    a word of the rep.
    """
    longest: tuple[float, RatedTurn] | None = None
    run_s, began = 0.0, None
    for turn in turns:
        if not turn.words:
            continue
        if turn.speaker is not Speaker.REP:
            run_s, began = 0.0, None
            continue
        began = began or turn
        run_s += max(0.0, turn.end_s - turn.start_s)
        if longest is None or run_s > longest[0]:
            longest = (run_s, began)
    return longest


def longest_monologue_s(turns: Sequence[RatedTurn]) -> float | None:
    """Seconds of the longest stretch of the rep; None without a word of the rep."""
    found = longest_stretch(turns)
    return round(found[0], 2) if found is not None else None


def speaker_switches(turns: Sequence[RatedTurn]) -> int:
    """How often the speaker changes."""
    return sum(a.speaker is not b.speaker for a, b in pairwise(turns))


def words_a_minute(turns: Sequence[RatedTurn]) -> float | None:
    """The rep's pace; None where they spoke for less than five seconds, or where the times are estimated."""
    spoken = [turn for turn in turns if turn.speaker is Speaker.REP and turn.words and turn.timed]
    seconds = sum(turn.end_s - turn.start_s for turn in spoken)
    return (
        round(60 * sum(turn.words for turn in spoken) / seconds, 1) if seconds >= _ENOUGH_SPEECH_S else None
    )


def reason_stated_s(turns: Sequence[RatedTurn]) -> float | None:
    """Seconds from the first turn until the rep says why they call, understood or not; None where they never do."""
    for turn in turns:
        if turn.line is not None and turn.line.does(Act.REASON_FOR_CALL):
            return round(max(0.0, turn.start_s - turns[0].start_s), 2)
    return None


def asks(turn: RatedTurn) -> bool:
    """Whether a rep's turn asks something beyond a greeting."""
    line = line_of(turn)
    return line.question is not QuestionKind.NONE and line.form is not QuestionForm.GREETING


def answering(turns: Sequence[RatedTurn]) -> list[RatedTurn]:
    """Rep turns that count and follow a turn of the prospect with something in it."""
    return [
        turn
        for before, turn in pairwise(turns)
        if turn.speaker is Speaker.REP
        and turn.line is not None
        and turn.counts
        and before.speaker is Speaker.PROSPECT
        and before.words >= _SHORT
    ]


def _count(turns: Sequence[RatedTurn], holds: Callable[[RatedTurn], bool]) -> float | None:
    return float(sum(holds(turn) for turn in turns)) if turns else None


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


#: every measure that there can be, in the order in which it is told
MEASURE_NAMES: Final = (*measures(()), "interruptions")
