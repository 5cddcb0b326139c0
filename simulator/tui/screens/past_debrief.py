"""The debrief of an earlier call: as any debrief, but it leads back to the list of calls."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from simulator.tui.screens.debrief import DebriefScreen

_BACK = Binding(
    "escape,c", "close", "Back", key_display="Esc", id="debrief.close", tooltip="Back to your calls."
)


class PastDebriefScreen(DebriefScreen):
    """Opened from the list of calls."""

    BINDINGS: ClassVar[list[BindingType]] = [
        _BACK if isinstance(one, Binding) and one.id == _BACK.id else one for one in DebriefScreen.BINDINGS
    ]
