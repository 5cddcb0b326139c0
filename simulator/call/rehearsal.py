"""A persona rehearsed before anybody meets it: can it be reached, does it leak, does it tell a good rep from a bad one?

Simulated reps of three skills play whole calls through the same reader and policy as everybody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from simulator.authoring.words import holds
from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.call.simulated_rep import SimulatedRep, Skill, play_out
from simulator.domain.persona import LEVELS, Level, Persona
from simulator.domain.played import PlayedCall
from simulator.domain.scenario import Lead, Scenario
from simulator.domain.transcript import Speaker
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.local import LocalReader
from simulator.reading.reader import Reader
from simulator.scoring.scorecards import score_call

#: points by which the skilled rep has to come out above the pushy one
TELLING_POINTS = 30.0


@dataclass(frozen=True)
class Outcome:
    """What one call came to.

    Attributes:
        layers, of: layers told, out of all.
        deepest: place of the deepest level that was told; −1 for none.
        trust: at the end, 0–1.
        total: 0–100; None where it could not be scored.
        leaks: what was said before its layer was open: the turn, the name or number, the layer.
    """

    layers: int
    of: int
    deepest: int
    trust: float
    end: str
    total: float | None
    leaks: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Rehearsal:
    """All calls of a rehearsal, by the skill of the rep."""

    outcomes: dict[Skill, tuple[Outcome, ...]]

    @property
    def is_reached(self) -> bool:
        """Whether the skilled rep got to a cause or deeper in most calls."""
        cause = LEVELS.index(Level.CAUSE)
        deep = [one.deepest >= cause for one in self.outcomes[Skill.SKILLED]]
        return 2 * sum(deep) > len(deep)

    @property
    def leaks(self) -> tuple[tuple[int, str, str], ...]:
        """What was given away over all calls."""
        return tuple(leak for outcomes in self.outcomes.values() for one in outcomes for leak in one.leaks)

    @property
    def tells_apart(self) -> bool:
        """Whether the skilled rep beats the novice, the novice the pushy one, and the first the last by far."""
        skilled, novice, pushy = (self.total_of(skill) for skill in Skill)
        return skilled > novice > pushy and skilled - pushy >= TELLING_POINTS

    def total_of(self, skill: Skill) -> float:
        """The mean total of the calls that could be scored; 0 where none could."""
        totals = [one.total for one in self.outcomes[skill] if one.total is not None]
        return mean(totals) if totals else 0.0


def rehearse(
    persona: Persona, scenario: Scenario, seeds: Sequence[int], cache_folder: Path | None = None
) -> Rehearsal:
    """Play the calls of a rehearsal.

    Args:
        persona: who is called.
        scenario: the campaign; a persona that is not on its list is put there for the time being.
        seeds: one call for each, for every skill.
        cache_folder: where vectors of the persona's texts are kept between runs.
    """
    if scenario.lead(persona.id) is None:
        lead = Lead(persona=persona.id, note="Rehearsal.", why_now="Rehearsal.")
        scenario = scenario.model_copy(update={"leads": (*scenario.leads, lead)})
    reader = LocalReader(persona, scenario, cache_folder)
    return Rehearsal(
        {
            skill: tuple(outcome_of(simulated_call(persona, scenario, reader, skill, seed)) for seed in seeds)
            for skill in Skill
        }
    )


def outcome_of(call: PlayedCall) -> Outcome:
    """What a call came to."""
    layers = call.state.ledger.layers
    told = [LEVELS.index(layer.level) for layer in call.persona.layers() if layers[layer.id].is_open]
    return Outcome(
        layers=len(told),
        of=len(layers),
        deepest=max(told, default=-1),
        trust=call.state.trust,
        end=str(call.end.reason) if call.end is not None else "open",
        total=score_call(call).total,
        leaks=tuple(_leaks(call)),
    )


def simulated_call(
    persona: Persona, scenario: Scenario, reader: Reader, skill: Skill, seed: int
) -> PlayedCall:
    """A call of a simulated rep with the authored voice, from the ring to its end; kept nowhere."""
    call = Call(CallSetup(persona, scenario, reader, AuthoredVoice(), seed=seed), MemoryKeeper())
    asyncio.run(play_out(call, SimulatedRep(persona, scenario, skill)))
    return call.played()


def _leaks(call: PlayedCall) -> Iterator[tuple[int, str, str]]:
    """Names and numbers of a layer that the prospect said before it was open."""
    for layer in call.persona.layers():
        for turn in call.standing():
            if turn.speaker is not Speaker.PROSPECT:
                continue
            if turn.state.ledger.layers[layer.id].is_open:
                break
            name = next((one for one in layer.mentions if holds(turn.text, one)), "")
            if name:
                yield turn.index, name, layer.id
