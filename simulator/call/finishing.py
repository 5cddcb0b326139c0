"""After the end: the scorecard and the debrief, and the scorecard in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.call.events import Scored
from simulator.call.record import Keeper
from simulator.domain.played import PlayedCall
from simulator.reports.call_text import debrief_text
from simulator.scoring.debrief import Debrief, debrief
from simulator.scoring.scorecards import score_call


@dataclass(frozen=True)
class Finished:
    """What a finished call comes to."""

    event: Scored
    debrief: Debrief
    text: str


def finish_call(call: PlayedCall, keeper: Keeper) -> Finished:
    """Score a call, keep the scorecard, and make the debrief."""
    card = score_call(call)
    keeper.scorecard(card)
    told = debrief(call, card)
    event = Scored(turn=max(0, len(call.turns) - 1), scorecard=card, ledger=call.state.ledger)
    return Finished(event, told, debrief_text(call, card, told))
