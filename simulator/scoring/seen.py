"""A played call as its dimensions need it, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.ledger import How, LayerEntry
from simulator.domain.persona import LEVELS
from simulator.domain.played import PlayedCall
from simulator.domain.scorecard import DimensionScore, Evidence
from simulator.domain.transcript import Speaker
from simulator.scoring.exchanges import Exchange, chances_after
from simulator.scoring.parts import Part, evidence
from simulator.scoring.profiles import Profile
from simulator.scoring.rated import RatedTurn, rep_turns

#: fewer lines than this show nothing of tone, time, probing
FEWEST_LINES = 2


@dataclass(frozen=True)
class Seen:
    """A played call as the dimensions need it."""

    call: PlayedCall
    exchanges: tuple[Exchange, ...]
    turns: tuple[RatedTurn, ...]
    profile: Profile

    @property
    def rep(self) -> list[RatedTurn]:
        """The rep's lines that count."""
        return rep_turns(self.turns)

    def had_a_line_after(self, turn: int | None) -> bool:
        """Whether it happened, and the rep had a line left to do something about it."""
        return turn is not None and chances_after(self.exchanges, turn) > 0


def plain_part(plain: DimensionScore, weight: float) -> Part:
    """What the turns alone say of the dimension, as a part of it."""
    return Part(plain.score / 100 if plain.score is not None else None, weight, plain.evidence)


def elicited(entry: LayerEntry) -> bool:
    return entry.is_open and entry.how is How.ELICITED


def opened_by(seen: Seen) -> tuple[Evidence, ...]:
    """The rep's lines that opened a layer, the deepest first."""
    depth = {layer.id: LEVELS.index(layer.level) for layer in seen.call.persona.layers()}
    opened = [
        (depth[topic], one.rep.index) for one in seen.exchanges for topic in one.opened if topic in depth
    ]
    ranked = sorted(opened, key=lambda one: (-one[0], one[1]))
    return words_of([turn for _, turn in ranked], seen.turns, "opened a layer")


def words_of(indexes: Sequence[int | None], turns: Sequence[RatedTurn], why: str) -> tuple[Evidence, ...]:
    by_index = {turn.index: turn for turn in turns if turn.speaker is Speaker.REP}
    return evidence([by_index[index] for index in indexes if index is not None and index in by_index], why)
