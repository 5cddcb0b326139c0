"""What the rep is told after a call: true sentences from the ledger, each with the turn behind it.

Nothing is said of a turn that the prospect did not understand but that it happened, and "you never asked" only where
no line of the rep came near.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.domain.base import Strict
from simulator.domain.ledger import LayerEntry, LayerState
from simulator.domain.persona import Layer, Need
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.transcript import Speaker
from simulator.scoring.advice import CHANGES, DRILLS, KEEPS, better_for_bungle
from simulator.scoring.parts import quote_of

#: trust moved by less than this is not worth a word
_SMALL_MOVE = 0.025
_TURNS_THAT_MATTERED = 3


class LayerOnMap(Strict):
    """One layer as it came out.

    Attributes:
        truth: what was there, for a layer that was reached, and after the call for one that was not.
        state: how far it came.
        opened_by: the rep's line that opened it, with its turn.
        cue: the words with which its cue was dropped, and whether it went by.
    """

    layer: str
    level: str
    truth: str
    state: LayerState
    opened_by: str = ""
    opened_turn: int | None = None
    cue: str = ""
    cue_turn: int | None = None
    cue_missed: bool = False


class NeedOnMap(Strict):
    """A need from its surface down."""

    need: str
    label: str
    layers: tuple[LayerOnMap, ...]

    @property
    def reached(self) -> int:
        """How many of its layers were spoken."""
        return sum(layer.opened_turn is not None for layer in self.layers)


class PositionOnMap(Strict):
    """What they said at first, what was true, and what the rep did about it."""

    stated: str
    truth: str
    outcome: str
    turn: int | None = None


class TurnThatMattered(Strict):
    """A line of the rep, what it did, and a better one where there is a better one."""

    turn: int
    quote: str
    did: str
    better: str = ""
    trust_move: float


class Debrief(Strict):
    """Everything that the rep is told."""

    ended: str
    needs: tuple[NeedOnMap, ...]
    positions: tuple[PositionOnMap, ...]
    missed_cues: tuple[tuple[int, str], ...]
    honoured_cues: tuple[tuple[int, str], ...]
    turns: tuple[TurnThatMattered, ...]
    keep: str
    change: str
    drill: str
    retry_turn: int | None = None
    not_understood: tuple[tuple[int, str], ...] = ()
    trust: tuple[tuple[int, float], ...] = ()
    fit: str = ""


def debrief(call: PlayedCall, card: Scorecard) -> Debrief:
    """Make the debrief of a played call.

    Args:
        call: the call, ended or not.
        card: its scorecard.
    """
    needs = tuple(_need_on_map(call, need) for need in call.persona.needs)
    mattered = _turns_that_mattered(call)
    best, worst = _extremes(card)
    return Debrief(
        ended=str(call.end.reason) if call.end else "open",
        needs=needs,
        positions=tuple(_positions(call)),
        missed_cues=tuple(_missed_cues(call)),
        honoured_cues=tuple(_honoured_cues(call)),
        turns=mattered,
        keep=KEEPS[best] if best else "You made the call. That is the part that most people put off.",
        change=_change(call, worst, needs),
        drill=DRILLS[worst] if worst else "",
        retry_turn=_retry_turn(call, mattered),
        not_understood=tuple(_not_understood(call)),
        trust=tuple(
            (turn.index, turn.state.trust) for turn in call.standing() if turn.speaker is Speaker.PROSPECT
        ),
        fit=call.persona.fit.why,
    )


def _need_on_map(call: PlayedCall, need: Need) -> NeedOnMap:
    return NeedOnMap(
        need=need.id,
        label=need.label,
        layers=tuple(_layer_on_map(call, layer, call.state.ledger.layers[layer.id]) for layer in need.layers),
    )


def _layer_on_map(call: PlayedCall, layer: Layer, entry: LayerEntry) -> LayerOnMap:
    text = {turn.index: turn.text for turn in call.turns}
    opened_by = entry.revealed_turn - 1 if entry.revealed_turn is not None else None
    return LayerOnMap(
        layer=layer.id,
        level=str(layer.level),
        truth=layer.fact,
        state=entry.state,
        opened_by=quote_of(text.get(opened_by, "")) if opened_by is not None else "",
        opened_turn=opened_by,
        cue=quote_of(text.get(entry.hinted_turn, "")) if entry.hinted_turn is not None else "",
        cue_turn=entry.hinted_turn,
        cue_missed=_went_by(call, entry),
    )


def _went_by(call: PlayedCall, entry: LayerEntry) -> bool:
    """Whether a cue was dropped and the rep had a line to take it up with, and did not."""
    if entry.hinted_turn is None or entry.picked_up_turn is not None or entry.is_open:
        return False
    after = [
        turn for turn in call.standing() if turn.speaker is Speaker.REP and turn.index > entry.hinted_turn
    ]
    return len(after) >= 2 and not any(turn.index in entry.asked_turns for turn in after)


def _positions(call: PlayedCall) -> Iterator[PositionOnMap]:
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if entry.stated_turn is None and not entry.is_open:
            continue
        if entry.is_open:
            outcome, turn = (
                "You asked behind it, and it came right.",
                entry.tested_turn or entry.corrected_turn,
            )
        elif entry.tested_turn is not None:
            outcome, turn = "You tested it, and it held for now.", entry.tested_turn
        else:
            outcome, turn = "You took it as it came.", entry.stated_turn
        yield PositionOnMap(stated=position.stated, truth=position.truth, outcome=outcome, turn=turn)


def _missed_cues(call: PlayedCall) -> Iterator[tuple[int, str]]:
    text = {turn.index: turn.text for turn in call.turns}
    for entry in call.state.ledger.layers.values():
        if entry.hinted_turn is not None and _went_by(call, entry):
            yield entry.hinted_turn, quote_of(text.get(entry.hinted_turn, ""))
    for cue in call.state.ledger.cues.values():
        if cue.dropped_turn is not None and cue.ignored_turn is not None and cue.honoured_turn is None:
            yield cue.dropped_turn, quote_of(text.get(cue.dropped_turn, ""))


def _honoured_cues(call: PlayedCall) -> Iterator[tuple[int, str]]:
    text = {turn.index: turn.text for turn in call.turns}
    for cue in call.state.ledger.cues.values():
        if cue.honoured_turn is not None:
            yield cue.honoured_turn, quote_of(text.get(cue.honoured_turn, ""))


def _turns_that_mattered(call: PlayedCall) -> tuple[TurnThatMattered, ...]:
    """The lines that moved most: bungles, layers opened, cues passed over, trust won or lost."""
    ranked: list[tuple[float, TurnThatMattered]] = []
    standing = call.standing()
    for rep, answer in zip(standing, standing[1:], strict=False):
        if rep.speaker is not Speaker.REP or answer.direction is None or "not_understood" in answer.marks:
            continue
        moved = answer.state.trust - rep.state.trust
        weight, did, better = _judge(call, rep, answer, moved)
        if weight > 0:
            mattered = TurnThatMattered(
                turn=rep.index, quote=quote_of(rep.text), did=did, better=better, trust_move=round(moved, 3)
            )
            ranked.append((weight, mattered))
    ranked.sort(key=lambda one: -one[0])
    chosen = _balanced([mattered for _, mattered in ranked])
    return tuple(sorted(chosen, key=lambda one: one.turn))


def _balanced(ranked: Sequence[TurnThatMattered]) -> list[TurnThatMattered]:
    """The weightiest three; where there are both, neither only praise nor only blame."""
    chosen = list(ranked[:_TURNS_THAT_MATTERED])
    rest = ranked[_TURNS_THAT_MATTERED:]
    for wanted in (True, False):
        if chosen and all(bool(one.better) is not wanted for one in chosen):
            other = next((one for one in rest if bool(one.better) is wanted), None)
            if other is not None:
                chosen[-1] = other
    return chosen


def _judge(call: PlayedCall, rep: PlayedTurn, answer: PlayedTurn, moved: float) -> tuple[float, str, str]:
    """Weight of an exchange, what the line did, and a better line where there is one."""
    assert answer.direction is not None  # noqa: S101 - the caller looked
    direction = answer.direction
    if direction.bungle is not None:
        better = better_for_bungle(direction.bungle.kind, rep.index, _ask_now(call, rep))
        return 1.0 + abs(moved) * 5, direction.bungle.why, better
    opened = [fact.topic for fact in direction.new_facts]
    if opened:
        topic = opened[0]
        if topic.startswith("position:"):
            return 0.9, "It asked behind what they had said, and the truth came out.", ""
        layer = call.persona.layer(topic)
        depth = ["surface", "cause", "impact", "stake"].index(str(layer.level))
        return 0.7 + 0.2 * depth, _opened_sentence(layer, call.state.ledger.layers[topic]), ""
    missed = _missed_with(call, rep)
    if missed is not None:
        cue, layer = missed
        return 0.85, f"They had just said “{cue}”, and it went by.", layer.ask[0]
    if moved >= _SMALL_MOVE:
        return moved * 8, f"It won trust: {moved:+.2f}.", ""
    if moved <= -_SMALL_MOVE:
        return abs(moved) * 8, f"It cost trust: {moved:+.2f}.", _ask_now(call, rep)
    return 0.0, "", ""


_DEPTH_WORDS = {
    "surface": "how things are",
    "cause": "how it came about",
    "impact": "what it does to them",
    "stake": "what it means to them, which is said to few",
}


def _opened_sentence(layer: Layer, entry: LayerEntry) -> str:
    after = " after you had taken up their cue" if entry.picked_up_turn is not None else ""
    return f"It opened {_DEPTH_WORDS[str(layer.level)]}{after}."


def _missed_with(call: PlayedCall, rep: PlayedTurn) -> tuple[str, Layer] | None:
    """The cue in the prospect's line before this one, where this line was the first chance and let it go by."""
    for layer in call.persona.layers():
        entry = call.state.ledger.layers[layer.id]
        if entry.hinted_turn == rep.index - 1 and _went_by(call, entry):
            text = next(turn.text for turn in call.turns if turn.index == entry.hinted_turn)
            return quote_of(text), layer
    return None


