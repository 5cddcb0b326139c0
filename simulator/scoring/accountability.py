"""What the rep does about their own mistakes. Without a mistake, or a chance to mend it, nothing is observed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Act, QuestionKind, ReflectionKind
from simulator.domain.scorecard import DimensionScore, Evidence
from simulator.domain.state import BungleKind
from simulator.domain.transcript import Speaker
from simulator.scoring.exchanges import Exchange
from simulator.scoring.parts import Part, combine, evidence, falling, mean, quote_of, share, turns_in_words
from simulator.scoring.rated import RatedTurn, line_of

#: what became of a mistake: taken back; owned, or made good by the next line; neither; excused, or made again at once
_TAKEN_BACK, _MENDED, _LEFT, _EXCUSED = 1.0, 0.9, 0.4, 0.0
#: a mistake of a kind that had come before is worth this much of it, each time again
_AGAIN = 0.5
#: mistakes for each line of the rep that take the whole part away
_MISTAKE_RATE = 0.4
#: what became of each weighs most; then that few stood, and that few were made at all
_BECAME, _STOOD, _MADE = 0.7, 0.2, 0.1
#: lines quoted for one reason
_MOST_WORDS = 3
#: an apology in the rep's first lines is for the interruption
_OPENING_TURNS = 2


@dataclass(frozen=True)
class _Mistake:
    """A bungle of a call: the line, its kind where that is known, and the exchange where it stood."""

    turn: PlayedTurn
    kind: BungleKind | None
    stood: Exchange | None = None


def accountability_of_call(call: PlayedCall, exchanges: Sequence[Exchange]) -> DimensionScore:
    """What became of each mistake: taken back, mended by the next line, left, excused or made again.

    A mistake that is taken back is worth no less than the same one left to stand, whatever else the call held: what a
    rep answers for must not cost them more than what they pass over. Without a mistake there was nothing to answer for.
    """
    mistakes = _mistakes(call, exchanges)
    lines = sum(bool(one.rep.text.strip()) for one in exchanges)
    taken = sum(one.stood is None for one in mistakes)
    standing = len(mistakes) - taken
    note = " ".join(filter(None, (_note(lines, standing, taken), *_withdrawn(exchanges))))
    if not mistakes:
        return DimensionScore(note=note)
    said = max(1, lines + taken)
    return combine(
        [
            _became(mistakes, exchanges),
            Part(falling(standing / max(1, lines), 0.0, _MISTAKE_RATE), _STOOD),
            Part(falling(len(mistakes) / said, 0.0, _MISTAKE_RATE), _MADE),
        ],
        note=note,
    )


def _mistakes(call: PlayedCall, exchanges: Sequence[Exchange]) -> list[_Mistake]:
    """Every mistake of the call in its order: those that stood, and those that were taken back."""
    standing = [_Mistake(one.rep, one.bungle.kind, one) for one in exchanges if one.bungle is not None]
    answers = {turn.index: turn for turn in call.turns}
    taken: list[_Mistake] = []
    for turn in call.turns:
        if turn.taken_back and turn.speaker is Speaker.REP:
            answer = answers.get(turn.index + 1)
            bungle = answer.direction.bungle if answer is not None and answer.direction is not None else None
            taken.append(_Mistake(turn, bungle.kind if bungle is not None else None))
    return sorted((*standing, *taken), key=lambda one: one.turn.index)


def _became(mistakes: Sequence[_Mistake], exchanges: Sequence[Exchange]) -> Part:
    """The mean of what became of each; one of a kind that came before is worth less, whatever became of the first."""
    counted = [one for one in exchanges if one.counts]
    before: Counter[BungleKind] = Counter()
    learnt: set[BungleKind] = set()
    values: list[float] = []
    again: list[Evidence] = []
    mended: list[Evidence] = []
    for one in mistakes:
        following = next((other for other in counted if other.rep.index > one.turn.index), None)
        worth = _TAKEN_BACK if one.stood is None else _worth(following)
        if one.stood is not None and following is not None and worth == _MENDED:
            mended.append(_words(following.rep, "makes up for the line before"))
        if one.kind is not None:
            if before[one.kind]:
                why = "the lesson was not kept" if one.kind in learnt else "the same mistake again"
                again.append(_words(one.turn, why))
            worth *= _AGAIN ** before[one.kind]
            before[one.kind] += 1
            if one.stood is None:
                learnt.add(one.kind)
        values.append(worth)
    return Part(mean(values), _BECAME, (*again[:_MOST_WORDS], *mended[:_MOST_WORDS]))


def _worth(following: Exchange | None) -> float:
    """What became of a mistake that stood, by the next line that was followed; it was left where there is none."""
    if following is None:
        return _LEFT
    line = following.reading.line
    if following.bungle is not None or line.does(Act.EXCUSE, Act.BLAME):
        return _EXCUSED
    turns_to_them = (
        line.does(Act.APOLOGY, Act.EMPATHY, Act.ACKNOWLEDGEMENT)
        or line.reflection is not ReflectionKind.NONE
        or (line.question is QuestionKind.OPEN and not line.leading)
    )
    return _MENDED if turns_to_them else _LEFT


def _note(lines: int, standing: int, taken: int) -> str:
    """What there was to answer for, in a sentence or two."""
    if not standing and not taken:
        return f"No bungle in {lines} lines: nothing to answer for."
    stood = f"Bungles that stood: {standing}, in {lines} lines."
    return f"{stood} Lines that you took back: {taken}." if taken else stood


def _withdrawn(exchanges: Sequence[Exchange]) -> list[str]:
    """What was shown in the call as a bungle and is none, each reason with its turns."""
    turns: dict[str, list[int]] = {}
    for one in exchanges:
        if one.withdrawn:
            turns.setdefault(one.withdrawn, []).append(one.rep.index)
    return [
        f"Shown in the call as a bungle, and not counted: {turns_in_words(where)}, since {why}."
        for why, where in turns.items()
    ]


def _words(turn: PlayedTurn, why: str) -> Evidence:
    return Evidence(turn=turn.index, quote=quote_of(turn.text), why=why)


def accountability_of_turns(turns: Sequence[RatedTurn]) -> DimensionScore:
    """Owning an error, without excuses and without blaming others for it.

    An apology for the interruption, or for not having heard, owns nothing.
    """
    rep = [turn for turn in turns if turn.speaker is Speaker.REP and turn.counts and turn.line is not None]
    owned = [
        turn
        for turn in rep[_OPENING_TURNS:]
        if line_of(turn).does(Act.APOLOGY) and not line_of(turn).does(Act.REPEAT_PLEASE, Act.HOLD_ON)
    ]
    blamed = [turn for turn in rep if line_of(turn).does(Act.EXCUSE, Act.BLAME) and turn not in owned]
    words = (*evidence(owned, "owns it"), *evidence(blamed, "excuses or blames"))
    both = len(owned) + len(blamed)
    return combine([Part(share(len(owned), both), 1.0, words)], note="" if both else "No error came up.")
