"""Making a call from settings and names: content, reader, voice, journal."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.authoring.cache import CACHE_FOLDER
from simulator.authoring.library import ContentLibrary
from simulator.call.record import JournalKeeper, MemoryKeeper, played_call
from simulator.call.retry_room import with_patience, with_time
from simulator.call.session import Call, CallSetup
from simulator.call.wish import Wish
from simulator.domain.persona import Persona
from simulator.domain.played import Plan, PlayedCall
from simulator.domain.scenario import Scenario
from simulator.domain.transcript import Speaker
from simulator.errors import UnknownNameError, UsageError
from simulator.prospect.voice import AuthoredVoice, Voice
from simulator.reading.reader import Reader
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.journal.store import Journal

DEFAULT_SCENARIO = "morning-board"
#: the rep waits for the model reader no longer than this; then the local reading counts
_READER_TIMEOUT_S = 4.0


def library(settings: Settings) -> ContentLibrary:
    """Shipped content with the folders that the settings add."""
    return ContentLibrary.of(settings)


def cache_folder(settings: Settings) -> Path:
    """Where what can be made again is kept."""
    return settings.home / CACHE_FOLDER


def choose(settings: Settings, wish: Wish) -> tuple[Scenario, Persona]:
    """The scenario and the persona that are meant.

    Raises:
        UnknownNameError: there is none of that name, or the scenario has no such lead.
        ContentError: its file has problems.
    """
    content = library(settings)
    scenario = content.scenario(wish.scenario or DEFAULT_SCENARIO)
    persona_id = wish.persona or scenario.leads[0].persona
    persona = content.persona(persona_id)
    if scenario.lead(persona_id) is None:
        if wish.scenario is None:
            for other in map(content.scenario, content.scenario_ids()):
                if other.lead(persona_id) is not None:
                    return other, persona
        leads = ", ".join(lead.persona for lead in scenario.leads)
        raise UnknownNameError(
            f"{persona_id} is not on the list of the scenario {scenario.id}.", hint=f"On it are: {leads}."
        )
    return scenario, persona


def start_call(settings: Settings, wish: Wish, journal: Journal) -> Call:
    """A new call, in the journal."""
    scenario, persona = choose(settings, wish)
    seed = wish.seed if wish.seed is not None else random.SystemRandom().randrange(1_000_000)
    setup = _setup(settings, scenario, persona, wish.voice or settings.chosen_voice, seed, wish.plan)
    return Call(setup, JournalKeeper.start(journal, setup))


def demo_call(settings: Settings, wish: Wish) -> Call:
    """A call with the authored voice that is kept nowhere."""
    scenario, persona = choose(settings, wish)
    setup = CallSetup(
        persona=persona,
        scenario=scenario,
        reader=make_reader(replace(settings, reader="local"), persona, scenario),
        voice=AuthoredVoice(),
        seed=wish.seed or 0,
    )
    return Call(setup, MemoryKeeper())


def resume_call(settings: Settings, call_id: str, journal: Journal) -> Call:
    """An open call, taken up where its journal ends."""
    record = journal.call(call_id)
    played = played_call(journal, record.id)
    setup = _setup(settings, played.scenario, played.persona, record.voice, record.seed, played.plan)
    call = Call(setup, JournalKeeper(journal, record.id))
    call.restore(played)
    return call


def retry_call(settings: Settings, call_id: str, turn: int | None, journal: Journal) -> Call:
    """A new call that stands where an earlier one stood before a line of the rep; the earlier one stays as it is.

    Where little patience or time was left there, it has more; see `simulator.call.retry_room`.

    Args:
        turn: the rep's line to say anew; None is the one that the debrief names.
    Raises:
        UsageError: that turn is no line of the rep that stands.
    """
    record = journal.call(call_id)
    played = played_call(journal, record.id)
    own = [one for one in played.standing() if one.speaker is Speaker.REP]
    at = turn if turn is not None else _retry_turn(played)
    line = next((one for one in own if one.index == at), None)
    if line is None:
        yours = ", ".join(str(one.index) for one in own) or "none"
        said = (
            f"Turn {at} is no line of yours in {record.id}."
            if at is not None
            else "There is no line to retry."
        )
        raise UsageError(said, hint=f"Yours are: {yours}.")
    before = tuple(one for one in played.turns if one.index < line.index)
    talked_s = max((one.end_s for one in before if not one.taken_back), default=0.0)
    scenario = with_time(played.scenario, talked_s)
    setup = _setup(settings, scenario, played.persona, record.voice, record.seed, played.plan)
    keeper = JournalKeeper.start(journal, setup, (record.id, line.index))
    for one in before:
        keeper.turn(one)
        if one.taken_back:
            journal.mark_taken_back(keeper.call_id, [one.index], one.lesson, one.action)
    call = Call(setup, keeper)
    call.restore(
        played.model_copy(
            update={
                "call": keeper.call_id,
                "scenario": scenario,
                "turns": before,
                "state": with_patience(line.state, played.persona),
                "end": None,
                "second_chances_used": 0,
                "taken_kinds": (),
                "hints": (),
                "research": (),
                "retried": played_call(journal, keeper.call_id).retried,
            }
        )
    )
    return call


def _retry_turn(played: PlayedCall) -> int | None:
    from simulator.scoring.debrief import debrief  # noqa: PLC0415 - only for this
    from simulator.scoring.scorecards import score_call  # noqa: PLC0415

    return debrief(played, score_call(played)).retry_turn


def make_reader(settings: Settings, persona: Persona, scenario: Scenario) -> Reader:
    """The reader that the settings ask for; the model reader has the local one behind it."""
    from simulator.reading.local import LocalReader  # noqa: PLC0415 - numpy and 23 MB of weights

    local = LocalReader(persona, scenario, cache_folder(settings))
    if settings.reader == "local" or not settings.endpoint_configured:
        return local
    from simulator.llm.openai_port import OpenAIPort  # noqa: PLC0415
    from simulator.reading.model_reader import ModelReader  # noqa: PLC0415

    return ModelReader(
        OpenAIPort.from_settings(settings),
        local,
        persona,
        timeout_s=min(_READER_TIMEOUT_S, settings.timeout_s),
    )


def make_voice(settings: Settings, name: str) -> Voice:
    """The voice of that name.

    Raises:
        UsageError: the voice needs what is not set or not installed.
    """
    if name == "authored":
        return AuthoredVoice()
    from simulator.prospect.endpoint_voice import endpoint_voice, local_voice  # noqa: PLC0415

    return local_voice(settings) if name == "local" else endpoint_voice(settings)


def _setup(
    settings: Settings, scenario: Scenario, persona: Persona, voice: str, seed: int, plan: Plan | None
) -> CallSetup:
    made = make_voice(settings, voice)
    return CallSetup(
        persona=persona,
        scenario=scenario,
        reader=make_reader(settings, persona, scenario),
        voice=made,
        seed=seed,
        model=None if made.name == "authored" else settings.model,
        plan=plan,
    )
