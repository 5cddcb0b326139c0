"""A played call as exchanges: a line of the rep that stands, with the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.direction import Understood
from simulator.domain.lines import Move
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.reading import Reading
from simulator.domain.state import Bungle, BungleKind
from simulator.domain.transcript import Speaker

#: content that settles nothing: where a line was followed only half, these show that it was not answered either
_NO_ANSWER = frozenset(
    {
        Move.EVADE, Move.CLARIFY, Move.NOT_HEARD, Move.DODGE, Move.NONCOMMITTAL, Move.UNKNOWN, Move.MISREAD, Move.NOT_TOLD,
        Move.LISTENING, Move.REPEAT, Move.WARN_PATIENCE, Move.WARN_PUSHED, Move.WARN_ODD, Move.HANG_UP_PATIENCE,
        Move.OUT_OF_TIME, Move.STOP_HERE, Move.MUST_GO,
    }
)  # fmt: skip
#: closed questions in a row that make the bungle of that name: this line and so many before it
_BEFORE_INTERROGATION = 2

NOT_FOLLOWED = "they did not follow it"
ROW_NOT_FOLLOWED = "they did not follow every question of that row"
NEED_WAS_TOLD = "they had told you of a need by then"
ASKED_FOR_THE_POINT = "they had asked you to come to the point"


@dataclass(frozen=True, eq=False)
class Exchange:
    """A line of the rep and what the prospect did with it.

    Attributes:
        rep: the line; it was not taken back.
        answer: the prospect's; None where the call broke off or the rep had the last word.
        counts: whether the line was followed; where not, that is the prospect's fault, and nothing in it counts.
        bungle: the mistake that the line was, if it is the rep's to answer for.
        shown: the mistake that was shown in the call, whether or not it is held against the rep.
        withdrawn: why what was shown is not held against the rep; empty where it is, and where nothing was shown.
    """

    rep: PlayedTurn
    answer: PlayedTurn | None
    counts: bool
    bungle: Bungle | None
    shown: Bungle | None = None
    withdrawn: str = ""

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
        shown = answer.direction.bungle if answer is not None and answer.direction is not None else None
        withdrawn = _withdrawn(made, turn, shown, counts=counts)
        made.append(Exchange(turn, answer, counts, None if withdrawn else shown, shown, withdrawn))
    return tuple(made)


def chances_after(exchanges: Sequence[Exchange], turn: int) -> int:
    """How many lines that count the rep had after a turn of the transcript."""
    return sum(one.counts and one.rep.index > turn for one in exchanges)


def chances_until(exchanges: Sequence[Exchange], turn: int, until: int) -> int:
    """How many lines that count the rep had after one turn, up to another one and with it."""
    return sum(one.counts and turn < one.rep.index <= until for one in exchanges)


def _was_lost(answer: PlayedTurn) -> bool:
    """Whether the prospect did not follow the line that this answers.

    Followed half and answered all the same is followed: a guess that brought a fact, or a need, brought it.
    """
    direction, marks = answer.direction, answer.marks
    if "not_understood" in marks or (direction is not None and direction.understood is Understood.NO):
        return True
    half = "weakly_understood" in marks or (
        direction is not None and direction.understood is Understood.WEAKLY
    )
    return half and (direction is None or _NO_ANSWER.issuperset(direction.moves))


def _withdrawn(before: Sequence[Exchange], line: PlayedTurn, shown: Bungle | None, *, counts: bool) -> str:
    """Why a bungle that was shown in the call is not held against the rep; empty where it is."""
    if shown is None:
        return ""
    if not counts:
        return NOT_FOLLOWED
    in_row = before[-_BEFORE_INTERROGATION:]
    if shown.kind is BungleKind.INTERROGATION and not all(one.counts for one in in_row):
        return ROW_NOT_FOLLOWED
    # calls that were played by an older rule
    if shown.kind is BungleKind.EARLY_CLOSE and line.state.is_ripe_for_a_next_step:
        return ASKED_FOR_THE_POINT if line.state.asks_for_the_point else NEED_WAS_TOLD
    return ""
