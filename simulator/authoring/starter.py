"""Texts to start from: a small person, a small campaign and a small rubric that pass every check."""

from __future__ import annotations

import re
from importlib.resources import files

from simulator.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9-]{1,40}")
_RUBRIC_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
_ID, _PERSONA = "STARTER-ID", "STARTER-PERSONA"


def new_persona_text(persona_id: str) -> str:
    """The YAML of a complete small person of that id, with comments.

    Raises:
        UsageError: the id cannot be one.
    """
    return _text("starter.yaml").replace(_ID, _checked(persona_id))


def new_scenario_text(scenario_id: str, persona_id: str) -> str:
    """The YAML of a complete small campaign of that id with one lead, with comments.

    Raises:
        UsageError: one of the ids cannot be one.
    """
    text = _text("starter_scenario.yaml").replace(_ID, _checked(scenario_id))
    return text.replace(_PERSONA, _checked(persona_id))


def new_rubric_text(rubric_id: str) -> str:
    """The YAML of a small rubric of that id, with comments.

    Raises:
        UsageError: the id cannot be one.
    """
    if not _RUBRIC_NAME.fullmatch(rubric_id):
        raise UsageError(
            f'"{rubric_id}" cannot be an id.',
            hint="It takes 2 to 41 small letters, digits and underscores, beginning with a letter.",
        )
    return _text("starter_rubric.yaml").replace(_ID, rubric_id)


def _text(name: str) -> str:
    return (files("simulator.authoring") / name).read_text(encoding="utf-8")


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f'"{name}" cannot be an id.',
            hint="It takes 2 to 41 small letters, digits and hyphens, beginning with a letter.",
        )
    return name
