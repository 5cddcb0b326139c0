"""Nothing of a call is lost: journal, leaving, resuming, and writes that fail."""

from __future__ import annotations

import threading

import pytest

from simulator.call.record import MemoryKeeper, played_call
from simulator.call.wish import Wish
from simulator.domain.played import PlayedTurn
from simulator.domain.transcript import Speaker
from simulator.errors import ContentError, JournalError
from simulator.journal.store import Journal
from simulator.settings import Settings
from simulator.tui.backstage import Backstage
from simulator.tui.phase import Phase
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.shown import Kind
from tests.tui.conftest import MakeCall
from tests.tui.stage import (
    HELLO,
    FailingKeeper,
    FixedBackstage,
    app_of,
    call_screen,
    entries,
    press,
    running,
    say,
    screen_text,
    settle,
)

WISH = Wish(persona="marion-teague", seed=3)


def failing(settings: Settings, make_call: MakeCall, keeper: FailingKeeper) -> FixedBackstage:
    return FixedBackstage(settings, lambda: make_call(keeper))


async def test_call_played_to_its_end_is_scored_and_kept(settings: Settings) -> None:
    async with running(Backstage(settings, WISH)) as pilot:
        await say(pilot, HELLO)
        await say(pilot, "/hangup")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        assert "In short" in screen_text(pilot)
        await press(pilot, "q")
    with Journal.open(settings.database_url) as journal:
        kept = journal.calls(1)[0]
        assert kept.status == "ended"
        assert kept.scorecard_json
        assert [turn.text for turn in played_call(journal, kept.id).turns][1] == HELLO
    assert app_of(pilot).parting == ""
    assert app_of(pilot).return_value == 0


class BusyKeeper(MemoryKeeper):
    """Waits with a line of the rep until it is told to go on, as for another program's write."""

    def __init__(self) -> None:
        super().__init__("c-test22")
        self.go_on = threading.Event()

    def turn(self, turn: PlayedTurn) -> None:
        assert turn.speaker is Speaker.PROSPECT or self.go_on.wait(30)
        super().turn(turn)


async def test_rep_types_on_while_a_line_is_being_written(settings: Settings, make_call: MakeCall) -> None:
    keeper = BusyKeeper()
    async with running(FixedBackstage(settings, lambda: make_call(keeper))) as pilot:
        call_screen(pilot).talk.value = HELLO
        await pilot.press("enter", "s", "o")
        assert call_screen(pilot).talk.value == "so"
        assert entries(pilot, Kind.PROSPECT)[1:] == []
        keeper.go_on.set()
        await settle(pilot)
        assert entries(pilot, Kind.PROSPECT)[1:] != []
        assert call_screen(pilot).talk.value == "so"


async def test_leaving_after_the_end_scores_the_call_as_well(settings: Settings) -> None:
    async with running(Backstage(settings, WISH)) as pilot:
        await say(pilot, "/hangup")
        await press(pilot, "ctrl+q")
    with Journal.open(settings.database_url) as journal:
        assert journal.calls(1)[0].scorecard_json


async def test_leaving_in_the_middle_keeps_the_call_open_to_be_resumed(settings: Settings) -> None:
    async with running(Backstage(settings, WISH)) as pilot:
        await say(pilot, HELLO)
        said = [one.text for one in entries(pilot)]
        await press(pilot, "ctrl+q")
    assert app_of(pilot).return_value == 0
    with Journal.open(settings.database_url) as journal:
        call_id = journal.open_calls()[0].id
    assert app_of(pilot).parting.endswith(f"Resume with: simulator calls resume {call_id}")

    async with running(Backstage(settings, Wish(), resumed=call_id)) as pilot:
        assert [one.text for one in entries(pilot)][: len(said)] == said
        assert call_screen(pilot).phase is Phase.ON_THE_LINE
        await say(pilot, "What happens when somebody is ill?")
        assert entries(pilot)[-1].kind is Kind.PROSPECT
        await say(pilot, "/hangup")
    with Journal.open(settings.database_url) as journal:
        turns = played_call(journal, call_id).turns
        assert [turn.speaker for turn in turns] == [Speaker.PROSPECT, Speaker.REP] * 2 + [Speaker.PROSPECT]
        assert journal.call(call_id).status == "ended"


