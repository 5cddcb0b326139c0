"""What the screen is told of each event, without a screen."""

from __future__ import annotations

import pytest

from simulator.call.events import (
    Bungled,
    Ended,
    Event,
    Hinted,
    ProspectBegan,
    ProspectDelta,
    ProspectSpoke,
    RepSpoke,
    Researched,
    StateChanged,
    TakenBack,
)
from simulator.domain.persona import Persona
from simulator.domain.played import Retried
from simulator.domain.scenario import Difficulty, Scenario
from simulator.domain.state import BungleKind, EndedBy, EndReason
from simulator.errors import JournalError, UsageError
from simulator.tui.phase import Phase
from simulator.tui.presenter import CallPresenter
from simulator.tui.retried import RetriedCallPresenter
from simulator.tui.shown import Entry, EntryGone, Kind, LineReturned, Status
from tests.tui import samples


@pytest.fixture
def presenter(persona: Persona, scenario: Scenario) -> CallPresenter:
    return CallPresenter(scenario, persona, full_patience=12.0)


def played(presenter: CallPresenter, *events: Event) -> list[Entry]:
    for event in events:
        presenter.take(event)
    return list(presenter.entries())


def bungled(*, can_take_back: bool = True, left: int = 2) -> Bungled:
    return Bungled(
        turn=1,
        kind=BungleKind.PRESSURE,
        why="It pushed.",
        can_take_back=can_take_back,
        second_chances_left=left,
    )


def test_prospect_pieces_grow_one_entry(presenter: CallPresenter) -> None:
    shown = played(
        presenter,
        ProspectBegan(turn=0),
        ProspectDelta(turn=0, text="Saltmarsh, "),
        ProspectDelta(turn=0, text="Marion."),
    )
    assert [(one.who, one.text, one.speaking) for one in shown] == [("Marion", "Saltmarsh, Marion.", True)]
    assert presenter.status.prospect_speaks
    shown = played(presenter, ProspectSpoke(turn=0, text="Saltmarsh, Marion speaking."))
    assert [(one.text, one.speaking) for one in shown] == [("Saltmarsh, Marion speaking.", False)]
    assert not presenter.status.prospect_speaks
    assert presenter.status.phase is Phase.ON_THE_LINE


def test_rep_line_stands_before_it_is_kept(presenter: CallPresenter) -> None:
    presenter.rep_says("Hello.")
    assert presenter.entries()[-1].speaking
    played(presenter, RepSpoke(turn=1, text="Hello."))
    assert [(one.text, one.speaking, one.turn) for one in presenter.entries()] == [("Hello.", False, 1)]


def test_silence_is_explained_once(presenter: CallPresenter) -> None:
    presenter.rep_says("")
    presenter.take(RepSpoke(turn=1, text=""))
    presenter.rep_says("")
    kinds = [one.kind for one in presenter.entries()]
    assert kinds == [Kind.NOTE, Kind.REP, Kind.REP]
    assert presenter.entries()[1].text == "(silence)"


def test_clock_counts_talk_and_follows_the_engine(presenter: CallPresenter) -> None:
    played(presenter, RepSpoke(turn=1, text="one two three four five six seven eight nine ten"))
    assert presenter.status.talked_s == pytest.approx(0.6 + 10 / 2.6, abs=0.01)
    played(
        presenter,
        StateChanged(turn=2, trust=0.3, patience=9.0, elapsed_s=65.0, opened=(), understood="yes"),
    )
    assert presenter.status.clock == "1:05 of 15:00"


@pytest.mark.parametrize(
    ("patience", "words", "bar"),
    [
        (12.0, "has time for you", "■■■■"),
        (6.0, "listening", "■■□□"),
        (3.0, "getting restless", "■□□□"),
        (0.0, "about to go", "□□□□"),
        (-2.0, "about to go", "□□□□"),
    ],
)
def test_patience_is_told_in_words_and_cells(
    presenter: CallPresenter, patience: float, words: str, bar: str
) -> None:
    played(
        presenter,
        StateChanged(turn=2, trust=0.3, patience=patience, elapsed_s=1.0, opened=(), understood="yes"),
    )
    assert (presenter.status.patience_words, presenter.status.patience_bar) == (words, bar)


def test_exam_shows_no_patience(persona: Persona, scenario: Scenario) -> None:
    exam = CallPresenter(scenario.model_copy(update={"difficulty": Difficulty.EXAM}), persona, 12.0)
    exam.take(StateChanged(turn=2, trust=0.3, patience=1.0, elapsed_s=1.0, opened=(), understood="yes"))
    assert exam.status.patience is None
    assert exam.status.patience_words == exam.status.patience_bar == ""


