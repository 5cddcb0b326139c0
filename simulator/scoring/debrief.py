"""What the rep is told after a call: true sentences from the ledger, each with the turn behind it.

Nothing is said of a turn that the prospect did not understand but that it happened; a layer that was asked for is
never called unasked; and nothing of what was hidden stands in a better line that the rep could have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.domain.base import Strict
from simulator.domain.ledger import LayerEntry, LayerState, PositionEntry
from simulator.domain.persona import Layer, Need, Position, PositionKind
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Act
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.state import EndReason
from simulator.domain.transcript import Speaker
from simulator.scoring.advice import CHANGES, DRILLS, KEEPS
from simulator.scoring.could_not_know import could_not_know
from simulator.scoring.exchanges import Exchange, exchanges_of
from simulator.scoring.moments import Cue, Moment, choose, cue_words, find_moments, missed_cues, untested
from simulator.scoring.outcome import said_yes_and_meant_nothing
from simulator.scoring.parts import quote_of

#: a dimension from this score on is worth being told to keep
_WORTH_KEEPING = 65.0
#: fewer lines than this make a call that was over before it began
_A_FEW_LINES = 4


class LayerOnMap(Strict):
    """One layer as it came out.

    Attributes:
        truth: what was there, for a layer that was reached, and after the call for one that was not.
        state: how far it came.
        opened_by: the rep's line that opened it, with its turn.
        cue: the words with which its cue was dropped, and whether it went by.
        asked_turns: the rep's lines that came near it.
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
    asked_turns: tuple[int, ...] = ()


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
    """What they said at first, what was true, and what the rep did about it.

    Attributes:
        stated: what they say at first, third person; ``said`` the words in this call, empty where it was never said.
        turn: of the rep's line that tested it, else of the prospect's that stated it.
    """

    stated: str
    truth: str
    outcome: str
    turn: int | None = None
    said: str = ""


class TurnThatMattered(Strict):
    """A line of the rep, what it did, and a better one where there is a better one."""

    turn: int
    quote: str
    did: str
    better: str = ""
    trust_move: float


class Debrief(Strict):
    """Everything that the rep is told.

    Attributes:
        retry_turn: the rep's line, one that stands, from which it is best played again.
        could_not_know: one true thing about the person who was called that the rep had no way to know.
    """

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
    could_not_know: str = ""


def debrief(call: PlayedCall, card: Scorecard) -> Debrief:
    """Make the debrief of a played call.

    Args:
        call: the call, ended or not.
        card: its scorecard.
    """
    exchanges = exchanges_of(call)
    missed = missed_cues(call, exchanges)
    ranked = find_moments(call, exchanges)
    chosen = choose(ranked)
    return Debrief(
        ended=str(call.end.reason) if call.end else "open",
        needs=tuple(_need_on_map(call, need, missed) for need in call.persona.needs),
        positions=tuple(_positions(call)),
        missed_cues=tuple((cue.turn, cue.words) for cue in missed),
        honoured_cues=tuple(_honoured_cues(call)),
        turns=_told(chosen),
        keep=_keep(call, card, exchanges),
        change=_change(call, card, exchanges, missed),
        drill=_drill(call, card, exchanges),
        retry_turn=_retry_turn(call, ranked, exchanges),
        not_understood=tuple((one.rep.index, quote_of(one.rep.text)) for one in exchanges if not one.counts),
        trust=tuple(
            (turn.index, turn.state.trust) for turn in call.standing() if turn.speaker is Speaker.PROSPECT
        ),
        fit=call.persona.fit.why,
        could_not_know=could_not_know(call),
    )


def _need_on_map(call: PlayedCall, need: Need, missed: Sequence[Cue]) -> NeedOnMap:
    text = {turn.index: turn for turn in call.turns}
    gone_by = {cue.topic for cue in missed}
    layers = call.state.ledger.layers
    return NeedOnMap(
        need=need.id,
        label=need.label,
        layers=tuple(
            _layer_on_map(call, layer, layers[layer.id], text, missed=layer.id in gone_by)
            for layer in need.layers
        ),
    )


def _layer_on_map(
    call: PlayedCall, layer: Layer, entry: LayerEntry, turns: dict[int, PlayedTurn], *, missed: bool
) -> LayerOnMap:
    opened_by = entry.revealed_turn - 1 if entry.revealed_turn is not None else None
    cue = ""
    if entry.hinted_turn is not None:
        cue = cue_words(call, turns[entry.hinted_turn], f"{layer.id}/hint")
    return LayerOnMap(
        layer=layer.id,
        level=str(layer.level),
        truth=layer.fact,
        state=entry.state,
        opened_by=quote_of(turns[opened_by].text) if opened_by is not None else "",
        opened_turn=opened_by,
        cue=cue,
        cue_turn=entry.hinted_turn,
        cue_missed=missed,
        asked_turns=entry.asked_turns,
    )


def _positions(call: PlayedCall) -> Iterator[PositionOnMap]:
    turns = {turn.index: turn for turn in call.turns}
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if entry.stated_turn is None and not entry.is_open:
            continue
        said = ""
        if entry.stated_turn is not None and entry.stated_turn != entry.corrected_turn:
            said = cue_words(call, turns[entry.stated_turn], f"position:{position.id}/state")
        outcome, turn = _what_came_of_it(position, entry, said=bool(said))
        yield PositionOnMap(
            stated=position.stated, truth=position.truth, outcome=outcome, turn=turn, said=said
        )


