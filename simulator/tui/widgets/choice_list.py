"""A list where looking costs nothing: a click chooses a row, and only a click on the chosen one opens it."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class ChoiceList(OptionList):
    """A list; a click chooses a row, a click on the chosen one is as Enter."""

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        clicked: int | None = event.style.meta.get("option")
        if clicked is None or self.get_option_at_index(clicked).disabled:
            return
        if clicked == self.highlighted:
            self.action_select()
        self.highlighted = clicked
