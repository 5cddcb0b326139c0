"""What the screen tests share: calls made without the journal, keepers that fail once, and the one way to wait."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import cast

from textual.app import App
from textual.pilot import Pilot

from simulator.call.events import Event, Started
from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.call.wish import Wish
from simulator.domain.lines import Move
from simulator.domain.persona import Persona
from simulator.domain.played import PlayedCall, PlayedTurn
from simulator.domain.scenario import Scenario
from simulator.domain.state import CallState, End
from simulator.errors import JournalError
from simulator.prospect.advance import opening_state
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.pacing import Pacer
from simulator.tui.screens.call import CallScreen
from simulator.tui.shown import Entry, Kind

HELLO = "Hello Marion, it's Sam from Brackwater. May I ask how you plan the rounds?"
PUSH = "Can I book you in for a demo on Tuesday? It's only today that there's twenty per cent off."


class FixedBackstage(Backstage):
    """Gives calls that a test made."""

    def __init__(self, settings: Settings, make: Callable[[], Call]) -> None:
        super().__init__(settings, Wish())
        self._make = make

    def ring(self) -> Call:
        return self._make()


class SlowPacer(Pacer):
    """Waits before each word until somebody asks to skip."""

    async def _wait_or_skip(self, seconds: float) -> None:
        await self._skipped.wait()


class SlowBackstage(FixedBackstage):
    """Gives prospects who never finish by themselves."""

    def pacer(self, voice: str) -> Pacer:
        return SlowPacer(natural=True)


class FailingKeeper(MemoryKeeper):
    """Raises JournalError at chosen writes, once each.

    Args:
        failing: numbers of the writes of a turn that fail, from 0.
        failing_end: whether the first write of the end fails.
    """

    def __init__(self, *failing: int, failing_end: bool = False) -> None:
        super().__init__("c-test22")
        self._failing, self._failing_end = set(failing), failing_end
        self._writes = 0
        self.kept: list[PlayedTurn] = []
        self.ends: list[End] = []

    def turn(self, turn: PlayedTurn) -> None:
        number, self._writes = self._writes, self._writes + 1
        if number in self._failing:
            raise JournalError("The journal is full.", hint="Make room.")
        self.kept.append(turn)

    def end(self, end: End) -> None:
        if self._failing_end:
            self._failing_end = False
            raise JournalError("The journal is full.", hint="Make room.")
        self.ends.append(end)


class ScriptedCall:
    """Stands in for a call where the words must never change: gives the events that a test wrote down.

    Args:
        steps: the events of `open`, then of each line.
    """

    second_chances_left, hints_left, is_over, call_id = 2, 2, False, "c-test22"

    def __init__(self, setup: CallSetup, steps: Sequence[Sequence[Event]]) -> None:
        self.setup = setup
        self._steps: Iterator[Sequence[Event]] = iter(steps)

    @property
    def state(self) -> CallState:
        return opening_state(self.setup.persona)

    def played(self) -> PlayedCall:
        return PlayedCall(
            call=self.call_id,
            persona=self.setup.persona,
            scenario=self.setup.scenario,
            turns=(),
            state=self.state,
        )

    async def open(self) -> AsyncIterator[Event]:
        for event in next(self._steps):
            yield event

    async def say(self, text: str) -> AsyncIterator[Event]:
        for event in next(self._steps):
            yield event

    async def aclose(self) -> None:
        pass

    def as_call(self) -> Call:
        return cast(Call, self)


def started(persona: Persona, scenario: Scenario) -> Started:
    return Started(
        turn=0,
        call="c-test22",
        scenario=scenario.id,
        persona=persona.id,
        prospect=persona.card.name,
        company=persona.card.company,
        voice="authored",
        seed=1,
        clock_s=scenario.clock_s,
        second_chances=scenario.second_chances,
    )


PICK_UP = (Move.PICK_UP,)


@asynccontextmanager
async def running(
    backstage: Backstage, size: tuple[int, int] = (100, 30), *, shown: bool = True
) -> AsyncIterator[Pilot[int]]:
    """The app with a call that was picked up; `shown`: and its first line said to the end."""
    app = PracticeApp(backstage)
    try:
        async with app.run_test(size=size) as pilot:
            await settle(pilot, shown=shown)
            yield pilot
    finally:
        backstage.close()


async def settle(pilot: Pilot[int], *, shown: bool = True) -> None:
    """Wait until everything that was set off is done, and on the screen."""
    app = app_of(pilot)
    await pilot.pause()
    await app.settle(shown=shown)
    await pilot.pause()


async def press(pilot: Pilot[int], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def say(pilot: Pilot[int], line: str) -> None:
    """Type a line and press Enter."""
    call_screen(pilot).talk.value = line
    await press(pilot, "enter")


def app_of(pilot: Pilot[int]) -> PracticeApp:
    assert isinstance(pilot.app, PracticeApp)
    return pilot.app


def call_screen(pilot: Pilot[int]) -> CallScreen:
    app: App[int] = pilot.app
    return next(screen for screen in app.screen_stack if isinstance(screen, CallScreen))


def entries(pilot: Pilot[int], kind: Kind | None = None) -> list[Entry]:
    """What stands in the conversation."""
    shown = call_screen(pilot).conversation.entries()
    return [entry for entry in shown if kind is None or entry.kind is kind]


def screen_text(pilot: Pilot[int]) -> str:
    """The window as a person sees it, row by row."""
    screen = pilot.app.screen
    width, height = pilot.app.size
    return "\n".join(
        "".join(segment.text for segment in line) for line in screen._compositor.render_strips()[:height]
    )[: (width + 1) * height]
