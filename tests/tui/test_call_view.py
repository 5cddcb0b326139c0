"""What stands around a conversation, without a screen."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from simulator.domain.persona import Persona
from simulator.domain.scenario import Difficulty, Scenario
from simulator.tui.call_view import YOUR_TURN, Talk, header, who
from simulator.tui.phase import Phase
from simulator.tui.shown import Entry, EntryGone, EntryShown, Kind, Status, StatusShown


def status(**changed: object) -> Status:
    values: dict[str, object] = {
        "phase": Phase.ON_THE_LINE,
        "talked_s": 65.0,
        "clock_s": 900,
        "chances_left": 1,
        "chances": 2,
        "hints_left": 2,
        "patience": 0.5,
    }
    return Status(**{**values, **changed})  # type: ignore[arg-type]


def at(persona: Persona, scenario: Scenario, difficulty: Difficulty, columns: int, **changed: object) -> str:
    one = who(scenario.model_copy(update={"difficulty": difficulty}), persona)
    patience = None if difficulty is Difficulty.EXAM else 0.5
    return header(one, YOUR_TURN, status(patience=patience, **changed), columns).limits


@pytest.mark.parametrize("columns", range(56, 197, 10))
@pytest.mark.parametrize("difficulty", list(Difficulty))
def test_limits_fit_every_window_with_clock_and_tokens(
    persona: Persona, scenario: Scenario, difficulty: Difficulty, columns: int
) -> None:
    shown = at(persona, scenario, difficulty, columns, chances=5, chances_left=3, talked_s=3500, clock_s=3600)
    assert cell_len(shown) <= columns - 2  # two columns lie between them and the title
    assert "58:20 of 60:00" in shown
    assert "◆◆◆◇◇" in shown


def test_difficulty_decides_what_is_shown(persona: Persona, scenario: Scenario) -> None:
    guided, standard, exam = (at(persona, scenario, one, 110) for one in Difficulty)
    assert "hints 2" in guided and "listening" in guided and "■■□□" in guided
    assert "hints 2" in standard and "listening" in standard
    assert "hints" not in exam and "patience" not in exam and "■" not in exam
    assert "exam" in exam


@pytest.mark.parametrize("difficulty", [Difficulty.GUIDED, Difficulty.STANDARD])
def test_hints_that_are_left_are_told_in_80_columns_and_in_60(
    persona: Persona, scenario: Scenario, difficulty: Difficulty
) -> None:
    for columns in (76, 56):
        assert "hints 2" in at(persona, scenario, difficulty, columns)
    none = scenario.model_copy(update={"difficulty": difficulty, "hints": 0})
    assert "hints" not in header(who(none, persona), YOUR_TURN, status(), 110).limits


def test_patience_that_runs_out_among_friends_is_a_matter_of_time() -> None:
    def words(patience: float, *, talked_s: float = 65.0, friends: bool = False) -> str:
        return status(patience=patience, talked_s=talked_s, is_friendly=friends).patience_words

    assert [words(share) for share in (0.9, 0.5, 0.3, 0.1)] == [
        "has time for you", "listening", "getting restless", "about to go"
    ]  # fmt: skip
    assert [words(share, friends=True) for share in (0.9, 0.5, 0.3, 0.1)] == [
        "has time for you", "listening", "little time left", "time nearly up"
    ]  # fmt: skip
    assert words(0.1, talked_s=850) == "time nearly up"
    assert words(0.1, talked_s=700) == "about to go"
    assert words(0.9, talked_s=850) == "has time for you"


def test_patience_is_told_in_words_in_the_narrowest_window(persona: Persona, scenario: Scenario) -> None:
    assert "■■□□ listening" in at(persona, scenario, Difficulty.STANDARD, 56)


def test_nothing_moves_when_the_words_for_patience_change(persona: Persona, scenario: Scenario) -> None:
    one = who(scenario, persona)
    widths = {len(header(one, YOUR_TURN, status(patience=share), 76).limits) for share in (0.9, 0.5, 0.3, 0)}
    assert len(widths) == 1


def test_retry_is_named(persona: Persona, scenario: Scenario) -> None:
    one = who(scenario, persona, retry=True)
    assert header(one, YOUR_TURN, status(), 56).talking.startswith("retry")


def test_who_is_talking_follows_the_conversation() -> None:
    talk = Talk("Marion")
    said = []

    def take(change: EntryShown | EntryGone | StatusShown) -> None:
        talk.take(change)
        said.append(talk.words)

    take(StatusShown(status(phase=Phase.RINGING)))
    take(EntryShown(Entry(0, Kind.PROSPECT, "Marion", "", turn=0, speaking=True)))
    take(StatusShown(status(prospect_speaks=True)))
    take(EntryShown(Entry(0, Kind.PROSPECT, "Marion", "Yes", turn=0, speaking=True)))
    take(EntryShown(Entry(0, Kind.PROSPECT, "Marion", "Yes?", turn=0)))
    take(StatusShown(status()))
    take(EntryShown(Entry(1, Kind.REP, "You", "Hello", speaking=True)))
    take(EntryGone(1))
    take(EntryShown(Entry(2, Kind.PROSPECT, "Marion", "", turn=2, speaking=True)))
    take(StatusShown(status(phase=Phase.OVER)))
    assert said == [
        "ringing…",
        "ringing…",
        "picking up…",
        "Marion is talking",
        "Marion is talking",
        "your turn",
        "Marion is thinking",
        "your turn",
        "Marion is thinking",
        "call over",
    ]
