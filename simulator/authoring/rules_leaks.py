"""Rules on secrets: nothing that a call has to earn may stand in a line that it can have for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.authoring.outline import LineAt, Outline, TopicAt, texts_at
from simulator.authoring.problems import Loc, Problem, Severity
from simulator.authoring.words import holds, shared_run

#: so many words in a row that stand in the secret too give it away
TELLING_RUN = 5

#: banks that can be heard before anything is earned
_FREE_BANKS = frozenset(
    {("fact", "say"), ("fact", "more"), ("position", "state"), ("position", "tested"), ("human", "drop"),
     ("human", "honoured"), ("human", "more"), ("answer", "say"), ("answer", "more")}
)  # fmt: skip


def leak_rules(outline: Outline) -> Iterator[Problem]:
    """All rules of this module."""
    for index, layer in enumerate(outline.layers):
        deeper = [other for other in outline.layers[index:] if other.group == layer.group]
        for bank in ("hint", "guard"):
            for line in layer.lines(bank):
                yield from _cue_tells(outline, bank, line, deeper)
    yield from _positions(outline)
    yield from _free_lines(outline)


def _cue_tells(outline: Outline, bank: str, line: LineAt, layers: list[TopicAt]) -> Iterator[Problem]:
    """A cue or a shallow answer that gives away its own layer, or one below it."""
    for layer in layers:
        told = secret_in(line.say, layer)
        if told:
            yield outline.problem(line.loc, f'this {bank} gives away "{layer.id}": {told}')
            return


def secret_in(text: str, layer: TopicAt) -> str:
    """What a text gives away of a layer, in words; empty where it gives nothing away."""
    for mention in layer.texts("mentions"):
        if holds(text, mention.text):
            return f'it names "{mention.text}"'
    run = shared_run(text, [layer.text("fact"), *layer.says("reveal")], TELLING_RUN)
    return f'it shares "{run}" with the fact or a reveal' if run else ""


def _positions(outline: Outline) -> Iterator[Problem]:
    for position in outline.positions:
        if position.text("kind") == "honest":
            continue
        for bank in ("state", "tested"):
            for line in position.lines(bank):
                run = shared_run(line.say, [position.text("truth"), *position.says("correct")], TELLING_RUN)
                if run:
                    message = f'this shares "{run}" with the truth that comes out later'
                    yield outline.problem(line.loc, message, severity=Severity.WARNING)


def _free_lines(outline: Outline) -> Iterator[Problem]:
    """Names and numbers of a layer in what anybody may hear; a warning, since a name can be public too."""
    free = _free(outline)
    for layer in outline.layers:
        mentions = [mention.text for mention in layer.texts("mentions")]
        told = [layer.text("fact"), *layer.says("reveal")]
        below = _below(outline, layer)
        places: dict[str, list[Loc]] = {}
        for loc, said, opened in free:
            if opened & below:
                continue
            name = next((one for one in mentions if holds(said, one)), "")
            secret = name or shared_run(said, told, TELLING_RUN)
            if secret:
                places.setdefault(secret, []).append(loc)
        for secret, locs in places.items():
            also = ", ".join(str(outline.source.mark(loc).line) for loc in locs[1:])
            message = (
                f'anybody may hear this, and "{secret}" belongs to "{layer.id}"; take it out, or say it only '
                f"once that is open (opened: [{layer.id}]){f'; the same in line {also}' if also else ''}"
            )
            yield outline.problem(locs[0], message, severity=Severity.WARNING)


def _free(outline: Outline) -> list[tuple[Loc, str, frozenset[str]]]:
    """What anybody may hear or read: its place, its words, and the layers that it waits for all the same."""
    found = [(text.loc, text.text, frozenset[str]()) for text in texts_at(outline.source, ("card", "public"))]
    for owner, bank, _, lines in outline.banks():
        if owner in ("lines", "reactions", "tails") or (owner, bank) in _FREE_BANKS:
            found += [(line.loc, line.say, frozenset(text.text for text in line.opened)) for line in lines]
    return found


def _below(outline: Outline, layer: TopicAt) -> frozenset[str]:
    """A layer and those under it: where one of them is open, the layer is."""
    same = [other for other in outline.layers if other.group == layer.group]
    return frozenset(other.id for other in same[same.index(layer) :])
