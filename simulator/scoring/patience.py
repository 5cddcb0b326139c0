"""How the prospect's patience was used up: what each line took of it, from the states."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.base import Strict
from simulator.domain.state import BungleKind
from simulator.scoring.exchanges import Exchange
from simulator.scoring.parts import turns_in_words

_SPOKE_OVER = "speaking over them"
#: what a line was, for what it took: by the bungle that it was
_BY_BUNGLE = {
    BungleKind.PRESSURE: "pushing",
    BungleKind.RUDE: "rudeness",
    BungleKind.PERSONAL_REMARK: "personal remarks",
    BungleKind.EARLY_PITCH: "pitching too early",
    BungleKind.EARLY_CLOSE: "asking for a next step too early",
    BungleKind.ARGUED: "arguing",
    BungleKind.INTERROGATION: "closed questions in a row",
    BungleKind.ASKED_AGAIN: "asking the same again",
    BungleKind.FORBIDDEN_CLAIM: "claims that do not hold",
    BungleKind.WRONG_NAME: "a wrong name",
    BungleKind.IGNORED_CUE: "talking over what they had let drop",
    BungleKind.UNASKED_ADVICE: "unasked advice",
    BungleKind.IGNORED_REMOVAL: "going on after they had asked to be taken off the list",
    BungleKind.INTERRUPTED: _SPOKE_OVER,
}
_TALK = "lines without a mistake"
#: less than this is not worth a word
_A_LITTLE = 0.25


class PatienceSpent(Strict):
    """What one kind of line took of the prospect's patience.

    Attributes:
        what: the kind, in words.
        took: of their patience, in ordinary lines: what a line that does nothing for them uses up.
        turns: the rep's lines.
    """

    what: str
    took: float
    turns: tuple[int, ...]

    @property
    def amount(self) -> str:
        """What it took, as it is said."""
        return patience_words(self.took)

    @property
    def where(self) -> str:
        """Its turns, as they are said."""
        return turns_in_words(self.turns)


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


def patience_words(lines: float) -> str:
    """So much patience, in what a rep knows: "2½ ordinary lines". Halves are as fine as anybody can tell."""
    whole, half = divmod(max(1, round(2 * lines)), 2)
    if not whole:
        return "half an ordinary line"
    if whole == 1 and not half:
        return "an ordinary line"
    return f"{whole}{'½' if half else ''} ordinary lines"


def _kind_of(exchange: Exchange) -> str:
    reading = exchange.reading
    if exchange.shown is not None and exchange.shown.kind in _BY_BUNGLE:
        return _BY_BUNGLE[exchange.shown.kind]
    if reading.interrupted:
        return _SPOKE_OVER
    if reading.same_as_turn is not None:
        return _BY_BUNGLE[BungleKind.ASKED_AGAIN]
    return _TALK
