"""What a debrief says of the ledger: what was there, said and true, what went by, what was not followed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.domain.ledger import LayerEntry
from simulator.domain.played import PlayedCall
from simulator.domain.state import points
from simulator.reports.blocks import Behind, Paragraph, Rows, behind, line, plain, quiet, strong
from simulator.reports.debrief_words import LAYERS
from simulator.reports.quoted import quoted

if TYPE_CHECKING:
    from simulator.scoring.debrief import Debrief, LayerOnMap

_LABEL = (7,)
_TURN = (8,)
_LAYER = (9,)
_NOT_FOLLOWED = "they did not follow it"


def map_rows(
    call: PlayedCall, told: Debrief, there: frozenset[int], hidden: str
) -> Iterator[Paragraph | Rows]:
    if hidden:
        yield line(plain(f"{hidden} U uncovers what is there.", hidden))
    entries = call.state.ledger.layers
    for need in told.needs:
        worth, won = (sum(layer.worth for layer in need.layers), sum(layer.won for layer in need.layers))
        depth = f", {won:.0f} of {worth:.0f} points for depth" if worth else ""
        yield line(strong(need.label), quiet(f"  {need.reached} of {len(need.layers)} told{depth}"))
        for layer in need.layers:
            last = layer is need.layers[-1]
            yield _layer(
                layer,
                behind(
                    f"{need.label}, {layer.level}",
                    _turns_of_layer(layer, entries.get(layer.layer)),
                    there,
                ),
                call,
                close=not last,
            )


def _layer(layer: LayerOnMap, rests_on: Behind | None, call: PlayedCall, *, close: bool) -> Rows:
    sign, in_file, word = LAYERS[layer.state]
    return Rows(
        (
            (
                line(plain(f"{sign} ", f"{in_file} "), quiet(layer.level)),
                line(
                    plain(f"{layer.truth}\n"), strong(word), quiet(_how_it_went(layer, call) + _worth(layer))
                ),
            ),
        ),
        _LAYER,
        behind=rests_on,
        close=close,
    )


def _how_it_went(layer: LayerOnMap, call: PlayedCall) -> str:
    """What opened a layer, or came near it: goes on from the word for how far it came."""
    if layer.opened_turn is not None:
        moved = f" Trust {points(layer.trust_move):+}." if layer.trust_move is not None else ""
        return (
            f"; opened by turn {layer.opened_turn}: {quoted(call, layer.opened_turn, layer.opened_by)}{moved}"
        )
    if layer.cue_missed:
        return f"; its cue, turn {layer.cue_turn}, went by: {quoted(call, layer.cue_turn, layer.cue)}"
    if layer.asked_turns:
        turns = ", ".join(map(str, layer.asked_turns))
        why = f": {layer.not_told}" if layer.not_told else ""
        return f"; you came near it in turn {turns}, but it was not told then{why}."
    return "."


def _worth(layer: LayerOnMap) -> str:
    """What it gave for depth, or would have given."""
    if not layer.worth:
        return ""
    worth = "1 point" if layer.worth == 1 else f"{layer.worth:.0f} points"
    if layer.won:
        return f" Worth {worth}."
    if layer.opened_turn is not None:
        return " Told without being asked for, so worth no points."
    return f" It would have been worth {worth}."


def _turns_of_layer(layer: LayerOnMap, entry: LayerEntry | None) -> Iterator[tuple[int | None, str]]:
    yield layer.cue_turn, "its cue" + (", which went by" if layer.cue_missed else "")
    for turn in layer.asked_turns:
        if turn != layer.opened_turn:
            yield turn, "came near it"
    yield layer.opened_turn, "opened it"
    if entry is not None:
        yield entry.picked_up_turn, "took up its cue"
        yield entry.revealed_turn, "told"
        yield entry.confirmed_turn, "gave it back"
        yield entry.addressed_turn, "tied the next step to it"


def position_rows(told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for one in told.positions:
        at = f" (turn {one.turn})" if one.turn is not None else ""
        said = plain(f"“{one.said}”") if one.said else quiet("they did not have to say it")
        yield Rows(
            (
                (line(quiet("said")), line(said)),
                (line(quiet("true")), line(plain(one.truth))),
                (line(quiet("you")), line(strong(f"{one.outcome}{at}"))),
            ),
            _LABEL,
            behind=behind(
                "What they said, and what was true",
                [(one.said_turn, "they said it here"), (one.turn, one.outcome)],
                there,
            ),
        )


def missed_rows(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for turn, quote in told.missed_cues:
        yield _quote(call, turn, quote, behind("Went by unheard", [(turn, "nobody took this up")], there))


def not_followed_rows(call: PlayedCall, told: Debrief, there: frozenset[int]) -> Iterator[Rows]:
    for turn, quote in () if told.lost else told.not_understood:
        yield _quote(call, turn, quote, behind("Not your fault", [(turn, _NOT_FOLLOWED)], there))
    for one in told.lost:
        said = (
            f"\nThey said: {quoted(call, one.answer_turn, one.answer)}" if one.answer_turn is not None else ""
        )
        shown = (
            f"\nShown in the call as a bungle; it does not count, since they did not follow it: {one.bungle}"
        )
        rests_on = behind(
            "Not your fault", [(one.turn, _NOT_FOLLOWED), (one.answer_turn, "their answer")], there
        )
        text = plain(f"{quoted(call, one.turn, one.quote)}{said}{shown if one.bungle else ''}")
        yield Rows(((line(quiet(f"turn {one.turn}")), line(text)),), _TURN, behind=rests_on, close=True)


def _quote(call: PlayedCall, turn: int, quote: str, rests_on: Behind | None) -> Rows:
    said = plain(quoted(call, turn, quote))
    return Rows(((line(quiet(f"turn {turn}")), line(said)),), _TURN, behind=rests_on, close=True)
