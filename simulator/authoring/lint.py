"""What the models cannot see: the rules that look at a whole file."""

from __future__ import annotations

from simulator.authoring.outline import Outline
from simulator.authoring.problems import Problem
from simulator.authoring.rules_leaks import leak_rules
from simulator.authoring.rules_lines import line_rules
from simulator.authoring.rules_scenario import Personas, scenario_rules
from simulator.authoring.rules_topics import topic_rules
from simulator.authoring.yaml_source import Source


def lint_persona(source: Source) -> list[Problem]:
    """Problems of a persona's file beyond its form: errors, warnings and notes."""
    outline = Outline(source)
    return [*topic_rules(outline), *line_rules(outline), *leak_rules(outline)]


def lint_scenario(source: Source, personas: Personas | None) -> list[Problem]:
    """Problems of a scenario's file beyond its form.

    Args:
        personas: those that may be named, by id, None for one with errors; None altogether: names are not
            checked.
    """
    return list(scenario_rules(source, personas))
