"""What is set, to look at and to change, and whether the endpoint answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from simulator.domain.text_safety import visible
from simulator.errors import SettingsError
from simulator.settings import Settings
from simulator.settings_file import Kept
from simulator.tui import settings_view as view
from simulator.tui.screens.help import HelpScreen
from simulator.tui.widgets.setting_field import SettingField
from simulator.tui.widgets.too_small import RoomyScreen
from simulator.tui.work_groups import STEP

#: rows of a window in which what a setting is for can stand below each of them
_TALL_ROWS = 36


class SettingsScreen(RoomyScreen):
    """The settings, to change, and a connection test.

    Args:
        settings: of this run.
        keep: changes a setting by name to what was typed, and saves it; blocks, so it runs in a thread.
            May raise SettingsError.
        probe: tries the endpoint out and gives a line for each check; blocks too.
    """

    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="settings.help", tooltip="All keys."),
        Binding("left", "choose(-1)", "Left", id="settings.left", tooltip="The value to the left.", show=False),
        Binding("right", "choose(1)", "Change", id="settings.right", tooltip="The value to the right."),
        # t too, which an input would type
        Binding("f5,t", "test", "Test", id="settings.test", tooltip="Try out the endpoint: three short requests."),
        Binding("escape,q", "back", "Back", id="settings.back", tooltip="Drop what was typed, or go back."),
        Binding("up,shift+tab", "move(-1)", "Up", id="settings.up", tooltip="The setting before.", show=False),
        Binding("down,tab", "move(1)", "Down", id="settings.down", tooltip="The next setting.", show=False),
        Binding("pageup", "read(-1)", "Read up", id="settings.read_up", tooltip="Scroll up.", show=False),
        Binding("pagedown", "read(1)", "Read on", id="settings.read_on", tooltip="Scroll down.", show=False),
    ]  # fmt: skip

    @dataclass
    class Changed(Message):
        """A setting was changed; these hold from now on."""

        settings: Settings

    form = getters.query_one("#settings", Vertical)
    result = getters.query_one("#result", Static)
    elsewhere = getters.query_one("#elsewhere", Static)

    def __init__(
        self, settings: Settings, keep: Callable[[str, str], Kept], probe: Callable[[], list[str]]
    ) -> None:
        super().__init__()
        self._settings, self._keep, self._probe = settings, keep, probe
        self._fields = {field.name: SettingField(field) for field in view.fields(settings)}
        self._in_turn = asyncio.Lock()

    def content(self) -> ComposeResult:
        """The settings, what the test found, what is set elsewhere."""
        with Vertical(id="settings"):
            yield Static("Settings", classes="title", markup=False)
            yield Static(view.HOW, id="how", markup=False)
            yield from self._fields.values()
            yield Static("Endpoint", classes="title", markup=False, id="endpoint")
            yield Static(view.endpoint_words(self._settings), id="result", classes="block", markup=False)
            yield Static("Set elsewhere", classes="title", markup=False, id="elsewhere-title")
            yield Static(_table(self._settings), id="elsewhere", classes="block")

    def on_mount(self) -> None:
        """Stand on the first setting."""
        if self._settings.served:
            for one in ("#endpoint", "#elsewhere-title", "#elsewhere"):
                self.query_one(one).display = False
        self.stand_on(next(iter(self._fields)))

    def stand_on(self, name: str) -> None:
        """Go to the setting of that name, where this person has it."""
        if name in self._fields:
            self.set_focus(self._fields[name].stop)

    def on_resize(self, event: events.Resize) -> None:
        """What a setting is for stands below each where there is room, else below the one at hand."""
        self.set_class(event.size.height >= _TALL_ROWS, "-tall")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """All of the setting at hand is in sight."""
        at = self._at()
        if at is not None:
            self.call_after_refresh(at.scroll_visible, animate=False)
        self.refresh_bindings()

    def show(self, settings: Settings) -> None:
        """Other settings, changed elsewhere; what is being typed stays."""
        self._settings = settings
        for field in view.fields(settings):
            if not self._fields[field.name].is_typed_over:
                self._fields[field.name].show(field)
        self.elsewhere.update(_table(settings))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The test needs an endpoint, another value a setting that has some."""
        if action == "test":
            return True if view.can_test(self._settings) else (False if self._settings.served else None)
        if action == "choose":
            at = self._at()
            return at is not None and bool(at.field.choices)
        return True

    def _at(self) -> SettingField | None:
        focused = self.focused
        return (
            next((one for one in self._fields.values() if focused in {one, one.stop}), None)
            if focused
            else None
        )

    # what the person does

    def action_move(self, by: int) -> None:
        """To the next setting or the one before."""
        stops = [one.stop for one in self._fields.values()]
        at = next((place for place, stop in enumerate(stops) if stop is self.focused), None)
        to = 0 if at is None else at + by
        if 0 <= to < len(stops):
            self.set_focus(stops[to])
        elif to < 0:
            self.form.scroll_home(animate=False)
        else:
            self.form.scroll_end(animate=False)

    def action_choose(self, by: int) -> None:
        """The value beside the present one."""
        at = self._at()
        if at is not None:
            at.move(by)

    def action_read(self, pages: int) -> None:
        """Scroll by most of a page."""
        self.form.scroll_relative(y=pages * max(1, self.form.size.height - 1), animate=False)

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.BINDINGS, commands=False))

    def action_back(self) -> None:
        """What was typed and not kept is dropped first; then back to where the person was."""
        at = self._at()
        if at is not None and at.is_typed_over:
            at.show(at.field)
        else:
            self.app.pop_screen()

    @on(SettingField.Wanted)
    @work(group=STEP)
    async def _change(self, message: SettingField.Wanted) -> None:
        async with self._in_turn:  # as they were pressed
            field = self._fields[message.name]
            try:
                kept = await asyncio.to_thread(self._keep, message.name, message.value)
            except SettingsError as error:
                field.tell(visible(str(error)), problem=True)
                return
            self._settings = kept.settings
            shown = {one.name: one for one in view.fields(kept.settings)}
            field.show(shown[message.name])
            field.tell(" ".join(filter(None, (view.kept_words(message.name, kept), field.field.caution))))
            for name, one in shown.items():
                if name != message.name and not self._fields[name].is_typed_over:
                    self._fields[name].show(one)  # an address changes what can be said of a voice
            self.result.update(view.endpoint_words(kept.settings))
            self.elsewhere.update(_table(kept.settings))
            self.refresh_bindings()
            self.post_message(self.Changed(kept.settings))

    @work(group=STEP, exclusive=True)
    async def action_test(self) -> None:
        """Try out the endpoint as it is set."""
        self.result.update(view.TESTING)
        self.result.scroll_visible(animate=False)
        lines = await asyncio.to_thread(self._probe)
        self.result.update(visible("\n".join(lines)))
        self.call_after_refresh(self.result.scroll_visible, animate=False)


def _table(settings: Settings) -> Table:
    table = Table.grid(padding=(0, 2))
    for ratio in (None, 2, 2):
        table.add_column(ratio=ratio, overflow="fold")
    for name, value, origin in view.fixed_rows(settings):
        table.add_row(Text(name, style="bold"), Text(value), Text(origin, style="dim"))
    return table
