"""The room that the program opens with: nothing below it, its style read once, its keys behind the first picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.css.stylesheet import Stylesheet

from simulator.call.wish import Wish
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.screens.call import CallScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.widgets.key_bar import BarKey, KeyBar
from tests.tui.conftest import MakeCall
from tests.tui.stage import FixedBackstage, app_of, running, settle


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How often all style sheets were read anew."""
    times: list[int] = []
    read = Stylesheet.reparse

    def counted(self: Stylesheet) -> None:
        times.append(1)
        read(self)

    monkeypatch.setattr(Stylesheet, "reparse", counted)
    yield times


@pytest.mark.parametrize("at_home", [True, False])
async def test_first_room_reads_its_style_once_and_stands_on_nothing(
    settings: Settings, make_call: MakeCall, readings: list[int], at_home: bool
) -> None:
    backstage = FixedBackstage(settings, make_call) if not at_home else Backstage(settings, Wish())
    app = PracticeApp(backstage, at_home=at_home)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert [type(one) for one in app.screen_stack] == [HomeScreen if at_home else CallScreen]
        assert readings == []
        assert app.screen.has_class("-high", "-narrow")
    backstage.close()


async def test_keys_wait_until_the_bar_has_its_place(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        bar = pilot.app.screen.query_one(KeyBar)
        assert bar.query(BarKey)
        bar._columns = 0  # as before the first layout
        assert list(bar.compose()) == []


async def test_home_takes_the_place_of_a_call_that_the_program_began_with(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call)) as pilot:
        await app_of(pilot).action_home()
        await settle(pilot)
        assert [type(one) for one in pilot.app.screen_stack] == [HomeScreen]
