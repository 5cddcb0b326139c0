"""How the prospect's patience was used up: what each line took of it, from the states."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.base import Strict
from simulator.domain.reading import Act
from simulator.domain.state import BungleKind
from simulator.scoring.exchanges import Exchange

#: what a line was, for what it took: by the bungle that it was
_BY_BUNGLE = {
    BungleKind.PRESSURE: "pushing",
    BungleKind.RUDE: "rudeness",
    BungleKind.PERSONAL_REMARK: "personal remarks",
    BungleKind.EARLY_PITCH: "pitches",
    BungleKind.EARLY_CLOSE: "asking for a next step too early",
    BungleKind.ARGUED: "arguing",
    BungleKind.INTERROGATION: "closed questions in a row",
    BungleKind.ASKED_AGAIN: "asking the same again",
}
_TALK = "ordinary talk"
#: less than this is not worth a word
_A_LITTLE = 0.25


class PatienceSpent(Strict):
    """What one kind of line took of the prospect's patience.

    Attributes:
        what: the kind, in words.
        took: exchanges of patience.
        turns: the rep's lines.
    """

    what: str
    took: float
    turns: tuple[int, ...]


def patience_spent(exchanges: Sequence[Exchange]) -> tuple[PatienceSpent, ...]:
    """What took the prospect's patience, the most first; a line that took none, or gave some back, is in no row."""
    took: dict[str, list[tuple[float, int]]] = {}
    for one in exchanges:
        if one.answer is None:
            continue
        spent = one.rep.state.patience - one.answer.state.patience
        if spent > 0:
            took.setdefault(_kind_of(one), []).append((spent, one.rep.index))
    rows = [
        PatienceSpent(
            what=what,
            took=round(sum(spent for spent, _ in lines), 2),
            turns=tuple(turn for _, turn in lines),
        )
        for what, lines in took.items()
    ]
    return tuple(sorted((one for one in rows if one.took >= _A_LITTLE), key=lambda one: -one.took))


def _kind_of(exchange: Exchange) -> str:
    line, reading = exchange.reading.line, exchange.reading
    if exchange.shown is not None and exchange.shown.kind in _BY_BUNGLE:
        return _BY_BUNGLE[exchange.shown.kind]
    if reading.interrupted:
        return "speaking over them"
    if reading.same_as_turn is not None:
        return _BY_BUNGLE[BungleKind.ASKED_AGAIN]
    if line.does(Act.PITCH, Act.SELF_TALK):
        return _BY_BUNGLE[BungleKind.EARLY_PITCH]
    return _TALK
