"""The JSON Schemas: as committed, and with what editors need."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.authoring.schema import persona_schema, rubric_schema, scenario_schema, schema_text
from simulator.domain.lines import TOPIC_MOVES, Move

FOLDER = Path(__file__).parents[2] / "docs" / "schema"


@pytest.mark.parametrize(
    ("name", "schema"),
    [("persona", persona_schema()), ("scenario", scenario_schema()), ("rubric", rubric_schema())],
)
def test_committed_schema_is_what_the_models_make(name: str, schema: dict[str, object]) -> None:
    committed = (FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(schema), "run scripts/write_schemas.py"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_persona_schema_lets_a_line_be_text_or_mapping() -> None:
    schema = persona_schema()
    hint = schema["$defs"]["Layer"]["properties"]["hint"]
    assert hint["items"] == {"$ref": "#/$defs/AuthoredLine"}
    forms = schema["$defs"]["AuthoredLine"]["anyOf"]
    assert forms[0]["type"] == "string"
    assert forms[1] == {"$ref": "#/$defs/Line"}


def test_persona_schema_names_every_general_move_and_no_other() -> None:
    lines = persona_schema()["properties"]["lines"]
    assert set(lines["properties"]) == {str(move) for move in Move} - {str(move) for move in TOPIC_MOVES}
    assert lines["additionalProperties"] is False
    assert lines["properties"]["go_ahead"]["description"]
    assert "goodbye" in lines["required"]


def test_schemas_explain_documented_keys_and_refuse_unknown_ones() -> None:
    for schema in (persona_schema(), scenario_schema()):
        assert schema["additionalProperties"] is False
    layer = persona_schema()["$defs"]["Layer"]
    for key in (
        "about",
        "ask",
        "words",
        "mentions",
        "id",
        "fact",
        "hint",
        "guard",
        "reveal",
        "more",
        "accept",
    ):
        assert layer["properties"][key]["description"], key
    assert layer["properties"]["id"]["pattern"].startswith("^[a-z]")
    assert scenario_schema()["$defs"]["Finding"]["properties"]["finds"]["description"]


def test_persona_schema_knows_the_behaviours_that_move_trust() -> None:
    moves = persona_schema()["$defs"]["Temper"]["properties"]["moves_trust"]
    assert "reflection" in moves["propertyNames"]["enum"]