def test_status_never_holds_trust(presenter: CallPresenter) -> None:
    assert not [name for name in Status.__dataclass_fields__ if "trust" in name]


def test_bungle_offer_is_withdrawn_when_the_rep_goes_on(presenter: CallPresenter) -> None:
    played(presenter, bungled())
    assert "F3" in presenter.entries()[-1].text
    assert presenter.status.can_take_back
    assert presenter.bungled_line()[1] == "It pushed."
    shown = played(presenter, RepSpoke(turn=3, text="Sorry."))
    assert shown[0].text == "It pushed."
    assert not presenter.status.can_take_back


@pytest.mark.parametrize(("left", "reason"), [(0, "no second chance left"), (1, "not covered")])
def test_bungle_without_cover_says_why(presenter: CallPresenter, left: int, reason: str) -> None:
    shown = played(presenter, bungled(can_take_back=False, left=left))
    assert reason in shown[-1].text
    assert not presenter.status.can_take_back


def test_take_back_strikes_the_line_and_its_answer_only(presenter: CallPresenter) -> None:
    shown = played(
        presenter,
        ProspectSpoke(turn=0, text="Hello?"),
        RepSpoke(turn=1, text="Buy now."),
        ProspectSpoke(turn=2, text="No."),
        bungled(),
        TakenBack(turn=1, lesson="I pushed", action="ask first", second_chances_left=1),
    )
    assert [one.text for one in shown if one.struck] == ["Buy now.", "No."]
    assert "I pushed" in shown[-1].text
    assert "ask first" in shown[-1].text
    assert presenter.status.tokens == "◆◇"


def test_failed_line_goes_back_to_the_input(presenter: CallPresenter) -> None:
    presenter.rep_says("Hello.")
    changes = presenter.failed(JournalError("The journal is full."), line="Hello.", what_next="Try again.")
    assert isinstance(changes[0], EntryGone)
    assert changes[-1] == LineReturned("Hello.")
    assert [(one.kind, one.text) for one in presenter.entries()] == [
        (Kind.PROBLEM, "The journal is full. Try again.")
    ]


def test_refusal_leaves_what_is_being_said(presenter: CallPresenter) -> None:
    played(presenter, ProspectBegan(turn=0), ProspectDelta(turn=0, text="Yes, "))
    presenter.refused(UsageError("There is no command."), "/x")
    shown = played(presenter, ProspectDelta(turn=0, text="hello."))
    assert [one.text for one in shown] == ["Yes, hello.", "There is no command."]


def test_end_tells_how_and_closes_offers(presenter: CallPresenter) -> None:
    shown = played(presenter, bungled(), Ended(turn=2, reason=EndReason.HUNG_UP_PUSHED, by=EndedBy.PROSPECT))
    assert "F3" not in shown[0].text
    assert shown[-1].kind is Kind.END
    assert presenter.status.phase is Phase.OVER
    assert presenter.status.patience is None


def test_words_of_others_lose_their_control_characters(presenter: CallPresenter) -> None:
    shown = played(
        presenter,
        ProspectSpoke(turn=0, text="\x1b[31mred\x07"),
        Hinted(turn=1, text="\u202ehint", hints_left=0),
        Researched(turn=1, topic="web", text="[bold]desk[/bold]", cost_s=40),
    )
    assert shown[0].text == "\\x1b[31mred\\x07"
    assert shown[1].text.startswith("\\u202ehint")
    assert shown[2].text == "[bold]desk[/bold] (40 s)"


def test_new_try_that_has_more_room_says_how_much(persona: Persona, scenario: Scenario) -> None:
    first = samples.long_call(persona, scenario, 4)
    last = first.turns[-1].state
    again = first.model_copy(
        update={
            "end": None,
            "state": last.model_copy(update={"patience": last.patience + 5.2}),
            "retried": Retried(call="c-test22", turn=len(first.turns), more_s=140),
        }
    )
    presenter = RetriedCallPresenter(scenario, persona, 13.0)
    presenter.earlier(again)
    (note,) = (one.text for one in presenter.entries() if one.kind is Kind.NOTE)
    assert note == (
        "A new try from turn 4. The first call stays as it was. A retry has more room than was left there: "
        "patience for about 5 lines more, 140 s more on the clock."
    )
