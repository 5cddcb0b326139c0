"""The first screen as data: open calls, campaigns with their leads, the last weeks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.state import EndReason
from simulator.errors import JournalError
from simulator.journal.records import CallStatus, CallSummary, NewCall
from simulator.journal.store import Journal
from simulator.settings import Settings
from simulator.tui.home_view import (
    _ENDS,
    NEW_REP,
    NO_FIGURE,
    NONE_ENDED,
    HomeView,
    LeadEntry,
    OpenEntry,
    home_view,
    load_home,
)

TODAY = date(2026, 3, 12)  # a Thursday
NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def scenarios(content: ContentLibrary) -> list[Scenario]:
    return [content.scenario(name) for name in content.scenario_ids()]


@pytest.fixture(scope="module")
def personas(content: ContentLibrary) -> dict[str, Persona | None]:
    return {name: content.persona(name) for name in content.persona_ids()}


def call(
    days_ago: float = 0,
    total: float | None = None,
    *,
    status: CallStatus = "ended",
    reason: str = "refused",
    persona: str = "marion-teague",
    scenario: str = "morning-board",
    card: str | None = None,
    retry_of: str | None = None,
) -> CallSummary:
    ended = status == "ended"
    return CallSummary(
        id=f"c-{days_ago:g}",
        started_at=NOON - timedelta(days=days_ago),
        ended_at=NOON - timedelta(days=days_ago) if ended else None,
        scenario_id=scenario,
        persona_id=persona,
        voice="authored",
        reader="local",
        model=None,
        status=status,
        end_reason=reason if ended else None,
        ended_by="prospect" if ended else None,
        self_grade_json=None,
        scorecard_json=card or (json.dumps({"total": total}) if ended else None),
        turn_count=7,
        taken_back_count=0,
        retry_of=retry_of,
        retry_turn=3 if retry_of else None,
    )


def view(scenarios: list[Scenario], personas: dict[str, Persona | None], *calls: CallSummary) -> HomeView:
    return home_view(scenarios, personas, calls, TODAY, zone=UTC)


def lead(shown: HomeView, persona: str = "marion-teague", scenario: str = "morning-board") -> LeadEntry:
    return next(
        entry
        for entry in shown.entries()
        if isinstance(entry, LeadEntry) and (entry.scenario_id, entry.persona_id) == (scenario, persona)
    )


def words(entry: LeadEntry | OpenEntry) -> dict[str, str]:
    return {told.heading: told.text for told in entry.about}


def test_campaigns_stand_with_their_leads_in_order(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, personas)
    assert [(group.title, group.note) for group in shown.groups] == [
        (one.title, one.difficulty.value) for one in scenarios
    ]
    assert [
        (entry.scenario_id, entry.persona_id) for entry in shown.entries() if isinstance(entry, LeadEntry)
    ] == [(one.id, on_list.persona) for one in scenarios for on_list in one.leads]


def test_new_rep_sees_no_chart_and_nobody_called(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, personas)
    assert shown.charts == ()
    entry = lead(shown)
    assert (entry.score, entry.ended, entry.calls) == ("", "", "")
    assert words(entry)["Last time"] == "You have not called them yet."


def test_retry_is_neither_the_last_result_nor_in_the_mean(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    first, again = call(1, 65.0), call(0, 88.0, reason="agreed", retry_of="c-1")
    shown = view(scenarios, personas, first, again)
    entry = lead(shown)
    assert (entry.score, entry.ended, entry.calls) == ("65", "refused", "1 call")
    assert words(entry)["Last time"].endswith("1 call so far, beside 1 retry.")
    assert sum(int(one) for one in shown.charts[0].figures) == 1, "a retry is no call of the week"
    assert [one for one in shown.charts[1].figures if one != NO_FIGURE] == ["65"]
    still = view(scenarios, personas, call(0, status="open", retry_of="c-1"))
    (opened,) = (one for one in still.entries() if isinstance(one, OpenEntry))
    assert opened.beside.startswith("retry, today at")


def test_lead_in_words_has_person_campaign_and_what_it_trains(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    told = words(lead(view(scenarios, personas)))
    assert told["Marion Teague"] == "operations manager, Saltmarsh Linen"
    assert told["The call"].startswith("Standard, patience shown. 15 minutes, ")
    assert "second chance" in told["The call"]
    assert told["Trains"].startswith("Getting behind")


def test_lead_met_before_has_the_last_result(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, personas, call(9, 41.0), call(2, 63.6, reason="agreed"), call(40, 20.0))
    entry = lead(shown)
    assert (entry.score, entry.ended, entry.calls) == ("64", "agreed", "3 calls")
    assert words(entry)["Last time"] == "64 of 100, Tuesday. They agreed to a next step. 3 calls so far."
    assert words(lead(shown, scenario="second-try"))["Also met"] == "in The morning board."


def test_call_without_a_score_is_not_scored_and_not_zero(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    entry = lead(view(scenarios, personas, call(1)))
    assert (entry.score, entry.ended, entry.calls) == ("", "refused", "1 call")
    assert words(entry)["Last time"].startswith("Not scored, yesterday.")
    assert lead(view(scenarios, personas, call(1, 0.0))).score == "0"


@pytest.mark.parametrize("card", ["{", "[]", '{"total": "much"}', '{"total": 1e9}', '{"total": NaN}'])
def test_scorecard_that_makes_no_sense_is_no_score(
    scenarios: list[Scenario], personas: dict[str, Persona | None], card: str
) -> None:
    assert lead(view(scenarios, personas, call(1, card=card))).score == ""


def test_open_calls_come_first_newest_on_top(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, personas, call(3, status="open"), call(0, status="open", persona="gone-away"))
    assert shown.groups[0].title == "Open calls"
    first, second, *_ = shown.entries()
    assert isinstance(first, OpenEntry)
    assert isinstance(second, OpenEntry)
    assert (first.call_id, first.name, first.beside) == ("c-0", "gone-away", "today at 12:00")
    assert (second.name, second.beside) == ("Marion Teague", "Monday at 12:00")
    assert words(second)["Open"] == "Begun Monday at 12:00, 7 lines said so far."
    assert words(lead(shown))["Last time"] == "A call is open, none has ended yet."


def test_open_call_is_not_counted_as_a_call_that_was_made(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    alone = view(scenarios, personas, call(0, status="open"))
    assert (lead(alone).calls, alone.charts, alone.no_charts) == ("", (), NONE_ENDED)
    assert view(scenarios, personas).no_charts == NEW_REP
    both = view(scenarios, personas, call(0, status="open"), call(0, 40.0), call(8, status="open"))
    assert lead(both).calls == "1 call"
    assert words(lead(both))["Last time"].endswith("1 call so far, and 2 open ones.")
    assert both.charts[0].figures[-2:] == ("0", "1")


def test_weeks_begin_on_monday_and_this_one_is_last(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    # Thursday: three days ago is this week's Monday, four days ago last week's Sunday
    shown = view(
        scenarios,
        personas,
        call(0, 100.0),
        call(3, 50.0),
        call(4),
        call(10, 30.0),
        call(52, 10.0),
        call(53, 90.0),
    )
    calls, means = shown.charts
    assert calls.figures == ("1", "0", "0", "0", "0", "0", "2", "2")
    assert means.figures == ("10", "–", "–", "–", "–", "–", "30", "75")
    assert calls.bars == "▄·····▆▆"
    assert means.bars == "▁·····▂▅"


def test_weeks_follow_the_local_day(scenarios: list[Scenario], personas: dict[str, Persona | None]) -> None:
    late = call(3.5 - 1e-6)  # Monday, just after midnight in UTC; still Sunday further west
    west = timezone(timedelta(hours=-5))
    assert home_view(scenarios, personas, [late], TODAY, zone=UTC).charts[0].figures[-1] == "1"
    assert home_view(scenarios, personas, [late], TODAY, zone=west).charts[0].figures[-1] == "0"


def test_call_from_the_future_breaks_nothing(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, personas, call(-30, 50.0))
    assert set(shown.charts[0].figures) == {"0"}
    assert "11 April" in words(lead(shown))["Last time"]


def test_lead_that_cannot_be_used_is_left_out_and_told(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    shown = view(scenarios, {**personas, "gwen-ashdown": None})
    assert not any(isinstance(one, LeadEntry) and one.persona_id == "gwen-ashdown" for one in shown.entries())
    assert "gwen-ashdown is on the list of The front desk" in shown.notes[0]


def test_lead_that_is_on_a_list_twice_stands_there_once(
    scenarios: list[Scenario], personas: dict[str, Persona | None]
) -> None:
    first = scenarios[0]
    doubled = first.model_copy(update={"leads": (*first.leads, *first.leads), "title": "Two\nlines"})
    shown = view([doubled], personas)
    assert shown.groups[0].title == "Two lines"
    assert len(list(shown.entries())) == len(first.leads)


def test_words_of_others_are_safe_to_show(
    scenarios: list[Scenario], personas: dict[str, Persona | None], persona: Persona
) -> None:
    card = persona.card.model_copy(update={"name": "\x1b[2JMarion\nT", "company": "[bold]Salt[/]"})
    hostile = persona.model_copy(update={"card": card})
    entry = lead(view(scenarios, {**personas, "marion-teague": hostile}))
    assert entry.name == "\\x1b[2JMarion T"
    assert "[bold]Salt[/]" in entry.who


def test_every_end_has_its_words() -> None:
    assert set(_ENDS) == {reason.value for reason in EndReason}
    assert all(len(words) <= 11 for words in _ENDS.values())


def new_call(persona_id: str) -> NewCall:
    return NewCall(
        scenario_id="morning-board", scenario_json="{}", persona_id=persona_id, persona_json="{}",
        voice="authored", reader="local", seed=1,
    )  # fmt: skip


def test_loading_brings_content_and_journal_together(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "broken.yaml").write_text("title: [")
    with Journal.open(settings.database_url) as journal:
        call_id = journal.start_call(new_call("marion-teague"))
        shown = load_home(replace(settings, scenarios=(own,)), journal)
    first = next(shown.entries())
    assert isinstance(first, OpenEntry)
    assert (first.call_id, first.name) == (call_id, "Marion Teague")
    assert first.beside.startswith("today at ")
    assert "The campaign broken has mistakes" in shown.notes[0]
    assert shown.charts == ()


def test_loading_from_a_broken_journal_raises_its_sentence(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        path = settings.home / "journal.sqlite3"
        journal.close()
        path.write_bytes(b"no database" * 1000)
        with pytest.raises(JournalError):
            load_home(settings, journal)
