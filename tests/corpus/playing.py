"""Plays the lines of the corpus: what does the prospect do on the first try?

Each item has one to three lines of a rep, written by somebody who had not seen the persona; the last one is judged.
``accept`` lists what a listener would accept as the answer:

* a topic (``rounds.roy``, ``fact:vans``, ``position:system``, ``human:boat``): anything said on it, also a small answer that
  falls under it;
* a need (``rounds``): anything said on any of its layers;
* the first wording of a small answer that falls under no topic;
* a move (``clarify``, ``how_are_you``, ``agree``): see `simulator.domain.lines.Move`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from simulator.call.record import MemoryKeeper
from simulator.call.session import Call, CallSetup
from simulator.domain.direction import Direction
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario
from simulator.prospect.voice import AuthoredVoice
from simulator.reading.local import LocalReader

FOLDER = Path(__file__).parent
#: trust at which an item is played: enough for causes, not for stakes
_TRUST = 0.5


@dataclass(frozen=True)
class Item:
    """One item of the corpus."""

    id: str
    persona: str
    lines: tuple[str, ...]
    accept: tuple[str, ...]
    fresh: bool


@dataclass(frozen=True)
class Outcome:
    """What came of an item; ``said`` holds who said what, for listeners, ``about`` the topic of each step."""

    item: Item
    direction: Direction
    answer: str
    said: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether a listener would accept the answer."""
        moves = {str(step.move) for step in self.direction.steps}
        return any(
            token in moves or any(topic == token or topic.startswith(f"{token}.") for topic in self.about)
            for token in self.item.accept
        )


def load(name: str) -> list[Item]:
    """The items of one file of the corpus."""
    data = YAML(typ="safe", pure=True).load((FOLDER / name).read_text(encoding="utf-8"))
    return [
        Item(
            one["id"],
            one["persona"],
            tuple(one["lines"]),
            tuple(one["accept"]),
            bool(one.get("fresh", False)),
        )
        for one in json.loads(json.dumps(data))
    ]


async def play(item: Item, persona: Persona, scenario: Scenario, reader: LocalReader) -> Outcome:
    """Play one item in a call of its own."""
    call = Call(CallSetup(persona, scenario, reader, AuthoredVoice(), seed=1), MemoryKeeper())
    async for _ in call.open():
        pass
    if not item.fresh:
        call.stand_at(call.state.model_copy(update={"trust": _TRUST, "reason_given": True, "exchanges": 3}))
    heard_from = 0 if item.fresh else len(call.played().turns)
    for line in item.lines:
        if not call.is_over:
            async for _ in call.say(line):
                pass
    last = call.played().turns[-1]
    assert last.direction is not None
    said = tuple((str(turn.speaker), turn.text) for turn in call.played().turns[heard_from:])
    about = tuple(_topic_of(persona, step.topic or "") for step in last.direction.steps)
    return Outcome(item, last.direction, last.text, said, about)


def share(outcomes: Sequence[Outcome]) -> float:
    """Share of the answers that a listener would accept."""
    return sum(one.accepted for one in outcomes) / len(outcomes)


def _topic_of(persona: Persona, topic: str) -> str:
    """The topic that a step is on; a small answer counts for the one that it falls under, else for its first wording."""
    if not topic.startswith("answer:"):
        return topic
    answer = persona.answer(topic)
    return answer.under or answer.ask[0]
