"""Rubrics from their files, with every problem at once."""

from __future__ import annotations

import textwrap
from pathlib import Path

from simulator.authoring.load import checked, usable
from simulator.authoring.problems import Problem
from simulator.authoring.rules_rubric import rubric_rules
from simulator.domain.rubric import Criterion, Rubric, rubric_hash

__all__ = ["check_rubric", "load_rubric", "rubric_hash", "rubric_text"]

#: columns of a rubric as text
_WIDTH = 96


def check_rubric(path: Path) -> tuple[Rubric | None, list[Problem]]:
    """Read and check a rubric.

    Returns:
        The rubric, or None where an error keeps it from being used; and all problems in the order of the file,
        warnings and notes among them.
    """
    return checked(path, Rubric, rubric_rules)


def load_rubric(path: Path) -> Rubric:
    """The rubric of a file.

    Raises:
        ContentError: it cannot be used; the message lists all errors with their places.
    """
    return usable(*check_rubric(path))


def rubric_text(rubric: Rubric) -> str:
    """A rubric for reading: each question with its levels, worst first, then the rules. Ends with a line break."""
    lines = [f"{rubric.title} ({rubric.id}, version {rubric.version}, hash {rubric_hash(rubric)})", ""]
    lines += [*_wrapped(rubric.about), ""]
    for criterion in rubric.criteria:
        lines += [*_criterion(criterion), ""]
    if rubric.rules:
        lines += ["Rules: broken, each is a flag beside the score", ""]
    for rule in rubric.rules:
        lines += [rule.id, *_wrapped(rule.question, "  "), *_wrapped(f"Flag: {rule.fact}", "  "), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _criterion(criterion: Criterion) -> list[str]:
    weight = "" if criterion.weight == 1 else f", weight {criterion.weight:g}"
    lines = [f"{criterion.id} ({criterion.dimension}{weight})", *_wrapped(criterion.question, "  ")]
    for level in criterion.levels:
        lines += _wrapped(level.behaviour, f"  {level.score:>5g}  ", " " * 9)
    return [*lines, *_wrapped(criterion.not_observed, "      –  ", " " * 9)]


def _wrapped(text: str, first: str = "", then: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if then is None else then,
        break_long_words=False,
        break_on_hyphens=False,
    )