def _ask_now(call: PlayedCall, rep: PlayedTurn) -> str:
    """A question that was open to the rep at that moment: about a fresh cue, else about the next layer in reach."""
    state = rep.state
    for topic in sorted(state.hot, key=lambda one: -state.hot[one]):
        return call.persona.topic(topic).ask[0]
    for need in call.persona.needs:
        for layer in need.layers:
            if not state.ledger.layers[layer.id].is_open:
                if layer is not need.layers[0] or need is call.persona.needs[0]:
                    return layer.ask[0]
                break
    return call.persona.needs[0].layers[0].ask[0]


def _extremes(card: Scorecard) -> tuple[Dimension | None, Dimension | None]:
    seen = [(one.score, name) for name, one in card.dimensions.items() if one.score is not None]
    coached = [(score, name) for score, name in seen if name is not Dimension.OUTCOME]
    if not coached:
        return None, None
    return max(coached)[1], min(coached)[1]


def _change(call: PlayedCall, worst: Dimension | None, needs: Sequence[NeedOnMap]) -> str:
    """One thing to change: a missed cue beats an untested position beats the weakest dimension."""
    missed = next(((layer, need) for need in needs for layer in need.layers if layer.cue_missed), None)
    if missed is not None:
        return (
            f"When they said “{missed[0].cue}” (turn {missed[0].cue_turn}), stay there. That was the way in."
        )
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if entry.stated_turn is not None and entry.tested_turn is None and not entry.is_open:
            return f"You took “{position.stated.rstrip('.')}” at its word. Ask once what stands behind it."
    return CHANGES[worst] if worst else "Stay on the line a little longer next time."


def _retry_turn(call: PlayedCall, mattered: Sequence[TurnThatMattered]) -> int | None:
    """Where to take it up again: the first line that has a better one, else where the call stood still."""
    return next((one.turn for one in mattered if one.better), None)


def _not_understood(call: PlayedCall) -> Iterator[tuple[int, str]]:
    standing = call.standing()
    for rep, answer in zip(standing, standing[1:], strict=False):
        if rep.speaker is Speaker.REP and {"not_understood", "weakly_understood"} & set(answer.marks):
            yield rep.index, quote_of(rep.text)
