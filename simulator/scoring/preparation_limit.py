"""What it costs a rep to have looked things up for longer than the campaign gives them."""

from __future__ import annotations

from math import ceil

from simulator.domain.played import PlayedCall
from simulator.scoring.parts import Part

#: weight of each minute begun over the limit, and of all together; set by hand
_EACH, _MOST = 0.05, 0.15


def over_the_limit(call: PlayedCall) -> tuple[Part, str]:
    """A part of nought that weighs more with each minute over the limit, and a sentence; neither within it.

    A part that is there in every call would raise what is low already; this one can only take away. What is looked up
    during the call is no preparation.
    """
    beforehand_s = sum(one.cost_s for one in call.research if one.turn == 0)
    over_s = beforehand_s - call.scenario.preparation_s
    if over_s <= 0:
        return Part(None, 0.0), ""
    sentence = f"Looking things up took {over_s // 60}:{over_s % 60:02d} longer than there was time for."
    return Part(0.0, min(_MOST, _EACH * ceil(over_s / 60))), sentence
