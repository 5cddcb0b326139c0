"""What the rep is told after a call: true sentences from the ledger, each with the turn behind it.

Nothing is said of a turn that the prospect did not understand but that it happened; a layer that was asked for is
never called unasked; and nothing of what was hidden stands in a better line that the rep could have said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.domain.base import Strict
from simulator.domain.ledger import How, LayerEntry, LayerState
from simulator.domain.lines import Move
from simulator.domain.persona import Layer, Need
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Act
from simulator.domain.scorecard import Scorecard
from simulator.domain.state import EndReason
from simulator.domain.transcript import Speaker
from simulator.scoring.chosen import choose
from simulator.scoring.could_not_know import could_not_know
from simulator.scoring.cues import Cue, cue_words, missed_cues
from simulator.scoring.exchanges import Exchange, exchanges_of
from simulator.scoring.guess import how_near
from simulator.scoring.keep_and_change import change, drill, keep
from simulator.scoring.moments import Moment, find_moments, sentences_of
from simulator.scoring.moved import OBTAINED
from simulator.scoring.parts import quote_of
from simulator.scoring.patience import PatienceSpent, patience_spent
from simulator.scoring.plan_kept import questions_asked
from simulator.scoring.probing import DEPTH_WORTH
from simulator.scoring.said_and_true import PositionOnMap, positions_on_map
from simulator.scoring.why_not_told import why_not_told


class LayerOnMap(Strict):
    """One layer as it came out.

    Attributes:
        truth: what was there, for a layer that was reached, and after the call for one that was not.
        state: how far it came.
        opened_by: the rep's line that opened it, with its turn.
        cue: the words with which its cue was dropped, and whether it went by.
        asked_turns: the rep's lines that came near it.
        worth: points for depth that it gives when it is elicited.
        volunteered: it was told without being asked for, and gives none.
        trust_move: what the line that opened it did to trust.
        not_told: why it was not told when a line came near it, in words that give nothing away; empty where it was told,
            where no line came near it, and where that is not sure.
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
    worth: float = 0.0
    volunteered: bool = False
    trust_move: float | None = None
    not_told: str = ""

    @property
    def won(self) -> float:
        """The points for depth that it gave."""
        return self.worth if self.opened_turn is not None and not self.volunteered else 0.0


class NeedOnMap(Strict):
    """A need from its surface down."""

    need: str
    label: str
    layers: tuple[LayerOnMap, ...]

    @property
    def reached(self) -> int:
        """How many of its layers were spoken."""
        return sum(layer.opened_turn is not None for layer in self.layers)


class TurnThatMattered(Strict):
    """A line of the rep, what it did, and a better one where there is a better one.

    Attributes:
        better_kind: what kind of line would have been better, where none can be put into words.
        moved: what it did to trust and patience, in words.
    """

    turn: int
    quote: str
    did: str
    better: str = ""
    better_kind: str = ""
    trust_move: float
    moved: str = ""


class Obtained(Strict):
    """Something that the rep came away with: what it is, and the words in which they gave it."""

    turn: int
    what: str
    quote: str


class PlanKept(Strict):
    """The plan against what happened.

    Attributes:
        questions: each planned question with the turn that asked it in some form, or None.
        guess_near: which need the guess came near, or that it came near none; empty where that is not sure.
    """

    reason: str
    questions: tuple[tuple[str, int | None], ...]
    guess: str
    guess_near: str = ""


class NotFollowed(Strict):
    """A line that the prospect did not follow.

    Attributes:
        answer: what they said to it, empty where they said nothing.
        bungle: what was shown in the call as its mistake; it does not count, since they did not follow it.
    """

    turn: int
    quote: str
    answer: str = ""
    answer_turn: int | None = None
    bungle: str = ""


class Withdrawn(Strict):
    """A bungle that was shown in the call and does not count: which line, what it was called, and why it does not."""

    turn: int
    bungle: str
    why: str


