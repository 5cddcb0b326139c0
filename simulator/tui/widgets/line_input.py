"""A line to fill in that shows its beginning while nobody is in it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Input

#: stands at an end of what is shown, where the line goes on; and the columns from which that is worth it
GOES_ON, _ROOM_FOR_SIGNS = "…", 8


class LineInput(Input):
    """One line; whoever leaves it sees how it begins, whoever comes back goes on where they were."""

    #: where the cursor was; None is the end
    _left_at: int | None = None
    #: whether the focus came just now, and no key since
    _came = False

    def render_line(self, y: int) -> Strip:
        """The part that has room, with a sign at an end where it goes on; under the cursor the sign is the cursor."""
        strip = super().render_line(y)
        room, left = self.scrollable_content_region.width, round(self.scroll_offset.x)
        if y or not self.value or room < _ROOM_FOR_SIGNS:
            return strip
        if cell_len(self.value) > left + room:
            strip = _with_sign(strip, room - 1)
        return _with_sign(strip, 0) if left else strip

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


def _with_sign(strip: Strip, at: int) -> Strip:
    """The same with the sign in place of the cell there, in the style of that cell."""
    style = next(iter(strip.crop(at, at + 1)), Segment("")).style
    return Strip.join([strip.crop(0, at), Strip([Segment(GOES_ON, style)]), strip.crop(at + 1)])
