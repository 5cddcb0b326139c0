"""The settings on the screen: what is set, never a key, and a connection test."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from textual.app import App

import simulator.tui.app
from simulator.settings import Settings
from simulator.tui.app import PracticeApp
from simulator.tui.screens.settings import SettingsScreen
from simulator.tui.theme import DARK

STYLE = Path(simulator.tui.app.__file__).with_name("app.tcss")


class Host(App[None]):
    """Shows the settings and nothing else."""

    CSS_PATH = STYLE
    HORIZONTAL_BREAKPOINTS = PracticeApp.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = PracticeApp.VERTICAL_BREAKPOINTS

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.screen_to_show = SettingsScreen(settings, lambda: ["reachable: ok. [bold]yes[/bold]"])

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name
        self.push_screen(self.screen_to_show)


def text_of(app: App[None]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_key_is_said_to_be_set_and_never_shown(settings: Settings) -> None:
    with_key = settings.model_copy(update={"api_key": SecretStr("sk-very-secret"), "model": "[red]m[/red]"})
    app = Host(with_key)
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        shown = text_of(app)
        assert "sk-very-secret" not in shown
        assert "[red]m[/red]" in shown
        await pilot.press("t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "[bold]yes[/bold]" in text_of(app)


async def test_without_an_endpoint_there_is_nothing_to_test_and_how_to_set_one(settings: Settings) -> None:
    app = Host(settings)
    async with app.run_test(size=(100, 34)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        assert "none is needed" in text_of(app)
        assert "SIMULATOR_MODEL" in text_of(app)
