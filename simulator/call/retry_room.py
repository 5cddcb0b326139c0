"""Room for a new try: a call that is played again from a late line would be over before anything could be tried.

So a retry has at least some patience and some time, whatever was left there. Both follow from the call as it is kept,
the state from that of the line before, the clock from the campaign, so that a retry can be taken up again like any call.
"""

from __future__ import annotations

import math

from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.state import CallState
from simulator.prospect.tempers import nature

#: ordinary lines that a retry has room for at least: enough to ask, to hear the answer, and to go deeper
LEAST_LINES = 6.0
#: seconds of talk that they take, with the answers
LEAST_SECONDS = 150
#: the mark of a warning that patience is nearly gone
_PATIENCE = "patience"


def with_patience(state: CallState, persona: Persona) -> CallState:
    """The state in which a new try begins: with patience for some lines, though never more than a call begins with."""
    temper = nature(persona.temper)
    least = min(LEAST_LINES, float(temper.patience_turns))
    if state.patience >= least:
        return state
    # who has patience again warns again, before they put the phone down; who wants to go by the clock has said so
    warned = {
        kind: at
        for kind, at in state.warned.items()
        if kind != _PATIENCE or state.elapsed_s >= temper.patience_s
    }
    return state.model_copy(update={"patience": least, "warned": warned})


def with_time(scenario: Scenario, elapsed_s: float) -> Scenario:
    """The campaign of a new try that begins at that time: its clock leaves room for some lines."""
    least = math.ceil(elapsed_s) + LEAST_SECONDS
    return scenario if scenario.clock_s >= least else scenario.model_copy(update={"clock_s": least})
