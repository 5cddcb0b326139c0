"""How a person takes what is said to them: where trust and patience begin, and what moves them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from simulator.domain.base import Share, Strict


class TemperName(StrEnum):
    """A preset that a persona starts from."""

    GUARDED = "guarded"
    WARM = "warm"
    HURRIED = "hurried"
    ANALYTICAL = "analytical"
    BURNT_BEFORE = "burnt_before"
    GATEKEEPER = "gatekeeper"


class Temper(Strict):
    """How trust and patience move for this person; what is left out comes from the preset.

    Attributes:
        trust: opening trust, 0–1.
        patience_turns: exchanges that they give a call which goes nowhere.
        patience_s: seconds of talk after which they want to go.
        moves_trust: what a behaviour of the rep does to trust, overriding single figures of the preset.
    """

    preset: TemperName
    trust: Share | None = None
    patience_turns: int | None = Field(default=None, ge=4, le=40)
    patience_s: int | None = Field(default=None, ge=60, le=3600)
    moves_trust: dict[str, Annotated[float, Field(ge=-0.2, le=0.2)]] = {}
