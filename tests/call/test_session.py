"""The call: events in order, turns kept before the next, take-back that restores the state exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary
from simulator.call.events import (
    Bungled,
    Ended,
    Event,
    ProspectSpoke,
    ReadingMade,
    RepSpoke,
    StateChanged,
    TakenBack,
)
from simulator.call.record import JournalKeeper, MemoryKeeper, played_call
from simulator.domain.played import PlayedTurn
from simulator.domain.reading import Act
from simulator.domain.state import BungleKind, EndReason
from simulator.errors import JournalError, UsageError
from simulator.journal.store import Journal
from tests.call.calls import collect, new_call
from tests.prospect.readings import asking, doing

READINGS = {
    "reason": doing(Act.REASON_FOR_CALL, Act.GIVES_NAME, Act.GIVES_COMPANY),
    "rounds?": asking("rounds.redrawn"),
    "push": doing(Act.PRESSURE),
    "argue": doing(Act.ARGUES),
    "bye": doing(Act.GOODBYE),
}


async def test_each_step_gives_its_events_in_order(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    opened = await collect(call.open())
    assert [event.name for event in opened] == ["started", "prospect"]
    said = await collect(call.say("reason"))
    kinds = [
        type(event)
        for event in said
        if isinstance(event, (RepSpoke, ReadingMade, ProspectSpoke, StateChanged))
    ]
    assert kinds == [RepSpoke, ReadingMade, ProspectSpoke, StateChanged]
    assert [event.turn for event in said if isinstance(event, (RepSpoke, ProspectSpoke))] == [1, 2]


async def test_goodbye_ends_the_call_after_the_last_line(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    events = await collect(call.say("bye"))
    assert isinstance(events[-1], Ended)
    spoken = next(event for event in events if isinstance(event, ProspectSpoke))
    assert spoken.text
    assert call.is_over
    with pytest.raises(UsageError, match="over"):
        await collect(call.say("one more thing"))


async def test_take_back_restores_the_state_exactly_and_keeps_the_line(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    await collect(call.say("reason"))
    before = call.state
    events = await collect(call.say("push"))
    bungle = next(event for event in events if isinstance(event, Bungled))
    assert bungle.can_take_back
    assert call.state != before
    back = await collect(call.take_back("I pushed", "I ask instead"))
    assert isinstance(back[0], TakenBack)
    assert call.state == before
    struck = [turn for turn in call.played().turns if turn.taken_back]
    assert [turn.text for turn in struck][:1] == ["push"]
    assert struck[0].lesson == "I pushed"


async def test_same_bungle_is_not_covered_twice(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    for line, covered in (("push", True), ("push", False)):
        await collect(call.say(line))
        if covered:
            await collect(call.take_back("I pushed", "I ask"))
    with pytest.raises(UsageError, match="same mistake"):
        await collect(call.take_back("I pushed", "I ask"))


async def test_second_chances_run_out(content: ContentLibrary) -> None:
    call = new_call(content, READINGS, scenario="second-try")
    await collect(call.open())
    await collect(call.say("push"))
    await collect(call.take_back("I pushed", "I ask"))
    await collect(call.say("argue"))
    with pytest.raises(UsageError, match="No second chance"):
        await collect(call.take_back("I argued", "I ask"))


async def test_take_back_of_a_good_line_is_refused(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    await collect(call.say("reason"))
    with pytest.raises(UsageError, match="no bungle"):
        await collect(call.take_back("nothing", "nothing"))


async def test_hints_run_out_and_give_away_nothing(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    hidden = [layer.fact for layer in call.setup.persona.layers()]
    for _ in range(call.setup.scenario.hints):
        (event,) = await collect(call.hint())
        assert not any(fact in event.model_dump_json() for fact in hidden)
    with pytest.raises(UsageError, match="no more hints"):
        await collect(call.hint())


async def test_every_turn_is_on_disk_before_the_next_event(content: ContentLibrary, tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        call = new_call(content, READINGS)
        call.keeper = JournalKeeper.start(journal, call.setup)
        async for event in call.open():
            if isinstance(event, ProspectSpoke):
                assert journal.turns(call.call_id)[-1].text == event.text
        async for event in call.say("rounds?"):
            if isinstance(event, (RepSpoke, ProspectSpoke)):
                assert journal.turns(call.call_id)[event.turn].text == event.text
        assert played_call(journal, call.call_id) == call.played()


async def test_resumed_call_answers_the_line_that_was_left_open(
    content: ContentLibrary, tmp_path: Path
) -> None:
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        first = new_call(content, READINGS)
        first.keeper = JournalKeeper.start(journal, first.setup)
        await collect(first.open())
        async for event in first.say("rounds?"):
            if isinstance(event, RepSpoke):
                break  # the program dies here: the rep's line is on disk, the answer is not
        second = new_call(content, READINGS, keeper=JournalKeeper(journal, first.call_id))
        second.restore(played_call(journal, first.call_id))
        events = await collect(second.open())
        spoken = [event for event in events if isinstance(event, ProspectSpoke)]
        assert [event.turn for event in spoken] == [2]


class _FailingOnce(MemoryKeeper):
    def __init__(self) -> None:
        super().__init__()
        self.failures = 1

    def turn(self, turn: PlayedTurn) -> None:
        if turn.text == "rounds?" and self.failures:
            self.failures -= 1
            raise JournalError("The journal is locked.", hint="Close the other program.")


async def test_line_that_could_not_be_kept_can_be_said_again(content: ContentLibrary) -> None:
    call = new_call(content, READINGS, keeper=_FailingOnce())
    await collect(call.open())
    with pytest.raises(JournalError):
        await collect(call.say("rounds?"))
    events = await collect(call.say("rounds?"))
    assert [event.turn for event in events if isinstance(event, RepSpoke)] == [1]


async def test_reader_is_told_nothing_that_is_hidden(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    await collect(call.say("reason"))
    await collect(call.say("rounds?"))
    reader = call.setup.reader
    contexts = getattr(reader, "contexts")  # noqa: B009
    hidden = [
        layer for layer in call.setup.persona.layers() if not call.state.ledger.layers[layer.id].is_open
    ]
    for context in contexts:
        text = context.model_dump_json()
        assert not any(layer.fact in text for layer in hidden)


async def test_agreed_call_that_is_hung_up_stays_agreed(content: ContentLibrary) -> None:
    call = new_call(content, READINGS)
    await collect(call.open())
    call.stand_at(call.state.model_copy(update={"agreed": EndReason.AGREED}))
    events: list[Event] = await collect(call.hang_up())
    assert isinstance(events[-1], Ended)
    assert events[-1].reason is EndReason.AGREED


def test_bungle_kinds_have_sentences_and_better_lines() -> None:
    from simulator.prospect.trust import BUNGLE_SENTENCES  # noqa: PLC0415
    from simulator.scoring.advice import better_for_bungle  # noqa: PLC0415

    for kind in BungleKind:
        assert BUNGLE_SENTENCES[kind]
        assert better_for_bungle(kind, 3, "How so?")