class Debrief(Strict):
    """Everything that the rep is told.

    Attributes:
        plan: what became of the rep's plan; None where there was none.
        retry_turn: the rep's line, one that stands, from which it is best played again.
        could_not_know: one true thing about the person who was called that the rep had no way to know.
        lost: the lines of `not_understood`, each with the answer to it.
        withdrawn: bungles that were shown in the call and do not count.
        obtained: what the rep came away with: a next step, a name, leave to ring again.
        patience: what took the prospect's patience, the most first; `patience_left` what was left of how much.
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
    plan: PlanKept | None = None
    lost: tuple[NotFollowed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    obtained: tuple[Obtained, ...] = ()
    patience: tuple[PatienceSpent, ...] = ()
    patience_left: tuple[float, float] | None = None


def debrief(call: PlayedCall, card: Scorecard) -> Debrief:
    """Make the debrief of a played call.

    Args:
        call: the call, ended or not.
        card: its scorecard.
    """
    exchanges = exchanges_of(call)
    missed = missed_cues(call, exchanges)
    ranked = find_moments(call, exchanges, card.flags)
    chosen = choose(ranked)
    by_turn = {one.rep.index: one for one in exchanges}
    opening = call.standing()[0].state.patience if call.standing() else call.state.patience
    return Debrief(
        ended=str(call.end.reason) if call.end else "open",
        needs=tuple(_need_on_map(call, need, missed, by_turn) for need in call.persona.needs),
        positions=tuple(positions_on_map(call, exchanges)),
        missed_cues=tuple((cue.turn, cue.words) for cue in missed),
        honoured_cues=tuple(_honoured_cues(call)),
        turns=_told(chosen),
        keep=keep(call, card, exchanges),
        change=change(call, card, exchanges, missed),
        drill=drill(call, card, exchanges),
        retry_turn=_retry_turn(call, (*sorted(chosen, key=lambda one: -one.weight), *ranked), exchanges),
        not_understood=tuple((one.rep.index, quote_of(one.rep.text)) for one in exchanges if not one.counts),
        trust=tuple(
            (turn.index, turn.state.trust) for turn in call.standing() if turn.speaker is Speaker.PROSPECT
        ),
        fit=call.persona.fit.why,
        could_not_know=could_not_know(call),
        plan=_plan_kept(call),
        lost=tuple(_not_followed(one) for one in exchanges if not one.counts),
        withdrawn=tuple(
            Withdrawn(turn=one.rep.index, bungle=one.shown.why, why=one.withdrawn)
            for one in exchanges
            if one.withdrawn and one.shown is not None
        ),
        obtained=tuple(_obtained(exchanges)),
        patience=patience_spent(exchanges),
        patience_left=(max(0.0, call.state.patience), opening + call.patience_given),
    )


def _obtained(exchanges: Sequence[Exchange]) -> Iterator[Obtained]:
    """What they gave, each kind once, in the words of the first time."""
    seen: set[Move] = set()
    for one in exchanges:
        moves = (
            one.answer.direction.moves if one.answer is not None and one.answer.direction is not None else ()
        )
        for move in moves:
            if one.answer is not None and move in OBTAINED and move not in seen:
                seen.add(move)
                yield Obtained(turn=one.answer.index, what=OBTAINED[move], quote=quote_of(one.answer.text))


def _not_followed(exchange: Exchange) -> NotFollowed:
    answer = exchange.answer
    return NotFollowed(
        turn=exchange.rep.index,
        quote=quote_of(exchange.rep.text),
        answer=quote_of(answer.text) if answer is not None else "",
        answer_turn=answer.index if answer is not None else None,
        bungle=exchange.shown.why if exchange.shown is not None else "",
    )


def _plan_kept(call: PlayedCall) -> PlanKept | None:
    plan = call.plan
    if plan is None or not plan.is_written:
        return None
    turns = questions_asked(plan, call)
    return PlanKept(
        reason=plan.reason,
        questions=tuple(zip(plan.questions, turns, strict=True)),
        guess=plan.guess,
        guess_near=how_near(plan.guess, call.persona, call.scenario.offer.fits_when),
    )


def _need_on_map(
    call: PlayedCall, need: Need, missed: Sequence[Cue], by_turn: dict[int, Exchange]
) -> NeedOnMap:
    text = {turn.index: turn for turn in call.turns}
    gone_by = {cue.topic for cue in missed}
    layers = call.state.ledger.layers
    return NeedOnMap(
        need=need.id,
        label=need.label,
        layers=tuple(
            _layer_on_map(call, layer, layers[layer.id], text, missed=layer.id in gone_by).model_copy(
                update={} if layers[layer.id].is_open else {"not_told": why_not_told(call, layer, by_turn)}
            )
            for layer in need.layers
        ),
    )


def _layer_on_map(
    call: PlayedCall, layer: Layer, entry: LayerEntry, turns: dict[int, PlayedTurn], *, missed: bool
) -> LayerOnMap:
    opened_by = entry.revealed_turn - 1 if entry.revealed_turn is not None else None
    cue = ""
    if entry.hinted_turn is not None:
        cue = cue_words(call, turns[entry.hinted_turn], layer.id)
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
        worth=DEPTH_WORTH[layer.level],
        volunteered=entry.how is How.VOLUNTEERED,
        trust_move=_trust_move(turns, opened_by),
    )


def _trust_move(turns: dict[int, PlayedTurn], opened_by: int | None) -> float | None:
    """What the line that opened a layer did to trust; None where there is none, or it was the pick-up."""
    if opened_by is None or turns[opened_by].speaker is not Speaker.REP:
        return None
    return round(turns[opened_by + 1].state.trust - turns[opened_by].state.trust, 3)


def _honoured_cues(call: PlayedCall) -> Iterator[tuple[int, str]]:
    text = {turn.index: turn.text for turn in call.turns}
    for cue in call.state.ledger.cues.values():
        if cue.honoured_turn is not None:
            yield cue.honoured_turn, quote_of(text.get(cue.honoured_turn, ""))


def _told(chosen: Sequence[Moment]) -> tuple[TurnThatMattered, ...]:
    """The moments in words; no sentence twice."""
    used: set[str] = set()

    def freshest(variants: Sequence[str]) -> str:
        found = min(variants, key=lambda one: len(used & sentences_of(one)), default="")
        used.update(sentences_of(found))
        return found

    return tuple(
        TurnThatMattered(
            turn=one.exchange.rep.index,
            quote=quote_of(one.exchange.rep.text),
            did=freshest(one.did),
            better=freshest(one.better),
            better_kind=one.instead if not one.better else "",
            trust_move=round(one.exchange.trust_move, 3),
            moved=one.moved.words,
        )
        for one in chosen
    )


_GOOD_ENDS = frozenset(
    {EndReason.AGREED, EndReason.CALL_BACK, EndReason.REFERRED, EndReason.DISQUALIFIED, EndReason.OFF_LIST}
)


def _retry_turn(call: PlayedCall, ranked: Sequence[Moment], exchanges: Sequence[Exchange]) -> int | None:
    """Where to take it up again: the line from which most is to be learned, else the last one of a call that failed."""
    teachable = next((one.exchange.rep.index for one in ranked if one.teaches), None)
    if teachable is not None or not exchanges:
        return teachable
    ended_well = call.end is None or call.end.reason in _GOOD_ENDS
    if ended_well:
        return None
    followed = [one for one in exchanges if one.counts] or exchanges
    stayed = [one for one in followed if not one.reading.line.does(Act.GOODBYE)]
    return (stayed or followed)[-1].rep.index
