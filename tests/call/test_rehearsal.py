"""A persona is rehearsed before anybody meets it."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.authoring.library import ContentLibrary
from simulator.authoring.load import load_persona
from simulator.authoring.starter import new_persona_text
from simulator.call.rehearsal import rehearse
from simulator.domain.persona import Persona

_LIBRARY = ContentLibrary()
_SCENARIO = _LIBRARY.scenario("front-desk")


def starter(folder: Path) -> Persona:
    """The small complete persona that `simulator persona new` writes."""
    path = folder / "anna-berg.yaml"
    path.write_text(new_persona_text("anna-berg"), encoding="utf-8")
    return load_persona(path)


def test_the_starter_is_reached_leaks_nothing_and_tells_reps_apart(tmp_path: Path) -> None:
    played = rehearse(starter(tmp_path), _SCENARIO, [1], tmp_path)
    assert played.is_reached
    assert played.tells_apart
    assert not played.leaks


def test_a_persona_that_nobody_can_reach_and_that_leaks_is_told(tmp_path: Path) -> None:
    shut = json.loads(starter(tmp_path).model_dump_json())
    for need in shut["needs"]:
        for layer in need["layers"]:
            layer["opens"] = {"trust": 0.84}
        need["layers"][0]["mentions"].append("Wrenfield")
    for lines in shut["lines"].values():
        for line in lines:
            line["say"] += " Wrenfield."
    played = rehearse(Persona.model_validate_json(json.dumps(shut)), _SCENARIO, [1], tmp_path)
    assert not played.is_reached
    assert "Wrenfield" in {name for _, name, _ in played.leaks}
