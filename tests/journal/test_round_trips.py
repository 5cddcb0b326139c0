"""Properties: whatever is said comes back as it was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.journal import Journal, TurnRecord
from simulator.journal.tables import restored, storable
from tests.journal.conftest import new_call

# All characters that a Python string can hold, with the troublesome ones often.
ANY_TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("\x00\ud800\udfff\U0010fffd\uffff0d'\"%\\")
)
MAYBE_TEXT = st.none() | ANY_TEXT
SECONDS = st.floats(allow_nan=False, allow_infinity=False)
TURNS = st.lists(
    st.builds(
        TurnRecord,
        index=st.integers(0, 2**31 - 1),
        speaker=st.sampled_from(["rep", "prospect"]),
        text=ANY_TEXT,
        start_s=SECONDS,
        end_s=SECONDS,
        reading_json=MAYBE_TEXT,
        direction_json=MAYBE_TEXT,
        state_json=MAYBE_TEXT,
        marks=st.lists(ANY_TEXT, max_size=3).map(tuple),
        lesson=MAYBE_TEXT,
        action=MAYBE_TEXT,
        taken_back_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    max_size=5,
    unique_by=lambda turn: turn.index,
)


@pytest.fixture(scope="module")
def journal() -> Iterator[Journal]:
    with Journal.open(":memory:") as opened:
        yield opened


@given(ANY_TEXT)
def test_storable_then_restored_gives_the_same_text(text: str) -> None:
    assert restored(storable(text)) == text


@given(ANY_TEXT)
def test_storable_of_any_text_is_safe_for_every_database(text: str) -> None:
    assert b"\x00" not in storable(text).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\U0010fffd")))
def test_storable_of_ordinary_text_changes_nothing(text: str) -> None:
    assert storable(text) == text


@pytest.mark.parametrize("foreign", ["\U0010fffd", "\U0010fffdffffff", "\U0010fffd00", "\U0010fffdzzzzzz"])
def test_restored_of_a_marker_that_we_did_not_write_is_left_alone(foreign: str) -> None:
    assert restored(foreign) == foreign


@settings(deadline=None)
@given(turns=TURNS)
def test_turns_of_any_content_come_back_equal_and_in_order(journal: Journal, turns: list[TurnRecord]) -> None:
    call_id = journal.start_call(new_call())
    journal.append_exchange(call_id, turns)
    journal.append_exchange(call_id, turns)  # a write that is repeated
    written = [replace(turn, created_at=None) for turn in journal.turns(call_id)]
    assert written == sorted(turns, key=lambda turn: turn.index)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY_TEXT)
def test_any_text_in_any_place_comes_back_equal(journal: Journal, text: str) -> None:
    new = replace(
        new_call(),
        scenario_id=text,
        scenario_json=text,
        persona_id=text,
        persona_json=text,
        voice=text,
        model=text,
    )
    call_id = journal.start_call(new)
    journal.end_call(call_id, text, text)
    journal.save_scorecard(call_id, text)
    journal.append_event(call_id, text, text)
    journal.add_comment(call_id, text, text)
    journal.add_override(call_id, text, 50, text, text)
    call = journal.call(call_id)
    event, comment, override = (
        journal.events(call_id)[0],
        journal.comments(call_id)[0],
        journal.overrides(call_id)[0],
    )
    assert {
        call.scenario_id,
        call.scenario_json,
        call.persona_id,
        call.persona_json,
        call.voice,
        call.model,
        call.end_reason,
        call.ended_by,
        call.scorecard_json,
        event.kind,
        event.payload_json,
        comment.author,
        comment.text,
        override.dimension,
        override.author,
        override.reason,
    } == {text}
    assert call_id in {found.id for found in journal.calls(None, persona=text)}
