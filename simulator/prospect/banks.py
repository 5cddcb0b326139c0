"""The banks of authored lines: the persona's own first, a shared pool behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import ValidationError

from simulator.domain.arrangement import ArrangementLines
from simulator.domain.base import Strict
from simulator.domain.lines import TOPIC_MOVES, Line, Lines, Move, Reaction, Tail
from simulator.domain.persona import Persona
from simulator.domain.reading import Practical
from simulator.readymade import ready_made, stamp

#: the shared pool's name among what is made ready
SHARED_LINES = "shared_lines"


class SharedLines(Strict):
    """Lines that any prospect can say, for what no author wants to write anew for each persona."""

    lines: dict[Move, Lines]
    reactions: dict[Reaction, Lines] = {}
    tails: dict[Tail, Lines] = {}
    arrangement: ArrangementLines = ArrangementLines()


@dataclass(frozen=True)
class Candidate:
    """A line with the key under which its use is remembered."""

    key: str
    line: Line


#: where a topic-bound move has its lines
_BANK_OF_MOVE: Mapping[Move, str] = {
    Move.HINT: "hint",
    Move.GUARD: "guard",
    Move.REVEAL: "reveal",
    Move.MORE: "more",
    Move.ACCEPT: "accept",
    Move.FACT: "say",
    Move.STATE: "state",
    Move.TESTED: "tested",
    Move.CORRECT: "correct",
    Move.DROP: "drop",
    Move.HONOURED: "honoured",
}


#: what the names of the arrangement's banks begin with
_ARRANGEMENT = "arrangement:"


@lru_cache(maxsize=1)
def shared_lines() -> SharedLines:
    """The shared pool, read once."""
    text = ready_made(SHARED_LINES, stamp(shared_lines_source()))
    try:
        return SharedLines.model_validate_json(text) if text is not None else parsed_shared_lines()
    except ValidationError:  # the models have changed since
        return parsed_shared_lines()


def shared_lines_source() -> bytes:
    """The file that the shared pool is authored in."""
    return (files("simulator.prospect") / "shared_lines.yaml").read_bytes()


def parsed_shared_lines() -> SharedLines:
    """The shared pool from its file."""
    import json  # noqa: PLC0415 - only where it was not made ready

    from ruamel.yaml import YAML  # noqa: PLC0415 - takes 0.2 s

    data = YAML(typ="safe", pure=True).load(shared_lines_source().decode("utf-8"))
    return SharedLines.model_validate_json(json.dumps(data))


class Banks:
    """All lines that one persona can say.

    Args:
        persona: whose lines.
        shared: the pool behind them.
    """

    def __init__(self, persona: Persona, shared: SharedLines | None = None) -> None:
        self.persona = persona
        self._shared = shared or shared_lines()
        self._cache: dict[tuple[str, str | None], tuple[Candidate, ...]] = {}

    def content(self, move: Move, topic: str | None = None) -> tuple[Candidate, ...]:
        """Lines of a content move, the persona's own first."""
        key = (str(move), topic)
        if key not in self._cache:
            self._cache[key] = tuple(self._find_content(move, topic))
        return self._cache[key]

    def reaction(self, reaction: Reaction) -> tuple[Candidate, ...]:
        """Lines of a reaction."""
        own, pool = self.persona.reactions.get(reaction, ()), self._shared.reactions.get(reaction, ())
        return (*_keyed(f"reaction/{reaction}", own), *_keyed(f"shared/reaction/{reaction}", pool))

    def tail(self, tail: Tail) -> tuple[Candidate, ...]:
        """Lines of a tail."""
        own, pool = self.persona.tails.get(tail, ()), self._shared.tails.get(tail, ())
        return (*_keyed(f"tail/{tail}", own), *_keyed(f"shared/tail/{tail}", pool))

    def unused(self, said: tuple[str, ...], move: Move, topic: str | None = None) -> tuple[Candidate, ...]:
        """Lines of a content move that were not said yet."""
        used = frozenset(said)
        return tuple(one for one in self.content(move, topic) if one.key not in used)

    def _find_content(self, move: Move, topic: str | None) -> Iterator[Candidate]:
        if topic is not None and topic.startswith(_ARRANGEMENT):
            what = Practical(topic.removeprefix(_ARRANGEMENT))
            own = self.persona.arrangement
            yield from _keyed(f"arrangement/{what}", own.of(what))
            if what is Practical.EMAIL and not own.email:
                yield from _keyed(f"arrangement/{Practical.REACH}", own.reach)
            yield from _keyed(f"shared/arrangement/{what}", self._shared.arrangement.of(what))
        elif move is Move.WANT and topic is not None:
            need = next(need for need in self.persona.needs if need.id == topic)
            yield from _keyed(f"{topic}/want", need.want)
        elif move in TOPIC_MOVES and topic is not None:
            bank = _BANK_OF_MOVE[move]
            find = self.persona.answer if topic.startswith("answer:") else self.persona.topic
            yield from _keyed(f"{topic}/{bank}", getattr(find(topic), bank, ()))
        else:
            yield from _keyed(str(move), self.persona.lines.get(move, ()))
            yield from _keyed(f"shared/{move}", self._shared.lines.get(move, ()))


def _keyed(bank: str, lines: Lines) -> Iterator[Candidate]:
    for index, line in enumerate(lines):
        yield Candidate(f"{bank}#{index}", line)
