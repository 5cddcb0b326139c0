"""What the journal has of past calls, as plain values: what came of each, and how each compares with the others."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.domain.ledger import Ledger
from simulator.domain.scorecard import Dimension
from simulator.domain.state import CallState

if TYPE_CHECKING:
    from simulator.journal.reader import JournalReader
    from simulator.journal.records import CallSummary, TurnRecord


@dataclass(frozen=True, kw_only=True)
class PastCall:
    """What came of one scored call.

    Attributes:
        when: when it started, in the time zone of this machine.
        persona: whom the rep called; the name, where it is known.
        total: 0–100, None where too little was observed.
        scores: 0–100 by dimension; a dimension that was not observed is left out.
        told, layers: layers of needs that were spoken, of all that there are.
        taken_up, dropped: cues that the rep took up, of those that fell while the rep still had a line.
        self_grade: the rep's own grades by dimension, 0–100; empty without one.
    """

    when: datetime
    persona: str
    total: float | None = None
    scores: Mapping[Dimension, float] = field(default_factory=dict)
    told: int = 0
    layers: int = 0
    taken_up: int = 0
    dropped: int = 0
    self_grade: Mapping[Dimension, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PastCalls:
    """The scored calls, oldest first.

    Attributes:
        unscored: calls that are there and have no score yet.
        unreadable: calls that are there and cannot be read.
        retries: new tries, scored or not; they are left out of all the others, since they begin half way.
    """

    calls: tuple[PastCall, ...] = ()
    unscored: int = 0
    unreadable: int = 0
    retries: int = 0


def past_calls(journal: JournalReader) -> PastCalls:
    """All scored calls of the journal but the new tries.

    Raises:
        JournalError: the journal cannot be read.
    """
    found: list[PastCall] = []
    unscored = unreadable = retries = 0
    names: dict[str, str] = {}
    for one in journal.calls(None):
        if one.retry_of is not None:
            retries += 1
            continue
        if one.scorecard_json is None:
            unscored += 1
            continue
        if one.persona_id not in names:
            names[one.persona_id] = _name(journal, one)
        try:
            found.append(_past_call(one, names[one.persona_id], journal.turns(one.id)))
        except ValueError:  # what was kept is not what this program keeps
            unreadable += 1
    return PastCalls(tuple(reversed(found)), unscored, unreadable, retries)


def scores_of(scorecard_json: str) -> tuple[float | None, dict[Dimension, float]]:
    """The total and the observed dimensions of a scorecard as it was kept.

    Raises:
        ValueError: it is no scorecard.
    """
    card = json.loads(scorecard_json)
    if not isinstance(card, dict):
        raise ValueError("a scorecard is an object")
    kept = card.get("dimensions")
    dimensions = kept if isinstance(kept, dict) else {}
    scores = {
        name: _grade(entry.get("score"))
        for name in Dimension
        if isinstance(entry := dimensions.get(name.value), dict)
    }
    return _grade(card.get("total")), {name: score for name, score in scores.items() if score is not None}


def self_grade_of(self_grade_json: str | None) -> dict[Dimension, float]:
    """The rep's own grades by dimension; whatever is not in the form agreed on is none."""
    try:
        grade = json.loads(self_grade_json or "null")
    except ValueError:
        return {}
    dimensions = grade.get("dimensions") if isinstance(grade, dict) else None
    if not isinstance(dimensions, dict):
        return {}
    grades = {name: _grade(dimensions.get(name.value)) for name in Dimension}
    return {name: value for name, value in grades.items() if value is not None}


def ledger_after(turns: Sequence[TurnRecord]) -> Ledger:
    """The ledger where a call stands: that of the last line which was not taken back.

    Raises:
        ValueError: the state of that line cannot be read.
    """
    standing = [turn for turn in turns if turn.taken_back_at is None]
    if not standing:
        return Ledger()
    return CallState.model_validate_json(standing[-1].state_json or "").ledger


def cues_of(ledger: Ledger, turns: Sequence[TurnRecord]) -> tuple[int, int]:
    """Cues that the rep took up, and cues that fell: of needs and human ones.

    One that fell in the last words of a call was no occasion.
    """
    last = max(
        (turn.index for turn in turns if turn.speaker == "rep" and turn.taken_back_at is None), default=-1
    )
    fell = [
        *((one.hinted_turn, one.picked_up_turn) for one in ledger.layers.values()),
        *((one.dropped_turn, one.honoured_turn) for one in ledger.cues.values()),
    ]
    occasions = [taken for dropped, taken in fell if dropped is not None and (dropped < last or taken)]
    return sum(taken is not None for taken in occasions), len(occasions)


def _past_call(summary: CallSummary, persona: str, turns: Sequence[TurnRecord]) -> PastCall:
    total, scores = scores_of(summary.scorecard_json or "")
    ledger = ledger_after(turns)
    taken_up, dropped = cues_of(ledger, turns)
    return PastCall(
        when=summary.started_at.astimezone(),
        persona=persona,
        total=total,
        scores=scores,
        told=sum(entry.is_open for entry in ledger.layers.values()),
        layers=len(ledger.layers),
        taken_up=taken_up,
        dropped=dropped,
        self_grade=self_grade_of(summary.self_grade_json),
    )


def _name(journal: JournalReader, summary: CallSummary) -> str:
    try:
        return journal.content(summary.persona_hash, _name_in)
    except ValueError:
        return summary.persona_id


def _name_in(persona_json: str) -> str:
    try:
        return str(json.loads(persona_json)["card"]["name"])
    except (KeyError, TypeError) as error:
        raise ValueError("a persona without a name") from error


def _grade(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= 100 else None
