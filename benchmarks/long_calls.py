"""Calls of any length in a journal of their own, for what is measured on a long call."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path

from simulator.call.making import choose, make_reader
from simulator.call.record import JournalKeeper
from simulator.call.session import Call, CallSetup
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.domain.temper import Temper
from simulator.journal.store import Journal
from simulator.prospect.voice import AuthoredVoice
from simulator.settings import Settings

PERSONA = "marion-teague"
#: a prospect with all the time in the world: nothing but the clock ends the call
_PATIENCE = 10_000.0
_SEED = 3


def long_call(home: Path, turns: int, *, voice: str = "authored") -> str:
    """An open call with that many turns, in the journal of a data folder.

    The turns are played by the engine with the authored voice; the prospect's patience is made to last.

    Args:
        turns: of both sides; at least the one with which the phone is picked up.
        voice: with which the call goes on when it is taken up again.
    Returns:
        the call's id.
    """
    settings = Settings(home=home, voice="authored", pacing="instant")
    journal = Journal.open(settings.database_url)
    try:
        return asyncio.run(_played(settings, journal, turns, voice))
    finally:
        journal.close()


async def _played(settings: Settings, journal: Journal, turns: int, voice: str) -> str:
    scenario, persona = choose(settings, Wish(persona=PERSONA))
    scenario = Scenario.model_validate({**scenario.model_dump(), "clock_s": 3600})
    persona = _at_leisure(persona)
    made = AuthoredVoice()
    made.name = voice
    setup = CallSetup(
        persona=persona,
        scenario=scenario,
        reader=make_reader(settings, persona, scenario),
        voice=made,
        seed=_SEED,
        model="made-up",
    )
    call = Call(setup, JournalKeeper.start(journal, setup))
    call.stand_at(call.state.model_copy(update={"patience": _PATIENCE}))
    async for _ in call.open():
        pass
    lines = rep_lines(persona)
    while len(call.played().turns) < turns:
        async for _ in call.say(next(lines)):
            pass
        if call.is_over:
            raise RuntimeError(f"The call ended after {len(call.played().turns)} turns: {call.played().end}")
    return call.call_id


def _at_leisure(persona: Persona) -> Persona:
    temper = {**persona.temper.model_dump(), "patience_turns": 40, "patience_s": 3600}
    return persona.model_copy(update={"temper": Temper.model_validate(temper)})


def rep_lines(persona: Persona) -> Iterator[str]:
    """What a curious and polite rep could say, without an end: every third wording of the persona's topics."""
    asked = list(dict.fromkeys(_wordings(persona.model_dump(mode="json"))))
    return cycle(f"I see, thank you. {line}" for line in islice(asked, 0, None, 3))


def _wordings(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for name, value in node.items():
            if name == "ask" and isinstance(value, Sequence):
                yield from (one for one in value if isinstance(one, str))
            else:
                yield from _wordings(value)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from _wordings(one)
