"""Rated turns, readings and played calls made by hand, so that no test waits for a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulator.authoring.library import ContentLibrary
from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.domain.persona import Level, Persona
from simulator.domain.played import PlayedCall
from simulator.domain.reading import LineReading, QuestionForm, QuestionKind, Reading
from simulator.domain.scenario import Scenario
from simulator.domain.speech_time import seconds_of
from simulator.domain.transcript import Speaker
from simulator.prospect.voice import AuthoredVoice
from simulator.scoring.rated import RatedTurn
from tests.call.calls import ScriptedReader, collect

#: a line of the rep with the reading that it gets
Line = tuple[str, Reading]

OPEN: dict[str, Any] = {"question": QuestionKind.OPEN, "form": QuestionForm.OPEN, "questions": 1}
CLOSED: dict[str, Any] = {"question": QuestionKind.CLOSED, "form": QuestionForm.YES_NO, "questions": 1}


class Talk:
    """A conversation that is put together turn by turn; times follow from the words."""

    def __init__(self) -> None:
        self.turns: list[RatedTurn] = []

    def rep(self, text: str, *, counts: bool = True, timed: bool = False, **line: Any) -> Talk:
        """A line of the rep with what it does."""
        acts = frozenset(line.pop("acts", ()))
        return self._add(
            Speaker.REP, text, LineReading(text=text, acts=acts, **line), counts=counts, timed=timed
        )

    def prospect(self, text: str) -> Talk:
        """A line of the prospect."""
        return self._add(Speaker.PROSPECT, text, None)

    def _add(
        self,
        speaker: Speaker,
        text: str,
        line: LineReading | None,
        *,
        counts: bool = True,
        timed: bool = False,
    ) -> Talk:
        start = self.turns[-1].end_s if self.turns else 0.0
        self.turns.append(
            RatedTurn(
                index=len(self.turns),
                speaker=speaker,
                text=text,
                start_s=start,
                end_s=start + seconds_of(text),
                line=line,
                counts=counts,
                timed=timed,
            )
        )
        return self


def read(text: str, **reading: Any) -> Line:
    """A line with its reading: fields of the line's reading go by their name, `acts` as any collection."""
    own = {name: reading.pop(name) for name in list(reading) if name in LineReading.model_fields}
    own["acts"] = frozenset(own.get("acts", ()))
    return text, Reading(line=LineReading(text=text, **own), **reading)


def played(
    content: ContentLibrary,
    lines: Sequence[Line],
    *,
    persona: str = "marion-teague",
    scenario: str = "morning-board",
    take_back: Sequence[int] = (),
    hang_up: bool = True,
) -> PlayedCall:
    """A call with these lines, played through the real session; what comes after its end is left out.

    Args:
        take_back: places of lines that are taken back at once.
        hang_up: whether the rep puts the phone down where the call is still open.
    """

    setup = CallSetup(
        persona=_persona(content, persona),
        scenario=_scenario(content, scenario),
        reader=ScriptedReader(dict(lines)),
        voice=AuthoredVoice(),
        seed=4,
    )

    async def play() -> PlayedCall:
        call = Call(setup, MemoryKeeper())
        await collect(call.open())
        for place, (text, _) in enumerate(lines):
            if call.is_over:
                break
            await collect(call.say(text))
            if place in take_back:
                await collect(call.take_back("I pushed.", "I ask."))
        if hang_up and not call.is_over:
            await collect(call.hang_up())
        return call.played()

    return asyncio.run(play())


@lru_cache(maxsize=16)
def _persona(content: ContentLibrary, name: str) -> Persona:
    return content.persona(name)


@lru_cache(maxsize=16)
def _scenario(content: ContentLibrary, name: str) -> Scenario:
    return content.scenario(name)


def surface_of(persona: Persona, need: int = 0) -> str:
    """The surface layer of a need."""
    return next(layer.id for layer in persona.needs[need].layers if layer.level is Level.SURFACE)
