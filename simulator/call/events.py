"""What happens in a call, as typed events in the order in which it happens.

`to_json` writes the form that ``--json`` prints: one flat object, ``event`` first.
"""

from __future__ import annotations

from typing import Any, ClassVar

from simulator.domain.base import Strict
from simulator.domain.ledger import Ledger
from simulator.domain.lines import Move
from simulator.domain.reading import Reading
from simulator.domain.scorecard import Scorecard
from simulator.domain.state import BungleKind, EndedBy, EndReason


class Event(Strict):
    """Something that happened; ``turn`` is the transcript index that it belongs to."""

    name: ClassVar[str]
    turn: int

    def to_json(self) -> dict[str, Any]:
        """The event as one flat JSON object."""
        return {"event": self.name, **self.model_dump(mode="json")}


class Started(Event):
    """The phone rings; everything about the call that is fixed now."""

    name = "started"
    call: str
    scenario: str
    persona: str
    prospect: str
    company: str
    voice: str
    seed: int
    clock_s: int
    second_chances: int
    resumed: bool = False


class RepSpoke(Event):
    """A line of the rep, on disk."""

    name = "rep"
    text: str


class ProspectBegan(Event):
    """The prospect draws breath: a line is being made."""

    name = "prospect_began"


class ProspectDelta(Event):
    """A piece of a line that is being streamed; a guarded line arrives only once it has passed."""

    name = "prospect_delta"
    text: str


class ProspectSpoke(Event):
    """A whole line of the prospect, on disk.

    Attributes:
        moves: what it did.
        marks: what went wrong in making it: voice_fell_back, guard_replaced, not_understood …; cut_off where the rep
            spoke while it was being made, and this is what was heard of it.
    """

    name = "prospect"
    text: str
    moves: tuple[Move, ...] = ()
    marks: tuple[str, ...] = ()


class CutOff(Event):
    """The rep spoke before the prospect's line was at its end; what was heard of it stands in its place.

    Attributes:
        text: what was heard, and a dash.
        words: how many words of the line were heard.
    """

    name = "cut_off"
    text: str
    words: int


class ReadingMade(Event):
    """How the rep's line was read."""

    name = "reading"
    reading: Reading


class StateChanged(Event):
    """Where the call stands after the exchange."""

    name = "state"
    trust: float
    patience: float
    elapsed_s: float
    opened: tuple[str, ...]
    understood: str


class Bungled(Event):
    """The rep's line was a mistake with a name."""

    name = "bungle"
    kind: BungleKind
    why: str
    can_take_back: bool
    second_chances_left: int


class TakenBack(Event):
    """The rep took the line back; the call stands where it stood before it."""

    name = "taken_back"
    lesson: str
    action: str
    second_chances_left: int


class Hinted(Event):
    """The coach whispers."""

    name = "hint"
    text: str
    hints_left: int


class Researched(Event):
    """The research desk answers."""

    name = "research"
    topic: str
    text: str
    cost_s: int


class Noticed(Event):
    """A quiet word to the rep about the program, never about the prospect."""

    name = "notice"
    kind: str
    text: str


class Ended(Event):
    """The call is over."""

    name = "ended"
    reason: EndReason
    by: EndedBy


class Scored(Event):
    """The scorecard and the ground truth, after the end."""

    name = "scored"
    scorecard: Scorecard
    ledger: Ledger
