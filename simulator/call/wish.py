"""What somebody asks for when they want a call. Light, so that a first picture need not wait for what makes calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.domain.played import Plan


@dataclass(frozen=True)
class Wish:
    """What the person asked for; None leaves it to the scenario and the settings.

    Attributes:
        scenario, persona: ids.
        voice: authored, endpoint or local.
        seed: decides among lines that fit equally well; None draws one.
        plan: what the rep wrote down before the call.
    """

    scenario: str | None = None
    persona: str | None = None
    voice: str | None = None
    seed: int | None = None
    plan: Plan | None = None
