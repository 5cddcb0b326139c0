"""A key is shown as a capital, so a capital does what the small letter does."""

from __future__ import annotations

from simulator.call.wish import Wish
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.backstage import Backstage
from simulator.tui.screens.ask import HangUpScreen
from simulator.tui.screens.debrief import DebriefScreen
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.home import HomeScreen
from simulator.tui.screens.progress import ProgressScreen
from simulator.tui.screens.settings import SettingsScreen
from tests.tui.conftest import MakeCall
from tests.tui.stage import HELLO, FixedBackstage, call_screen, press, running, say, settle


async def test_capitals_open_the_rooms_of_home_and_leave(settings: Settings) -> None:
    backstage = Backstage(settings, Wish())
    app = PracticeApp(backstage, at_home=True)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            for key, screen in (("P", ProgressScreen), ("S", SettingsScreen)):
                await press(pilot, key)
                assert isinstance(app.screen, screen)
                await press(pilot, "escape")
                assert isinstance(app.screen, HomeScreen)
            await press(pilot, "Q")
            assert app.return_code == 0
    finally:
        backstage.close()


async def test_capitals_do_the_same_in_the_debrief_and_are_text_in_the_input(
    settings: Settings, make_call: MakeCall
) -> None:
    async with running(FixedBackstage(settings, make_call), size=(80, 24)) as pilot:
        await press(pilot, "H", "E", "space", "S", "A", "I", "D")
        assert call_screen(pilot).talk.value == "HE SAID"
        await say(pilot, HELLO)
        await say(pilot, "/hangup")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DebriefScreen)
        await press(pilot, "J")
        assert pilot.app.focused is not None
        await press(pilot, "E")
        assert isinstance(pilot.app.screen, ExportScreen)
        await press(pilot, "escape", "H")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_capitals_answer_a_dialog(settings: Settings, make_call: MakeCall) -> None:
    async with running(FixedBackstage(settings, make_call), size=(80, 24)) as pilot:
        for key in ("N", "n"):
            await pilot.app.push_screen(HangUpScreen("Marion"))
            await press(pilot, key)
            assert pilot.app.screen is call_screen(pilot)
