"""What is right depends on the call: bands and weights by call type.

Sources of the bands: Gong's published figures on talk share (about 55 % on winning cold calls, 43 % on discovery calls,
over 65 % hurts) and on the reason for the call; they describe Gong's customers, so the bands are wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from simulator.domain.scorecard import Dimension

_WEIGHTS: Mapping[Dimension, float] = MappingProxyType(
    {
        Dimension.PREPARATION: 0.10,
        Dimension.TIME: 0.08,
        Dimension.HUMAN_TONE: 0.20,
        Dimension.PROBING: 0.24,
        Dimension.LISTENING: 0.14,
        Dimension.RESILIENCE: 0.09,
        Dimension.ACCOUNTABILITY: 0.05,
        Dimension.OUTCOME: 0.10,
    }
)


@dataclass(frozen=True)
class Profile:
    """A call type.

    Attributes:
        talk_share: band of the rep's share of the words that is right; outside it the score falls over `slack`.
        monologue_s: stretch without the other saying a word that is fine, and the one that is not.
        weights: of the dimensions in the total.
    """

    name: str
    talk_share: tuple[float, float]
    slack: float = 0.25
    monologue_s: tuple[float, float] = (25.0, 75.0)
    weights: Mapping[Dimension, float] = field(default_factory=lambda: _WEIGHTS)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "cold_call": Profile("cold_call", (0.35, 0.62)),
        "discovery": Profile("discovery", (0.28, 0.52)),
        "follow_up": Profile("follow_up", (0.30, 0.58)),
        "support": Profile("support", (0.30, 0.60)),
        "internal": Profile("internal", (0.30, 0.60)),
    }
)
