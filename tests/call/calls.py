"""Calls for tests: the real session with scripted readings, so that no test waits for a reader."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from simulator.authoring.library import ContentLibrary
from simulator.call.events import Event
from simulator.call.record import Keeper, MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.domain.reading import LineReading, Reading, ReadingContext
from simulator.prospect.voice import AuthoredVoice, Voice


class ScriptedReader:
    """Gives the reading that a test wrote for a line; a line without one does nothing.

    Attributes:
        contexts: what each line was read in.
    """

    name = "scripted"

    def __init__(self, readings: Mapping[str, Reading]) -> None:
        self._readings = readings
        self.contexts: list[ReadingContext] = []

    async def read(self, text: str, context: ReadingContext) -> Reading:
        """The scripted reading."""
        self.contexts.append(context)
        found = self._readings.get(text, Reading(line=LineReading(text=text)))
        return found.model_copy(update={"line": found.line.model_copy(update={"text": text})})

    async def aclose(self) -> None:
        """Nothing to let go of."""


def new_call(
    content: ContentLibrary,
    readings: Mapping[str, Reading],
    *,
    persona: str = "marion-teague",
    scenario: str = "morning-board",
    voice: Voice | None = None,
    keeper: Keeper | None = None,
) -> Call:
    """A call with scripted readings that is kept nowhere, unless a keeper is given."""
    setup = CallSetup(
        persona=content.persona(persona),
        scenario=content.scenario(scenario),
        reader=ScriptedReader(readings),
        voice=voice or AuthoredVoice(),
        seed=4,
    )
    return Call(setup, keeper or MemoryKeeper())


async def collect(events: AsyncIterator[Event]) -> list[Event]:
    """All events of a step."""
    return [event async for event in events]
