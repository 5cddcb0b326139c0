"""The voices of a prospect, behind one protocol."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from simulator.domain.direction import Direction
from simulator.domain.scenario import Scenario
from simulator.domain.state import CallState
from simulator.domain.transcript import Speaker
from simulator.prospect.authored import Piece, Slots, Spoken, speak
from simulator.prospect.banks import Banks

#: called with each piece of a line as it may be shown
OnDelta = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Said:
    """One line of the conversation so far, as it was spoken."""

    speaker: Speaker
    text: str


@dataclass(frozen=True)
class VoiceRequest:
    """What a voice gets to make one line.

    Attributes:
        banks: the persona with its lines.
        scenario: for the rep's firm; its brief and offer are none of the prospect's business.
        state: after the policy.
        direction: what to do, and what may be said.
        history: the conversation so far, lines taken back left out, the rep's new line last.
        slots: what is filled into authored lines.
        seed: of the call.
    """

    banks: Banks
    scenario: Scenario
    state: CallState
    direction: Direction
    history: tuple[Said, ...]
    slots: Slots
    seed: int


@dataclass(frozen=True)
class VoiceLine:
    """A line that was made.

    Attributes:
        text: the words.
        keys: keys of the authored lines in it; empty where a model spoke.
        marks: voice_fell_back, guard_replaced, guard_retried …
        notice: a quiet word for the rep about the program, or empty.
        pieces: the authored lines that it is made of, in order; empty where a model spoke.
    """

    text: str
    keys: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    notice: str = ""
    pieces: tuple[Piece, ...] = ()


class Voice(Protocol):
    """Turns a direction into words."""

    name: str

    async def say(self, request: VoiceRequest, on_delta: OnDelta) -> VoiceLine:
        """Make one line; never raises for a fault of the voice, but falls back and marks the line."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...


class AuthoredVoice:
    """The persona's own lines. Needs nothing."""

    name = "authored"

    async def say(self, request: VoiceRequest, on_delta: OnDelta) -> VoiceLine:
        """The authored words of the direction."""
        spoken = authored_line(request)
        await on_delta(spoken.text)
        return VoiceLine(text=spoken.text, keys=spoken.keys, pieces=spoken.pieces)

    async def aclose(self) -> None:
        """Nothing to let go of."""


def authored_line(request: VoiceRequest) -> Spoken:
    """The authored words for a request; also what other voices fall back to."""
    return speak(request.banks, request.state, request.direction, request.slots, seed=request.seed)
