"""The calls that were made, as rows to choose from. Knows no widget."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.errors import DamagedContent
from simulator.tui.home_view import end_in_short, total_of
from simulator.tui.mirror_view import SelfGrade

if TYPE_CHECKING:
    from simulator.call.finishing import Finished
    from simulator.domain.played import PlayedCall
    from simulator.journal.reader import JournalReader
    from simulator.journal.records import CallSummary
    from simulator.journal.store import Journal

EMPTY = "You have not made a call yet. Press Esc, choose somebody and press Enter to prepare the first."
OPEN, RETRY = "open", "retry"


@dataclass(frozen=True)
class CallRow:
    """One call; texts are safe to show.

    Attributes:
        when: day and time of its start.
        ended: how, in a word or two; "open" for one that can be resumed.
        score: 0–100; empty where it was not scored.
        retry: "retry" for a new try of an earlier call, else empty.
    """

    call_id: str
    when: str
    prospect: str
    campaign: str
    ended: str
    score: str
    retry: str
    is_open: bool


@dataclass(frozen=True)
class PastCallsView:
    """The calls, newest first; ``problem`` is what could not be read."""

    rows: tuple[CallRow, ...] = ()
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no call was made."""
        return not self.rows


@dataclass(frozen=True)
class PastDebrief:
    """What the debrief of an earlier call is made from; ``grade`` is the rep's own, where there is one."""

    played: PlayedCall
    finished: Finished
    grade: SelfGrade | None
    begun: datetime


def load_past_calls(journal: JournalReader) -> PastCallsView:
    """All calls of the journal. Blocks for as long as it reads: for a thread.

    Raises:
        JournalError: the journal cannot be read.
    """
    calls = journal.calls(None)
    names: dict[str, str] = {}
    titles: dict[str, str] = {}
    for one in calls:
        for found, key, known_by, read in (
            (names, one.persona_id, one.persona_hash, _name_in),
            (titles, one.scenario_id, one.scenario_hash, _title_in),
        ):
            if key not in found:
                found[key] = _told(journal, known_by, read) or key
    return past_calls_view(calls, names, titles)


def load_past_debrief(journal: Journal, call_id: str) -> PastDebrief:
    """The debrief of a call that has ended, reckoned anew as `simulator calls show` does. For a thread.

    Raises:
        SimulatorError: the call, or what it was played with, cannot be read.
    """
    from simulator.call.finishing import finish_call  # noqa: PLC0415 - heavy, and not before the first paint
    from simulator.call.record import MemoryKeeper, played_call  # noqa: PLC0415

    played = played_call(journal, call_id)
    record = journal.call(played.call)
    grade = SelfGrade.from_json(record.self_grade_json)
    begun = record.started_at.astimezone()
    return PastDebrief(played, finish_call(played, MemoryKeeper(played.call)), grade, begun)


def past_calls_view(
    calls: Sequence[CallSummary],
    names: Mapping[str, str],
    titles: Mapping[str, str],
    zone: tzinfo | None = None,
) -> PastCallsView:
    """The rows of these calls.

    Args:
        names: of the prospects, by the persona's id.
        titles: of the campaigns, by id.
        zone: for days and times; None is this machine's own.
    """
    newest_first = sorted(calls, key=lambda one: one.started_at, reverse=True)
    return PastCallsView(tuple(_row(one, names, titles, zone) for one in newest_first))


def _row(
    one: CallSummary, names: Mapping[str, str], titles: Mapping[str, str], zone: tzinfo | None
) -> CallRow:
    total = total_of(one)
    is_open = one.status == "open"
    return CallRow(
        call_id=one.id,
        when=_when(one.started_at.astimezone(zone)),
        prospect=_one_line(names.get(one.persona_id, one.persona_id)),
        campaign=_one_line(titles.get(one.scenario_id, one.scenario_id)),
        ended=OPEN if is_open else end_in_short(one),
        score="" if total is None else f"{total:.0f}",
        retry=RETRY if one.retry_of is not None else "",
        is_open=is_open,
    )


def _when(moment: datetime) -> str:
    return f"{moment.day:>2} {moment:%b %Y %H:%M}"


def _told(journal: JournalReader, known_by: str | None, read: Callable[[str], str]) -> str:
    try:
        return journal.content(known_by, read)
    except DamagedContent:
        return ""


def _name_in(persona_json: str) -> str:
    return _text_at(persona_json, "card", "name")


def _title_in(scenario_json: str) -> str:
    return _text_at(scenario_json, "title")


def _text_at(text: str, *path: str) -> str:
    held = json.loads(text)
    for key in path:
        held = held.get(key) if isinstance(held, dict) else None
    return held if isinstance(held, str) else ""


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())
