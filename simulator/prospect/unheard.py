"""A prospect who is cut off: what was heard of the line, and the call as if the rest had never been on its way.

What was not heard was not told. The policy had moved the ledger for the whole line; here everything goes back that
belongs to pieces of it that nobody heard: layers, true positions, cues, facts, warnings, agreements. What the rep's
line did to trust and patience stays, since that line was said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.domain.direction import Direction, Step
from simulator.domain.ledger import CueEntry, LayerEntry, Ledger, PositionEntry
from simulator.domain.lines import TOPIC_MOVES, Move
from simulator.domain.persona import Persona
from simulator.domain.reading import Reading
from simulator.domain.state import CallState
from simulator.prospect.authored import REACTION_PLACE, Piece

#: with fewer words left than this, or from this share on, they were at the end anyway
FEWEST_WORDS_LEFT, AT_THE_END_SHARE = 4, 0.85
#: a piece of a line of which less was heard than this was not heard, however short the rest of it
_LEAST_HEARD_SHARE = 0.5

_AGREEING = frozenset(
    {Move.AGREE, Move.HALF_AGREE, Move.REFER, Move.DISQUALIFIED, Move.CALL_BACK, Move.RING_AGAIN}
)
#: a yes that broke off is still to be said
_SAID_AGAIN = frozenset({Move.AGREE, Move.HALF_AGREE})
_WARNINGS = {
    "patience": Move.WARN_PATIENCE,
    "pushed": Move.WARN_PUSHED,
    "odd": Move.WARN_ODD,
    "leaving": Move.MUST_GO,
}
_REASON_QUESTIONS = frozenset({Move.WHAT_ABOUT, Move.IS_SALES_CALL, Move.HOW_GOT_NUMBER})


@dataclass(frozen=True)
class Heard:
    """How far a line came.

    Attributes:
        pieces: what it was made of, in order; empty where a model put it in words of its own: then nothing of it
            counts as told unless all of it was.
        words: words that were heard.
    """

    pieces: Sequence[Piece]
    words: int

    def told(self) -> list[Piece]:
        """The pieces that were heard as good as whole."""
        found: list[Piece] = []
        begins = 0
        for piece in self.pieces:
            heard = max(0, min(piece.words, self.words - begins))
            if heard >= _LEAST_HEARD_SHARE * piece.words and is_at_the_end(heard, piece.words):
                found.append(piece)
            begins += piece.words
        return found


def is_at_the_end(heard: int, words: int) -> bool:
    """Whether so little is left that a listener knows the rest: who speaks up then interrupts nobody."""
    return words - heard < FEWEST_WORDS_LEFT or heard >= AT_THE_END_SHARE * words


def heard_of(line: str, shown: str) -> str:
    """The words of a line that had been heard when so much had been shown; never a word that is not in it."""
    kept: list[str] = []
    for word, seen in zip(line.split(), shown.split(), strict=False):
        if word != seen:
            break
        kept.append(word)
    return " ".join(kept)


def cut_text(heard: str) -> str:
    """A line that breaks off: its words up to there, and a dash."""
    words = heard.rstrip(" ,;:–—-")
    if not words:
        return "—"
    return f"{words} —" if words.endswith((".", "!", "?", "…")) else f"{words}—"


def cut_state(
    persona: Persona,
    before: CallState,
    after: CallState,
    direction: Direction | None,
    how_far: Heard,
    reading: Reading | None,
) -> tuple[CallState, Direction | None]:
    """The state and the direction of a line that was cut off.

    Args:
        persona: whose line.
        before: the state that the rep's line met to which this was the answer.
        after: the state with the whole line said.
        direction: what the whole line was to do; None for the pick-up.
        how_far: how far it came.
        reading: of the rep's line; None for the pick-up.
    Returns:
        The state as it is with only that told, and the direction with only that in it.
    """
    heard = how_far.told()
    said = (*before.said, *(piece.key for piece in heard))
    if direction is None:
        return after.model_copy(update={"said": said}), None
    told = _Told(persona, before, after, direction, frozenset(piece.place for piece in heard))
    state = after.model_copy(
        update={
            "said": said,
            "ledger": told.ledger(),
            "hot": told.hot(),
            "focus": told.focus(reading),
            "choice": after.choice if told.did(Move.CLARIFY) else None,
            "counts": told.counts(),
            "warned": told.warned(),
            "agreed": before.agreed if told.missed(_AGREEING) else after.agreed,
            "last_moves": tuple(step.move for step in told.steps),
            "unsaid": told.unsaid(),
        }
    )
    opened = set(state.ledger.open_ids())
    return state, direction.model_copy(
        update={
            "reaction": direction.reaction if REACTION_PLACE in told.places else None,
            "steps": told.steps,
            "tail": direction.tail if told.tail_heard else None,
            "facts": tuple(fact for fact in direction.facts if fact.topic in opened),
            "new_facts": tuple(fact for fact in direction.new_facts if fact.topic in opened),
        }
    )


class _Told:
    """What of a line was heard, and what goes back since it was not."""

    def __init__(
        self,
        persona: Persona,
        before: CallState,
        after: CallState,
        direction: Direction,
        places: frozenset[int],
    ) -> None:
        self._persona, self._before, self._after, self._direction = persona, before, after, direction
        self.places = places
        self.steps: tuple[Step, ...] = tuple(
            step for place, step in enumerate(direction.steps) if place in places
        )
        self._missed = tuple(step for place, step in enumerate(direction.steps) if place not in places)
        told = {step.topic for step in self.steps}
        self._lost = {step.topic for step in self._missed if step.topic is not None} - told
        self.tail_heard = len(direction.steps) in places

    def did(self, move: Move) -> bool:
        """Whether a move was heard."""
        return any(step.move is move for step in self.steps)

    def missed(self, moves: frozenset[Move]) -> bool:
        """Whether one of the moves was on its way and not heard."""
        return any(step.move in moves for step in self._missed)

    def unsaid(self) -> tuple[tuple[Move, str], ...]:
        """What they were about to say, where it belongs to something: asked to go on, they say it."""
        return tuple(
            (step.move, step.topic or "")
            for step in self._missed
            if (step.move in TOPIC_MOVES and step.topic is not None) or step.move in _SAID_AGAIN
        )

    def ledger(self) -> Ledger:
        """The ledger without what was not heard."""
        before, after = self._before.ledger, self._after.ledger
        return Ledger(
            layers={
                key: _layer(before.layers[key], entry) if key in self._lost else entry
                for key, entry in after.layers.items()
            },
            positions={
                key: _position(before.positions[key], entry) if f"position:{key}" in self._lost else entry
                for key, entry in after.positions.items()
            },
            cues={
                key: _cue(before.cues[key], entry) if f"human:{key}" in self._lost else entry
                for key, entry in after.cues.items()
            },
            facts=self._facts(),
        )

    def hot(self) -> dict[str, int]:
        """Cues that are fresh: those let drop and not heard are none, and what was not told stays one."""
        hot = {topic: at for topic, at in self._after.hot.items() if topic not in self._lost}
        back = {topic: at for topic, at in self._before.hot.items() if topic in self._lost}
        return {**hot, **back}

    def focus(self, reading: Reading | None) -> str | None:
        """What is talked about: what was told, else what the rep asked for."""
        if self._after.focus is None or not self._missed:
            return self._after.focus
        if self._after.focus in {step.topic for step in self.steps}:
            return self._after.focus
        asked = reading.subjects[0].topic if reading is not None and reading.subjects else None
        return asked or self._before.focus

    def warned(self) -> dict[str, int]:
        """Warnings that were heard: no call ends after one that was not."""
        lost = {name for name, move in _WARNINGS.items() if self.missed(frozenset({move}))}
        kept = {name: at for name, at in self._after.warned.items() if name not in lost}
        return kept | {name: at for name, at in self._before.warned.items() if name in lost}

    def counts(self) -> dict[str, int]:
        """What was counted of their own words goes back with those; what the rep did stays counted."""
        before, counts = self._before.counts, dict(self._after.counts)
        own = [name for name in counts if name.startswith("tail_")] if not self.tail_heard else []
        if self.missed(_REASON_QUESTIONS) or (self._direction.tail is not None and not self.tail_heard):
            own.append("asked_reason")
        if self.missed(_AGREEING):
            own += ["since_agreed", "asked_since_agreed"]
        for name in own:
            counts[name] = before.get(name, 0)
        counts["unsaid_for"] = 0
        counts["reacted_last"] = int(REACTION_PLACE in self.places)
        counts["tailed_last"] = int(self.tail_heard)
        return counts

    def _facts(self) -> dict[str, int]:
        """The facts that were given."""
        before, after = self._before.ledger.facts, self._after.ledger.facts
        if not self._missed:
            return after
        topics = [step.topic for step in self.steps if step.topic is not None]
        under = [
            self._persona.answer(topic).under if topic.startswith("answer:") else topic for topic in topics
        ]
        given = {topic.removeprefix("fact:") for topic in under if topic.startswith("fact:")}
        return {name: turn for name, turn in after.items() if name in before or name in given}


def _layer(before: LayerEntry, after: LayerEntry) -> LayerEntry:
    if after.revealed_turn == before.revealed_turn and after.hinted_turn == before.hinted_turn:
        return after
    return after.model_copy(
        update={
            "state": before.state,
            "how": before.how,
            "hinted_turn": before.hinted_turn,
            "revealed_turn": before.revealed_turn,
        }
    )


def _position(before: PositionEntry, after: PositionEntry) -> PositionEntry:
    return after.model_copy(
        update={"stated_turn": before.stated_turn, "corrected_turn": before.corrected_turn}
    )


def _cue(before: CueEntry, after: CueEntry) -> CueEntry:
    return after.model_copy(update={"dropped_turn": before.dropped_turn})
