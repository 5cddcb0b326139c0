"""How a call is kept: each turn on disk before the next one, and a played call made from what is there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from simulator.call.retry_room import with_patience
from simulator.domain.direction import Direction
from simulator.domain.persona import Persona
from simulator.domain.played import Plan, PlayedCall, PlayedTurn, Research, Retried
from simulator.domain.reading import Reading
from simulator.domain.scenario import Scenario
from simulator.domain.scorecard import Scorecard
from simulator.domain.state import BungleKind, CallState, End, EndedBy, EndReason
from simulator.domain.transcript import Speaker
from simulator.errors import DamagedContent, UnknownNameError
from simulator.journal.records import CallRecord, NewCall, TurnRecord

if TYPE_CHECKING:
    from simulator.call.session import CallSetup
    from simulator.journal.store import Journal


class Keeper(Protocol):
    """Where a call is kept."""

    call_id: str

    def turn(self, turn: PlayedTurn) -> None:
        """Keep one line."""
        ...

    def cut_off(self, turn: PlayedTurn) -> None:
        """Keep what was heard of a line in place of the whole of it."""
        ...

    def take_back(self, indexes: list[int], lesson: str, action: str, kind: BungleKind) -> None:
        """Strike lines out."""
        ...

    def hint(self, turn: int, text: str) -> None:
        """Keep that the coach whispered."""
        ...

    def research(self, turn: int, topic: str, cost_s: int) -> None:
        """Keep a look-up."""
        ...

    def end(self, end: End) -> None:
        """Keep the end."""
        ...

    def scorecard(self, scorecard: Scorecard) -> None:
        """Keep the scorecard."""
        ...


class JournalKeeper:
    """Keeps a call in the journal.

    Args:
        journal: an open journal.
        call_id: the call, as `start` made it or as the journal has it.
    """

    def __init__(self, journal: Journal, call_id: str) -> None:
        self._journal = journal
        self.call_id = call_id

    @classmethod
    def start(
        cls, journal: Journal, setup: CallSetup, retried: tuple[str, int] | None = None
    ) -> JournalKeeper:
        """Make a new call in the journal.

        Args:
            retried: the call that it is a new try of, and the line from which it is played anew.
        """
        retry_of, retry_turn = retried or (None, None)
        new = NewCall(
            scenario_id=setup.scenario.id,
            scenario_json=setup.scenario.model_dump_json(),
            persona_id=setup.persona.id,
            persona_json=setup.persona.model_dump_json(),
            voice=setup.voice.name,
            reader=setup.reader.name,
            seed=setup.seed,
            model=setup.model,
            plan_json=setup.plan.model_dump_json() if setup.plan else None,
            retry_of=retry_of,
            retry_turn=retry_turn,
        )
        return cls(journal, journal.start_call(new))

    def turn(self, turn: PlayedTurn) -> None:
        """Keep one line."""
        self._journal.append_exchange(self.call_id, [_turn_record(turn)])

    def cut_off(self, turn: PlayedTurn) -> None:
        """Keep what was heard of a line in place of the whole of it."""
        self._journal.cut_turn(self.call_id, _turn_record(turn))

    def take_back(self, indexes: list[int], lesson: str, action: str, kind: BungleKind) -> None:
        """Strike lines out, and keep which kind of bungle it was."""
        self._journal.mark_taken_back(self.call_id, indexes, lesson, action)
        self._journal.append_event(self.call_id, "taken_back", json.dumps({"turn": indexes[0], "kind": kind}))

    def hint(self, turn: int, text: str) -> None:
        """Keep that the coach whispered."""
        self._journal.append_event(self.call_id, "hint", json.dumps({"turn": turn, "text": text}))

    def research(self, turn: int, topic: str, cost_s: int) -> None:
        """Keep a look-up."""
        self._journal.append_event(
            self.call_id, "research", json.dumps({"turn": turn, "topic": topic, "cost_s": cost_s})
        )

    def end(self, end: End) -> None:
        """Keep the end."""
        self._journal.end_call(self.call_id, end.reason, end.by)

    def scorecard(self, scorecard: Scorecard) -> None:
        """Keep the scorecard."""
        self._journal.save_scorecard(self.call_id, scorecard.model_dump_json())


class MemoryKeeper:
    """Keeps nothing beyond the call itself: for rehearsals and demonstrations."""

    def __init__(self, call_id: str = "demo") -> None:
        self.call_id = call_id

    def turn(self, turn: PlayedTurn) -> None:
        """Nothing to keep."""

    def cut_off(self, turn: PlayedTurn) -> None:
        """Nothing to keep."""

    def take_back(self, indexes: list[int], lesson: str, action: str, kind: BungleKind) -> None:
        """Nothing to keep."""

    def hint(self, turn: int, text: str) -> None:
        """Nothing to keep."""

    def research(self, turn: int, topic: str, cost_s: int) -> None:
        """Nothing to keep."""

    def end(self, end: End) -> None:
        """Nothing to keep."""

    def scorecard(self, scorecard: Scorecard) -> None:
        """Nothing to keep."""


def played_call(journal: Journal, call_id: str) -> PlayedCall:
    """A call as the journal has it, ready to be scored, shown or taken up again.

    Raises:
        UnknownNameError: there is no such call.
        JournalError: the journal, or what the call was played with, cannot be read.
    """
    record = journal.call(call_id)
    persona = journal.content(record.persona_hash, Persona.model_validate_json)
    scenario = journal.content(record.scenario_hash, Scenario.model_validate_json)
    turns = tuple(_played_turn(turn) for turn in journal.turns(record.id))
    events = [(event.kind, json.loads(event.payload_json)) for event in journal.events(record.id)]
    taken = [BungleKind(payload["kind"]) for kind, payload in events if kind == "taken_back"]
    standing = [turn for turn in turns if not turn.taken_back]
    retried = _retried(journal, record, scenario)
    state = _last_state(standing, persona)
    if retried is not None and not any(turn.index >= retried.turn for turn in standing):
        state = with_patience(state, persona)
    end = None
    if record.end_reason is not None and record.ended_by is not None:
        end = End(reason=EndReason(record.end_reason), by=EndedBy(record.ended_by))
    return PlayedCall(
        call=record.id,
        persona=persona,
        scenario=scenario,
        turns=turns,
        state=state,
        end=end,
        second_chances_used=len(taken),
        taken_kinds=tuple(taken),
        hints=tuple(payload["turn"] for kind, payload in events if kind == "hint"),
        research=tuple(Research.model_validate(payload) for kind, payload in events if kind == "research"),
        plan=Plan.model_validate_json(record.plan_json) if record.plan_json else None,
        retried=retried,
    )


def _retried(journal: Journal, record: CallRecord, scenario: Scenario) -> Retried | None:
    if record.retry_of is None or record.retry_turn is None:
        return None
    try:
        earlier = journal.call(record.retry_of)
    except UnknownNameError:  # somebody deleted it
        return Retried(call=record.retry_of, turn=record.retry_turn)
    return Retried(
        call=earlier.id,
        turn=record.retry_turn,
        total=_total(earlier.scorecard_json),
        is_retry=earlier.retry_of is not None,
        more_s=_more_time(journal, earlier, record, scenario),
    )


def _more_time(journal: Journal, earlier: CallRecord, record: CallRecord, scenario: Scenario) -> int:
    """Seconds that the clock of a retry goes beyond that of the earlier call."""
    if earlier.scenario_hash == record.scenario_hash:
        return 0
    try:
        before = journal.content(earlier.scenario_hash, Scenario.model_validate_json)
    except DamagedContent:  # the retry itself is whole
        return 0
    return max(0, scenario.clock_s - before.clock_s)


def _total(scorecard_json: str | None) -> float | None:
    try:
        card = json.loads(scorecard_json or "null")
    except ValueError:
        return None
    total = card.get("total") if isinstance(card, dict) else None
    return float(total) if isinstance(total, int | float) else None


def _last_state(standing: list[PlayedTurn], persona: Persona) -> CallState:
    from simulator.prospect.advance import opening_state  # noqa: PLC0415 - only for a call that has no turn yet

    return standing[-1].state if standing else opening_state(persona)


def _turn_record(turn: PlayedTurn) -> TurnRecord:
    return TurnRecord(
        index=turn.index,
        speaker=turn.speaker.value,
        text=turn.text,
        start_s=turn.start_s,
        end_s=turn.end_s,
        reading_json=turn.reading.model_dump_json() if turn.reading else None,
        direction_json=turn.direction.model_dump_json() if turn.direction else None,
        state_json=turn.state.model_dump_json(),
        marks=turn.marks,
    )


def _played_turn(record: TurnRecord) -> PlayedTurn:
    assert record.state_json is not None  # noqa: S101 - the keeper writes it with each turn
    return PlayedTurn(
        index=record.index,
        speaker=Speaker(record.speaker),
        text=record.text,
        start_s=record.start_s,
        end_s=record.end_s,
        reading=Reading.model_validate_json(record.reading_json) if record.reading_json else None,
        direction=Direction.model_validate_json(record.direction_json) if record.direction_json else None,
        state=CallState.model_validate_json(record.state_json),
        marks=record.marks,
        taken_back=record.taken_back_at is not None,
        lesson=record.lesson or "",
        action=record.action or "",
    )
