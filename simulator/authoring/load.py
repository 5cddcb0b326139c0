"""Personas and scenarios from their files, with every problem at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from simulator.authoring.asked import asked_path, read_asked
from simulator.authoring.explain import explain
from simulator.authoring.lint import lint_persona, lint_scenario
from simulator.authoring.problems import Problem, Severity, content_error, errors_of
from simulator.authoring.rules_scenario import Personas
from simulator.authoring.yaml_source import Source, read_source
from simulator.domain.persona import Persona
from simulator.domain.scenario import Scenario

ModelT = TypeVar("ModelT", bound=BaseModel)


def check_persona(path: Path) -> tuple[Persona | None, list[Problem]]:
    """Read and check a persona, with the wordings that lie beside it.

    Returns:
        The persona, or None where an error keeps it from being used; and all problems in the order of the
        file, warnings and notes among them.
    """
    persona, problems = _read(path, Persona, lint_persona)
    if persona is not None:
        asked, refused = read_asked(asked_path(path), [topic_id for topic_id, _ in persona.topics()])
        problems += refused
        persona = persona.model_copy(update={"asked": {**persona.asked, **asked}})
    return _decided(persona, problems)


def check_scenario(path: Path, personas: Personas | None = None) -> tuple[Scenario | None, list[Problem]]:
    """Read and check a scenario.

    Args:
        personas: the personas that its leads may name, by id, with None for one whose file has errors; left
            out, names of personas are not checked.
    """
    return checked(path, Scenario, lambda source: lint_scenario(source, personas))


def load_persona(path: Path) -> Persona:
    """The persona of a file.

    Raises:
        ContentError: it cannot be used; the message lists all errors with their places.
    """
    return usable(*check_persona(path))


def load_scenario(path: Path, personas: Personas | None = None) -> Scenario:
    """The scenario of a file; see `check_scenario` for `personas`.

    Raises:
        ContentError: it cannot be used; the message lists all errors with their places.
    """
    return usable(*check_scenario(path, personas))


def checked(
    path: Path, model: type[ModelT], rules: Callable[[Source], Iterable[Problem]]
) -> tuple[ModelT | None, list[Problem]]:
    """Read a file and hold it against its model and its rules.

    Returns:
        What is in it, or None where an error keeps it from being used; and all problems in the order of the file,
        warnings and notes among them.
    """
    return _decided(*_read(path, model, rules))


def _read(
    path: Path, model: type[ModelT], rules: Callable[[Source], Iterable[Problem]]
) -> tuple[ModelT | None, list[Problem]]:
    source, problems = read_source(path)
    if source is None:
        return None, problems
    found, refused = validated(model, source)
    problems += refused
    if isinstance(source.data, dict):
        problems += rules(source)
    return found, problems


def _decided(found: ModelT | None, problems: list[Problem]) -> tuple[ModelT | None, list[Problem]]:
    return (None if errors_of(problems) else found), in_order(problems)


def usable(found: ModelT | None, problems: list[Problem]) -> ModelT:
    """What is in a file that was checked.

    Raises:
        ContentError: it cannot be used; the message lists all errors with their places.
    """
    if found is None:
        raise content_error(problems)
    return found


def validated(model: type[ModelT], source: Source) -> tuple[ModelT | None, list[Problem]]:
    """A file's data as a model, or None and what the model refuses."""
    if not isinstance(source.data, dict):
        return None, [source.problem((), 'the file must hold keys with their values, such as "id: …"')]
    try:
        # through JSON, since only there does strict validation take lists for tuples and texts for enums
        return model.model_validate_json(json.dumps(source.data, ensure_ascii=False)), []
    except ValidationError as error:
        return None, explain(error, model, source)


def in_order(problems: list[Problem]) -> list[Problem]:
    """Each problem once, from the top of the file to its end, notes last."""
    ranks = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.NOTE: 1}
    return sorted(dict.fromkeys(problems), key=lambda one: (ranks[one.severity], one.order))
