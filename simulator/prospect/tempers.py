"""Tempers: how trust and patience move, and how much trust a layer takes.

The figures were tuned by playing: a warm and skilled rep has to get far deeper than a novice, a novice further than
an interrogator, and a pushy rep nowhere. `benchmarks/tempers.py` shows that order for every persona.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from simulator.domain.persona import Level
from simulator.domain.temper import Temper, TemperName

#: what a behaviour of the rep does to trust; a persona may override single figures
TRUST_MOVES: MappingProxyType[str, float] = MappingProxyType(
    {
        "reflection": 0.06,
        "empathy": 0.05,
        "asks_person": 0.06,
        "picks_up_cue": 0.04,
        "honours_cue": 0.06,
        "open_reaches": 0.03,
        "fair_question": 0.01,
        "follow_up": 0.02,
        "reason_for_call": 0.04,
        "gives_name": 0.01,
        "permission": 0.01,
        "acknowledges": 0.01,
        "affirms": 0.02,
        "thanks": 0.01,
        "small_talk": 0.01,
        "joke": 0.02,
        "compliment": 0.01,
        "tests_position": 0.03,
        "honest_about_fit": 0.05,
        "apology": 0.03,
        "honours_no": 0.03,
        "early_pitch": -0.03,
        "pitch": -0.015,
        "early_close": -0.05,
        "pressure": -0.08,
        "interrogation": -0.02,
        "argues": -0.05,
        "rude": -0.12,
        "swears": -0.03,
        "personal_remark": -0.1,
        "advice": -0.02,
        "wrong_name": -0.03,
        "wrong_fact": -0.01,
        "flattery": -0.02,
        "excuse": -0.02,
        "asked_again": -0.02,
        "ignores_cue": -0.02,
        # as much as asking the same twice: once is a slip that anybody forgives, and it grows with each time
        "interrupts": -0.02,
        "forbidden_claim": -0.04,
        "odd": -0.02,
        "attack": -0.05,
        "bad_time": -0.01,
    }
)

#: names that a persona may use in ``temper.moves_trust``
BEHAVIOURS = frozenset(TRUST_MOVES)

#: trust may not move further than this on one line
MOST_GAIN, MOST_LOSS = 0.09, -0.13

#: gains shrink as trust grows: a line moves this times what is missing to full trust, and never more than its worth
GAIN_SLOPE = 1.3

#: exchanges of patience that it takes to be spoken over, on top of the line's own: what they had to say is still to say
INTERRUPTED_PATIENCE = 0.5

#: spoken over so often in one call, they take it for a manner, and it is a bungle; before, and after it, only dear
INTERRUPTIONS_TO_BUNGLE = 3

#: trust that a layer of each level takes
DEPTH_TRUST: MappingProxyType[Level, float] = MappingProxyType(
    {Level.SURFACE: 0.30, Level.CAUSE: 0.44, Level.IMPACT: 0.53, Level.STAKE: 0.63}
)

#: trust that a true position takes, unless the persona says otherwise
POSITION_TRUST = 0.42

#: surcharge for a question of a kind that does not count
OTHER_KIND_SURCHARGE = 0.08


@dataclass(frozen=True)
class Nature:
    """A temper with every figure filled in.

    Attributes:
        trust: opening trust, 0–1.
        patience_turns: exchanges they give a call that goes nowhere.
        patience_s: seconds of talk before they want to go.
        pushes_allowed: how many pushes before they warn; the next one after that ends the call.
        moves_trust: trust moved by each behaviour.
    """

    trust: float
    patience_turns: int
    patience_s: int
    pushes_allowed: int
    moves_trust: MappingProxyType[str, float] = field(default_factory=lambda: TRUST_MOVES)


PRESETS: MappingProxyType[TemperName, Nature] = MappingProxyType(
    {
        TemperName.GUARDED: Nature(0.30, 13, 780, 2),
        TemperName.WARM: Nature(0.36, 14, 900, 3),
        TemperName.HURRIED: Nature(0.31, 11, 540, 2),
        TemperName.ANALYTICAL: Nature(0.30, 13, 780, 2),
        TemperName.BURNT_BEFORE: Nature(0.27, 12, 660, 1),
        TemperName.GATEKEEPER: Nature(0.30, 9, 300, 2),
    }
)


def nature(temper: Temper) -> Nature:
    """The preset with the persona's own figures over it."""
    preset = PRESETS[temper.preset]
    return replace(
        preset,
        trust=preset.trust if temper.trust is None else temper.trust,
        patience_turns=temper.patience_turns or preset.patience_turns,
        patience_s=temper.patience_s or preset.patience_s,
        moves_trust=MappingProxyType({**preset.moves_trust, **temper.moves_trust}),
    )
