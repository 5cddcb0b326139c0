"""Why a layer that a line came near was not told then: the reason that the prospect had, without a word of the layer."""

from __future__ import annotations

from simulator.domain.direction import Understood
from simulator.domain.ledger import Ledger
from simulator.domain.persona import Layer, Level, Persona
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import QuestionKind
from simulator.domain.state import CallState
from simulator.prospect.depth import PITCH_SURCHARGE
from simulator.prospect.tempers import DEPTH_TRUST, OTHER_KIND_SURCHARGE
from simulator.scoring.exchanges import Exchange

#: levels that are hinted at before they are told
_HINTED_FIRST = frozenset({Level.IMPACT, Level.STAKE})


def why_not_told(call: PlayedCall, layer: Layer, by_turn: dict[int, Exchange]) -> str:
    """What stood in the way the last time that a line came near a layer; empty where nothing can be said for sure.

    Args:
        layer: one that was not told.
        by_turn: the exchanges of the call by the turn of the rep's line.
    """
    near = [by_turn[turn] for turn in call.state.ledger.layers[layer.id].asked_turns if turn in by_turn]
    last = near[-1] if near else None
    if last is None or last.answer is None:
        return ""
    return _reason(call.persona, layer, last, last.answer)


def _reason(persona: Persona, layer: Layer, exchange: Exchange, answer: PlayedTurn) -> str:
    direction, ledger = answer.direction, answer.state.ledger
    if direction is not None and direction.understood is not Understood.YES:
        return "they were not sure what you meant"
    if exchange.shown is not None:
        return "that line was a bungle, and nobody opens up to one"
    if exchange.opened:
        return "they told you something else in that answer, and one such thing at a time is enough"
    if _waits(persona, layer, exchange.rep.state.ledger):
        return "something that comes before it had not been told yet"
    short = _too_little_trust(layer, exchange, answer.state)
    if short:
        return short
    if layer.level in _HINTED_FIRST and exchange.rep.state.ledger.layers[layer.id].hinted_turn is None:
        hinted = ledger.layers[layer.id].hinted_turn is not None
        return (
            "you were early: they only hinted at it then"
            if hinted
            else "you were early: they had not hinted at it yet"
        )
    return ""


def _waits(persona: Persona, layer: Layer, ledger: Ledger) -> bool:
    """Whether what lies above it in its need, or what its author has come first, was still untold."""
    layers = persona.need_of(layer.id).layers
    above = layers[: layers.index(layer)]
    opened = set(ledger.open_ids())
    return any(one.id not in opened for one in above) or any(one not in opened for one in layer.opens.after)


def _too_little_trust(layer: Layer, exchange: Exchange, after: CallState) -> str:
    """What of trust was missing, and what had made it dearer; empty where there was enough."""
    plain = DEPTH_TRUST[layer.level] if layer.opens.trust is None else layer.opens.trust
    if after.trust < plain:
        return "they did not trust you enough yet"
    pitches = PITCH_SURCHARGE * (after.count("early_pitch") + after.count("pitch"))
    if after.trust < plain + pitches:
        return "what you had said about your offer by then had made them careful"
    question = exchange.reading.line.question
    other_kind = question is not QuestionKind.NONE and question not in layer.opens.kinds
    if other_kind and after.trust < plain + pitches + OTHER_KIND_SURCHARGE:
        asked = (
            "so that a yes or a no was enough"
            if question is QuestionKind.CLOSED
            else "in a form that they need not answer"
        )
        return f"you asked it {asked}"
    return ""
