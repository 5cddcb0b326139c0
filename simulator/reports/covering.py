"""A debrief that keeps to itself what the rep did not reach, for whoever means to call the same person again. Pure.

With everything told, the next call is an exam whose answers were handed out. What was not reached stays on the map as a
place, with the level that it lies on, and without a word of what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.domain.ledger import LayerState
from simulator.domain.persona import Level
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import Dimension, Scorecard

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief, LayerOnMap, NeedOnMap
    from simulator.scoring.said_and_true import PositionOnMap

#: stands in place of the name of a need of which nothing was told
A_NEED = "A need that you did not come to"
_NOT_TOLD = frozenset({LayerState.HIDDEN, LayerState.HINTED})
_PLACES = {
    Level.SURFACE: "how things are",
    Level.CAUSE: "how it comes about",
    Level.IMPACT: "what comes of it",
    Level.STAKE: "what it means to them",
}
_A_PLACE = "something deeper"
_BEHIND = "Covered: what stands behind it."
_TESTED = "You tested it, and it held for now."
_TAKEN = "You did not ask behind it."
#: how the note on the end begins that says whether the offer suits them
_FIT = "The offer "


def covered(call: PlayedCall, told: Debrief) -> Debrief:
    """The debrief without what was not reached; the same where everything was.

    A position that did not come right is told without its truth, and without whether it was meant as it was said.
    """
    if not is_anything_hidden(call, told):
        return told
    return told.model_copy(
        update={
            "needs": tuple(map(_need, told.needs)),
            "positions": tuple(_position(call, one) for one in told.positions),
            "fit": "",
            "could_not_know": "" if _tells_their_mind(call, told) else told.could_not_know,
            "plan": None if told.plan is None else told.plan.model_copy(update={"guess_near": ""}),
        }
    )


def covered_card(call: PlayedCall, card: Scorecard, told: Debrief) -> Scorecard:
    """The scorecard without the note that says whether the offer suits them; its figures are all there."""
    end = card.dimensions.get(Dimension.OUTCOME)
    if end is None or not is_anything_hidden(call, told):
        return card
    first, _, rest = end.note.partition(". ")
    kept = end.model_copy(update={"note": rest if first.startswith(_FIT) else end.note})
    return card.model_copy(update={"dimensions": {**card.dimensions, Dimension.OUTCOME: kept}})


def is_anything_hidden(call: PlayedCall, told: Debrief) -> bool:
    """Whether the rep left anything for another call."""
    return any(not _is_told(layer) for need in told.needs for layer in need.layers) or any(
        not _came_right(call, one) for one in told.positions
    )


def how_much(told: Debrief) -> str:
    """What is covered, in a sentence."""
    layers = sum(not _is_told(layer) for need in told.needs for layer in need.layers)
    if not layers:
        return "What stands behind their first answers is covered."
    are = "One layer was" if layers == 1 else f"{layers} layers were"
    return f"{are} not reached: the places are here, without what is in them."


def _need(need: NeedOnMap) -> NeedOnMap:
    known = any(map(_is_told, need.layers))
    label = need.label if known else A_NEED
    return need.model_copy(
        update={
            "label": label,
            "layers": tuple(layer if _is_told(layer) else _place(layer) for layer in need.layers),
        }
    )


def _place(layer: LayerOnMap) -> LayerOnMap:
    where = _PLACES[Level(layer.level)] if layer.level in set(Level) else _A_PLACE
    return layer.model_copy(update={"truth": f"Covered: {where}."})


def _position(call: PlayedCall, one: PositionOnMap) -> PositionOnMap:
    if _came_right(call, one):
        return one
    held = next(
        (
            call.state.ledger.positions.get(mine.id)
            for mine in call.persona.positions
            if mine.stated == one.stated
        ),
        None,
    )
    tested = held.tested_turn if held is not None else None
    outcome, turn = (_TAKEN, one.said_turn) if tested is None else (_TESTED, tested)
    return one.model_copy(update={"truth": _BEHIND, "outcome": outcome, "turn": turn})


def _came_right(call: PlayedCall, one: PositionOnMap) -> bool:
    """Whether its truth was spoken; of one that the persona does not have nothing is known, and it stays covered."""
    entries = call.state.ledger.positions
    return any(
        entries[mine.id].is_open
        for mine in call.persona.positions
        if mine.stated == one.stated and mine.id in entries
    )


def _is_told(layer: LayerOnMap) -> bool:
    return layer.state not in _NOT_TOLD


def _tells_their_mind(call: PlayedCall, told: Debrief) -> bool:
    """Whether what the rep could not know is what weighs on them: that is what the next call is to find."""
    _, _, worries = " ".join(call.persona.human.worries_about.split()).partition(" ")
    return bool(worries) and worries.rstrip(".") in told.could_not_know
