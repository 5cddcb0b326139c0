"""What goes into the journal and what comes out of it: frozen records, no database in sight.

Whatever ends in ``_json`` is text that the journal keeps and hands back unread: it does not know the models
that wrote it. All times of day are aware and in UTC; ``start_s`` and ``end_s`` are seconds from the start
of the call.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from simulator.errors import UsageError

Speaker = Literal["rep", "prospect"]
CallStatus = Literal["open", "ended"]

_SEED_LIMIT = 2**63  # the widest whole number that every database keeps


@dataclass(frozen=True, kw_only=True, slots=True)
class NewCall:
    """A call that is about to start.

    Args:
        scenario_json: the scenario as played, whole, so that a resume works though its file changed.
        persona_json: the persona as played, whole, for the same reason.
        voice: which voice speaks for the prospect.
        reader: which reader reads the rep's lines.
        seed: of the call's random choices, from -2**63 to 2**63 - 1.
        model: the language model's name; None where none takes part.
        plan_json: the rep's call plan, where there is one already.
        retry_of: the call that this one is a new try of; None for a call of its own.
        retry_turn: the line of that call from which it is played anew.
    Raises:
        UsageError: the seed is out of bounds.
    """

    scenario_id: str
    scenario_json: str
    persona_id: str
    persona_json: str
    voice: str
    reader: str
    seed: int
    model: str | None = None
    plan_json: str | None = None
    retry_of: str | None = None
    retry_turn: int | None = None

    def __post_init__(self) -> None:
        if not -_SEED_LIMIT <= self.seed < _SEED_LIMIT:
            raise UsageError("The seed is too large.", hint="Give a whole number of at most 18 digits.")


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnRecord:
    """One line of a call.

    Args:
        index: place in the call, from 0.
        start_s: when the line began, seconds from the start of the call, finite.
        end_s: when it ended, the same way.
        reading_json: what the rep's line does; None for the prospect.
        direction_json: what the prospect was to do; None for the rep.
        state_json: the state after this line.
        marks: faults of the program on this line, such as ``voice_fell_back`` or ``guard_replaced``.
        taken_back_at: when the rep took the line back; None while it stands.
        lesson: what the rep said went wrong, for a line taken back.
        action: what the rep said they would do instead.
        created_at: when the line was written; None in a new line, which the journal's clock then fills.
    Raises:
        ValueError: a place below 0, a time that is not finite, or an unknown speaker.
    """

    index: int
    speaker: Speaker
    text: str
    start_s: float
    end_s: float
    reading_json: str | None = None
    direction_json: str | None = None
    state_json: str | None = None
    marks: tuple[str, ...] = ()
    taken_back_at: datetime | None = None
    lesson: str | None = None
    action: str | None = None
    created_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.index < 0:
            raise ValueError("a turn's index counts from 0")
        if not (math.isfinite(self.start_s) and math.isfinite(self.end_s)):
            raise ValueError("a turn's times are finite numbers of seconds")
        if self.speaker not in ("rep", "prospect"):
            raise ValueError("a turn's speaker is the rep or the prospect")


@dataclass(frozen=True, kw_only=True, slots=True)
class CallRecord:
    """A call with everything that was kept about it, except for its turns and events.

    ``scenario_hash`` and ``persona_hash`` are for `JournalReader.content`: the same for all calls that were
    played with the same.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    scenario_id: str
    scenario_hash: str | None
    scenario_json: str
    persona_id: str
    persona_hash: str | None
    persona_json: str
    voice: str
    reader: str
    seed: int
    model: str | None
    status: CallStatus
    end_reason: str | None
    ended_by: str | None
    program_version: str
    plan_json: str | None
    self_grade_json: str | None
    scorecard_json: str | None
    explanation_json: str | None
    retry_of: str | None = None
    retry_turn: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallSummary:
    """What a list of calls and the rep's progress need of a call.

    ``turn_count`` counts the lines that stand; lines taken back are in ``taken_back_count``. The hashes are
    as in `CallRecord`, what tells a new try as in `NewCall`.
    """

    id: str
    started_at: datetime
    ended_at: datetime | None
    scenario_id: str
    persona_id: str
    voice: str
    reader: str
    model: str | None
    status: CallStatus
    end_reason: str | None
    ended_by: str | None
    self_grade_json: str | None
    scorecard_json: str | None
    turn_count: int
    taken_back_count: int
    scenario_hash: str | None = None
    persona_hash: str | None = None
    retry_of: str | None = None
    retry_turn: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EventRecord:
    """What happened in a call and is no turn: a hint, a look-up, a take-back, a notice, the plan."""

    seq: int
    kind: str
    payload_json: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class CommentRecord:
    """What somebody wrote about a call, or about one turn of it where ``turn_index`` is not None."""

    turn_index: int | None
    author: str
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OverrideRecord:
    """A score that a person put in the place of the computed one.

    ``score`` is 0 to 100, or None where the person holds that the dimension could not be observed. The latest
    override of a dimension is the one that counts; the earlier ones stay.
    """

    dimension: str
    score: float | None
    author: str
    reason: str
    created_at: datetime
