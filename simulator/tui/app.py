"""The practice room in the terminal."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.theme import Theme

from simulator.call.wish import Wish
from simulator.domain.text_safety import visible
from simulator.errors import SettingsError, SimulatorError
from simulator.tui.backstage import Backstage
from simulator.tui.keys import shown_key
from simulator.tui.theme import THEMES, page_colours
from simulator.tui.widgets.too_small import Roomy
from simulator.tui.wording import in_short, resume_with
from simulator.tui.work_groups import LOADING, STEP

# A screen is imported by the method that opens it, since the program would take half as long again to its first picture
# with all of them. Their messages come in by the name of the handler (`on_desk_screen_ring` takes `DeskScreen.Ring`), for
# which Textual needs no import.
if TYPE_CHECKING:
    from simulator.tui.mirror_view import SelfGrade
    from simulator.tui.screens.call import CallScreen
    from simulator.tui.screens.debrief import DebriefScreen
    from simulator.tui.screens.desk import DeskScreen
    from simulator.tui.screens.home import HomeScreen
    from simulator.tui.screens.library import LibraryScreen
    from simulator.tui.screens.mirror import MirrorScreen
    from simulator.tui.screens.past_calls import PastCallsScreen
    from simulator.tui.screens.settings import SettingsScreen

#: least size of the window in which a call can be shown; the style has the same figures as classes
LEAST_COLUMNS, LEAST_ROWS = 60, 16
#: from here on the brief stands beside the conversation
WIDE_COLUMNS = 110


def _palette() -> type[Provider]:
    from simulator.tui.palette import PaletteProvider  # noqa: PLC0415 - when somebody looks for something

    return PaletteProvider


_SHEETS = Path(__file__).parent


class PracticeApp(App[int]):
    """The rooms: home, the desk before a call, the call, its debrief, how it goes over time, whom the rep has met.

    Args:
        backstage: makes the calls, and holds what the rooms show.
        at_home: begin at home; else with the call that the backstage was made for.
    """

    TITLE = "Practice room"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    HORIZONTAL_BREAKPOINTS = [(0, "-no-width"), (LEAST_COLUMNS, "-narrow"), (WIDE_COLUMNS, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-no-height"), (LEAST_ROWS, "-high")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", id="app.leave", tooltip="Leave the practice room.", priority=True),
        Binding(
            "ctrl+p",
            "command_palette",
            "Palette",
            id="app.palette",
            tooltip="Find anything by name; colours and settings are here.",
            priority=True,
            show=False,  # the footer takes it where it has room
        ),
        # for dialogs, which hide the keys of the app; a screen that has a help of its own gives that one
        Binding("f1", "help", "Help", id="app.help", tooltip="All keys.", priority=True),
    ]

    def __init__(self, backstage: Backstage, *, at_home: bool = False) -> None:
        # the style of the first room is read with the app's: a sheet that comes later means reading all of them again
        super().__init__(
            css_path=[_SHEETS / "app.tcss", _SHEETS / "screens" / ("home.tcss" if at_home else "call.tcss")]
        )
        self.animation_level = "none"
        self._begin_with(THEMES[backstage.settings.theme])
        self.backstage = backstage
        self._at_home = at_home
        #: the screen of the call that was made last; there is one at a time
        self._call: CallScreen | None = None
        #: what is said after the app has closed
        self.parting = ""

    def _begin_with(self, theme: Theme) -> None:
        """Set the theme before the style sheets are read: once they are, a theme means reading all of them again."""
        for one in THEMES.values():
            self.register_theme(one)
        self.set_reactive(PracticeApp.theme, theme.name)
        self.stylesheet.set_variables(self.get_css_variables())
        for name, on_it in (
            ("dark-mode", theme.dark),
            ("light-mode", not theme.dark),
            (f"theme-{theme.name}", True),
        ):
            self.set_class(on_it, f"-{name}", update=False)

    def get_default_screen(self) -> Screen[None]:
        """Home, or the call: with nothing below it, which would be laid out and drawn first, and seen by nobody."""
        first = self._new_home() if self._at_home else self._new_call()
        first._push_result_callback(self, None)  # as with one that is pushed: it may be switched for another
        return first

    def on_mount(self) -> None:
        """Tell whoever serves the room what it looks like, and leave when they do."""
        self.theme_changed_signal.subscribe(self, lambda _: self._tell_colours())
        self._tell_colours()
        if self.is_web:
            # whoever served this is gone, and nobody sees it any more
            parent = os.getppid()
            self.set_interval(1, lambda: None if os.getppid() == parent else self.exit(1))

    def on_key(self, event: events.Key) -> None:
        """A capital that nobody took, no text and no binding, does what the small letter does: keys are shown as capitals."""
        pressed = event.character or ""
        if len(pressed) == 1 and pressed.isupper() and event.key not in self.screen.active_bindings:
            event.prevent_default()
            self.simulate_key(pressed.lower())

    def _tell_colours(self) -> None:
        """Let the page around the terminal have the colours of the room."""
        if self.is_web:
            from textual.drivers.web_driver import WebDriver  # noqa: PLC0415

            if isinstance(driver := self._driver, WebDriver):
                driver.write_meta(page_colours(self.theme_variables))

    def get_key_display(self, binding: Binding) -> str:
        """Keys in the footer as they are printed on a keyboard, Ctrl as ^."""
        return binding.key_display or shown_key(binding.key).replace("Ctrl+", "^")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What can be found by name: every key of the screen, and the theme."""
        from simulator.tui.palette import commands_of  # noqa: PLC0415 - when somebody looks for something

        return commands_of(self, screen)

    @work(group=STEP)
    async def action_colours(self, name: str) -> None:
        """Other colours, at once; the choice is kept."""
        self.theme = THEMES[name].name
        try:
            kept = await asyncio.to_thread(self.backstage.keep, "theme", name)
        except SettingsError as error:
            self.notify(visible(f"{error} These colours hold until you leave."), markup=False)
            return
        if kept.not_saved:
            self.notify(visible(kept.not_saved), markup=False)
        from simulator.tui.screens.settings import SettingsScreen  # noqa: PLC0415

        for screen in self.screen_stack:
            if isinstance(screen, SettingsScreen):
                screen.show(kept.settings)

    def on_settings_screen_changed(self, message: SettingsScreen.Changed) -> None:
        """Colours hold at once."""
        self.theme = THEMES[message.settings.theme].name

    def action_help(self) -> None:
        """All keys of the screen; from the help, back."""
        from simulator.tui.screens.help import HelpScreen  # noqa: PLC0415

        screen = self.screen
        own = getattr(screen, "action_help", None)
        if isinstance(screen, HelpScreen):
            screen.action_close()
        elif own is not None:
            own()
        elif isinstance(screen, Roomy):
            self.push_screen(HelpScreen(screen.BINDINGS, commands=False))

    async def action_quit(self) -> None:
        """Leave; an open call can be resumed, a call that is over is scored before."""
        conductor = self._call.conductor if self._call in self.screen_stack else None
        if conductor is not None and conductor.call.is_over:
            _, self.parting = await conductor.finish()
        elif conductor is not None:
            self.parting = resume_with(conductor.call.call_id)
        self.exit(0)

    async def settle(self, *, shown: bool = True) -> None:
        """Wait until everything that was set off is done and, if `shown`, on the screen: for tests and pictures."""
        while pending := [
            one for one in self.workers if one.group in {STEP, LOADING} and not one.is_finished
        ]:
            await self.workers.wait_for_complete(pending)
        if shown and self._call in self.screen_stack and self._call.conductor is not None:
            await self._call.conductor.shown()

    async def on_call_screen_cannot_ring(self, message: CallScreen.CannotRing) -> None:
        """Back to where the call was asked for, with a sentence; without such a place, out of the program."""
        from simulator.tui.screens.desk import DeskScreen  # noqa: PLC0415
        from simulator.tui.screens.home import HomeScreen  # noqa: PLC0415

        places = (HomeScreen, DeskScreen)
        if any(isinstance(screen, places) for screen in self.screen_stack):
            while not isinstance(self.screen, places):
                await self.pop_screen()
            self.screen.tell(f"The call could not be made. {in_short(message.error)}")
            return
        self.parting = f"simulator: {message.error}"
        self.exit(message.error.exit_code, return_code=message.error.exit_code)

    # from room to room

    async def action_home(self) -> None:
        """All campaigns and prospects; a call that is over is left behind, one that is not stays open."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if not self._at_the_door:
            await self.switch_screen(self._new_home())

    @property
    def _at_the_door(self) -> bool:
        from simulator.tui.screens.home import HomeScreen  # noqa: PLC0415

        return isinstance(self.screen, HomeScreen)

    def _new_home(self) -> HomeScreen:
        from simulator.tui.screens.home import HomeScreen  # noqa: PLC0415

        return HomeScreen(self.backstage.home)

    def _new_call(self) -> CallScreen:
        from simulator.tui.screens.call import CallScreen  # noqa: PLC0415

        self._call = CallScreen(self.backstage)
        return self._call

    async def _ring(
        self,
        wish: Wish,
        look_ups: Sequence[str] = (),
        prepared: tuple[str, str] | None = None,
    ) -> None:
        """A call in place of the desk, or over home."""
        self.backstage.choose(wish, look_ups=look_ups, prepared=prepared)
        await self.push_screen(self._new_call())

    async def on_home_screen_prepare(self, message: HomeScreen.Prepare) -> None:
        """To the desk."""
        await self._open_desk(message.scenario_id, message.persona_id)

    async def _open_desk(self, scenario: str | None, persona: str) -> None:
        from simulator.tui.screens.desk import DeskScreen  # noqa: PLC0415

        backstage = self.backstage
        await self.push_screen(DeskScreen(lambda: backstage.desk(scenario, persona), backstage.preparations))

    async def on_home_screen_call_now(self, message: HomeScreen.CallNow) -> None:
        """Ring without the desk."""
        of = (message.scenario_id, message.persona_id)
        before = self.backstage.preparations.get(of)
        # what was prepared goes along: it was paid for, and the rep has read it
        plan, look_ups = (before.plan(), before.asked.ids) if before is not None else (None, ())
        await self._ring(self.backstage.wish_for(*of, plan), look_ups, prepared=of)

    async def on_home_screen_resume(self, message: HomeScreen.Resume) -> None:
        """An open call, taken up."""
        await self._take_up(message.call_id, message.name)

    async def _take_up(self, call_id: str, name: str) -> None:
        self.backstage.choose(self.backstage.wish_for(), resumed=call_id, resumed_with=name)
        await self.push_screen(self._new_call())

    async def on_home_screen_show_progress(self) -> None:
        """How it went over the weeks."""
        from simulator.tui.screens.progress import ProgressScreen  # noqa: PLC0415

        await self.push_screen(ProgressScreen(self.backstage.progress))

    async def on_home_screen_show_library(self) -> None:
        """Whom the rep has met."""
        from simulator.tui.screens.library import LibraryScreen  # noqa: PLC0415

        await self.push_screen(LibraryScreen(self.backstage.library))

    async def on_home_screen_show_settings(self) -> None:
        """What is set."""
        await self.action_settings()

    async def action_settings(self, at: str = "") -> None:
        """What is set, from wherever the rep is; `at` is the setting to stand on."""
        from simulator.tui.screens.settings import SettingsScreen  # noqa: PLC0415

        backstage = self.backstage
        if not isinstance(self.screen, SettingsScreen):
            await self.push_screen(SettingsScreen(backstage.settings, backstage.keep, backstage.probe))
        if at and isinstance(self.screen, SettingsScreen):
            self.screen.stand_on(at)

    async def on_home_screen_show_calls(self) -> None:
        """The calls that were made."""
        await self._show_calls()

    async def _show_calls(self) -> None:
        from simulator.tui.screens.past_calls import PastCallsScreen  # noqa: PLC0415

        await self.push_screen(PastCallsScreen(self.backstage.past_calls))

    async def on_progress_screen_show_calls(self) -> None:
        """The calls behind the figures."""
        await self._show_calls()

    async def on_past_calls_screen_resume(self, message: PastCallsScreen.Resume) -> None:
        """An open call, taken up from the list."""
        await self._take_up(message.call_id, message.name)

    @work(group=STEP, exclusive=True)
    async def on_past_calls_screen_show_debrief(self, message: PastCallsScreen.ShowDebrief) -> None:
        """The debrief of an earlier call over the list."""
        from simulator.tui.screens.past_calls import PastCallsScreen  # noqa: PLC0415

        below = self.screen
        try:
            past = await asyncio.to_thread(self.backstage.past_debrief, message.call_id)
        except SimulatorError as error:
            if isinstance(below, PastCallsScreen):
                below.tell(f"The debrief cannot be shown. {error}")
            return
        if self.screen is not below:
            return  # the rep went elsewhere meanwhile
        from simulator.tui.screens.past_debrief import PastDebriefScreen  # noqa: PLC0415

        keep, served = self.backstage.keep_export, self.backstage.settings.served
        await self.push_screen(
            PastDebriefScreen(
                past.played, past.finished, keep, grade=past.grade, served=served, begun=past.begun
            )
        )

    async def on_library_screen_call_again(self, message: LibraryScreen.CallAgain) -> None:
        """Prepare a call to somebody whom the rep has met; back from the desk is the library."""
        await self._open_desk(None, message.persona_id)

    async def on_desk_screen_ring(self, message: DeskScreen.Ring) -> None:
        """The call that was prepared; the desk stays below it: where that cannot be made, the plan is still there."""
        wish = self.backstage.wish_for(*message.of, message.plan)
        await self._ring(wish, message.research, prepared=message.of)

    async def on_mirror_screen_graded(self, message: MirrorScreen.Graded) -> None:
        """The debrief, with the rep's own grades."""
        await self._after_mirror(message.self_grade)

    async def on_mirror_screen_skipped(self) -> None:
        """The debrief alone."""
        await self._after_mirror(None)

    async def _after_mirror(self, grade: SelfGrade | None) -> None:
        await self.pop_screen()
        if self._call is not None and self.screen is self._call:
            self._call.show_debrief(grade)

    async def on_debrief_screen_retry(self, message: DebriefScreen.Retry) -> None:
        """A new call in place of the old one, from one of its lines."""
        await self.pop_screen()
        self.backstage.choose_retry(message.call_id, message.turn)
        await self._in_place_of_the_call()

    async def on_debrief_screen_prepare(self, message: DebriefScreen.Prepare) -> None:
        """To the desk before the next call; back from it is where the debrief was opened."""
        await self.pop_screen()
        await self._open_desk(message.scenario_id, message.persona_id)

    async def on_debrief_screen_again(self, message: DebriefScreen.Again) -> None:
        """A new call of the same kind in place of the old one."""
        await self.pop_screen()
        if self.screen is not self._call:
            self.backstage.choose(self.backstage.wish_for(message.scenario_id, message.persona_id))
        await self._in_place_of_the_call()

    async def _in_place_of_the_call(self) -> None:
        """The next call where the last one stood, or over the list of calls: its debrief lies on no call."""
        if self.screen is self._call:
            await self.switch_screen(self._new_call())
        else:
            await self.push_screen(self._new_call())
