"""A played call as exchanges: a line of the rep that stands, with the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.direction import Understood
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Reading
from simulator.domain.state import Bungle, BungleKind
from simulator.domain.transcript import Speaker

#: marks that the prospect's answer carries where the rep's line was not followed
_NOT_FOLLOWED = frozenset({"not_understood", "weakly_understood"})
#: closed questions in a row that make the bungle of that name: this line and so many before it
_BEFORE_INTERROGATION = 2


@dataclass(frozen=True, eq=False)
class Exchange:
    """A line of the rep and what the prospect did with it.

    Attributes:
        rep: the line; it was not taken back.
        answer: the prospect's; None where the call broke off or the rep had the last word.
        counts: whether the line was followed; where not, that is the prospect's fault, and nothing in it counts.
        bungle: the mistake that the line was, if it is the rep's to answer for.
    """

    rep: PlayedTurn
    answer: PlayedTurn | None
    counts: bool
    bungle: Bungle | None

    @property
    def trust_move(self) -> float:
        """What the line did to trust, −1 to 1; 0 without an answer."""
        return self.answer.state.trust - self.rep.state.trust if self.answer is not None else 0.0

    @property
    def opened(self) -> tuple[str, ...]:
        """Topics that were spoken for the first time in the answer."""
        if self.answer is None or self.answer.direction is None:
            return ()
        return tuple(fact.topic for fact in self.answer.direction.new_facts)

    @property
    def reading(self) -> Reading:
        """The reading of the line."""
        assert self.rep.reading is not None  # noqa: S101 - `exchanges_of` leaves out the others
        return self.rep.reading


def exchanges_of(call: PlayedCall) -> tuple[Exchange, ...]:
    """The exchanges of a call that stand, oldest first."""
    standing = call.standing()
    made: list[Exchange] = []
    for place, turn in enumerate(standing):
        if turn.speaker is not Speaker.REP or turn.reading is None:
            continue
        following = standing[place + 1] if place + 1 < len(standing) else None
        answer = following if following is not None and following.speaker is Speaker.PROSPECT else None
        counts = answer is None or not _was_lost(answer)
        made.append(Exchange(turn, answer, counts, _charged(made, answer) if counts else None))
    return tuple(made)


def chances_after(exchanges: Sequence[Exchange], turn: int) -> int:
    """How many lines that count the rep had after a turn of the transcript."""
    return sum(one.counts and one.rep.index > turn for one in exchanges)


def chances_until(exchanges: Sequence[Exchange], turn: int, until: int) -> int:
    """How many lines that count the rep had after one turn, up to another one and with it."""
    return sum(one.counts and turn < one.rep.index <= until for one in exchanges)


def _was_lost(answer: PlayedTurn) -> bool:
    understood = answer.direction is None or answer.direction.understood is Understood.YES
    return not understood or not _NOT_FOLLOWED.isdisjoint(answer.marks)


def _charged(before: Sequence[Exchange], answer: PlayedTurn | None) -> Bungle | None:
    """The bungle of a line; a row of closed questions is none where one of them was not followed."""
    bungle = answer.direction.bungle if answer is not None and answer.direction is not None else None
    if bungle is None or bungle.kind is not BungleKind.INTERROGATION:
        return bungle
    return bungle if all(one.counts for one in before[-_BEFORE_INTERROGATION:]) else None
