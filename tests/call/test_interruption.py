"""The rep speaks while the prospect does: what was heard stays, what was not heard was not told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.authoring.library import ContentLibrary
from simulator.call.events import Bungled, CutOff, Ended, Event, ProspectBegan, ProspectSpoke, ReadingMade
from simulator.call.lines import is_murmur
from simulator.call.record import JournalKeeper, MemoryKeeper, played_call
from simulator.call.session import Call
from simulator.domain.ledger import LayerState
from simulator.domain.lines import Move
from simulator.domain.played import CUT_OFF, PlayedTurn
from simulator.domain.reading import Act, Reading
from simulator.domain.state import BungleKind
from simulator.errors import JournalError
from simulator.journal.store import Journal
from simulator.prospect.voice import OnDelta, VoiceLine, VoiceRequest
from simulator.scoring.scorecards import score_call
from tests.call.calls import collect, new_call
from tests.prospect.readings import any_reading, asking, doing

READINGS = {
    "reason": doing(Act.REASON_FOR_CALL, Act.GIVES_NAME, Act.GIVES_COMPANY),
    "rounds?": asking("rounds.redrawn"),
    "vans?": asking("fact:vans"),
    "sorry": doing(Act.APOLOGY),
    "sorry, pitch": doing(Act.APOLOGY, Act.PITCH),
    "again?": doing(Act.REPEAT_PLEASE),
    "bye": doing(Act.GOODBYE),
}
TRUSTING = 0.95


async def interrupted(call: Call, line: str, words: int) -> list[Event]:
    """The prospect's last line is cut off after so many words, by a line of the rep."""
    heard = " ".join(call.played().turns[-1].text.split()[:words])
    cut = await collect(call.interrupt(heard))
    return cut + await collect(call.say(line))


async def opened(content: ContentLibrary, **given: object) -> Call:
    call = new_call(content, READINGS, **given)  # type: ignore[arg-type]
    await collect(call.open())
    return call


async def told_about_the_rounds(content: ContentLibrary) -> Call:
    """A call in which the answer was just given that opens a layer."""
    call = await opened(content)
    await collect(call.say("reason"))
    call.stand_at(call.state.model_copy(update={"trust": TRUSTING}))
    await collect(call.say("rounds?"))
    assert call.state.ledger.layers["rounds.redrawn"].is_open
    return call


