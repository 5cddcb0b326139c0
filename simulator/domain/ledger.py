"""What was surfaced in a call, by which turn: the ground truth of the probing score."""

from __future__ import annotations

from enum import StrEnum

from simulator.domain.base import Strict


class LayerState(StrEnum):
    """How far a layer of a need has come."""

    HIDDEN = "hidden"
    HINTED = "hinted"  # its cue was dropped
    REVEALED = "revealed"  # spoken
    CONFIRMED = "confirmed"  # the rep gave it back and it was accepted
    ADDRESSED = "addressed"  # the rep tied the next step to it


class How(StrEnum):
    """Who brought a layer out."""

    ELICITED = "elicited"
    VOLUNTEERED = "volunteered"


_ORDER = tuple(LayerState)


class LayerEntry(Strict):
    """One layer in the ledger; turns are transcript turn numbers, None while it has not happened."""

    state: LayerState = LayerState.HIDDEN
    how: How | None = None
    hinted_turn: int | None = None
    picked_up_turn: int | None = None
    revealed_turn: int | None = None
    confirmed_turn: int | None = None
    addressed_turn: int | None = None
    asked_turns: tuple[int, ...] = ()  # rep lines that came near it, open or not

    @property
    def is_open(self) -> bool:
        """Whether the layer was spoken."""
        return self.revealed_turn is not None

    def reached(self, state: LayerState) -> bool:
        """Whether the layer has come at least as far as ``state``."""
        return _ORDER.index(self.state) >= _ORDER.index(state)


class PositionEntry(Strict):
    """One stated position in the ledger."""

    stated_turn: int | None = None
    accepted_turn: int | None = None  # the rep took it at face value
    tested_turn: int | None = None
    corrected_turn: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the true position was spoken."""
        return self.corrected_turn is not None


class CueEntry(Strict):
    """One human cue in the ledger."""

    dropped_turn: int | None = None
    honoured_turn: int | None = None
    ignored_turn: int | None = None


class Ledger(Strict):
    """Every layer, position and human cue of a persona, by id; facts given by the turn they were given in."""

    layers: dict[str, LayerEntry] = {}
    positions: dict[str, PositionEntry] = {}
    cues: dict[str, CueEntry] = {}
    facts: dict[str, int] = {}

    def tells_of_a_need(self) -> bool:
        """Whether something of a need is on the table: told, let drop, or behind a stated position that gave way."""
        return any(one.reached(LayerState.HINTED) for one in self.layers.values()) or any(
            one.is_open for one in self.positions.values()
        )

    def open_ids(self) -> tuple[str, ...]:
        """Ids of all that was spoken: layers, then positions as ``position:id``."""
        layers = (key for key, entry in self.layers.items() if entry.is_open)
        positions = (f"position:{key}" for key, entry in self.positions.items() if entry.is_open)
        return (*layers, *positions)
