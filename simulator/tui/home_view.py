"""What the first screen shows: open calls, campaigns with their leads, the last weeks. Knows no widget."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from simulator.domain.text_safety import visible
from simulator.errors import ContentError, SimulatorError
from simulator.tui.wording import in_short

if TYPE_CHECKING:
    from simulator.authoring.library import ContentLibrary
    from simulator.domain.persona import Persona
    from simulator.domain.scenario import Scenario
    from simulator.journal.reader import JournalReader
    from simulator.journal.records import CallSummary
    from simulator.settings import Settings

WEEKS = 8
#: stands in a row of bars where there is nothing to draw, and among figures where there is none
NO_BAR, NO_FIGURE = "·", "–"
NEW_REP = "No calls yet. Choose somebody and press Enter to prepare your first call."
NONE_ENDED = "No call has ended yet. Enter on an open one takes it up where it was left."
NO_CAMPAIGNS = (
    "There is no campaign to choose from. Leave, and let `simulator scenario check` say what is amiss."
)

#: no bar fills its row, so that two rows do not become one tower
_BARS = "▁▂▃▄▅▆"
_FULL_SCORE = 100.0
#: how a call ended, short enough for a list
_ENDS = {
    "agreed": "agreed",
    "call_back": "call back",
    "referred": "passed on",
    "disqualified": "no fit",
    "refused": "refused",
    "hung_up_patience": "hung up",
    "hung_up_pushed": "hung up",
    "hung_up_rude": "hung up",
    "hung_up_odd": "hung up",
    "off_list": "off list",
    "out_of_time": "out of time",
    "rep_hung_up": "you hung up",
    "line_dropped": "dropped",
}


@dataclass(frozen=True)
class Told:
    """A heading and what is said under it; safe to show."""

    heading: str
    text: str


@dataclass(frozen=True)
class OpenEntry:
    """A call that can be resumed.

    Attributes:
        who: role and firm.
        beside: when it was begun.
        about: the entry in words, for the panel.
    """

    call_id: str
    name: str
    who: str
    beside: str
    about: tuple[Told, ...]


@dataclass(frozen=True)
class LeadEntry:
    """Somebody who can be called, in one campaign.

    Attributes:
        who: role and firm.
        score: of the last call that ended; empty where there was none or it has no score.
        ended: how that call ended, in a word or two; empty where there was none.
        calls: "3 calls", or empty; a call that is still open is not among them.
        about: the entry in words, for the panel.
    """

    scenario_id: str
    persona_id: str
    name: str
    who: str
    score: str
    ended: str
    calls: str
    about: tuple[Told, ...]


Entry = OpenEntry | LeadEntry


@dataclass(frozen=True)
class Group:
    """Entries under a title; the note stands beside it."""

    title: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Chart:
    """One row: a name, a bar and a figure for each week, the oldest first."""

    name: str
    bars: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class HomeView:
    """Everything that the first screen shows.

    Attributes:
        charts: the last eight weeks; empty before the first call has ended.
        notes: what could not be used, one sentence each.
        no_charts: stands in place of the charts.
    """

    groups: tuple[Group, ...]
    charts: tuple[Chart, ...] = ()
    notes: tuple[str, ...] = ()
    no_charts: str = NEW_REP

    def entries(self) -> Iterator[Entry]:
        """Every entry that can be chosen, in the order of the list."""
        for group in self.groups:
            yield from group.entries


def load_home(settings: Settings, journal: JournalReader | None) -> HomeView:
    """Collect content and calls. Takes a second: for a thread.

    Args:
        journal: with the calls; None where nobody has called yet.
    Raises:
        ContentError: a folder of the settings is not there.
        JournalError: the journal cannot be read.
    """
    from simulator.authoring.library import ContentLibrary  # noqa: PLC0415 - content, after the first paint

    content = ContentLibrary.of(settings)
    scenarios: list[Scenario] = []
    notes: list[str] = []
    for name in content.scenario_ids():
        try:
            scenarios.append(content.scenario(name))
        except ContentError as error:
            notes.append(f"The campaign {visible(name)} has mistakes and is left out: {in_short(error)}")
    calls = journal.calls(None) if journal is not None else []
    personas = content.personas()
    wanted = {lead.persona for scenario in scenarios for lead in scenario.leads}
    wanted |= {call.persona_id for call in calls if call.status == "open"}
    known = {name: personas.get(name) for name in wanted}
    problems = {name: _problem(content, name) for name, persona in known.items() if persona is None}
    view = home_view(scenarios, known, calls, datetime.now().astimezone().date(), problems=problems)
    return replace(view, notes=(*notes, *view.notes))


def _problem(content: ContentLibrary, name: str) -> str:
    """Why that persona cannot be used: its file, and what is wrong in it."""
    try:
        content.persona(name)
    except SimulatorError as error:
        return in_short(error)
    return ""  # it was put right in between; the next look has it


def home_view(
    scenarios: Sequence[Scenario],
    personas: Mapping[str, Persona | None],
    calls: Sequence[CallSummary],
    today: date,
    *,
    zone: tzinfo | None = None,
    problems: Mapping[str, str] | None = None,
) -> HomeView:
    """The first screen.

    Args:
        scenarios: the campaigns, in the order of the list.
        personas: the leads by id; None stands for one that cannot be used.
        calls: in any order.
        today: the day that it is here.
        zone: for times of day; None is this machine's own.
        problems: what is wrong with those that cannot be used, by id; safe to show.
    """
    calls = sorted(calls, key=lambda call: call.started_at, reverse=True)
    days = _Days(today, zone)
    titles = {scenario.id: _one_line(scenario.title) for scenario in scenarios}
    opened = tuple(_open(call, personas, titles, days) for call in calls if call.status == "open")
    groups = [Group("Open calls", "", opened)] if opened else []
    notes: list[str] = []
    for scenario in scenarios:
        leads: list[LeadEntry] = []
        for name in dict.fromkeys(lead.persona for lead in scenario.leads):
            persona = personas.get(name)
            if persona is None:
                why = (problems or {}).get(name) or "simulator persona check says why."
                notes.append(
                    f"{name} is on the list of {_one_line(scenario.title)}, but cannot be used: {why}"
                )
            else:
                leads.append(_lead(scenario, persona, calls, titles, days))
        groups.append(Group(_one_line(scenario.title), scenario.difficulty.value, tuple(leads)))
    ended = [call for call in calls if call.status == "ended"]
    charts = _charts(ended, days) if ended else ()
    return HomeView(tuple(groups), charts, tuple(notes), NONE_ENDED if opened else NEW_REP)


@dataclass(frozen=True)
class _Days:
    """Days as they are told here and today."""

    today: date
    zone: tzinfo | None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> str:
        """A day as it is said: today, yesterday, Thursday, 3 September, 3 September 2025."""
        day = self.local(moment).date()
        ago = (self.today - day).days
        if ago in {0, 1}:
            return ("today", "yesterday")[ago]
        if 1 < ago < 7:
            return f"{day:%A}"
        return f"{day.day} {day:%B}" if day.year == self.today.year else f"{day.day} {day:%B %Y}"

    def at(self, moment: datetime) -> str:
        return f"{self.day(moment)} at {self.local(moment):%H:%M}"

    def weeks_ago(self, moment: datetime) -> int:
        """Whole weeks from Monday to Monday; 0 is this one."""
        day = self.local(moment).date()
        return (_monday(self.today) - _monday(day)).days // 7


def _open(
    call: CallSummary, personas: Mapping[str, Persona | None], titles: Mapping[str, str], days: _Days
) -> OpenEntry:
    persona = personas.get(call.persona_id)
    name, who = _names(persona) if persona is not None else (visible(call.persona_id), "")
    title = titles.get(call.scenario_id, visible(call.scenario_id))
    lines = _counted(call.turn_count, "line") if call.turn_count else "nothing"
    about = (
        Told(name, who),
        Told("Campaign", title),
        Told("Open", f"Begun {days.at(call.started_at)}, {lines} said so far."),
        Told("Next", "Enter takes the call up where it was left."),
    )
    retry = "retry, " if call.retry_of is not None else ""
    return OpenEntry(call.id, name, who or title, f"{retry}{days.at(call.started_at)}", about)


def _lead(
    scenario: Scenario,
    persona: Persona,
    calls: Sequence[CallSummary],
    titles: Mapping[str, str],
    days: _Days,
) -> LeadEntry:
    lead = scenario.lead(persona.id)
    to_them = [call for call in calls if call.persona_id == persona.id]
    here = [call for call in to_them if call.scenario_id == scenario.id and call.retry_of is None]
    ended = [call for call in here if call.status == "ended"]
    last = ended[0] if ended else None
    total = total_of(last) if last is not None else None
    retries = sum(call.scenario_id == scenario.id and call.retry_of is not None for call in to_them)
    name, who = _names(persona)
    about = [
        Told(name, who),
        Told("The call", _limits(scenario)),
        Told("Last time", _last_time(ended, len(here) - len(ended), days, retries)),
        Told("Trains", _one_line(scenario.trains)),
    ]
    elsewhere = {call.scenario_id for call in to_them} - {scenario.id}
    others = [title for scenario_id, title in titles.items() if scenario_id in elsewhere]
    if others:
        about.insert(3, Told("Also met", f"in {', '.join(others)}."))
    if lead is not None:
        about.append(Told("Why now", _one_line(lead.why_now)))
    return LeadEntry(
        scenario_id=scenario.id,
        persona_id=persona.id,
        name=name,
        who=who,
        score="" if total is None else f"{total:.0f}",
        ended=end_in_short(last) if last is not None else "",
        calls=_counted(len(ended), "call") if ended else "",
        about=tuple(about),
    )


def _names(persona: Persona) -> tuple[str, str]:
    card = persona.card
    return _one_line(card.name), f"{_one_line(card.role)}, {_one_line(card.company)}"


def _limits(scenario: Scenario) -> str:
    """The difficulty, and what there is of clock, second chances and hints."""
    difficulty = scenario.difficulty.value
    shown = "not shown" if difficulty == "exam" else "shown"
    limits = [
        _counted(round(scenario.clock_s / 60), "minute"),
        _counted(scenario.second_chances, "second chance"),
        _counted(scenario.hints, "hint"),
    ]
    return f"{difficulty.capitalize()}, patience {shown}. {', '.join(limits)}."


def _last_time(ended: Sequence[CallSummary], still_open: int, days: _Days, retries: int) -> str:
    """How the last call went; calls that are still open are told apart from those that were made."""
    if not ended:
        return "A call is open, none has ended yet." if still_open else "You have not called them yet."
    from simulator.reports.call_text import ENDS  # noqa: PLC0415 - loads the scoring; never before the first paint

    last = ended[0]
    total = total_of(last)
    told = ENDS.get(last.end_reason or "", "It ended.")
    score = "Not scored" if total is None else f"{total:.0f} of 100"
    tries = f", beside {_counted(retries, 'retry')}" if retries else ""
    more = f", and {_counted(still_open, 'open one')}" if still_open else ""
    return f"{score}, {days.day(last.started_at)}. {told} {_counted(len(ended), 'call')} so far{more}{tries}."


def end_in_short(call: CallSummary) -> str:
    """How a call that has ended did so, short enough for a list."""
    return _ENDS.get(call.end_reason or "", "ended")


def total_of(call: CallSummary) -> float | None:
    """The total of a call's scorecard; None where it was not scored."""
    try:
        card = json.loads(call.scorecard_json or "null")
    except ValueError:
        return None
    total = card.get("total") if isinstance(card, dict) else None
    return float(total) if isinstance(total, int | float) and 0 <= total <= _FULL_SCORE else None


