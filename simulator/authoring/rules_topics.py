"""Rules on topics: their ids, their order, what opens them, and whether a listener can tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from simulator.authoring.outline import Outline, TextAt, TopicAt, entries_at
from simulator.authoring.problems import Loc, Problem, Severity, closest
from simulator.authoring.words import normalised
from simulator.domain.persona import LEVELS, PositionKind
from simulator.domain.temper import TemperName
from simulator.prospect.tempers import BEHAVIOURS, MOST_GAIN, PRESETS

#: trust that no call gets past: gains shrink as they repeat
HIGHEST_TRUST = 0.85
#: more exchanges than any prospect may give a call; the models refuse it
_MANY_TURNS = 1000
_LEVEL_NAMES = tuple(str(level) for level in LEVELS)
_ORDER = ", ".join(_LEVEL_NAMES)


def topic_rules(outline: Outline) -> Iterator[Problem]:
    """All rules of this module."""
    yield from _ids(outline)
    yield from _levels(outline)
    yield from _references(outline)
    yield from _belongs(outline)
    yield from _trust(outline)
    yield from _unreachable(outline)
    yield from _same_question(outline)
    yield from _shared_words(outline)
    yield from _behaviours(outline)


def _ids(outline: Outline) -> Iterator[Problem]:
    source = outline.source
    stem, name = source.path.stem, source.at(("id",))
    if isinstance(name, str) and name != stem:
        yield outline.problem(("id",), f'"{name}" must be the name of the file without its ending, "{stem}"')
    places: list[tuple[str, list[Loc]]] = [
        ("need", entries_at(source, ("needs",))),
        ("position", entries_at(source, ("positions",))),
        ("fact", entries_at(source, ("facts",))),
        ("human cue", entries_at(source, ("human", "cues"))),
    ]
    places += [("layer", entries_at(source, (*need, "layers"))) for need in places[0][1]]
    for kind, locs in places:
        seen: dict[str, Loc] = {}
        for loc in locs:
            entry_id = source.at((*loc, "id"))
            if not isinstance(entry_id, str):
                continue
            if entry_id in seen:
                line = source.mark((*seen[entry_id], "id")).line
                yield outline.problem((*loc, "id"), f'there is another {kind} "{entry_id}" in line {line}')
            seen.setdefault(entry_id, loc)
    for need in places[0][1]:
        need_id = source.at((*need, "id"))
        for loc in entries_at(source, (*need, "layers")):
            layer_id = source.at((*loc, "id"))
            if isinstance(layer_id, str) and "." in layer_id and layer_id.split(".")[0] != need_id:
                message = (
                    f'"{layer_id}" must begin with the name of its need; the part after the dot is enough'
                )
                yield outline.problem((*loc, "id"), message, suggestion=layer_id.split(".")[-1])


def _levels(outline: Outline) -> Iterator[Problem]:
    for need in entries_at(outline.source, ("needs",)):
        above = -1
        for index, loc in enumerate(entries_at(outline.source, (*need, "layers"))):
            level = outline.source.at((*loc, "level"))
            if level not in _LEVEL_NAMES:
                continue
            rank = _LEVEL_NAMES.index(level)
            if index == 0 and rank != 0:
                yield outline.problem(
                    (*loc, "level"), f"the first layer of a need is its surface, not its {level}"
                )
            elif rank <= above:
                message = f"{level} comes after {_LEVEL_NAMES[above]}; the order is {_ORDER}, each once"
                yield outline.problem((*loc, "level"), message)
            above = max(above, rank)


def _references(outline: Outline) -> Iterator[Problem]:
    """Names of layers and positions, wherever one is asked to be open."""
    named: list[TextAt] = [text for topic in outline.openable.values() for text in topic.after]
    named += [text for _, _, _, lines in outline.banks() for line in lines for text in line.opened]
    fit = outline.source.at(("fit", "after"))
    if isinstance(fit, list):
        named += [TextAt(("fit", "after", i), text) for i, text in enumerate(fit) if isinstance(text, str)]
    for text in named:
        found = outline.openable.get(text.text)
        if found is None:
            yield outline.problem(
                text.loc,
                f'there is no layer or position "{text.text}"',
                suggestion=_meant(text.text, tuple(outline.openable)),
            )
        elif found.text("kind") == PositionKind.HONEST:
            yield outline.problem(text.loc, f'"{text.text}" is honest from the start, so it never opens')


def _belongs(outline: Outline) -> Iterator[Problem]:
    """Topics that small answers are said to fall under."""
    known = tuple(topic.id for topic in outline.topics if topic.id)
    for answer in outline.answers:
        name = answer.text("under")
        if name and name not in known:
            loc = (*answer.loc, "under")
            yield outline.problem(loc, f'there is no topic "{name}"', suggestion=_meant(name, known))


def _meant(name: str, known: tuple[str, ...]) -> str:
    """The full name for one that was given by half, else the nearest."""
    by_part = [one for one in known if name in (one.partition(".")[2], one.partition(":")[2])]
    return by_part[0] if len(by_part) == 1 else closest(name, known)


def _trust(outline: Outline) -> Iterator[Problem]:
    ceiling = _ceiling(outline)
    for topic in (*outline.layers, *outline.positions):
        loc = (*topic.loc, "opens", "trust")
        trust = outline.source.at(loc)
        if isinstance(trust, (int, float)) and not isinstance(trust, bool) and ceiling < trust <= 1:
            message = f"{trust} cannot be reached: with this temper a call gets to {ceiling:.2f} at most"
            yield outline.problem(loc, message)
    trust = outline.source.at(("fit", "trust"))
    if isinstance(trust, (int, float)) and not isinstance(trust, bool) and ceiling < trust <= 1:
        message = f"{trust} cannot be reached: with this temper a call gets to {ceiling:.2f} at most"
        yield outline.problem(("fit", "trust"), message)


def _ceiling(outline: Outline) -> float:
    preset = outline.source.at(("temper", "preset"))
    usual = PRESETS[TemperName(preset)] if preset in tuple(TemperName) else PRESETS[TemperName.GUARDED]
    opening = outline.source.at(("temper", "trust"))
    patience = outline.source.at(("temper", "patience_turns"))
    start = opening if isinstance(opening, (int, float)) and 0 <= opening <= 1 else usual.trust
    turns = patience if isinstance(patience, int) and 0 < patience <= _MANY_TURNS else usual.patience_turns
    return min(HIGHEST_TRUST, start + MOST_GAIN * turns)


def _unreachable(outline: Outline) -> Iterator[Problem]:
    """Layers and positions that wait for each other, directly or through what lies between."""
    waits: dict[str, set[str]] = {}
    above: TopicAt | None = None
    for topic in outline.layers:
        waits[topic.id] = {text.text for text in topic.after}
        if above is not None and above.group == topic.group:
            waits[topic.id].add(above.id)
        above = topic
    for topic in outline.positions:
        waits[topic.id] = {text.text for text in topic.after}
        if topic.text("kind") == PositionKind.HONEST and not topic.after:
            waits[topic.id] = set()
    opened: set[str] = set()
    while True:
        more = {
            name for name, needed in waits.items() if name not in opened and needed & set(waits) <= opened
        }
        if not more:
            break
        opened |= more
    for name, topic in outline.openable.items():
        if name in opened:
            continue
        blocking = sorted((waits[name] & set(waits)) - opened)
        loc = (*topic.loc, "opens", "after") if topic.after else topic.loc
        yield outline.problem(
            loc,
            f'"{name}" can never open: it waits for {" and ".join(blocking)}, which cannot open before it',
        )


def _same_question(outline: Outline) -> Iterator[Problem]:
    seen: dict[str, tuple[TopicAt, Loc]] = {}
    for topic in (*outline.topics, *outline.answers):
        for text in topic.texts("ask"):
            key = normalised(text.text)
            first = seen.setdefault(key, (topic, text.loc))
            if first[1] == text.loc or not key:
                continue
            line = outline.source.mark(first[1]).line
            where = "here" if first[0].loc == topic.loc else f'under "{first[0].id}"'
            yield outline.problem(text.loc, f"the same question is {where} in line {line} already")


def _shared_words(outline: Outline) -> Iterator[Problem]:
    users: dict[str, list[tuple[TopicAt, Loc]]] = defaultdict(list)
    for topic in outline.topics:
        for text in topic.texts("words"):
            key = _singular(normalised(text.text))
            if key and all(user.loc != topic.loc for user, _ in users[key]):
                users[key].append((topic, text.loc))
    for word, found in users.items():
        if len(found) < 3 or len({topic.group for topic, _ in found}) < 2:
            continue
        names = ", ".join(topic.id or "one without an id" for topic, _ in found)
        message = f'"{word}" is a word of {len(found)} topics ({names}): it does not tell them apart'
        yield outline.problem(found[-1][1], message, severity=Severity.WARNING)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _behaviours(outline: Outline) -> Iterator[Problem]:
    moves = outline.source.at(("temper", "moves_trust"))
    for name in moves if isinstance(moves, dict) else ():
        if name not in BEHAVIOURS:
            yield outline.problem(
                ("temper", "moves_trust", name),
                f'"{name}" is no behaviour that moves trust',
                suggestion=closest(name, BEHAVIOURS),
                of_key=True,
            )
