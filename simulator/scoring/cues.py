"""What the prospect let fall and what they said at first, and what the rep did not do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.ledger import LayerEntry
from simulator.domain.lines import Lines, Move
from simulator.domain.persona import LEVELS, HumanCue, Layer, Position, PositionKind, Topic
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Act
from simulator.scoring.exchanges import Exchange
from simulator.scoring.parts import quote_from, quote_of

#: a cue is there to be taken up for so many lines
_CUE_LINES = 3
#: lines of the rep after a cue that were followed, for it to have gone by
LINES_TO_MISS = 2


@dataclass(frozen=True)
class Cue:
    """A cue that went by: a layer's or a human one.

    Attributes:
        turn: the prospect's turn it was dropped in.
        words: its words, as they stand in that turn.
        depth: how deep what it hinted at lies, 0–3; 0 for a human one.
    """

    topic: str
    turn: int
    words: str
    label: str
    depth: int


def missed_cues(call: PlayedCall, exchanges: Sequence[Exchange]) -> list[Cue]:
    """Cues that were dropped while the rep still had lines, and that no line of theirs came near; oldest first."""
    turns = {turn.index: turn for turn in call.turns}
    found: list[Cue] = []
    for layer in call.persona.layers():
        entry = call.state.ledger.layers[layer.id]
        if entry.hinted_turn is not None and _went_by(exchanges, entry, layer.id):
            words = cue_words(call, turns[entry.hinted_turn], layer.id)
            depth = LEVELS.index(layer.level)
            found.append(Cue(layer.id, entry.hinted_turn, words, call.persona.need_of(layer.id).label, depth))
    for cue in call.persona.human.cues:
        dropped = call.state.ledger.cues[cue.id]
        topic = f"human:{cue.id}"
        if dropped.dropped_turn is None or dropped.honoured_turn is not None:
            continue
        if _lines_after(exchanges, dropped.dropped_turn) and not came_near(
            exchanges, topic, dropped.dropped_turn
        ):
            words = cue_words(call, turns[dropped.dropped_turn], topic)
            found.append(Cue(topic, dropped.dropped_turn, words, cue.label or "themselves", 0))
    return sorted(found, key=lambda one: one.turn)


def cue_words(call: PlayedCall, turn: PlayedTurn, topic: str) -> str:
    """The words of a turn that the author wrote for a topic: its cue, what opens it, or what is said of it at first.

    Where another voice spoke, or nothing was written for it, the turn from its beginning.
    """
    bank, lines = _bank(call.persona.topic(topic))
    for bank_name, said in ((bank, lines), *_reveals(call.persona.topic(topic))):
        for index, line in enumerate(said):
            if f"{topic}/{bank_name}#{index}" in turn.state.said and line.say in turn.text:
                return quote_from(turn.text, line.say)
    return quote_of(turn.text)


def _bank(topic: Topic) -> tuple[str, Lines]:
    if isinstance(topic, Layer):
        return "hint", topic.hint
    if isinstance(topic, Position):
        return "state", topic.state
    return ("drop", topic.drop) if isinstance(topic, HumanCue) else ("", ())


def _reveals(topic: Topic) -> tuple[tuple[str, Lines], ...]:
    return (("reveal", topic.reveal),) if isinstance(topic, Layer) else ()


def _went_by(exchanges: Sequence[Exchange], entry: LayerEntry, topic: str) -> bool:
    if entry.hinted_turn is None or entry.picked_up_turn is not None or entry.is_open:
        return False
    asked_later = any(turn > entry.hinted_turn for turn in entry.asked_turns)
    return (
        not asked_later
        and _lines_after(exchanges, entry.hinted_turn)
        and not came_near(exchanges, topic, entry.hinted_turn)
    )


def _lines_after(exchanges: Sequence[Exchange], turn: int) -> bool:
    """Whether the rep had lines that were followed while the cue was fresh, enough to have taken it up."""
    fresh = [one for one in exchanges if one.rep.index > turn][:_CUE_LINES]
    return sum(one.counts for one in fresh) >= LINES_TO_MISS


def came_near(exchanges: Sequence[Exchange], topic: str, turn: int) -> bool:
    return any(
        topic in one.reading.picked_up or any(subject.topic == topic for subject in one.reading.subjects)
        for one in exchanges
        if one.rep.index > turn
    )


def untested(call: PlayedCall, exchanges: Sequence[Exchange]) -> list[tuple[Position, int]]:
    """Positions that were not meant as they were said and that the rep, with a line left, did not test; with the turn."""
    found: list[tuple[Position, int]] = []
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if position.kind is PositionKind.HONEST or entry.stated_turn is None:
            continue
        if entry.tested_turn is not None or entry.is_open:
            continue
        stated = first_stated(call, position.id, entry.stated_turn)
        if any(lets_go(call, one) for one in exchanges if one.rep.index > stated):
            continue
        if any(one.counts and one.rep.index > stated for one in exchanges) and not came_near(
            exchanges, f"position:{position.id}", stated
        ):
            found.append((position, stated))
    return found


def lets_go(call: PlayedCall, exchange: Exchange) -> bool:
    """Whether a line lets them go in all honesty: that is no taking of their word, and nothing was left to ask behind.

    It says that the offer does not fit to one whom it does not; or it takes somebody off the list who asked for that.
    """
    line = exchange.reading.line
    return line.does(Act.HONOURS_REMOVAL) or (line.does(Act.DISQUALIFY) and not call.persona.fit.suits)


def first_stated(call: PlayedCall, name: str, latest: int) -> int:
    """The turn in which a position was stated first; the ledger keeps the latest."""
    topic = f"position:{name}"
    for turn in call.standing():
        steps = turn.direction.steps if turn.direction is not None else ()
        if any(step.move is Move.STATE and step.topic == topic for step in steps):
            return turn.index
    return latest
