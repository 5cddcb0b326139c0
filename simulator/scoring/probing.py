"""Probing of a played call: depth reached, positions tested, cues taken up."""

from __future__ import annotations

from simulator.domain.ledger import LayerEntry, PositionEntry
from simulator.domain.persona import LEVELS, PositionKind
from simulator.domain.played import PlayedCall
from simulator.domain.reading import SpinKind
from simulator.domain.scorecard import DimensionScore
from simulator.scoring.cues import first_stated
from simulator.scoring.exchanges import chances_until
from simulator.scoring.measures import asks
from simulator.scoring.parts import Part, combine, evidence, rising, share
from simulator.scoring.rated import line_of
from simulator.scoring.seen import FEWEST_LINES, Seen, elicited, opened_by, words_of

#: what an elicited layer is worth by its level: depth counts, not the number of layers
DEPTH_WORTH = dict(zip(LEVELS, (1.0, 2.0, 3.0, 4.0), strict=True))
#: a cue is picked up in time with one of the next two lines
_CUE_LINES = 2
#: share of the questions that the prospect has to have followed for depth to say anything about the rep
_FOLLOWED = 0.5


def probing(seen: Seen) -> DimensionScore:
    """Depth reached in the needs, positions tested, beliefs put right, cues taken up."""
    ledger, persona = seen.call.state.ledger, seen.call.persona
    if len(seen.rep) < FEWEST_LINES:
        return combine([])
    reached = sum(elicited(entry) for entry in ledger.layers.values())
    note = f"{reached} of {len(ledger.layers)} layers elicited."
    asked = [turn for turn in seen.rep if asks(turn)]
    # whatever was reached: a dimension that appears with the first layer would take from the total by being there
    lost = [turn for turn in seen.turns if turn.line is not None and not turn.counts and asks(turn)]
    if lost and len(asked) < _FOLLOWED * (len(asked) + len(lost)):
        return DimensionScore(note="The prospect did not follow most of what was asked.")
    worths = [
        (
            sum(DEPTH_WORTH[layer.level] for layer in need.layers if elicited(ledger.layers[layer.id])),
            sum(DEPTH_WORTH[layer.level] for layer in need.layers),
        )
        for need in persona.needs
    ]
    deepest = max(got / whole for got, whole in worths)
    breadth = sum(got for got, _ in worths) / sum(whole for _, whole in worths)
    deep = [turn for turn in asked if line_of(turn).spin is SpinKind.IMPLICATION]
    return combine(
        [
            Part(deepest, 0.4, opened_by(seen)),
            Part(rising(breadth, 0.0, 0.7), 0.2),
            _positions_part(seen),
            _cues_part(seen),
            Part(rising(len(deep), 0, 2), 0.05, evidence(deep, "asks what follows from it", most=1)),
        ],
        note=note,
    )


def _positions_part(seen: Seen) -> Part:
    """Stated positions that were tested, out of those that could be and that were not meant as they were said."""
    kinds = {position.id: position.kind for position in seen.call.persona.positions}
    stated = [
        entry
        for name, entry in seen.call.state.ledger.positions.items()
        if kinds[name] is not PositionKind.HONEST
        and (entry.is_open or seen.had_a_line_after(_first_stated(seen.call, name, entry)))
    ]
    tested = [entry for entry in stated if entry.tested_turn is not None or entry.is_open]
    turns = [entry.tested_turn for entry in tested]
    return Part(
        share(len(tested), len(stated)), 0.2, words_of(turns, seen.turns, "asks behind what was said")
    )


def _first_stated(call: PlayedCall, name: str, entry: PositionEntry) -> int | None:
    return None if entry.stated_turn is None else first_stated(call, name, entry.stated_turn)


def _cues_part(seen: Seen) -> Part:
    """Cues of layers that were picked up within the next two lines."""
    hinted = [
        entry for entry in seen.call.state.ledger.layers.values() if seen.had_a_line_after(entry.hinted_turn)
    ]
    caught = [entry for entry in hinted if _picked_up_in_time(seen, entry)]
    turns = [entry.picked_up_turn for entry in caught]
    return Part(share(len(caught), len(hinted)), 0.15, words_of(turns, seen.turns, "takes up a cue"))


def _picked_up_in_time(seen: Seen, entry: LayerEntry) -> bool:
    if entry.hinted_turn is None or entry.picked_up_turn is None:
        return False
    return 1 <= chances_until(seen.exchanges, entry.hinted_turn, entry.picked_up_turn) <= _CUE_LINES