def _charts(calls: Iterable[CallSummary], days: _Days) -> tuple[Chart, ...]:
    """Calls of each week and their mean score; a week with no scored call has none, and a retry is in neither.

    Args:
        calls: that have ended; each counts in the week in which it was begun.
    """
    counts = [0] * WEEKS
    totals: list[list[float]] = [[] for _ in range(WEEKS)]
    for call in calls:
        at = WEEKS - 1 - days.weeks_ago(call.started_at)
        if call.retry_of is not None or not 0 <= at < WEEKS:
            continue
        counts[at] += 1
        total = total_of(call)
        if total is not None:
            totals[at].append(total)
    means = [sum(week) / len(week) if week else None for week in totals]
    most = float(max(1, *counts))
    return (
        Chart("Calls a week", _bars([count or None for count in counts], most), tuple(map(str, counts))),
        Chart(
            "Mean score",
            _bars(means, _FULL_SCORE),
            tuple(NO_FIGURE if mean is None else f"{mean:.0f}" for mean in means),
        ),
    )


def _bars(values: Sequence[float | None], full: float) -> str:
    """One character for each value: the lowest bar is next to nothing, the highest is `full`."""
    return "".join(
        NO_BAR if value is None else _BARS[min(len(_BARS) - 1, int(value / full * len(_BARS)))]
        for value in values
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _counted(count: int, noun: str) -> str:
    many = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{count or 'no'} {noun if count == 1 else many}"


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())
