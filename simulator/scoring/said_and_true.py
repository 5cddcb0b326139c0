"""What the prospect said at first, what was true, and what the rep did about it: said only as far as it is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.domain.base import Strict
from simulator.domain.ledger import PositionEntry
from simulator.domain.persona import Position, PositionKind
from simulator.domain.played import PlayedCall
from simulator.domain.reading import Act, QuestionKind
from simulator.scoring.cues import cue_words, first_stated, lets_go
from simulator.scoring.exchanges import Exchange

#: a line that takes what they said as it came, and what it may not do besides
_TAKES_IT = (Act.YES, Act.THANKS, Act.GOODBYE, Act.ACKNOWLEDGEMENT, Act.DISQUALIFY)
_GOES_ON = (Act.PITCH, Act.PRESSURE, Act.NEXT_STEP, Act.ARGUES, Act.SELF_TALK)


class PositionOnMap(Strict):
    """What they said at first, what was true, and what the rep did about it.

    Attributes:
        stated: what they say at first, third person; ``said`` the words in this call, empty where it was never said.
        turn: of the rep's line that tested it, or took it as it came; None where no line of theirs did.
        said_turn: of the prospect's line that stated it.
    """

    stated: str
    truth: str
    outcome: str
    turn: int | None = None
    said: str = ""
    said_turn: int | None = None


def positions_on_map(call: PlayedCall, exchanges: Sequence[Exchange]) -> Iterator[PositionOnMap]:
    """Each position that was stated or came right."""
    turns = {turn.index: turn for turn in call.turns}
    for position in call.persona.positions:
        entry = call.state.ledger.positions[position.id]
        if entry.stated_turn is None and not entry.is_open:
            continue
        said, first = "", None
        if entry.stated_turn is not None and entry.stated_turn != entry.corrected_turn:
            first = first_stated(call, position.id, entry.stated_turn)
            said = cue_words(call, turns[first], f"position:{position.id}")
        outcome, turn = _what_came_of_it(call, position, entry, _lines_after(exchanges, first))
        yield PositionOnMap(
            stated=position.stated,
            truth=position.truth,
            outcome=outcome,
            turn=turn,
            said=said,
            said_turn=first,
        )


def _lines_after(exchanges: Sequence[Exchange], stated: int | None) -> list[Exchange]:
    return [one for one in exchanges if stated is not None and one.rep.index > stated]


def _what_came_of_it(
    call: PlayedCall, position: Position, entry: PositionEntry, after: Sequence[Exchange]
) -> tuple[str, int | None]:
    """What a rep did about a stated position: said only as far as it is sure; with the line that did it.

    Args:
        after: the rep's lines after it was said.
    """
    asked = entry.tested_turn
    if entry.is_open:
        told = entry.corrected_turn
        turn = asked if asked is not None or told is None else told - 1
        if entry.stated_turn is None or entry.stated_turn == entry.corrected_turn:
            return "You asked, and they began with the truth.", turn
        return "You asked about it, and the truth came out.", turn
    if position.kind is PositionKind.HONEST:
        return "They meant what they said.", None
    if asked is not None:
        return "You asked about it, and they kept to it.", asked
    let_go = next((one for one in after if lets_go(call, one)), None)
    if let_go is not None:
        return _let_go_words(let_go), let_go.rep.index
    topic = f"position:{position.id}"
    near = next((one for one in after if any(sub.topic == topic for sub in one.reading.subjects)), None)
    if near is not None:
        return "You touched on it, and did not ask what stood behind it.", near.rep.index
    heard = next((one for one in after if one.counts), None)
    if heard is None:
        return "It came too late: no line of yours came after it that they followed.", None
    if _takes_their_word(heard):
        return "You took their word for it.", heard.rep.index
    return "You did not ask what stood behind it; your next line went past it.", heard.rep.index


def _let_go_words(exchange: Exchange) -> str:
    """What is said of such a line."""
    if exchange.reading.line.does(Act.DISQUALIFY):
        return "You told them yourself that it is not for them, and did not need to ask further."
    return "You took them off the list, as they had asked."


def _takes_their_word(exchange: Exchange) -> bool:
    """Whether a line agrees to what they said, thanks them for it or takes its leave on it, and does nothing else."""
    line = exchange.reading.line
    return line.does(*_TAKES_IT) and not line.does(*_GOES_ON) and line.question is QuestionKind.NONE
