"""Scenarios: names that exist, research that does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.load import load_persona
from simulator.authoring.problems import Severity
from simulator.domain.persona import Persona
from tests.authoring.helpers import (
    PERSONA,
    Mistake,
    changed,
    good_persona,
    good_scenario,
    only,
    place_of,
    scenario_problems,
)


@pytest.fixture(scope="module")
def personas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Persona | None]:
    file = tmp_path_factory.mktemp("personas") / f"{PERSONA}.yaml"
    file.write_text(good_persona(), encoding="utf-8")
    return {PERSONA: load_persona(file), "broken-one": None}


def test_good_scenario_has_no_problems(tmp_path: Path, personas: dict[str, Persona | None]) -> None:
    assert scenario_problems(tmp_path, good_scenario(), personas) == []


@pytest.mark.parametrize(
    "mistake",
    [
        Mistake(f"- persona: {PERSONA}", "- persona: ines-pelow", "ines-pelow", "no persona", PERSONA),
        Mistake(
            f"    persona: {PERSONA}\n  - id: register",
            "    persona: nobody\n  - id: register",
            "nobody\n",
            "no persona",
        ),
        Mistake(
            "    cost_s: 60\n", "    cost_s: 60\n    topic: website\n", "website", "no fact", "fact:website"
        ),
        Mistake(
            "    cost_s: 60\n",
            "    cost_s: 60\n    topic: fact:websit\n",
            "fact:websit",
            "no fact",
            "fact:website",
        ),
        Mistake("  - id: register", "  - id: web", "web\n    title: The trade", "another finding"),
        Mistake(
            "  - id: no-work",
            "  - id: doubles-sales",
            "doubles-sales\n      text: It takes",
            "another forbidden",
        ),
        Mistake("  probing: 2", "  probin: 2", "probin", "not known here", "probing"),
        Mistake("  probing: 2", "  probing: -2", "-2", "0 or more"),
        Mistake(
            "text: It takes no work of the owner's at all.",
            "text: It can be ended at the end of any month.",
            "",
            "among the true ones",
        ),
        Mistake(
            "finds: Open Tuesday",
            "finds: Quotes take three days. Open Tuesday",
            "Quotes take",
            '"three days"',
        ),
        Mistake(
            "finds: Open Tuesday",
            "finds: She paid for the glass late, twice this spring. Open",
            "She paid",
            "gives away",
        ),
        Mistake("note: Owner. Was", "note: Has the ledger of an uncle. Was", "Has the ledger", "gives away"),
        Mistake(
            "goal: A visit",
            "goal: Hear that she thinks of giving up, then a visit",
            "Hear that",
            "gives away",
        ),
        Mistake("call_type: cold_call", "call_type: cold", "cold #", "not one of", "cold_call"),
        Mistake("clock_s: 600", "clock_s: ten", "ten #", "whole number"),
    ],
)
def test_scenario_with_one_mistake_is_told_where_and_what(
    tmp_path: Path, personas: dict[str, Persona | None], mistake: Mistake
) -> None:
    text = changed(good_scenario(), mistake.old, mistake.new)
    problems = scenario_problems(tmp_path, text, personas)
    found = [one for one in problems if mistake.part in one.message and one.severity is Severity.ERROR]
    assert found, "\n".join(str(one) for one in problems)
    assert found[0].suggestion == mistake.suggestion
    if mistake.at:
        assert (found[0].line, found[0].column) == place_of(text, mistake.at)


def test_scenario_with_weights_of_nothing_is_an_error(tmp_path: Path) -> None:
    text = good_scenario()
    weights = text.index("  probing: 2")
    problem = only(scenario_problems(tmp_path, text[:weights] + "  probing: 0\n"))
    assert "nothing would be scored" in problem.message


def test_scenario_with_lead_whose_file_has_errors_is_warned(
    tmp_path: Path, personas: dict[str, Persona | None]
) -> None:
    text = changed(good_scenario(), f"- persona: {PERSONA}", "- persona: broken-one")
    problems = scenario_problems(tmp_path, text, personas)
    assert {one.severity for one in problems} == {Severity.WARNING}


def test_scenario_checked_without_personas_leaves_names_alone(tmp_path: Path) -> None:
    text = changed(good_scenario(), f"- persona: {PERSONA}", "- persona: nobody")
    assert scenario_problems(tmp_path, text) == []