async def test_a_cut_line_is_kept_as_it_was_heard(content: ContentLibrary, tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        call = new_call(content, READINGS)
        call.keeper = JournalKeeper.start(journal, call.setup)
        await collect(call.open())
        await collect(call.say("reason"))
        whole = call.played().turns[-1]
        heard = " ".join(whole.text.split()[:2])
        events = await collect(call.interrupt(heard))
        assert [event.name for event in events] == ["cut_off", "state"]
        cut = call.played().turns[-1]
        assert cut.text.endswith("—")
        assert cut.text.rstrip("— ").startswith(heard.rstrip(".,"))
        assert cut.marks == (CUT_OFF,)
        assert cut.start_s == whole.start_s
        assert cut.end_s < whole.end_s
        assert call.state.elapsed_s == cut.end_s
        assert journal.turns(call.call_id)[-1].text == cut.text
        assert played_call(journal, call.call_id) == call.played()


async def test_what_was_not_heard_is_not_open_and_can_be_told_later(content: ContentLibrary) -> None:
    call = await told_about_the_rounds(content)
    turn = call.played().turns[-1]
    before = call.played().turns[-2].state
    events = await collect(call.interrupt(turn.text.split()[0]))
    assert isinstance(events[0], CutOff)
    entry = call.state.ledger.layers["rounds.redrawn"]
    assert not entry.is_open
    assert entry.state is LayerState.HIDDEN
    assert call.state.said == before.said
    direction = call.played().turns[-1].direction
    assert direction is not None
    assert not direction.new_facts
    await collect(call.say("sorry"))
    assert call.state.ledger.layers["rounds.redrawn"].is_open
    assert Move.REVEAL in call.state.last_moves


async def test_what_the_line_did_to_trust_stays(content: ContentLibrary) -> None:
    call = await told_about_the_rounds(content)
    trust, patience = call.state.trust, call.state.patience
    await collect(call.interrupt(call.played().turns[-1].text.split()[0]))
    assert (call.state.trust, call.state.patience) == (trust, patience)


@pytest.mark.parametrize("left", [0, 1, 3])
async def test_the_end_of_a_line_is_free(content: ContentLibrary, left: int) -> None:
    call = await told_about_the_rounds(content)
    words = call.played().turns[-1].text.split()
    state = call.state
    events = await interrupted(call, "vans?", len(words) - left)
    assert not any(isinstance(event, CutOff) for event in events)
    read = next(event for event in events if isinstance(event, ReadingMade))
    assert not read.reading.interrupted
    assert call.played().turns[-2].state == state


async def test_before_the_first_word_nobody_is_interrupted(content: ContentLibrary) -> None:
    call = await told_about_the_rounds(content)
    events = await interrupted(call, "vans?", 0)
    assert [event.text for event in events if isinstance(event, CutOff)] == ["—"]
    assert not next(event for event in events if isinstance(event, ReadingMade)).reading.interrupted


@pytest.mark.parametrize(
    ("line", "minded"), [("vans?", True), ("sorry", False), ("again?", False), ("sorry, pitch", True)]
)
async def test_an_apology_is_not_minded_and_a_pitch_is(
    content: ContentLibrary, line: str, minded: bool
) -> None:
    call = await told_about_the_rounds(content)
    events = await interrupted(call, line, 1)
    assert next(event for event in events if isinstance(event, ReadingMade)).reading.interrupted is minded
    assert (Move.INTERRUPTED in call.state.last_moves) is minded


async def test_the_third_time_is_a_bungle_that_can_be_taken_back(content: ContentLibrary) -> None:
    call = await opened(content)
    found: list[list[Event]] = []
    for _ in range(4):
        await collect(call.say("vans?"))
        while len(call.played().turns[-1].text.split()) < 5:
            await collect(call.say("vans?"))
        before = call.state
        found.append(await interrupted(call, "rounds?", 1))
        if len(found) == 3:
            met = call.played().turns[-2].state
            await collect(call.take_back("I spoke over her", "I wait"))
            assert call.state == met
            assert call.state.trust == before.trust
            again = await collect(call.say("rounds?"))
            assert not next(one for one in again if isinstance(one, ReadingMade)).reading.interrupted
    bungles = [[e.kind for e in events if isinstance(e, Bungled)] for events in found]
    kinds = [BungleKind.INTERRUPTED in one for one in bungles]
    assert kinds == [False, False, True, True]  # the third again, since the one before was taken back


async def test_a_resumed_call_holds_what_was_heard_and_charges_nothing(
    content: ContentLibrary, tmp_path: Path
) -> None:
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        first = new_call(content, READINGS)
        first.keeper = JournalKeeper.start(journal, first.setup)
        await collect(first.open())
        await collect(first.say("reason"))
        await collect(first.interrupt(first.played().turns[-1].text.split()[0]))
        # the program dies here: the cut is on disk, the line that cut is not
        second = new_call(content, READINGS, keeper=JournalKeeper(journal, first.call_id))
        second.restore(played_call(journal, first.call_id))
        assert second.played() == first.played()
        events = await collect(second.open()) + await collect(second.say("vans?"))
        assert events[0].name == "started"
        assert not next(one for one in events if isinstance(one, ReadingMade)).reading.interrupted


async def test_a_cut_that_cannot_be_kept_leaves_the_line_whole(content: ContentLibrary) -> None:
    call = await told_about_the_rounds(content)

    class Full(MemoryKeeper):
        def cut_off(self, turn: PlayedTurn) -> None:
            raise JournalError("The journal is full.")

    call.keeper = Full()
    before = call.played()
    with pytest.raises(JournalError):
        await collect(call.interrupt(""))
    assert call.played() == before


async def test_the_journal_cuts_no_line_that_was_answered(content: ContentLibrary, tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite3") as journal:
        call = new_call(content, READINGS)
        call.keeper = JournalKeeper.start(journal, call.setup)
        await collect(call.open())
        await collect(call.say("reason"))
        with pytest.raises(JournalError, match="answered already"):
            call.keeper.cut_off(call.played().turns[0])


class SlowVoice:
    """Gives a line word by word, each when it is let."""

    name = "slow"

    def __init__(self, line: str, given: int) -> None:
        self.line, self.given = line, given
        self.cancelled = False

    async def say(self, request: VoiceRequest, on_delta: OnDelta) -> VoiceLine:
        """So many words, and then never another one."""
        for word in self.line.split()[: self.given]:
            await on_delta(f"{word} ")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return VoiceLine(self.line)

    async def aclose(self) -> None:
        """Nothing to let go of."""


@pytest.mark.parametrize("given", [0, 4])
async def test_a_line_that_is_being_made_is_broken_off(content: ContentLibrary, given: int) -> None:
    voice = SlowVoice("We do it on the board every morning.", given)
    call = await opened(content, voice=voice)
    call.stand_at(call.state.model_copy(update={"trust": TRUSTING}))
    events: list[Event] = []
    making = asyncio.Event()

    async def say() -> None:
        async for event in call.say("rounds?"):
            events.append(event)
            if len([one for one in events if one.name == "prospect_delta"]) == given and call.is_answering:
                making.set()

    step = asyncio.create_task(say())
    await making.wait()
    assert call.speaking_turn == 2
    assert call.would_cut("")
    assert await collect(call.interrupt("We do it " if given else "")) == []
    await step
    spoken = [event for event in events if isinstance(event, ProspectSpoke)]
    assert [one.text for one in spoken] == ["We do it—" if given else "—"]
    assert CUT_OFF in spoken[0].marks
    assert voice.cancelled
    assert not call.state.ledger.open_ids()
    assert call.is_cut(2)


async def test_a_line_that_ends_the_call_cannot_be_stopped(content: ContentLibrary) -> None:
    call = await opened(content)
    events = await collect(call.say("bye"))
    assert isinstance(events[-1], Ended)
    assert not call.would_cut("")
    assert await collect(call.interrupt("")) == []


async def test_the_same_question_after_an_unheard_answer_is_not_asked_again(content: ContentLibrary) -> None:
    call = await told_about_the_rounds(content)
    await collect(call.interrupt(""))
    await collect(call.say("vans?"))
    contexts = getattr(call.setup.reader, "contexts")  # noqa: B009
    assert "rounds?" not in contexts[-1].rep_said


async def test_a_scorecard_shows_where_and_never_rises_by_it(content: ContentLibrary) -> None:
    cards = []
    for cut in (False, True):
        call = await told_about_the_rounds(content)
        while len(call.played().turns[-1].text.split()) < 5 or len(call.played().turns) < 13:
            await collect(call.say("vans?"))
        if cut:
            await collect(call.interrupt(call.played().turns[-1].text.split()[0]))
        await collect(call.say("rounds?"))
        cards.append(score_call(call.played()))
    without, with_it = cards
    assert "interruptions" not in without.measures
    assert not any("spoke over" in one.why for one in without.dimensions["listening"].evidence)  # type: ignore[index]
    count = with_it.measures["interruptions"]
    assert count
    listening = with_it.dimensions["listening"]  # type: ignore[index]
    assert any(one.why == "you spoke over them" and one.quote.endswith("—") for one in listening.evidence)
    assert (listening.score or 0.0) <= (without.dimensions["listening"].score or 0.0)  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "murmur"),
    [("mm-hm", True), ("Right.", True), ("I see", True), ("Uh-huh", True), ("", False), ("no", False),
     ("right, and how many vans", False), ("stop", False)],
)  # fmt: skip
def test_murmurs_are_known(text: str, murmur: bool) -> None:
    assert is_murmur(text) is murmur


