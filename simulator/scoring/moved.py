"""What one line of the rep moved: what came out, trust, patience, how the call ended.

The figures are those of the ledger and the states. They decide which turns mattered; nothing is scored by them.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.lines import Move
from simulator.domain.persona import Persona
from simulator.domain.state import EndReason, points
from simulator.scoring.exchanges import Exchange
from simulator.scoring.patience import patience_words
from simulator.scoring.probing import DEPTH_WORTH

#: against one point of trust: a point for depth, a truth behind a first answer, an ordinary line of patience beyond the
#: first, something obtained or the phone put down
_DEPTH, _TRUTH, _PATIENCE, _END = 5.0, 10.0, 4.0, 20.0
#: a line uses up one ordinary line of patience; from this on it used up more
_MORE_THAN_ONE = 1.25
_HUNG_UP = frozenset(
    {EndReason.HUNG_UP_PATIENCE, EndReason.HUNG_UP_PUSHED, EndReason.HUNG_UP_RUDE, EndReason.HUNG_UP_ODD}
)
#: what a rep can come away with, as it is named
OBTAINED = {
    Move.AGREE: "a next step",
    Move.CALL_BACK: "a call back",
    Move.REFER: "somebody else to ring",
    Move.SEND_ACCEPTED: "leave to send something",
    Move.RING_AGAIN: "leave to ring again",
}


@dataclass(frozen=True)
class Moved:
    """What a line moved.

    Attributes:
        good, bad: how far for the better and for the worse, in points of trust and what is worth as much.
        trust: points of trust.
        patience: ordinary lines of patience that it used up.
    """

    good: float
    bad: float
    trust: int
    patience: float

    @property
    def far(self) -> float:
        """How far it moved things, either way."""
        return max(self.good, self.bad)

    @property
    def is_good(self) -> bool:
        """Whether it moved them more for the better."""
        return self.good > self.bad

    @property
    def words(self) -> str:
        """Trust and patience in words; what came out is told beside them."""
        trust = f"Trust {self.trust:+}" if self.trust else "Trust stayed where it was"
        if self.patience < _MORE_THAN_ONE:
            return f"{trust}."
        return f"{trust}; it used up as much of their patience as {patience_words(self.patience)}."


NOTHING_MOVED = Moved(0.0, 0.0, 0, 0.0)


def moved_by(exchange: Exchange, persona: Persona) -> Moved:
    """What a line moved, by the answer to it; nothing where there was none."""
    trust = points(round(exchange.trust_move, 3))  # as the curve tells it
    answer = exchange.answer
    if answer is None:
        return NOTHING_MOVED
    patience = exchange.rep.state.patience - answer.state.patience
    depth = sum(
        _TRUTH if ":" in one else _DEPTH * DEPTH_WORTH[persona.layer(one).level] for one in exchange.opened
    )
    direction = answer.direction
    got = _END if direction is not None and not OBTAINED.keys().isdisjoint(direction.moves) else 0.0
    end = direction.end if direction is not None else None
    thrown_out = _END if end is not None and end.reason in _HUNG_UP else 0.0
    over = max(0.0, patience - 1.0) if patience >= _MORE_THAN_ONE else 0.0
    return Moved(
        good=depth + max(0, trust) + got,
        bad=max(0, -trust) + _PATIENCE * over + thrown_out,
        trust=trust,
        patience=patience,
    )
