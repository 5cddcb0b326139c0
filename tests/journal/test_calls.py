"""What is written is what is read: calls, turns, events, comments, overrides."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from simulator import __version__
from simulator.errors import JournalError, UnknownNameError, UsageError
from simulator.journal import Journal, TurnRecord
from tests.journal.conftest import TickingClock, new_call, prospect_turn, rep_turn


def test_call_started_and_read_holds_everything_as_played(journal: Journal) -> None:
    call_id = journal.start_call(replace(new_call(), model="small", plan_json="[1]"))
    call = journal.call(call_id)
    assert (call.status, call.started_at) == ("open", datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC))
    assert (call.ended_at, call.end_reason, call.scorecard_json) == (None, None, None)
    assert (call.persona_json, call.scenario_json) == ('{"id": "dana"}', '{"id": "first-calls"}')
    assert (call.model, call.plan_json, call.seed, call.voice, call.reader) == (
        "small",
        "[1]",
        7,
        "authored",
        "local",
    )
    assert call.program_version == __version__


def test_start_call_with_a_seed_too_large_for_the_database_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        replace(new_call(), seed=2**63)


@pytest.mark.parametrize("seed", [2**63 - 1, -(2**63), 0])
def test_start_call_with_any_seed_in_bounds_keeps_it(journal: Journal, seed: int) -> None:
    assert journal.call(journal.start_call(replace(new_call(), seed=seed))).seed == seed


def test_call_id_that_is_taken_is_not_given_twice(path: Path) -> None:
    ids = iter(["c-aaaaaa", "c-aaaaaa", "c-aaaaaa", "c-bbbbbb"])
    with Journal.open(path, new_id=lambda: next(ids)) as journal:
        assert [journal.start_call(new_call()), journal.start_call(new_call())] == ["c-aaaaaa", "c-bbbbbb"]


def test_call_ids_made_are_short_and_fit_for_addresses_and_file_names(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    assert len(call_id) == 8
    assert set(call_id[2:]) <= set("23456789abcdefghjkmnpqrstvwxyz")
    assert call_id.startswith("c-")


def test_start_call_when_no_free_id_is_found_says_so(path: Path) -> None:
    with Journal.open(path, new_id=lambda: "c-aaaaaa") as journal:
        journal.start_call(new_call())
        with pytest.raises(JournalError, match="free id"):
            journal.start_call(new_call())


def test_turns_after_two_appends_come_back_in_order_and_whole(journal: Journal, clock: TickingClock) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    journal.append_exchange(call_id, [prospect_turn(1), rep_turn(2)])
    written = [replace(turn, created_at=None) for turn in journal.turns(call_id)]
    assert written == [rep_turn(0), prospect_turn(1), rep_turn(2)]
    assert journal.turns(call_id)[2].created_at == clock.now


def test_append_exchange_of_the_same_turn_again_changes_nothing(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    before = journal.turns(call_id)
    journal.append_exchange(call_id, [rep_turn(0), prospect_turn(1)])
    assert journal.turns(call_id)[:1] == before
    assert len(journal.turns(call_id)) == 2


def test_append_exchange_with_another_line_at_a_taken_place_writes_none_of_it(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(1)])
    with pytest.raises(JournalError, match=r"Turn 1 of call .* on disk already"):
        journal.append_exchange(call_id, [prospect_turn(0), prospect_turn(1)])
    assert [turn.index for turn in journal.turns(call_id)] == [1]


def test_append_exchange_to_an_ended_call_keeps_what_was_said(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.end_call(call_id, "hung_up", "prospect")
    journal.append_exchange(call_id, [rep_turn(0, "Wait!")])
    assert journal.turns(call_id)[0].text == "Wait!"


def test_append_exchange_of_another_calls_turns_keeps_them_as_they_were(journal: Journal) -> None:
    first, second = journal.start_call(new_call()), journal.start_call(new_call())
    journal.append_exchange(first, [rep_turn(0), prospect_turn(1)])
    journal.mark_taken_back(first, [0], "too fast", "ask first")
    journal.append_exchange(second, journal.turns(first))
    assert journal.turns(second) == journal.turns(first)


def test_mark_taken_back_strikes_the_lines_and_keeps_them(journal: Journal, clock: TickingClock) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0), prospect_turn(1), rep_turn(2)])
    journal.mark_taken_back(call_id, [0, 1], "I pitched at once", "ask how they do it now")
    struck, answer, later = journal.turns(call_id)
    assert struck.taken_back_at == answer.taken_back_at == clock.now
    assert (struck.text, struck.lesson, struck.action) == (
        rep_turn(0).text,
        "I pitched at once",
        "ask how they do it now",
    )
    assert later.taken_back_at is None


def test_mark_taken_back_with_a_place_that_has_no_line_strikes_none(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    with pytest.raises(JournalError, match="no turn 9"):
        journal.mark_taken_back(call_id, [0, 9], "x", "y")
    assert journal.turns(call_id)[0].taken_back_at is None


def test_mark_taken_back_of_a_struck_line_leaves_the_first_lesson(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    journal.mark_taken_back(call_id, [0], "first", "a")
    journal.mark_taken_back(call_id, [0], "second", "b")
    assert journal.turns(call_id)[0].lesson == "first"


def test_events_of_two_calls_count_apart_from_zero(journal: Journal) -> None:
    first, second = journal.start_call(new_call()), journal.start_call(new_call())
    given = [journal.append_event(call_id, "hint", "{}") for call_id in (first, second, first)]
    journal.append_event(first, "research", '{"topic": "sites"}')
    assert given == [0, 0, 1]
    assert [(event.seq, event.kind, event.payload_json) for event in journal.events(first)] == [
        (0, "hint", "{}"),
        (1, "hint", "{}"),
        (2, "research", '{"topic": "sites"}'),
    ]


def test_end_call_twice_keeps_the_first_end(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.end_call(call_id, "agreed", "rep")
    ended = journal.call(call_id)
    journal.end_call(call_id, "hung_up", "prospect")
    assert journal.call(call_id) == ended
    assert (ended.status, ended.end_reason, ended.ended_by) == ("ended", "agreed", "rep")
    assert ended.ended_at is not None


def test_saved_documents_replace_the_earlier_ones(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    for text in ("1", "2"):
        journal.save_plan(call_id, "plan" + text)
        journal.save_self_grade(call_id, "grade" + text)
        journal.save_scorecard(call_id, "card" + text)
        journal.save_explanation(call_id, "why" + text)
    call = journal.call(call_id)
    assert (call.plan_json, call.self_grade_json, call.scorecard_json, call.explanation_json) == (
        "plan2",
        "grade2",
        "card2",
        "why2",
    )


def test_comments_and_overrides_come_back_in_the_order_written(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, [rep_turn(0)])
    journal.add_comment(call_id, "coach", "Good start.")
    journal.add_comment(call_id, "coach", "Here you could wait.", turn_index=0)
    journal.add_override(call_id, "probing", 62.5, "analyst", "the second question was closed")
    journal.add_override(call_id, "probing", None, "analyst", "line too poor to tell")
    assert [(c.turn_index, c.text) for c in journal.comments(call_id)] == [
        (None, "Good start."),
        (0, "Here you could wait."),
    ]
    assert [(o.dimension, o.score, o.reason) for o in journal.overrides(call_id)] == [
        ("probing", 62.5, "the second question was closed"),
        ("probing", None, "line too poor to tell"),
    ]


def test_add_comment_on_a_turn_that_is_not_there_is_refused(journal: Journal) -> None:
    call_id = journal.start_call(new_call())
    with pytest.raises(JournalError, match="no turn 3"):
        journal.add_comment(call_id, "coach", "Where?", turn_index=3)
    assert journal.comments(call_id) == []


@pytest.mark.parametrize("score", [-0.1, 100.5, float("nan")])
def test_add_override_out_of_bounds_is_refused(journal: Journal, score: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        journal.add_override(journal.start_call(new_call()), "probing", score, "analyst", "x")


def test_calls_without_filters_are_newest_first_with_their_counts(journal: Journal) -> None:
    first, second = journal.start_call(new_call()), journal.start_call(new_call())
    journal.append_exchange(first, [rep_turn(0), prospect_turn(1), rep_turn(2)])
    journal.mark_taken_back(first, [0, 1], "x", "y")
    journal.save_scorecard(first, '{"total": 61}')
    listed = journal.calls()
    assert [call.id for call in listed] == [second, first]
    assert [(call.turn_count, call.taken_back_count) for call in listed] == [(0, 0), (1, 2)]
    assert [call.scorecard_json for call in listed] == [None, '{"total": 61}']


def test_calls_with_filters_lists_only_what_fits_them_all(journal: Journal) -> None:
    dana, lee = journal.start_call(new_call("dana")), journal.start_call(new_call("lee"))
    later = journal.start_call(new_call("dana", "renewals"))
    journal.end_call(dana, "agreed", "rep")
    assert [call.id for call in journal.calls(persona="dana")] == [later, dana]
    assert [call.id for call in journal.calls(persona="dana", status="ended")] == [dana]
    assert [call.id for call in journal.calls(scenario="renewals")] == [later]
    assert [call.id for call in journal.calls(2)] == [later, lee]
    since = journal.call(lee).started_at.astimezone(timezone(timedelta(hours=5)))
    assert [call.id for call in journal.calls(None, since=since)] == [later, lee]
    assert [call.id for call in journal.open_calls()] == [later, lee]


@pytest.fixture
def named(path: Path) -> Iterator[Journal]:
    ids = iter(["c-7f3k2m", "c-7f3k9q", "c-b4n8xz"])
    with Journal.open(path, new_id=lambda: next(ids), clock=TickingClock()) as journal:
        for _ in range(3):
            journal.start_call(new_call())
        yield journal


@pytest.mark.parametrize("given", ["c-b4n8xz", "c-b", "b4", " C-B4N "])
def test_call_by_the_beginning_of_its_id_is_found_when_only_one_fits(named: Journal, given: str) -> None:
    assert named.call(given).id == "c-b4n8xz"
    assert named.turns(given) == []


def test_call_by_a_beginning_that_fits_two_names_both(named: Journal) -> None:
    with pytest.raises(UnknownNameError) as raised:
        named.call("c-7f")
    assert raised.value.hint == "Give more of the id: c-7f3k9q or c-7f3k2m."


def test_call_by_a_mistyped_id_suggests_the_nearest(named: Journal) -> None:
    with pytest.raises(UnknownNameError) as raised:
        named.call("c-b4n8xx")
    assert raised.value.hint == "Did you mean c-b4n8xz?"


@pytest.mark.parametrize("given", ["", "c-%", "_", "c-\x00", "\ud800", "' OR 1=1 --", "x" * 500, "[bold]"])
def test_call_by_what_is_no_id_is_an_unknown_name_in_printable_words(named: Journal, given: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        named.call(given)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 200


def test_writing_to_a_call_that_is_not_there_is_an_unknown_name(journal: Journal) -> None:
    for write in (
        lambda: journal.append_exchange("c-nnnnnn", [rep_turn()]),
        lambda: journal.append_event("c-nnnnnn", "hint"),
        lambda: journal.end_call("c-nnnnnn", "agreed", "rep"),
        lambda: journal.save_scorecard("c-nnnnnn", "{}"),
        lambda: journal.add_comment("c-nnnnnn", "coach", "x"),
        lambda: journal.add_override("c-nnnnnn", "probing", 1, "analyst", "x"),
        lambda: journal.mark_taken_back("c-nnnnnn", [], "x", "y"),
    ):
        with pytest.raises(UnknownNameError, match="c-nnnnnn"):
            write()


@pytest.mark.parametrize(
    "broken", [{"index": -1}, {"start_s": float("nan")}, {"end_s": float("inf")}, {"speaker": "coach"}]
)
def test_turn_record_with_an_impossible_value_is_refused(broken: dict[str, object]) -> None:
    values = {"index": 0, "speaker": "rep", "text": "", "start_s": 0.0, "end_s": 0.0} | broken
    with pytest.raises(ValueError, match="turn"):
        TurnRecord(**values)  # type: ignore[arg-type]  # what is tested


def test_clock_without_a_time_zone_is_a_mistake_that_writes_nothing(path: Path) -> None:
    with Journal.open(path, clock=lambda: datetime(2026, 3, 2)) as journal:  # noqa: DTZ001,RUF100 -- what is tested
        with pytest.raises(Exception, match="time zone"):
            journal.start_call(new_call())
        assert journal.calls() == []


def test_journal_in_memory_serves_reading_and_writing() -> None:
    with Journal.open(":memory:") as journal:
        call_id = journal.start_call(new_call())
        journal.append_exchange(call_id, [rep_turn(0)])
        assert len(journal.turns(call_id)) == 1


@pytest.mark.skipif(
    "JOURNAL_TEST_DATABASE_URL" not in os.environ,
    reason="set it to the address of an empty PostgreSQL database",
)
def test_journal_on_another_database_keeps_a_whole_call() -> None:
    with Journal.open(os.environ["JOURNAL_TEST_DATABASE_URL"]) as journal:
        call_id = journal.start_call(new_call("a\x00b\ud800"))
        journal.append_exchange(call_id, [rep_turn(0, "NUL \x00, half \ud83d, €"), prospect_turn(1)])
        with pytest.raises(JournalError, match="on disk already"):
            journal.append_exchange(call_id, [rep_turn(1)])
        journal.mark_taken_back(call_id, [0], "x", "y")
        assert [journal.append_event(call_id, "hint") for _ in range(2)] == [0, 1]
        journal.add_comment(call_id, "coach", "Good.", turn_index=1)
        journal.add_override(call_id, "probing", 50, "analyst", "x")
        journal.end_call(call_id, "agreed", "rep")
        assert journal.call(call_id[:-1]).persona_id == "a\x00b\ud800"
        assert journal.turns(call_id)[0].text == "NUL \x00, half \ud83d, €"
        assert [
            c.id
            for c in journal.calls(
                persona="a\x00b\ud800", status="ended", since=datetime.min.replace(tzinfo=UTC)
            )
        ][:1] == [call_id]
        assert (len(journal.comments(call_id)), len(journal.overrides(call_id))) == (1, 1)
