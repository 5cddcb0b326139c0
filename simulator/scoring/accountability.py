"""What the rep does about their own mistakes. Without a mistake, or a chance to mend it, nothing is observed."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, QuestionKind, ReflectionKind
from simulator.domain.scorecard import DimensionScore, Evidence
from simulator.domain.state import Bungle, BungleKind
from simulator.domain.transcript import Speaker
from simulator.scoring.exchanges import Exchange, chances_after
from simulator.scoring.parts import Part, combine, evidence, falling, mean, quote_of, share, turns_in_words
from simulator.scoring.rated import RatedTurn, line_of

#: a call of so many lines without a bungle shows care; a shorter one shows nothing
_LONG_CALL = 8
#: lines that the rep must have had after a bungle for "it did not come again" to mean anything
_ROOM_TO_REPEAT = 3
#: and after a second chance, for "the lesson was kept"
_ROOM_FOR_THE_LESSON = 2
#: repeats that take the whole part away
_TOO_MANY_REPEATS = 3
#: bungles that stood, for each line of the rep, that take the whole part away
_BUNGLE_RATE = 0.4
#: an apology in the rep's first lines is for the interruption
_OPENING_TURNS = 2


def accountability_of_call(call: PlayedCall, exchanges: Sequence[Exchange]) -> DimensionScore:
    """Bungles repeated or not, mended or not, lessons of second chances kept or not; unused chances count."""
    standing = [(one, one.bungle) for one in exchanges if one.bungle is not None]
    taken = {turn.index for turn in call.turns if turn.taken_back and turn.speaker is Speaker.REP}
    lines = sum(bool(one.rep.text.strip()) for one in exchanges)
    note = " ".join(filter(None, (_note(lines, len(standing), len(taken)), *_withdrawn(exchanges))))
    if not standing and not taken:
        if lines < _LONG_CALL:
            short = "No bungle came up, and the call was too short to make much of it."
            return DimensionScore(note=" ".join((short, *_withdrawn(exchanges))))
        return combine([Part(1.0, 1.0)], note=note)
    return combine(
        [
            _repeats(standing, exchanges),
            _mended(standing, exchanges),
            _lessons(call, exchanges),
            Part(_unused(call, len(taken)) if not standing else None, 0.1),
            Part(falling(len(standing) / max(1, lines), 0.0, _BUNGLE_RATE), 0.2),
        ],
        note=note,
    )


def _repeats(standing: Sequence[tuple[Exchange, Bungle]], exchanges: Sequence[Exchange]) -> Part:
    """The same mistake again; observed once there was room to make it again."""
    seen: set[BungleKind] = set()
    again: list[Exchange] = []
    for exchange, bungle in standing:
        if bungle.kind in seen:
            again.append(exchange)
        seen.add(bungle.kind)
    room = bool(standing) and chances_after(exchanges, standing[0][0].rep.index) >= _ROOM_TO_REPEAT
    value = falling(len(again), 0, _TOO_MANY_REPEATS) if again or room else None
    return Part(value, 0.4, _words(again, "the same mistake again"))


def _mended(standing: Sequence[tuple[Exchange, Bungle]], exchanges: Sequence[Exchange]) -> Part:
    """What the line after a bungle does about it: own it or do the other thing, excuse it, or bungle again."""
    counted = [one for one in exchanges if one.counts]
    values: list[float] = []
    mended: list[Exchange] = []
    for exchange, _ in standing:
        following = next((one for one in counted if one.rep.index > exchange.rep.index), None)
        if following is None:
            continue
        value = _mends(following)
        values.append(value)
        if value >= 1.0:
            mended.append(following)
    return Part(mean(values), 0.3, _words(mended, "makes up for the line before"))


def _mends(exchange: Exchange) -> float:
    line = exchange.reading.line
    if exchange.bungle is not None or line.does(Act.EXCUSE, Act.BLAME):
        return 0.0
    turns_to_them = (
        line.does(Act.APOLOGY, Act.EMPATHY, Act.ACKNOWLEDGEMENT)
        or line.reflection is not ReflectionKind.NONE
        or (line.question is QuestionKind.OPEN and not line.leading)
    )
    return 1.0 if turns_to_them else 0.5


def _lessons(call: PlayedCall, exchanges: Sequence[Exchange]) -> Part:
    """Whether a kind of bungle that was taken back stayed away from then on."""
    taken = {
        turn.direction.bungle.kind: turn.index
        for turn in reversed(call.turns)
        if turn.taken_back and turn.direction is not None and turn.direction.bungle is not None
    }
    broken = [
        one
        for one in exchanges
        if one.bungle is not None and one.bungle.kind in taken and one.rep.index > taken[one.bungle.kind]
    ]
    room = any(chances_after(exchanges, turn) >= _ROOM_FOR_THE_LESSON for turn in taken.values())
    value = (0.0 if broken else 1.0) if taken and (broken or room) else None
    return Part(value, 0.3, _words(broken, "the lesson was not kept"))


def _unused(call: PlayedCall, taken: int) -> float | None:
    left = share(max(call.second_chances_used, taken), call.scenario.second_chances)
    return None if left is None else max(0.0, 1.0 - left)


def _note(lines: int, standing: int, taken: int) -> str:
    """What there was to answer for, in a sentence or two."""
    if not standing and not taken:
        return f"No bungle in {lines} lines."
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


def _words(exchanges: Sequence[Exchange], why: str, most: int = 3) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(turn=one.rep.index, quote=quote_of(one.rep.text), why=why) for one in exchanges[:most]
    )


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
