"""The keys at the foot of every screen: those that fit whole, the key for help always."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.visual import VisualType
from textual.widgets import Footer
from textual.widgets._footer import FooterKey as DrawnKey

from simulator.tui.keys import FooterKey, fitting

#: keys of the app that are told on every screen, over a dialog too, which hides the others from the list
_EVERYWHERE = ("app.help", "app.palette")


class BarKey(DrawnKey):
    """A key that says what it does while the mouse rests on it, and no longer once it was pressed.

    One that is dimmed can be pressed too: the screen says why it does nothing.
    """

    _says: VisualType | None = None

    def on_mouse_down(self) -> None:
        """Textual presses the key; the rep has seen what they wanted to see, and goes on typing."""
        if self.tooltip is not None:
            self._says, self.tooltip = self.tooltip, None
        if (about_to_say := self.screen._tooltip_timer) is not None:
            about_to_say.stop()  # else it would be said over the dialog that the key opens, until the mouse moves
        if self._disabled:
            self.app.simulate_key(self.key)

    def on_enter(self) -> None:
        """Who comes back to it is told again; not on leaving, which a dialog that opens does in the mouse's place."""
        if self._says is not None:
            self.tooltip, self._says = self._says, None


class KeyBar(Footer):
    """A footer that cuts nothing: a key that has no room is left to the help."""

    DEFAULT_CSS = """
    KeyBar.-apart BarKey {
        margin-right: 2;
    }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._columns = 0

    def compose(self) -> ComposeResult:
        """The keys that can be used now."""
        if not self._columns:
            return
        kept, gap = self._kept()
        self.set_class(gap > 1, "-apart")
        for key, enabled, tooltip in kept:
            # without the data binding of Textual's own footer, which holds on to every key that it ever showed
            yield BarKey(key.key, key.shown, key.does, key.action, disabled=not enabled, tooltip=tooltip)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """Show what can be used now; keys that stay are left where they are, since this comes with every line."""
        if not self._columns:
            return  # not laid out yet: they come by `on_resize`, so that the first picture need not wait for them
        drawn = list(self.query(BarKey))
        kept, gap = self._kept() if self.is_attached and screen is self.screen else ([], 1)
        if not drawn or [(one.key, one.description) for one in drawn] != [
            (one.key, one.does) for one, *_ in kept
        ]:
            # not as Textual does it, which waits until the terminal has the focus: what is told would be wrong till then
            if self.is_attached and screen is self.screen:
                self.call_after_refresh(self.recompose)
            return
        self.set_class(gap > 1, "-apart")
        for one, (_, enabled, _) in zip(drawn, kept, strict=True):
            one._disabled = not enabled
            one.set_class(not enabled, "-disabled")

    def _kept(self) -> tuple[list[tuple[FooterKey, bool, str]], int]:
        """The keys that have room, whether they can be used, and what they do; and the gap between them."""
        found = self._found()
        keys = [
            FooterKey(self.app.get_key_display(one), one.description, one.action, one.key, enabled)
            for one, enabled, _ in found
        ]
        kept, gap = fitting(keys, self.app.size.width)
        told = [
            (key, enabled, tooltip)
            for key, (_, enabled, tooltip) in zip(keys, found, strict=True)
            if key in kept
        ]
        return told, gap

    def _found(self) -> list[tuple[Binding, bool, str]]:
        """Bindings to show, each action once."""
        found: dict[str, tuple[Binding, bool, str]] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show or binding.id in _EVERYWHERE:
                found.setdefault(_plain(binding.action), (binding, enabled, tooltip))
        for one in self.app.BINDINGS:
            if isinstance(one, Binding) and one.id in _EVERYWHERE:
                found.setdefault(_plain(one.action), (one, True, one.tooltip))
        first = found.pop("help", None)
        return [*([first] if first else []), *found.values()]

    def on_resize(self, event: events.Resize) -> None:
        """Another width has room for other keys."""
        if event.size.width != self._columns:
            self._columns = event.size.width
            self.call_after_refresh(self.recompose)


def _plain(action: str) -> str:
    return action.removeprefix("app.")
