"""What is right depends on the call: bands and weights by call type.

Sources of the bands: Gong's published figures on talk share (about 55 % on winning cold calls, 43 % on discovery calls,
over 65 % hurts) and on the reason for the call; they describe Gong's customers, so the bands are wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from simulator.domain.scorecard import Dimension


def _weights(*figures: float) -> Mapping[Dimension, float]:
    """Weights in the order of the dimensions."""
    return MappingProxyType(dict(zip(Dimension, figures, strict=True)))


# in the order: preparation, time, human tone, probing, listening, resilience, accountability, outcome
_COLD_CALL = _weights(0.10, 0.08, 0.20, 0.24, 0.14, 0.09, 0.05, 0.10)
_DISCOVERY = _weights(0.07, 0.08, 0.18, 0.28, 0.18, 0.06, 0.05, 0.10)
_FOLLOW_UP = _weights(0.10, 0.08, 0.18, 0.22, 0.15, 0.09, 0.06, 0.12)
# nobody is sold to: what counts is to be heard, and that errors are owned
_SERVICE = _weights(0.00, 0.08, 0.28, 0.14, 0.22, 0.10, 0.10, 0.08)


@dataclass(frozen=True)
class Profile:
    """A call type.

    Attributes:
        talk_share: band of the rep's share of the words that is right; outside it the score falls over `slack`.
        monologue_s: stretch without the other saying a word that is fine, and the one that is not.
        weights: of the dimensions in the total; they add up to 1.
    """

    name: str
    talk_share: tuple[float, float]
    slack: float = 0.25
    monologue_s: tuple[float, float] = (25.0, 75.0)
    weights: Mapping[Dimension, float] = field(default_factory=lambda: _COLD_CALL)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "cold_call": Profile("cold_call", (0.35, 0.62)),
        "discovery": Profile("discovery", (0.28, 0.52), weights=_DISCOVERY),
        "follow_up": Profile("follow_up", (0.30, 0.58), weights=_FOLLOW_UP),
        "support": Profile("support", (0.30, 0.60), weights=_SERVICE),
        "internal": Profile("internal", (0.30, 0.60), weights=_SERVICE),
    }
)
