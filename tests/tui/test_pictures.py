"""What the screens look like; `pytest tests/tui --snapshot-update` after a change that is meant."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from simulator.call.events import (
    Bungled,
    Ended,
    Event,
    ProspectBegan,
    ProspectSpoke,
    RepSpoke,
    StateChanged,
)
from simulator.call.session import CallSetup
from simulator.domain.persona import Persona
from simulator.domain.scenario import Difficulty, Scenario
from simulator.domain.state import BungleKind, EndedBy, EndReason
from simulator.prospect.advance import opening_state
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.reader import Reader
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.theme import LIGHT
from tests.tui import samples
from tests.tui.stage import PICK_UP, FixedBackstage, ScriptedCall, call_screen, press, say, settle, started

SIZES = [(80, 24), (120, 36)]
Compare = Callable[..., bool]
Prepare = Callable[[Pilot[int]], Awaitable[None]]

HELLO = "Hello Marion, it's Sam from Brackwater. How do you plan the rounds?"
PUSH = "Can I book you in for Tuesday? It's only today that there's twenty per cent off."


def steps(persona: Persona, scenario: Scenario) -> list[list[Event]]:
    """A call with a bungle and an end."""
    full = opening_state(persona).patience

    def state(turn: int, elapsed_s: float, share: float) -> StateChanged:
        return StateChanged(
            turn=turn, trust=0.3, patience=full * share, elapsed_s=elapsed_s, opened=(), understood="yes"
        )

    return [
        [
            started(persona, scenario),
            ProspectSpoke(turn=0, text="Saltmarsh, Marion speaking.", moves=PICK_UP),
        ],
        [
            RepSpoke(turn=1, text=HELLO),
            ProspectBegan(turn=2),
            ProspectSpoke(
                turn=2, text="There isn't a plan, not one that keeps. I move magnets about at four."
            ),
            state(2, 14.0, 0.9),
        ],
        [
            RepSpoke(turn=3, text=PUSH),
            ProspectBegan(turn=4),
            ProspectSpoke(turn=4, text="No. It doesn't improve with asking."),
            Bungled(
                turn=3, kind=BungleKind.PRESSURE, why="It pushed.", can_take_back=True, second_chances_left=2
            ),
            state(4, 25.0, 0.5),
        ],
        [
            RepSpoke(turn=5, text=""),
            ProspectBegan(turn=6),
            ProspectSpoke(turn=6, text="I've vans to see to. Goodbye."),
            state(6, 32.0, 0.0),
            Ended(turn=6, reason=EndReason.HUNG_UP_PUSHED, by=EndedBy.PROSPECT),
        ],
    ]


@pytest.fixture
def app(settings: Settings, persona: Persona, scenario: Scenario) -> PracticeApp:
    who, what = samples.fixed_persona(persona), samples.fixed_scenario(scenario)
    return scripted(settings, who, what)


def scripted(settings: Settings, persona: Persona, scenario: Scenario) -> PracticeApp:
    reader = cast(Reader, None)  # a scripted call reads nothing
    setup = CallSetup(persona=persona, scenario=scenario, reader=reader, voice=AuthoredVoice())
    return PracticeApp(FixedBackstage(settings, ScriptedCall(setup, steps(persona, scenario)).as_call))


def still(prepare: Prepare) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Hold still what moves, then do what the picture is to show."""

    async def run(pilot: Pilot[int]) -> None:
        await settle(pilot)
        call_screen(pilot).talk.cursor_blink = False
        await prepare(pilot)
        await settle(pilot)

    return run


async def nothing(pilot: Pilot[int]) -> None:
    """The call as it was picked up."""


async def bungle(pilot: Pilot[int]) -> None:
    await say(pilot, HELLO)
    await say(pilot, PUSH)


async def over(pilot: Pilot[int]) -> None:
    await bungle(pilot)
    await say(pilot, "")


async def take_back(pilot: Pilot[int]) -> None:
    await bungle(pilot)
    await press(pilot, "f3")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
@pytest.mark.parametrize("prepare", [bungle, over], ids=lambda one: one.__name__)
def test_call_looks_as_it_did(
    app: PracticeApp, snap_compare: Compare, size: tuple[int, int], prepare: Prepare
) -> None:
    assert snap_compare(app, terminal_size=size, run_before=still(prepare))


@pytest.mark.parametrize("keys", ["f1", "f4", "f10"])
def test_dialogs_look_as_they_did(app: PracticeApp, snap_compare: Compare, keys: str) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        await press(pilot, keys)

    assert snap_compare(app, terminal_size=(80, 24), run_before=still(prepare))


def test_take_back_dialog_looks_as_it_did(app: PracticeApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=(80, 24), run_before=still(take_back))


def test_window_too_small_looks_as_it_did(app: PracticeApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=(50, 14), run_before=still(nothing))


def test_light_call_looks_as_it_did(app: PracticeApp, snap_compare: Compare) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        pilot.app.theme = LIGHT.name
        await bungle(pilot)

    assert snap_compare(app, terminal_size=(80, 24), run_before=still(prepare))


def test_call_without_colour_looks_as_it_did(
    settings: Settings,
    persona: Persona,
    scenario: Scenario,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Compare,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    who = samples.fixed_persona(persona)
    what = samples.fixed_scenario(scenario).model_copy(update={"difficulty": Difficulty.EXAM})
    assert snap_compare(scripted(settings, who, what), terminal_size=(80, 24), run_before=still(bungle))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_debrief_looks_as_it_did(
    app: PracticeApp, persona: Persona, scenario: Scenario, snap_compare: Compare, size: tuple[int, int]
) -> None:
    async def prepare(pilot: Pilot[int]) -> None:
        screen = DebriefScreen(
            samples.played_call(persona, scenario),
            samples.finished(persona, scenario),
            lambda _: Path("debrief.txt"),
        )
        await pilot.app.push_screen(screen)
        await settle(pilot)
        await press(pilot, *["pagedown"] * 2)

    assert snap_compare(app, terminal_size=size, run_before=still(prepare))