def _what_came_of_it(position: Position, entry: PositionEntry, *, said: bool) -> tuple[str, int | None]:
    asked = entry.tested_turn
    if entry.is_open:
        turn = asked if asked is not None else entry.corrected_turn
        if not said:
            return "You asked, and they began with the truth.", turn
        return "You asked behind it, and it came right.", turn
    if position.kind is PositionKind.HONEST:
        return "It was meant as it was said.", entry.stated_turn
    if asked is not None:
        return "You tested it, and it held for now.", asked
    return "You took it as it came.", entry.stated_turn


def _honoured_cues(call: PlayedCall) -> Iterator[tuple[int, str]]:
    text = {turn.index: turn.text for turn in call.turns}
    for cue in call.state.ledger.cues.values():
        if cue.honoured_turn is not None:
            yield cue.honoured_turn, quote_of(text.get(cue.honoured_turn, ""))


def _told(chosen: Sequence[Moment]) -> tuple[TurnThatMattered, ...]:
    """The moments in words; no sentence twice."""
    used: set[str] = set()

    def first_unused(variants: Sequence[str]) -> str:
        found = next((one for one in variants if one not in used), "")
        used.add(found)
        return found

    return tuple(
        TurnThatMattered(
            turn=one.exchange.rep.index,
            quote=quote_of(one.exchange.rep.text),
            did=first_unused(one.did),
            better=first_unused(one.better),
            trust_move=round(one.exchange.trust_move, 3),
        )
        for one in chosen
    )


def _extremes(card: Scorecard) -> tuple[Dimension | None, Dimension | None]:
    """The dimension to be proud of, if there is one, and the one to work on, which is another one."""
    seen = [
        (one.score, name)
        for name, one in card.dimensions.items()
        if one.score is not None and name is not Dimension.OUTCOME
    ]
    if not seen:
        return None, None
    best, worst = max(seen), min(seen)
    return (best[1] if best[0] >= _WORTH_KEEPING else None), (worst[1] if worst[0] < best[0] else None)


def _keep(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]) -> str:
    """One thing that was good, and that is true."""
    best, _ = _extremes(card)
    spoken = [one for one in exchanges if one.rep.text.strip()]
    bungled = any(one.bungle is not None for one in exchanges)
    if best is Dimension.ACCOUNTABILITY and not bungled and not call.taken_kinds:
        return "No line of yours had to be mended, in a whole call. Keep that care."
    if best is not None and len(spoken) >= _A_FEW_LINES:
        return KEEPS[best]
    told = next(
        (layer for layer in call.persona.layers() if call.state.ledger.layers[layer.id].is_open), None
    )
    if told is not None:
        label = call.persona.need_of(told.id).label
        return f"You asked, and they told you something true ({label}). Keep asking."
    if spoken and not bungled:
        return "You stayed civil from the first word to the last. Keep that."
    return "You made the call. That is the part that most people put off."


_CHANGES_BY_END = {
    EndReason.HUNG_UP_PUSHED: (
        "The first no is about your last line, not about the meeting. Stop there, say that you heard it, and ask "
        "one question."
    ),
    EndReason.HUNG_UP_RUDE: "When it stings, breathe out before you speak. A call that ends civilly can be made again.",
    EndReason.HUNG_UP_ODD: "Say one plain sentence at a time: who you are, why you ring, and one question.",
}


def _change(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange], missed: Sequence[Cue]) -> str:
    """One thing to change: how it ended beats a missed cue beats an untested position beats the weakest dimension."""
    if not any(one.rep.text.strip() for one in exchanges):
        return "Have your first sentence ready before you dial: who you are, for whom, and why you ring."
    if call.end is not None and call.end.reason in _CHANGES_BY_END:
        return _CHANGES_BY_END[call.end.reason]
    if missed:
        turn = max(missed, key=lambda cue: (cue.depth, -cue.turn)).turn
        return f"When something is let drop as in turn {turn}, stay there: say its last words back, and wait."
    if said_yes_and_meant_nothing(call):
        return "A yes that comes at once is a way to be left alone. Ask what happens to it once you have rung off."
    for position, turn in untested(call, exchanges):
        return f"Turn {turn} was the first thing that came to mind ({position.label}). Ask once what stands behind it."
    _, worst = _extremes(card)
    if worst is not None:
        return CHANGES[worst]
    if len(exchanges) < _A_FEW_LINES:
        return "Stay on the line a little longer next time."
    return "Where they told you most, go one question deeper: ask how it is for them."


def _drill(call: PlayedCall, card: Scorecard, exchanges: Sequence[Exchange]) -> str:
    if not any(one.rep.text.strip() for one in exchanges):
        return DRILLS[Dimension.PREPARATION]
    if call.end is not None and call.end.reason is EndReason.HUNG_UP_PUSHED:
        return DRILLS[Dimension.HUMAN_TONE]
    _, worst = _extremes(card)
    return DRILLS[worst if worst is not None else Dimension.PROBING]


_GOOD_ENDS = frozenset(
    {EndReason.AGREED, EndReason.CALL_BACK, EndReason.REFERRED, EndReason.DISQUALIFIED, EndReason.OFF_LIST}
)


def _retry_turn(call: PlayedCall, ranked: Sequence[Moment], exchanges: Sequence[Exchange]) -> int | None:
    """Where to take it up again: the line from which most is to be learned, else the last one of a call that failed."""
    teachable = next((one.exchange.rep.index for one in ranked if one.better), None)
    if teachable is not None or not exchanges:
        return teachable
    ended_well = call.end is None or call.end.reason in _GOOD_ENDS
    if ended_well:
        return None
    stayed = [one for one in exchanges if not one.reading.line.does(Act.GOODBYE)]
    return (stayed or exchanges)[-1].rep.index
