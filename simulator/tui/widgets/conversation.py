"""The conversation: the latest entries as widgets, earlier ones when somebody scrolls up to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.containers import VerticalScroll
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from simulator.tui.wording import more_below

# Entries come with the call, after the first picture.
if TYPE_CHECKING:
    from simulator.tui.shown import Entry
    from simulator.tui.widgets.entry_view import EntryView

#: entries that are widgets at a time; a longer list makes each new one slow
_WINDOW = 60
#: entries that are added when somebody scrolls up to the first one
_MORE = 30
#: a line that is being said is painted anew this often at most, in seconds; words come faster than anybody reads
_PAINT_S = 0.04


class Conversation(VerticalScroll, can_focus=False):
    """Shows entries, the newest at the bottom; stays there until somebody scrolls up."""

    @dataclass
    class Unseen(Message):
        """So many entries have come below what somebody who scrolled up is reading."""

        entries: int

    def __init__(self) -> None:
        super().__init__(id="conversation")
        self._entries: dict[int, Entry] = {}
        self._views: dict[int, EntryView] = {}
        self._unseen: set[int] = set()
        #: entries that are to become widgets at the next turn of the loop, all of them at once
        self._waiting: set[int] = set()
        self._unpainted: set[int] = set()
        self._paint_timer: Timer | None = None

    def on_mount(self) -> None:
        """Stay at the bottom."""
        self.anchor()

    def entries(self) -> tuple[Entry, ...]:
        """Everything that was said, in order, shown or scrolled away."""
        return tuple(self._entries[key] for key in sorted(self._entries))

    def show(self, entry: Entry) -> None:
        """Add an entry, or change the one of its key."""
        self._entries[entry.key] = entry
        if entry.key in self._views:
            self._unpainted.add(entry.key)
            if not entry.speaking:
                self._paint()
            elif self._paint_timer is None:
                self._paint_timer = self.set_timer(_PAINT_S, self._paint)
        elif not self._views or entry.key > min(self._views):
            if self._anchor_released:
                self._set_unseen(self._unseen | {entry.key})
            if not self._waiting:
                self.call_later(self._mount_waiting)
            self._waiting.add(entry.key)

    def _paint(self) -> None:
        """Bring what is shown up to date."""
        if self._paint_timer is not None:
            self._paint_timer.stop()
            self._paint_timer = None
        for key in self._unpainted & self._views.keys():
            self._views[key].show(self._entries[key])
        self._unpainted.clear()

    def drop(self, key: int) -> None:
        """Take an entry away."""
        self._entries.pop(key, None)
        self._set_unseen(self._unseen - {key})
        view = self._views.pop(key, None)
        if view is not None:
            view.remove()

    def anchor(self, anchor: bool = True) -> None:
        """Show what was said last, and stay there."""
        super().anchor(anchor)
        self._set_unseen(set())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Bring earlier entries when the top is reached."""
        super().watch_scroll_y(old_value, new_value)
        if not self._anchor_released:
            self._set_unseen(set())
        if new_value <= 0 < self.max_scroll_y and self._views:
            self._bring_earlier()

    def page_up(self) -> None:
        """A page towards the beginning."""
        if self.scroll_y > 0:
            self.scroll_page_up(animate=False)
        elif self._views:
            self._bring_earlier()

    def _set_unseen(self, keys: set[int]) -> None:
        if keys != self._unseen:
            self._unseen = keys
            self.post_message(self.Unseen(len(keys)))

    async def _mount_waiting(self) -> None:
        """Make widgets of what came; of a long call that is taken up again, only of its end."""
        keys = sorted(self._waiting & self._entries.keys())
        self._waiting.clear()
        if not self._anchor_released:
            keys = keys[-_WINDOW:]
        if not keys:
            return
        views = self._made_of(keys)
        self._views.update(views)
        await self.mount_all(views.values())
        if not self._anchor_released:
            self._forget_first()

    def _made_of(self, keys: Sequence[int]) -> dict[int, EntryView]:
        """A widget for each of these entries."""
        from simulator.tui.widgets.entry_view import EntryView  # noqa: PLC0415 - see above

        return {key: EntryView(self._entries[key]) for key in keys}

    def _forget_first(self) -> None:
        for key in sorted(self._views)[:-_WINDOW]:
            self._views.pop(key).remove()

    def _bring_earlier(self) -> None:
        first = min(self._views)
        earlier = [key for key in sorted(self._entries) if key < first][-_MORE:]
        if not earlier:
            return
        views = self._made_of(earlier)
        self.mount_all(views.values(), before=self._views[first])
        self._views.update(views)
        # stay where the person is reading
        self.call_after_refresh(self._views[first].scroll_visible, animate=False, top=True)


class MoreBelow(Static):
    """Says how much was said below what is being read; takes no room where there is nothing."""

    DEFAULT_CSS = """
    MoreBelow { display: none; height: 1; text-align: center; }
    """

    class Clicked(Message):
        """Somebody wants to see it."""

    def __init__(self) -> None:
        super().__init__("", id="more-below", markup=False)

    def show(self, entries: int) -> None:
        """Say how many entries there are."""
        self.display = entries > 0
        self.update(more_below(entries))

    def on_click(self, event: events.Click) -> None:
        """Ask for them."""
        event.stop()
        self.post_message(self.Clicked())
