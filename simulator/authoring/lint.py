"""What the models cannot see."""

from __future__ import annotations

from simulator.authoring.problems import Problem
from simulator.authoring.yaml_source import Source
from simulator.domain.persona import Persona


def lint_persona(source: Source) -> list[Problem]:
    """Problems of a persona's file beyond its form."""
    return []


def lint_scenario(source: Source, personas: dict[str, Persona | None] | None) -> list[Problem]:
    """Problems of a scenario's file beyond its form."""
    return []
