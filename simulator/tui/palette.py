"""What can be found by typing: every key of the screen by its name or by what it does, and every setting by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import SystemCommand
from textual.command import Hit, Hits
from textual.screen import Screen
from textual.system_commands import SystemCommandsProvider
from textual.types import IgnoreReturnCallbackType

from simulator.tui.settings_view import found_by

if TYPE_CHECKING:
    from simulator.tui.app import PracticeApp

#: what a find by words weighs beside one by name, which weighs up to 1
_BY_WORDS = 0.3


def commands_of(app: PracticeApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """Every key of the screen that can be used now, the settings, and the colours."""
    seen = {"command_palette", "quit"}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if binding.id and enabled and binding.action not in seen:
            seen.add(binding.action)

            async def run(action: str = binding.action, of: object = node) -> None:
                await app.run_action(action, of)  # type: ignore[arg-type]

            yield SystemCommand(binding.description, binding.tooltip, run)
    from simulator.tui.screens.settings import SettingsScreen  # noqa: PLC0415

    if "show('settings')" not in seen and not isinstance(screen, SettingsScreen):
        yield SystemCommand("Settings", "What is set, to look at and to change.", app.action_settings)
    yield SystemCommand(
        "Light colours", "Dark writing on a light ground.", partial(app.action_colours, "light")
    )
    yield SystemCommand(
        "Dark colours", "Light writing on a dark ground.", partial(app.action_colours, "dark")
    )
    yield SystemCommand(
        "High contrast", "White on black, with strong colours.", partial(app.action_colours, "contrast")
    )
    yield SystemCommand("Theme", "Other colours, until you leave.", app.action_change_theme)


class PaletteProvider(SystemCommandsProvider):
    """The commands of the screen, and the settings one by one for whoever types one of their words."""

    async def search(self, query: str) -> Hits:
        """Everything whose name fits what was typed, then everything that has words which begin so."""
        matcher = self.matcher(query)
        found = [(*one[:3], "") for one in self.app.get_system_commands(self.screen)]
        for name, told, callback, words in (*found, *self._settings()):
            if (match := matcher.match(name)) > 0:
                yield Hit(match, matcher.highlight(name), callback, help=told)
            elif has_words(f"{name} {told} {words}", query):
                yield Hit(_BY_WORDS, name, callback, help=told)

    def _settings(self) -> list[tuple[str, str, IgnoreReturnCallbackType, str]]:
        app = cast("PracticeApp", self.app)
        return [
            (title, told, partial(app.action_settings, name), words)
            for name, title, told, words in found_by(app.backstage.settings)
        ]


def has_words(text: str, query: str) -> bool:
    """Whether each word that was typed begins a word of the text."""
    words = re.findall(r"\w+", text.casefold())
    typed = re.findall(r"\w+", query.casefold())
    return bool(typed) and all(any(word.startswith(one) for word in words) for one in typed)