Lines = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10)), min_size=1, max_size=7)


@pytest.mark.parametrize("persona_id", ["marion-teague", "gwen-ashdown"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), points=Lines, trust=st.floats(0.2, 0.95))
def test_whatever_the_point_of_interruption_the_call_stays_sound(
    content: ContentLibrary, persona_id: str, data: st.DataObject, points: list[tuple[int, int]], trust: float
) -> None:
    persona = content.persona(persona_id)
    readings = [data.draw(any_reading(persona)) for _ in points]
    scenario = next(
        name for name in content.scenario_ids() if content.scenario(name).lead(persona_id) is not None
    )
    runs = [asyncio.run(_run(content, (persona_id, scenario), readings, points, trust)) for _ in range(2)]
    assert runs[0].played() == runs[1].played()  # the same again from the same seed


async def _run(
    content: ContentLibrary,
    who: tuple[str, str],
    readings: list[Reading],
    points: list[tuple[int, int]],
    trust: float,
) -> Call:
    script = {f"line {place}": reading for place, reading in enumerate(readings)}
    call = new_call(content, script, persona=who[0], scenario=who[1])
    await collect(call.open())
    call.stand_at(call.state.model_copy(update={"trust": trust}))
    for place, (words, chance) in enumerate(points):
        if call.is_over:
            break
        events = [event async for event in _spoken_over(call, words)]
        events += await collect(call.say(f"line {place}"))
        _check_events(events)
        _check_open(call)
        bungle = next((one for one in events if isinstance(one, Bungled)), None)
        if bungle is not None and bungle.can_take_back and chance < 5:
            line = call.played().turns[-2]
            await collect(call.take_back("lesson", "action"))
            assert call.state == line.state
    return call


async def _spoken_over(call: Call, words: int) -> AsyncIterator[Event]:
    last = call.played().turns[-1]
    before = call.state
    async for event in call.interrupt(" ".join(last.text.split()[:words])):
        yield event
    now = call.played().turns[-1]
    if CUT_OFF in now.marks and CUT_OFF not in last.marks:
        assert now.text.rstrip("— ") == last.text[: len(now.text.rstrip("— "))]
        assert call.state.trust == before.trust
        assert set(call.state.ledger.open_ids()) <= set(before.ledger.open_ids())
    else:
        assert call.state == before


def _check_events(events: list[Event]) -> None:
    names = [event.name for event in events]
    assert names.count("rep") == 1
    began = [event.turn for event in events if isinstance(event, ProspectBegan)]
    spoke = [event.turn for event in events if isinstance(event, ProspectSpoke)]
    assert began == spoke
    if "cut_off" in names:
        assert names.index("cut_off") < names.index("rep")


def _check_open(call: Call) -> None:
    """Each open layer was told by a line that stands and reached the step that tells it."""
    told = {
        step.topic
        for turn in call.played().standing()
        if turn.direction is not None
        for step in turn.direction.steps
        if step.move in {Move.REVEAL, Move.CORRECT}
    }
    assert set(call.state.ledger.open_ids()) <= told
    allowed = {
        fact.topic
        for turn in call.played().standing()
        if turn.direction is not None
        for fact in turn.direction.new_facts
    }
    assert allowed == set(call.state.ledger.open_ids())
