"""A line to fill in that shows its beginning while nobody is in it."""

from __future__ import annotations

from textual.widgets import Input


class LineInput(Input):
    """One line; whoever leaves it sees how it begins, whoever comes back goes on where they were."""

    #: where the cursor was; None is the end
    _left_at: int | None = None
    #: whether the focus came just now, and no key since
    _came = False

    def on_mount(self) -> None:
        """Begin at the beginning, whatever stands there already."""
        if not self.has_focus:
            self.cursor_position = 0

    def on_blur(self) -> None:
        """Show the beginning."""
        self._left_at = None if self.cursor_at_end else self.cursor_position
        self.cursor_position = 0

    def on_focus(self) -> None:
        """Go on where the cursor was."""
        self._came = True
        end = len(self.value)
        self.cursor_position = end if self._left_at is None else min(self._left_at, end)

    def on_key(self) -> None:
        """From here on a press of the mouse is into what is seen now."""
        self._came = False

    def on_mouse_down(self) -> None:
        """The press that brought somebody here was into the beginning of the line."""
        if self._came:
            self._came = False
            self.scroll_to(x=0, animate=False, force=True, immediate=True)

    def put(self, text: str) -> None:
        """Another text in the place of this one."""
        self.value = text
        self._left_at = None
        self.cursor_position = len(text) if self.has_focus else 0