async def test_another_call_follows_a_debrief(settings: Settings) -> None:
    async with running(Backstage(settings, WISH)) as pilot:
        await say(pilot, "/hangup")
        await press(pilot, "enter")
        await press(pilot, "r")
        assert call_screen(pilot).phase is Phase.ON_THE_LINE
        await say(pilot, HELLO)
        assert len(entries(pilot)) >= 3
    with Journal.open(settings.database_url) as journal:
        assert len(journal.calls(5)) == 2


async def test_pick_up_that_could_not_be_kept_is_tried_again(settings: Settings, make_call: MakeCall) -> None:
    keeper = FailingKeeper(0)
    async with running(failing(settings, make_call, keeper)) as pilot:
        assert [one.kind for one in entries(pilot)] == [Kind.PROBLEM]
        await press(pilot, "enter")
        assert [one.kind for one in entries(pilot)] == [Kind.PROBLEM, Kind.PROSPECT]
        assert len(keeper.kept) == 1


async def test_line_that_could_not_be_kept_goes_back_and_can_be_said_again(
    settings: Settings, make_call: MakeCall
) -> None:
    keeper = FailingKeeper(1)
    async with running(failing(settings, make_call, keeper)) as pilot:
        await say(pilot, HELLO)
        assert call_screen(pilot).talk.value == HELLO
        assert "journal is full" in entries(pilot, Kind.PROBLEM)[-1].text
        assert not entries(pilot, Kind.REP)
        await press(pilot, "enter")
        assert [one.text for one in entries(pilot, Kind.REP)] == [HELLO]
        assert [turn.speaker for turn in keeper.kept] == [Speaker.PROSPECT, Speaker.REP, Speaker.PROSPECT]


async def test_answer_that_could_not_be_kept_is_given_again(settings: Settings, make_call: MakeCall) -> None:
    keeper = FailingKeeper(2)
    async with running(failing(settings, make_call, keeper)) as pilot:
        await say(pilot, HELLO)
        assert [one.kind for one in entries(pilot)] == [Kind.PROSPECT, Kind.REP, Kind.PROBLEM]
        assert call_screen(pilot).talk.value == ""
        await say(pilot, "Typed already.")
        assert [one.kind for one in entries(pilot)][-1] is Kind.PROSPECT
        assert call_screen(pilot).talk.value == "Typed already."
        await press(pilot, "enter")
        spoken = [turn.text for turn in keeper.kept if turn.speaker is Speaker.REP]
        assert spoken == [HELLO, "Typed already."]


async def test_end_that_could_not_be_kept_is_kept_on_the_next_enter(
    settings: Settings, make_call: MakeCall
) -> None:
    keeper = FailingKeeper(failing_end=True)
    async with running(failing(settings, make_call, keeper)) as pilot:
        await say(pilot, "/hangup")
        assert entries(pilot, Kind.PROBLEM)
        assert not keeper.ends
        await press(pilot, "enter")
        assert len(keeper.ends) == 1
        assert call_screen(pilot).phase is Phase.OVER


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ContentError("There is a problem in the file.", hint="Mend it."), 2),
        (JournalError("The journal is damaged."), 1),
    ],
)
async def test_call_that_cannot_be_made_leaves_with_its_sentence_and_code(
    settings: Settings, error: ContentError | JournalError, code: int
) -> None:
    class Broken(Backstage):
        def ring(self):  # type: ignore[no-untyped-def]
            raise error

    async with running(Broken(settings, WISH)) as pilot:
        pass
    assert app_of(pilot).return_value == code
    assert app_of(pilot).parting == f"simulator: {error}"
