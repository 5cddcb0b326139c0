"""What is set, where it comes from, and whether the endpoint answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import getters, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from simulator.domain.text_safety import visible
from simulator.settings import Settings
from simulator.settings_rows import setting_rows
from simulator.tui.screens.call import STEP
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.too_small import RoomyScreen

_HOW = (
    "Settings are read when the program starts, from the environment first and a file simulator.toml after it. To change "
    'one, set SIMULATOR_ and its name (SIMULATOR_PACING=instant) or write it into the file (pacing = "instant"), and '
    "start again. Light, dark and other colours are in the palette, Ctrl+P."
)
_NO_ENDPOINT = (
    "No endpoint is set, and none is needed: prospects speak authored lines. To let a model speak, set OPENAI_API_KEY, or "
    "OPENAI_BASE_URL for a server of your own, and SIMULATOR_MODEL."
)


class SettingsScreen(RoomyScreen):
    """The settings of this run, and a connection test.

    Args:
        settings: of this run.
        probe: tries the endpoint out and gives a line for each check; blocks, so it runs in a thread.
    """

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="settings.help", tooltip="All keys."),
        Binding(
            "t", "test", "Test", id="settings.test", tooltip="Try out the endpoint: three short requests."
        ),
        Binding("escape,q", "back", "Back", id="settings.back", tooltip="Back to where you were."),
    ]

    result = getters.query_one("#result", Static)

    def __init__(self, settings: Settings, probe: Callable[[], list[str]]) -> None:
        super().__init__()
        self._settings, self._probe = settings, probe

    def content(self) -> ComposeResult:
        """The table, how to change something, and what the test found."""
        with VerticalScroll(id="settings"):
            yield Static("Settings", classes="title", markup=False)
            yield Static(_table(self._settings), classes="block")
            yield Static(_HOW, classes="block", markup=False)
            yield Static("Endpoint", classes="title", markup=False)
            first = "Press t to try it out." if self._settings.endpoint_configured else _NO_ENDPOINT
            yield Static(first, id="result", classes="block", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The test needs an endpoint."""
        return None if action == "test" and not self._settings.endpoint_configured else True

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_back(self) -> None:
        """Back to where the person was."""
        self.app.pop_screen()

    @work(group=STEP, exclusive=True)
    async def action_test(self) -> None:
        """Try out the endpoint."""
        self.result.update("Trying it out…")
        lines = await asyncio.to_thread(self._probe)
        self.result.update(visible("\n".join(lines)))


def _table(settings: Settings) -> Table:
    table = Table.grid(padding=(0, 2))
    for ratio in (None, 2, 1):
        table.add_column(ratio=ratio, overflow="fold")
    for row in (("file", str(settings.file or "none"), ""), *setting_rows(settings)):
        name, value, origin = row
        table.add_row(Text(name, style="bold"), Text(visible(value)), Text(visible(origin), style="dim"))
    return table
