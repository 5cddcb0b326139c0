"""Which turns a debrief names: those that moved most, up and down, and a chance that went by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from simulator.scoring.moments import Moment

#: turns that a debrief names
_MOST = 3
#: chances that went by: they moved nothing, and could have
_CHANCES = frozenset({"missed_cue", "face_value", "not_given_back"})


def choose(ranked: Sequence[Moment]) -> list[Moment]:
    """At most three, in the order of the call.

    First the line that moved most, then the one that moved most the other way, then a chance that went by; what is
    missing of these is filled up with what moved most of the rest.
    """
    movers = sorted((one for one in ranked if one.moved.far > 0), key=lambda one: -one.moved.far)
    chosen = movers[:1]
    if chosen:
        other_way = (one for one in movers if one.moved.is_good is not chosen[0].moved.is_good)
        chosen += list(islice(other_way, 1))
    missed = (one for one in ranked if one.kind in _CHANCES and one not in chosen)
    chosen += list(islice(missed, 1))
    left = [one for one in (*movers, *ranked) if one not in chosen]
    chosen += list(dict.fromkeys(left))[: _MOST - len(chosen)]
    return sorted(chosen, key=lambda one: one.exchange.rep.index)
