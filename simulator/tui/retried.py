"""What the screen shows of a call that takes an earlier one up again before one of the rep's lines. Knows no widget."""

from __future__ import annotations

from simulator.domain.played import PlayedCall
from simulator.reports.debrief_words import more_room
from simulator.tui.presenter import CallPresenter
from simulator.tui.shown import Change, EntryShown, Kind
from simulator.tui.wording import new_try


class RetriedCallPresenter(CallPresenter):
    """Says where the new try begins, in place of saying that the call goes on."""

    def earlier(self, played: PlayedCall) -> list[Change]:
        """The conversation up to the line that is tried again, and a note."""
        changes = super().earlier(played)
        if played.retried is None or played.retried.turn != len(played.turns):
            return changes  # a new try that was left and is taken up again goes on, as any call does
        said = new_try(len(played.turns), more_room(played.patience_given, played.retried.more_s))
        return [self._as_new_try(change, said) for change in changes]

    def _as_new_try(self, change: Change, said: str) -> Change:
        if isinstance(change, EntryShown) and change.entry.kind is Kind.NOTE:
            return self._change(change.entry.key, text=said)
        return change
