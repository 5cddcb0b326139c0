"""The keys of a call, and which of them can be used when."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from simulator.tui.phase import Phase

if TYPE_CHECKING:
    from simulator.tui.shown import Status

KEYS: list[BindingType] = [
    Binding("f1", "help", "Help", id="call.help", tooltip="All keys and commands."),
    Binding("f2", "hint", "Hint", id="call.hint", tooltip="A whisper from the coach."),
    Binding(
        "f3",
        "take_back",
        "Take back",
        id="call.take_back",
        tooltip="Take your last line back, if it was a bungle and a second chance is left.",
    ),
    Binding("f4", "research", "Desk", id="call.research", tooltip="What the research desk has on them."),
    Binding("f5", "brief", "Brief", id="call.brief", tooltip="What the call is for: brief, goal, offer."),
    Binding("f10", "hang_up", "Hang up", id="call.hang_up", tooltip="Put the phone down; asks first."),
    Binding(
        "ctrl+d",
        "hang_up",
        "Hang up",
        id="call.hang_up_too",
        tooltip="Put the phone down; asks first.",
        show=False,  # the footer has it as F10
        priority=True,  # the input deletes with it
    ),
    Binding(
        "escape", "skip", "Skip", id="call.skip", tooltip="See the rest of what they are saying at once."
    ),
    Binding(
        "ctrl+q",
        "app.quit",
        "Leave",
        id="call.leave",
        tooltip="Leave. A call that is not over stays open and can be resumed.",
        priority=True,
    ),
    Binding(
        "enter", "debrief", "Debrief", id="call.debrief", tooltip="After the call: how it went, and why."
    ),
    # no room for these in the footer of a window of 80 columns; the help has them
    Binding(
        "pageup",
        "scroll_back",
        "Earlier",
        id="call.earlier",
        tooltip="Scroll to what was said earlier.",
        show=False,
    ),
    Binding(
        "pagedown",
        "scroll_on",
        "Later",
        id="call.later",
        tooltip="Scroll to what was said last.",
        show=False,
    ),
]

#: of a campaign that has none
KEYS_WITHOUT_HINTS = [one for one in KEYS if isinstance(one, Binding) and one.action != "hint"]


class Usable(Enum):
    """Whether a key can be used."""

    YES = auto()
    NOT_NOW = auto()  # the footer shows it, dimmed
    HIDDEN = auto()


def usable(action: str, status: Status | None, *, has_hints: bool, quiet: bool) -> Usable:
    """Whether the key of an action can be used.

    Args:
        status: of the call; None while it still rings.
        has_hints: whether the campaign has any.
        quiet: whether nobody has typed for a while, so that Enter is meant for the screen.
    """
    if action in {"help", "scroll_back", "scroll_on"}:
        return Usable.YES
    if status is None:  # nobody knows yet whether there are any hints
        return Usable.HIDDEN if action in {"debrief", "hint"} else Usable.NOT_NOW
    over = status.phase is Phase.OVER
    if action == "debrief":
        return Usable.HIDDEN if not over else Usable.YES if quiet else Usable.NOT_NOW
    match action:
        case "hint":
            now = status.hints_left > 0
        case "take_back":
            now = status.can_take_back
        case "skip":
            now = status.prospect_speaks
        case "research" | "hang_up":
            now = True
        case _:
            return Usable.YES
    if over or (action == "hint" and not has_hints):
        return Usable.HIDDEN
    return Usable.YES if now else Usable.NOT_NOW
