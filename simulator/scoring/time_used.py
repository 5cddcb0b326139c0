"""Time of a played call: room to talk, and the prospect's exchanges spent for each layer reached."""

from __future__ import annotations

from simulator.domain.scorecard import DimensionScore
from simulator.domain.state import BungleKind, EndedBy, EndReason
from simulator.scoring.from_turns import balance_part, stretch_part
from simulator.scoring.parts import Part, combine, falling
from simulator.scoring.seen import FEWEST_LINES, Seen, opened_by, words_of
from simulator.scoring.spoken_over import spoken_over_parts

#: exchanges for each layer that are quick, and that are far too many
_QUICK, _SLOW = 3.0, 12.0
#: what an exchange brought weighs more than how the talk was shared: a pleasant nothing is patience spent
_PACE = 1.2
#: so many lines without a single layer are patience spent for nothing
_LINES_FOR_NOTHING = 4
#: an honest no after so many exchanges came early, and after so many it cost them as much as a whole call
_EARLY_NO, _LATE_NO = 6, 16
_HONEST_ENDS = frozenset({EndReason.DISQUALIFIED, EndReason.REFERRED})


def time_used(seen: Seen) -> DimensionScore:
    """Talk share and monologues of the profile, and the prospect's exchanges spent for each layer reached."""
    exchanges = len(seen.rep)
    if exchanges < FEWEST_LINES:
        return combine([])
    opened = sum(entry.is_open for entry in seen.call.state.ledger.layers.values())
    early = [
        one for one in seen.exchanges if one.bungle is not None and one.bungle.kind is BungleKind.EARLY_CLOSE
    ]
    words = words_of([one.rep.index for one in early], seen.turns, "closes before any need is on the table")
    parts = [
        balance_part(seen.turns, seen.profile),
        stretch_part(seen.turns, seen.profile),
        Part(_pace(seen, exchanges, opened), _PACE, opened_by(seen)[:1]),
        Part(0.0 if early else None, 0.2, words),
    ]
    observed = any(part.value is not None for part in parts)
    return combine(
        [*parts, *(spoken_over_parts(seen.turns) if observed else ())],
        note=f"Layers reached: {opened}, in {exchanges} exchanges that they followed.",
    )


def _pace(seen: Seen, exchanges: int, opened: int) -> float | None:
    """Exchanges for each layer; a call that came to nothing has spent them for nothing, unless a no was right and early.

    One layer more never makes it worse: an honest end counts by how early it came or by what was reached, whichever
    is more, and in a call that is too short to have a pace a layer is worth the whole.
    """
    by_layers = falling(exchanges / opened, _QUICK, _SLOW) if opened else None
    end = seen.call.end
    if not seen.call.persona.fit.suits and end is not None and end.reason in _HONEST_ENDS:
        return max(by_layers or 0.0, falling(exchanges, _EARLY_NO, _LATE_NO))
    if by_layers is not None:
        return by_layers
    thrown_out = end is not None and end.by is EndedBy.PROSPECT
    return 0.0 if thrown_out or exchanges >= _LINES_FOR_NOTHING else None
