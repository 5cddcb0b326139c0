"""The dimensions of a simulated call: the ledger is the ground truth, the turns add what it cannot know.

What the rep had no line left for is not counted as missed: a cue, a stated position or a layer that came in the last
words of the call was no occasion.
"""

from __future__ import annotations

from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension, DimensionScore
from simulator.domain.state import EndedBy
from simulator.scoring.accountability import accountability_of_call
from simulator.scoring.exchanges import exchanges_of
from simulator.scoring.from_turns import dimensions_of_turns
from simulator.scoring.human_tone import human_tone
from simulator.scoring.listening import listening
from simulator.scoring.outcome import outcome_of_call
from simulator.scoring.preparation import preparation
from simulator.scoring.probing import probing
from simulator.scoring.profiles import PROFILES
from simulator.scoring.rated import rate_played
from simulator.scoring.resilience import resilience
from simulator.scoring.seen import Seen
from simulator.scoring.time_used import time_used


def dimensions_of_call(call: PlayedCall) -> dict[Dimension, DimensionScore]:
    """All eight dimensions of a played call."""
    exchanges = exchanges_of(call)
    seen = Seen(call, exchanges, rate_played(call, exchanges), PROFILES[call.scenario.call_type])
    plain = dimensions_of_turns(seen.turns, seen.profile)
    rang_off = call.end is not None and call.end.by is EndedBy.REP and call.state.agreed is None
    return {
        Dimension.PREPARATION: preparation(seen),
        Dimension.TIME: time_used(seen),
        Dimension.HUMAN_TONE: human_tone(seen, plain[Dimension.HUMAN_TONE]),
        Dimension.PROBING: probing(seen),
        Dimension.LISTENING: listening(seen, plain[Dimension.LISTENING]),
        Dimension.RESILIENCE: resilience(
            seen.turns,
            trust_moves={one.rep.index: one.trust_move for one in exchanges if one.answer is not None},
            rep_rang_off=rang_off,
            positions={f"position:{one.id}": one.kind for one in call.persona.positions},
        ),
        Dimension.ACCOUNTABILITY: accountability_of_call(call, exchanges),
        Dimension.OUTCOME: outcome_of_call(call),
    }
