"""A call is played again from one of its lines; the earlier one stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.call.finishing import finish_call
from simulator.call.making import resume_call, retry_call, start_call
from simulator.call.record import JournalKeeper, MemoryKeeper, played_call
from simulator.call.wish import Wish
from simulator.domain.played import Retried
from simulator.errors import UsageError
from simulator.journal.store import Journal
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


async def test_a_turn_that_is_no_line_of_the_rep_is_refused_with_those_that_are(settings: Settings) -> None:
    with Journal.open(settings.database_url) as journal:
        call_id = await played(settings, journal)
        with pytest.raises(UsageError, match="no line of yours") as refused:
            retry_call(settings, call_id, 0, journal)
        assert "1" in str(refused.value)
