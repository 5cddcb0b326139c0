"""Rules on a scenario: names that exist, research that does not tell, weights that weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.authoring.outline import entries_at
from simulator.authoring.problems import Loc, Problem, Severity, closest
from simulator.authoring.rules_leaks import TELLING_RUN
from simulator.authoring.words import holds, normalised, shared_run
from simulator.authoring.yaml_source import Source
from simulator.domain.persona import Layer, Persona

Personas = Mapping[str, Persona | None]


def scenario_rules(source: Source, personas: Personas | None) -> Iterator[Problem]:
    """All rules of this module.

    Args:
        personas: those that may be named, None for one with errors; None altogether: names are not checked.
    """
    yield from _ids(source)
    yield from _weights(source)
    yield from _forbidden(source)
    if personas is not None:
        yield from _names(source, personas)
        yield from _topics(source, personas)
        yield from _leaks(source, personas)


def _ids(source: Source) -> Iterator[Problem]:
    name = source.at(("id",))
    if isinstance(name, str) and name != source.path.stem:
        message = f'"{name}" must be the name of the file without its ending, "{source.path.stem}"'
        yield source.problem(("id",), message)
    yield from _doubled(source, entries_at(source, ("leads",)), ("persona",), "lead")
    yield from _doubled(source, entries_at(source, ("offer", "forbidden")), ("id",), "forbidden claim")
    yield from _doubled(source, entries_at(source, ("research",)), ("id", "persona"), "finding")


def _doubled(source: Source, locs: list[Loc], keys: tuple[str, ...], kind: str) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], Loc] = {}
    for loc in locs:
        if not isinstance(source.at((*loc, keys[0])), str):
            continue
        name = tuple(str(source.at((*loc, key))) for key in keys)
        if name in seen:
            line = source.mark((*seen[name], keys[0])).line
            yield source.problem((*loc, keys[0]), f'there is another {kind} "{name[0]}" in line {line}')
        seen.setdefault(name, loc)


def _weights(source: Source) -> Iterator[Problem]:
    weights = source.at(("weights",))
    if not isinstance(weights, dict) or not weights:
        return
    numbers = {name: value for name, value in weights.items() if isinstance(value, (int, float))}
    for name, value in numbers.items():
        if value < 0:
            yield source.problem(("weights", name), f"is {value}; a weight is 0 or more")
    if numbers and len(numbers) == len(weights) and not any(value > 0 for value in numbers.values()):
        yield source.problem(("weights",), "every weight is 0, so nothing would be scored", of_key=True)


def _forbidden(source: Source) -> Iterator[Problem]:
    """A claim cannot be true and forbidden."""
    true = {normalised(str(source.at((*loc, "text")))) for loc in entries_at(source, ("offer", "claims"))}
    for loc in entries_at(source, ("offer", "forbidden")):
        if normalised(str(source.at((*loc, "text")))) in true:
            yield source.problem((*loc, "text"), "this claim is among the true ones too")


def _names(source: Source, personas: Personas) -> Iterator[Problem]:
    leads = [(*loc, "persona") for loc in entries_at(source, ("leads",))]
    research = [(*loc, "persona") for loc in entries_at(source, ("research",))]
    campaign = {str(source.at(loc)) for loc in leads}
    for loc in (*leads, *research):
        name = source.at(loc)
        if not isinstance(name, str):
            continue
        if name not in personas:
            yield source.problem(loc, f'there is no persona "{name}"', suggestion=closest(name, personas))
        elif personas[name] is None:
            message = f'the persona "{name}" has errors of its own; check its file'
            yield source.problem(loc, message, severity=Severity.WARNING)
        elif name not in campaign:
            message = f'"{name}" is not among the leads, so nobody will look this up'
            yield source.problem(loc, message, severity=Severity.WARNING)


def _topics(source: Source, personas: Personas) -> Iterator[Problem]:
    for loc in entries_at(source, ("research",)):
        topic = source.at((*loc, "topic"))
        if not isinstance(topic, str):
            continue
        known = {f"fact:{fact.id}" for persona in _asked(source, loc, personas) for fact in persona.facts}
        if known and topic not in known:
            meant = f"fact:{topic}" if f"fact:{topic}" in known else closest(topic, known)
            yield source.problem((*loc, "topic"), f'there is no fact "{topic}"', suggestion=meant)


def _leaks(source: Source, personas: Personas) -> Iterator[Problem]:
    """What the desk, the brief or the list tells must not be what the call is there to find out."""
    for loc in entries_at(source, ("research",)):
        yield from _told(source, (*loc, "finds"), _asked(source, loc, personas))
    for loc in entries_at(source, ("leads",)):
        lead = personas.get(str(source.at((*loc, "persona"))))
        for key in ("note", "why_now"):
            yield from _told(source, (*loc, key), [lead] if lead else [])
    everybody = _asked(source, (), personas)
    for key in ("brief", "campaign", "goal"):
        yield from _told(source, (key,), everybody)


def _told(source: Source, loc: Loc, personas: list[Persona]) -> Iterator[Problem]:
    text = source.at(loc)
    if not isinstance(text, str):
        return
    for persona in personas:
        for layer in persona.layers():
            told = _secret(text, layer)
            if told:
                yield source.problem(loc, f'this gives away "{layer.id}" of {persona.id}: {told}')


def _secret(text: str, layer: Layer) -> str:
    name = next((mention for mention in layer.mentions if holds(text, mention)), "")
    if name:
        return f'it names "{name}"'
    run = shared_run(text, [layer.fact, *(line.say for line in layer.reveal)], TELLING_RUN)
    return f'it shares "{run}" with the fact or a reveal' if run else ""


def _asked(source: Source, loc: Loc, personas: Personas) -> list[Persona]:
    """The persona that an entry is about; where it names none, all leads."""
    name = source.at((*loc, "persona")) if loc else None
    names = (
        [name]
        if isinstance(name, str)
        else [source.at((*lead, "persona")) for lead in entries_at(source, ("leads",))]
    )
    found = [personas.get(str(one)) for one in names]
    return [persona for persona in found if persona is not None]
