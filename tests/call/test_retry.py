"""A call is played again from one of its lines; the earlier one stays as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.call.finishing import finish_call
from simulator.call.making import resume_call, retry_call, start_call
from simulator.call.record import JournalKeeper, MemoryKeeper, played_call
from simulator.call.retry_room import LEAST_LINES, LEAST_SECONDS, with_patience, with_time
from simulator.call.wish import Wish
from simulator.domain.played import Retried
from simulator.domain.transcript import Speaker
from simulator.errors import UsageError
from simulator.journal.store import Journal
from simulator.prospect.advance import opening_state
from simulator.settings import Settings

LINES = (
    "Hello Marion, it's Sam from Brackwater. I wanted to ask how you plan your rounds.",
    "Can I book you in for a demo on Tuesday?",
    "Thanks, goodbye.",
)


@pytest.fixture
def settings(tmp_path: Path, vectors: Path) -> Settings:
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").symlink_to(vectors, target_is_directory=True)
    return Settings(home=home, database_url=f"sqlite:///{home}/journal.sqlite3", voice="authored")


async def played(settings: Settings, journal: Journal) -> str:
    call = start_call(settings, Wish(persona="marion-teague", seed=4), journal)
    async for _ in call.open():
        pass
    for line in LINES:
        if not call.is_over:
            async for _ in call.say(line):
                pass
    return call.call_id


async def test_a_retry_stands_where_the_call_stood_before_the_line(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        first = played_call(journal, await played(settings, journal))
        second = next(turn for turn in first.turns if turn.text == LINES[1])
        call = retry_call(settings, first.call, second.index, journal)
        assert call.call_id != first.call
        assert call.state == second.state
        assert [turn.text for turn in call.played().turns] == [
            turn.text for turn in first.turns if turn.index < second.index
        ]
        async for _ in call.open():
            pass
        async for _ in call.say("How did it come to be like that?"):
            pass
        again = played_call(journal, call.call_id)
        assert [turn.index for turn in again.turns] == list(range(len(again.turns)))
        assert played_call(journal, first.call) == first


async def test_a_retry_is_kept_as_one_and_its_debrief_compares_it_with_the_first_call(
    settings: Settings,
) -> None:
    with Journal.open(settings.database_url) as journal:
        first = played_call(journal, await played(settings, journal))
        card = finish_call(first, JournalKeeper(journal, first.call)).event.scorecard
        assert card.total is not None
        second = next(turn for turn in first.turns if turn.text == LINES[1]).index
        again = retry_call(settings, first.call, second, journal)
        assert again.played().retried == Retried(call=first.call, turn=second, total=card.total)
        assert resume_call(settings, again.call_id, journal).played().retried == again.played().retried
        kept = next(one for one in journal.calls() if one.id == again.call_id)
        assert (kept.retry_of, kept.retry_turn) == (first.call, second)
        async for _ in again.say("How did it come to be like that?"):
            pass
        async for _ in again.hang_up():
            pass
        text = finish_call(played_call(journal, again.call_id), JournalKeeper(journal, again.call_id)).text
        assert f"The first call: {card.total:.0f}. This one, from turn {second}: " in text
        assert "The first call" not in finish_call(first, MemoryKeeper()).text
        third = retry_call(settings, again.call_id, second, journal).played().retried
        assert third is not None and third.is_retry


async def long_call(settings: Settings, journal: Journal) -> str:
    """A call that was used up to its end."""
    call = start_call(settings, Wish(persona="marion-teague", seed=4), journal)
    async for _ in call.open():
        pass
    for number in range(40):
        if call.is_over:
            break
        async for _ in call.say(f"We have sold {number} of these this year."):
            pass
    assert call.is_over
    return call.call_id


async def test_a_retry_from_a_late_line_has_room_and_says_how_much(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        first = played_call(journal, await long_call(settings, journal))
        last = next(turn for turn in reversed(first.turns) if turn.speaker is Speaker.REP)
        assert last.state.patience < 2
        again = retry_call(settings, first.call, last.index, journal)
        assert again.state.patience == LEAST_LINES
        assert again.state == with_patience(last.state, first.persona)
        given = round(LEAST_LINES - last.state.patience, 3)
        assert again.played().patience_given == pytest.approx(given)
        # nothing was said yet: it is rebuilt from the journal with the same room
        resumed = resume_call(settings, again.call_id, journal)
        assert resumed.state == again.state
        lines = 0
        while not resumed.is_over:
            async for _ in resumed.say("And how did it come to be like that?" if lines else "Sorry. Go on?"):
                pass
            lines += 1
        assert lines >= 4
        tried = played_call(journal, again.call_id)
        assert tried.patience_given == pytest.approx(given), "the same when it is over"
        assert tried.state == resumed.state
        text = finish_call(tried, MemoryKeeper()).text
        assert f"patience for about {round(given)} lines more" in " ".join(text.split())
        assert "no mean and no best" in " ".join(text.split())
        assert "more room" not in finish_call(first, MemoryKeeper()).text


async def test_a_retry_from_an_early_line_has_what_there_was(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        first = played_call(journal, await played(settings, journal))
        again = retry_call(settings, first.call, 1, journal)
        assert again.played().patience_given == 0
        assert again.setup.scenario == first.scenario
        assert "more room" not in finish_call(again.played(), MemoryKeeper()).text


async def test_a_retry_begun_when_the_clock_was_nearly_up_has_time(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        first = played_call(journal, await long_call(settings, journal))
        clock_s = first.scenario.clock_s
        assert with_time(first.scenario, clock_s - LEAST_SECONDS) is first.scenario
        assert with_time(first.scenario, clock_s - 10.5).clock_s == clock_s - 10 + LEAST_SECONDS
        hasty = first.scenario.model_copy(update={"clock_s": 120})
        setup = start_call(settings, Wish(persona="marion-teague"), journal).setup
        keeper = JournalKeeper.start(journal, replace(setup, scenario=hasty))
        for turn in first.turns:
            keeper.turn(turn)
        last = next(turn for turn in reversed(first.turns) if turn.speaker is Speaker.REP)
        again = retry_call(settings, keeper.call_id, last.index, journal)
        more = again.setup.scenario.clock_s - hasty.clock_s
        assert more > 0
        assert again.played().retried == played_call(journal, again.call_id).retried
        kept = again.played().retried
        assert kept is not None and kept.more_s == more
        assert f"{more} s more on the clock" in finish_call(again.played(), MemoryKeeper()).text.replace(
            "\n", " "
        )
        # a retry of the retry has the same clock
        async for _ in again.say("How did it come to be like that?"):
            pass
        third = retry_call(settings, again.call_id, last.index, journal).played().retried
        assert third is not None and third.more_s == 0


def test_patience_of_a_retry_is_never_more_than_a_call_begins_with(content: ContentLibrary) -> None:
    persona = content.persona("marion-teague")
    opening = opening_state(persona)
    assert with_patience(opening, persona) is opening
    warned = opening.model_copy(update={"patience": 0.4, "warned": {"patience": 9, "pushed": 3}})
    assert with_patience(warned, persona).warned == {"pushed": 3}, "they warn again before they go"
    by_the_clock = warned.model_copy(update={"elapsed_s": 3600.0})
    assert "patience" in with_patience(by_the_clock, persona).warned
    short = persona.model_copy(update={"temper": persona.temper.model_copy(update={"patience_turns": 4})})
    assert with_patience(warned, short).patience == 4.0


async def test_a_turn_that_is_no_line_of_the_rep_is_refused_with_those_that_are(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        call_id = await played(settings, journal)
        with pytest.raises(UsageError, match="no line of yours") as refused:
            retry_call(settings, call_id, 0, journal)
        assert "1" in str(refused.value)
