"""Rules on a rubric: names once, levels that rise, and words that two listeners would take for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.authoring.outline import entries_at
from simulator.authoring.problems import Loc, Problem, Severity
from simulator.authoring.yaml_source import Source
from simulator.domain.scorecard import Dimension

#: a question or a level longer than this is several at once
_LONGEST_QUESTION, _LONGEST_BEHAVIOUR = 240, 320
#: people cannot keep more steps apart
_MOST_LEVELS = 5
#: more than this, and the last ones get less care than the first
_MOST_CRITERIA = 20
#: words that grade instead of saying what is seen or heard
_GRADES = re.compile(
    r"\b(?:good|excellent|great|outstanding|poor|bad|weak|strong|adequate(?:ly)?|average|satisfactory|perfect(?:ly)?"
    r"|mediocre|superb|exceptional(?:ly)?|effective(?:ly)?|professional(?:ly)?|appropriate(?:ly)?|proper(?:ly)?)\b",
    re.IGNORECASE,
)
#: what a rep says is quoted in a level, whatever the words
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_FOLKLORE = re.compile(r"\b(?:open|closed)(?:-ended)? questions?\b|\bnumber of questions\b", re.IGNORECASE)
_TEXTS: tuple[Loc, ...] = (("title",), ("about",))


def rubric_rules(source: Source) -> Iterator[Problem]:
    """Problems of a rubric's file beyond its form: errors, warnings and notes."""
    name = source.at(("id",))
    if isinstance(name, str) and name != source.path.stem:
        message = f'"{name}" must be the name of the file without its ending, "{source.path.stem}"'
        yield source.problem(("id",), message)
    criteria = entries_at(source, ("criteria",))
    rules = entries_at(source, ("rules",))
    yield from _doubled(source, criteria, "criterion")
    yield from _doubled(source, rules, "rule")
    for loc in (*_TEXTS, *((*rule, key) for rule in rules for key in ("question", "fact"))):
        yield from _blank(source, loc)
    for criterion in criteria:
        yield from _criterion(source, criterion)
    if len(criteria) > _MOST_CRITERIA:
        message = f"has {len(criteria)} criteria; past {_MOST_CRITERIA} a judge answers the last ones with less care"
        yield source.problem(("criteria",), message, severity=Severity.WARNING, of_key=True)
    yield from _unasked(source, criteria)


def _criterion(source: Source, loc: Loc) -> Iterator[Problem]:
    question = source.at((*loc, "question"))
    for key in ("question", "not_observed"):
        yield from _blank(source, (*loc, key))
    if isinstance(question, str) and question.strip():
        if not question.rstrip().endswith("?"):
            yield source.problem(
                (*loc, "question"),
                "must be a question; end it with a question mark",
                severity=Severity.WARNING,
            )
        if len(question) > _LONGEST_QUESTION:
            message = (
                f"has {len(question)} characters; past {_LONGEST_QUESTION} it asks several things at once"
            )
            yield source.problem((*loc, "question"), message, severity=Severity.WARNING)
        if found := _FOLKLORE.search(question):
            message = (
                f'"{found[0]}": open or closed, many or few, told winning calls from lost ones in no study'
            )
            yield source.problem((*loc, "question"), message, severity=Severity.NOTE)
    yield from _levels(source, (*loc, "levels"))


def _levels(source: Source, loc: Loc) -> Iterator[Problem]:
    levels = entries_at(source, loc)
    before: float | None = None
    seen: dict[str, Loc] = {}
    for level in levels:
        score, behaviour = source.at((*level, "score")), source.at((*level, "behaviour"))
        if isinstance(score, (int, float)) and not isinstance(score, bool):
            if before is not None and score <= before:
                message = f"is {score:g} after {before:g}; levels go from the worst to the best"
                yield source.problem((*level, "score"), message)
            before = score
        if not isinstance(behaviour, str):
            continue
        yield from _behaviour(source, (*level, "behaviour"), behaviour, seen)
    if len(levels) > _MOST_LEVELS:
        message = f"has {len(levels)} levels; nobody keeps more than {_MOST_LEVELS} apart"
        yield source.problem(loc, message, severity=Severity.WARNING, of_key=True)


def _behaviour(source: Source, loc: Loc, text: str, seen: dict[str, Loc]) -> Iterator[Problem]:
    yield from _blank(source, loc)
    key = " ".join(text.lower().split())
    if key and key in seen:
        yield source.problem(loc, f"says the same as the level in line {source.mark(seen[key]).line}")
    seen.setdefault(key, loc)
    if found := _GRADES.search(_QUOTED.sub("", text)):
        message = f'"{found[0]}" is a grade; say what one would see or hear'
        yield source.problem(loc, message, severity=Severity.WARNING)
    if len(text) > _LONGEST_BEHAVIOUR:
        message = f"has {len(text)} characters; past {_LONGEST_BEHAVIOUR} two listeners read it in two ways"
        yield source.problem(loc, message, severity=Severity.WARNING)


def _blank(source: Source, loc: Loc) -> Iterator[Problem]:
    value = source.at(loc)
    if isinstance(value, str) and not value.strip():
        yield source.problem(loc, "is empty")


def _doubled(source: Source, locs: list[Loc], kind: str) -> Iterator[Problem]:
    seen: dict[str, Loc] = {}
    for loc in locs:
        name = source.at((*loc, "id"))
        if not isinstance(name, str):
            continue
        if name in seen:
            line = source.mark((*seen[name], "id")).line
            yield source.problem((*loc, "id"), f'there is another {kind} "{name}" in line {line}')
        seen.setdefault(name, loc)


def _unasked(source: Source, criteria: list[Loc]) -> Iterator[Problem]:
    asked = {source.at((*loc, "dimension")) for loc in criteria}
    unasked = [str(one) for one in Dimension if str(one) not in asked]
    if unasked and criteria:
        message = f"nothing is asked about {', '.join(unasked)}; what is measured there stands alone"
        yield source.problem(("criteria",), message, severity=Severity.NOTE, of_key=True)
