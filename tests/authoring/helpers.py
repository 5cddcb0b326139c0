"""What the tests of authoring share: files on disk that differ from a good one in one place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from simulator.authoring.load import check_persona, check_scenario
from simulator.authoring.problems import Problem, Severity
from simulator.authoring.starter import new_persona_text, new_scenario_text
from simulator.domain.persona import Persona

PERSONA = "ines-pellow"
SCENARIO = "counter-quotes"


class Mistake(NamedTuple):
    """A good file's text with one thing made wrong, and what is to be said of it.

    Attributes:
        at: where it is told: the way to the value, or the text that stands there; empty where that is open.
    """

    old: str
    new: str
    at: str
    part: str
    suggestion: str = ""


def good_persona() -> str:
    """A persona's text without problems."""
    return new_persona_text(PERSONA)


def good_scenario() -> str:
    """A scenario's text without problems."""
    return new_scenario_text(SCENARIO, PERSONA)


def changed(text: str, old: str, new: str) -> str:
    """A text with its first `old` replaced; the test is wrong if there is none."""
    assert old in text, f"the good file has no {old!r}"
    return text.replace(old, new, 1)


def place_of(text: str, needle: str) -> tuple[int, int]:
    """Line and column, from 1, of the first `needle`."""
    at = text.index(needle)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def persona_problems(folder: Path, text: str, name: str = PERSONA) -> list[Problem]:
    """The errors and warnings of a persona's text."""
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    _, problems = check_persona(file)
    return [one for one in problems if one.severity is not Severity.NOTE]


def scenario_problems(
    folder: Path, text: str, personas: dict[str, Persona | None] | None = None
) -> list[Problem]:
    """The errors and warnings of a scenario's text."""
    file = folder / f"{SCENARIO}.yaml"
    file.write_text(text, encoding="utf-8")
    _, problems = check_scenario(file, personas)
    return [one for one in problems if one.severity is not Severity.NOTE]


def only(problems: list[Problem]) -> Problem:
    """The one problem there is."""
    assert len(problems) == 1, "\n".join(str(one) for one in problems)
    return problems[0]
