"""What a rehearsal found, as text for the author of a persona."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import mean

from simulator.call.rehearsal import TELLING_POINTS, Outcome, Rehearsal
from simulator.call.simulated_rep import Skill
from simulator.domain.persona import LEVELS, Persona
from simulator.domain.scenario import Scenario

_MOST_LEAKS = 5


def rehearsal_text(persona: Persona, scenario: Scenario, played: Rehearsal) -> str:
    """A line for each rep, then the three answers."""
    lines = [f"{persona.card.name} in {scenario.title}:"]
    lines += [_of_skill(skill, outcomes) for skill, outcomes in played.outcomes.items()]
    lines += ["", _reached(played), _leaking(played), _telling(played)]
    return "\n".join(lines) + "\n"


def _of_skill(skill: Skill, outcomes: Sequence[Outcome]) -> str:
    ends = ", ".join(f"{end} {times}" for end, times in Counter(one.end for one in outcomes).most_common())
    deepest = max(one.deepest for one in outcomes)
    totals = [one.total for one in outcomes if one.total is not None]
    score = f"{mean(totals):.0f}" if totals else "none"
    told = mean(one.layers for one in outcomes)
    level = str(LEVELS[deepest]) if deepest >= 0 else "nothing told"
    return f"  {skill:<8} score {score:>4}  layers {told:.1f} of {outcomes[0].of}  deepest {level:<13} {ends}"


def _reached(played: Rehearsal) -> str:
    if played.is_reached:
        return "Reached: yes. A rep who asks well gets to a cause or deeper."
    return (
        "Reached: no. A rep who asks well stays on the surface: look at `opens`, at the questions under `ask`, and at "
        "what the hints offer to ask about."
    )


def _leaking(played: Rehearsal) -> str:
    if not played.leaks:
        return "Leaks: none. No name or number of a layer fell before the layer was open."
    named = "; ".join(
        f'"{name}" of {layer} (turn {turn})' for turn, name, layer in played.leaks[:_MOST_LEAKS]
    )
    return f"Leaks: {len(played.leaks)}. Before the layer was open they said {named}."


def _telling(played: Rehearsal) -> str:
    skilled, novice, pushy = (played.total_of(skill) for skill in Skill)
    figures = f"skilled {skilled:.0f}, novice {novice:.0f}, pushy {pushy:.0f}"
    if played.tells_apart:
        return f"Tells reps apart: yes ({figures})."
    return (
        f"Tells reps apart: no ({figures}). The three should come in this order, and {TELLING_POINTS:.0f} points should "
        "lie between the first and the last."
    )
