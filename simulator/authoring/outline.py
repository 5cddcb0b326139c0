"""A persona's file as the lint rules see it: all that is there with its place, valid or not.

Rules work on this rather than on the model, so that a file with a missing key still gets its other problems
told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from simulator.authoring.problems import Loc, Problem, Severity
from simulator.authoring.yaml_source import Source
from simulator.domain.lines import Mood, Stage
from simulator.domain.reading import Practical

#: banks of lines of each kind of topic
BANKS: dict[str, tuple[str, ...]] = {
    "layer": ("hint", "guard", "reveal", "more", "accept"),
    "position": ("state", "tested", "correct", "more"),
    "fact": ("say", "more"),
    "human": ("drop", "honoured", "more"),
    "answer": ("say", "more"),
}


@dataclass(frozen=True)
class TextAt:
    """A text and its place."""

    loc: Loc
    text: str


@dataclass(frozen=True)
class LineAt:
    """An authored line, its place and what it asks for.

    Attributes:
        covers: the situations (mood, stage, again) in which it can be said; empty where it depends on more.
    """

    loc: Loc
    say: str
    opened: tuple[TextAt, ...]
    covers: frozenset[tuple[str, str, bool]]


#: every situation that conditions on mood, stage and repetition can tell apart
SITUATIONS = frozenset((mood, stage, again) for mood in Mood for stage in Stage for again in (False, True))


@dataclass(frozen=True)
class TopicAt:
    """A layer, position, fact or human cue.

    Attributes:
        kind: ``layer``, ``position``, ``fact``, ``human`` or ``answer``.
        id: as lines and conditions name it: ``need.layer``, ``fact:id`` …; empty where its id is missing.
        group: what it belongs to: the need of a layer, else itself.
    """

    source: Source
    kind: str
    id: str
    loc: Loc
    group: str

    def text(self, key: str) -> str:
        """The text under a key; empty where there is none."""
        value = self.source.at((*self.loc, key))
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> list[TextAt]:
        """The texts of the list under a key."""
        return texts_at(self.source, (*self.loc, key))

    def lines(self, bank: str) -> list[LineAt]:
        """The lines of a bank."""
        return lines_at(self.source, (*self.loc, bank))

    def says(self, *banks: str) -> list[str]:
        """The words of the lines of some banks."""
        return [line.say for bank in banks for line in self.lines(bank)]

    @property
    def after(self) -> list[TextAt]:
        """What must be open first."""
        return texts_at(self.source, (*self.loc, "opens", "after"))


class Outline:
    """What is in a persona's file."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @cached_property
    def layers(self) -> list[TopicAt]:
        found = []
        for need_loc in entries_at(self.source, ("needs",)):
            need = self._id(need_loc)
            for loc in entries_at(self.source, (*need_loc, "layers")):
                name = self._id(loc)
                full = name if "." in name or not (need and name) else f"{need}.{name}"
                found.append(TopicAt(self.source, "layer", full, loc, need or str(need_loc)))
        return found

    @cached_property
    def positions(self) -> list[TopicAt]:
        return self._topics("position", ("positions",))

    @cached_property
    def facts(self) -> list[TopicAt]:
        return self._topics("fact", ("facts",))

    @cached_property
    def cues(self) -> list[TopicAt]:
        return self._topics("human", ("human", "cues"))

    @cached_property
    def answers(self) -> list[TopicAt]:
        return [
            TopicAt(self.source, "answer", f"answer:{place}", loc, f"answer:{place}")
            for place, loc in enumerate(entries_at(self.source, ("answers",)))
        ]

    @property
    def topics(self) -> list[TopicAt]:
        return [*self.layers, *self.positions, *self.facts, *self.cues]

    @property
    def openable(self) -> dict[str, TopicAt]:
        """What `after` and `opened` can name."""
        return {topic.id: topic for topic in (*self.layers, *self.positions) if topic.id}

    def banks(self) -> Iterator[tuple[str, str, Loc, list[LineAt]]]:
        """Every bank of lines: its owner's kind, its name, its place and its lines."""
        for topic in (*self.topics, *self.answers):
            for bank in BANKS[topic.kind]:
                yield topic.kind, bank, (*topic.loc, bank), topic.lines(bank)
        for need_loc in entries_at(self.source, ("needs",)):
            yield "need", "want", (*need_loc, "want"), lines_at(self.source, (*need_loc, "want"))
        for owner in ("arrangement", "lines", "reactions", "tails"):
            group = self.source.at((owner,))
            for name in group if isinstance(group, dict) else ():
                if owner == "arrangement" and name not in tuple(Practical):
                    continue
                yield owner, name, (owner, name), lines_at(self.source, (owner, name))

    def problem(
        self,
        loc: Loc,
        message: str,
        *,
        suggestion: str = "",
        severity: Severity = Severity.ERROR,
        of_key: bool = False,
    ) -> Problem:
        """A problem at a place of the file."""
        return self.source.problem(loc, message, suggestion=suggestion, severity=severity, of_key=of_key)

    def _topics(self, kind: str, loc: Loc) -> list[TopicAt]:
        found = []
        for entry in entries_at(self.source, loc):
            name = self._id(entry)
            topic = f"{kind}:{name}" if name else ""
            found.append(TopicAt(self.source, kind, topic, entry, topic or str(entry)))
        return found

    def _id(self, loc: Loc) -> str:
        value = self.source.at((*loc, "id"))
        return value if isinstance(value, str) else ""


def entries_at(source: Source, loc: Loc) -> list[Loc]:
    """The places of the mappings in a list."""
    value = source.at(loc)
    if not isinstance(value, list):
        return []
    return [(*loc, index) for index, entry in enumerate(value) if isinstance(entry, dict)]


def texts_at(source: Source, loc: Loc) -> list[TextAt]:
    """The texts of a list."""
    value = source.at(loc)
    if not isinstance(value, list):
        return []
    return [TextAt((*loc, index), text) for index, text in enumerate(value) if isinstance(text, str)]


def lines_at(source: Source, loc: Loc) -> list[LineAt]:
    """The authored lines of a list."""
    value = source.at(loc)
    if not isinstance(value, list):
        return []
    found = []
    for index, entry in enumerate(value):
        if isinstance(entry, str):
            found.append(LineAt((*loc, index), entry, (), SITUATIONS))
        elif isinstance(entry, dict) and isinstance(entry.get("say"), str):
            here = (*loc, index)
            opened = tuple(texts_at(source, (*here, "opened")))
            found.append(LineAt((*here, "say"), entry["say"], opened, _covered(entry)))
    return found


def _covered(entry: dict[str, Any]) -> frozenset[tuple[str, str, bool]]:
    if entry.get("asked") or entry.get("opened") or entry.get("after"):
        return frozenset()
    moods, stages = (_listed(entry.get("mood")) or tuple(Mood)), (_listed(entry.get("stage")) or tuple(Stage))
    again = entry.get("again")
    return frozenset(
        one for one in SITUATIONS if one[0] in moods and one[1] in stages and again in (None, one[2])
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
