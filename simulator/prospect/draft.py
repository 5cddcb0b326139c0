"""The turn that is being made: what the policy has decided so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from simulator.domain.direction import Step, Understood
from simulator.domain.ledger import CueEntry, LayerEntry, PositionEntry
from simulator.domain.lines import Move, Reaction, Tail
from simulator.domain.persona import Persona
from simulator.domain.reading import AnswerType, Aspect, QuestionForm, Reading
from simulator.domain.state import Bungle, CallState, End, EndReason
from simulator.prospect.banks import Banks
from simulator.prospect.tempers import Nature

#: "what's the nicest thing …" wants one out of many
_SUPERLATIVE = re.compile(r"\b(?:most|best|worst|last thing|first thing|\w{3,}est)\b", re.IGNORECASE)
#: "how do they feel about it", "what do the drivers make of that": of somebody else
_OTHERS_FEEL = re.compile(
    r"\b(?:do|does|did|would|have|has|are|is) (?:they|he|she|(?:the|your|those|these|any of) [\w' ]{2,40}?)"
    r" (?:all |really |actually )?(?:feel|felt|think|mind|make|made|take|like|happy|fed up)\b",
    re.IGNORECASE,
)

#: what a piece of content can change
_CONTENT = (
    "steps", "focus", "hot", "layers", "positions", "cues", "facts", "counts", "choice", "understood", "patience_cost",
    "opened_now", "why",
)  # fmt: skip


@dataclass
class Draft:
    """A working copy for one turn; `advance` makes it, fills it and turns it into a state and a direction.

    Attributes:
        before: the state that the rep's line met.
        turn: transcript index of the rep's line.
        trust: trust after the rep's line was weighed.
        patience_cost: exchanges that the line takes from the prospect's patience.
        said: keys spoken so far.
    """

    persona: Persona
    banks: Banks
    nature: Nature
    before: CallState
    reading: Reading
    turn: int
    clock_s: int
    trust: float = 0.0
    patience_cost: float = 1.0
    steps: list[Step] = field(default_factory=list)
    reaction: Reaction | None = None
    tail: Tail | None = None
    focus: str | None = None
    hot: dict[str, int] = field(default_factory=dict)
    layers: dict[str, LayerEntry] = field(default_factory=dict)
    positions: dict[str, PositionEntry] = field(default_factory=dict)
    cues: dict[str, CueEntry] = field(default_factory=dict)
    facts: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    warned: dict[str, int] = field(default_factory=dict)
    choice: tuple[str, str] | None = None
    understood: Understood = Understood.YES
    agreed: EndReason | None = None
    bungle: Bungle | None = None
    end: End | None = None
    unsaid: tuple[tuple[Move, str], ...] = ()
    opened_now: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def exchange(self) -> int:
        """Number of the exchange that is being made, from 1."""
        return self.before.exchanges + 1

    def count(self, name: str) -> int:
        """How often that happened, this line included where it was counted already."""
        return self.counts.get(name, 0)

    def bump(self, name: str) -> int:
        """Count one more, and say how many that makes."""
        self.counts[name] = self.count(name) + 1
        return self.counts[name]

    def has_lines(self, move: Move, topic: str | None = None) -> bool:
        """Whether the move has a line left that was not said in this call; one that only compares is for a comparison."""
        left = self.banks.unused(self.before.said, move, topic)
        return any(one.line.side != (Aspect.COMPARE,) for one in left)

    def add(self, move: Move, topic: str | None = None, *, answer_type: AnswerType = AnswerType.NONE,
            why: str = "", options: tuple[str, str] | None = None, theirs: str = "", told: str = "") -> None:  # fmt: skip
        """Add a piece of content, with the reason for the coach."""
        self.steps.append(
            Step(move=move, topic=topic, answer_type=answer_type, options=options, theirs=theirs, told=told)
        )
        if why:
            self.why.append(why)

    def evade(self, answer_type: AnswerType, side: Aspect, why: str) -> None:
        """Say something that fits the kind of the question and gives little away."""
        if side is Aspect.FEEL and answer_type is not AnswerType.FEELING:
            side = Aspect.WHAT  # "how hard is it to find …" is about the finding
        if answer_type is AnswerType.FEELING and _OTHERS_FEEL.search(self.reading.line.text):
            answer_type, side = (
                AnswerType.WHAT,
                Aspect.WHAT,
            )  # what the drivers make of it is not how they are
        if self.reading.line.form is QuestionForm.REQUEST:
            side = Aspect.MORE  # "talk me through …" wants a story, not a way of doing it
        elif answer_type is AnswerType.WHAT and _SUPERLATIVE.search(self.reading.line.text):
            answer_type = AnswerType.WHICH
        self.steps.append(Step(move=Move.EVADE, answer_type=answer_type, side=side))
        self.why.append(why)

    def kept(self) -> dict[str, Any]:
        """What the content has changed so far, to be put back where a try comes to nothing."""
        return {name: copy(getattr(self, name)) for name in _CONTENT}

    def put_back(self, kept: dict[str, Any]) -> None:
        """Undo the content since it was kept."""
        for name, value in kept.items():
            setattr(self, name, value)

    def is_open(self, topic: str) -> bool:
        """Whether a layer, or a true position, was spoken."""
        if topic.startswith("position:"):
            return self.positions[topic.removeprefix("position:")].is_open
        return topic in self.layers and self.layers[topic].is_open

    def open_layers(self) -> list[str]:
        """Layers spoken so far, in the persona's order."""
        return [key for key, entry in self.layers.items() if entry.is_open]

    def change_layer(self, layer_id: str, **changes: object) -> None:
        """Write into a layer's entry."""
        self.layers[layer_id] = self.layers[layer_id].model_copy(update=changes)

    def change_position(self, position_id: str, **changes: object) -> None:
        """Write into a position's entry."""
        self.positions[position_id] = self.positions[position_id].model_copy(update=changes)

    def change_cue(self, cue_id: str, **changes: object) -> None:
        """Write into a human cue's entry."""
        self.cues[cue_id] = self.cues[cue_id].model_copy(update=changes)


#: decides one kind of line; True where it did
Decide = Callable[[Draft], bool]
