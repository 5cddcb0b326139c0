"""JSON Schemas of the content files, so that editors complete, explain and check while a coach writes.

They are made from the models. Three things differ from what pydantic gives: descriptions come from the
docstrings, a line has its two forms in one place, and mappings from moves to lines name every move with its
meaning.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from simulator.authoring.rules_lines import REQUIRED_MOVES
from simulator.authoring.shapes import bare, meanings, member_comments, summary_of
from simulator.domain.lines import TOPIC_MOVES, Move
from simulator.domain.persona import Persona
from simulator.domain.rubric import Rubric
from simulator.domain.scenario import Scenario
from simulator.prospect.tempers import BEHAVIOURS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_Schema = dict[str, Any]


def persona_schema() -> _Schema:
    """The schema of a persona's file."""
    return _schema_of(Persona)


def scenario_schema() -> _Schema:
    """The schema of a scenario's file."""
    return _schema_of(Scenario)


def rubric_schema() -> _Schema:
    """The schema of a rubric's file."""
    return _schema_of(Rubric)


def schema_text(schema: _Schema) -> str:
    """A schema as it is written to a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write all schemas into a folder; returns their files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    made = {"persona": persona_schema(), "scenario": scenario_schema(), "rubric": rubric_schema()}
    for name, schema in made.items():
        file = folder / f"{name}.schema.json"
        file.write_text(schema_text(schema), encoding="utf-8")
        written.append(file)
    return written


def _schema_of(model: type[BaseModel]) -> _Schema:
    schema = model.model_json_schema()
    definitions: dict[str, _Schema] = schema.pop("$defs")
    models = {one.__name__: one for one in _models(model)}
    for name, part in ((model.__name__, schema), *definitions.items()):
        if name in models:
            _describe(part, models[name])
        else:
            part.pop("description", None)
    if "Line" in definitions:
        _name_the_lines(schema, definitions)
    if "Temper" in definitions:
        moves = definitions["Temper"]["properties"]["moves_trust"]
        moves["propertyNames"] = {"enum": sorted(BEHAVIOURS)}
    _drop_titles(schema)
    _drop_titles(definitions)
    return {"$schema": DIALECT, "title": model.__name__, **schema, "$defs": definitions}


def _describe(part: _Schema, model: type[BaseModel]) -> None:
    """Put the docstrings in: the summary over the whole, a meaning over each key."""
    part["description"] = summary_of(model)
    explained = meanings(model)
    for name, field in model.model_fields.items():
        entry = part["properties"][name]
        keyed_by = _enum_of_keys(field.annotation)
        if keyed_by is not None:
            part["properties"][name] = entry = _named_keys(entry, keyed_by)
        if name in explained:
            entry["description"] = explained[name]
        elif name == "lines" and keyed_by is Move:
            entry["description"] = "What they say, by move. Shared lines stand behind most of them."


def _enum_of_keys(annotation: Any) -> type[StrEnum] | None:
    shape = bare(annotation)
    if get_origin(shape) is not dict:
        return None
    key = bare(get_args(shape)[0])
    return key if isinstance(key, type) and issubclass(key, StrEnum) else None


def _named_keys(entry: _Schema, keys: type[StrEnum]) -> _Schema:
    """A mapping that names each of its keys, with what it means."""
    value = entry["additionalProperties"]
    comments = member_comments(keys)
    named = {}
    for key in keys:
        if key in TOPIC_MOVES:
            continue
        comment = comments.get(str(key))
        named[str(key)] = {**value, "description": comment} if comment else dict(value)
    needed = sorted(str(move) for move in REQUIRED_MOVES) if keys is Move else []
    kept: _Schema = {name: entry[name] for name in ("default", "title") if name in entry}
    if needed:
        kept["required"] = needed
    return {"type": "object", **kept, "properties": named, "additionalProperties": False}


def _name_the_lines(schema: _Schema, definitions: dict[str, _Schema]) -> None:
    """Define a line's two forms once, where pydantic writes them out in each list."""
    both: _Schema = {"anyOf": [{"$ref": "#/$defs/Line"}, {"type": "string"}]}
    for node in (*_nodes(schema), *_nodes(definitions)):
        if node.get("items") == both:
            node["items"] = {"$ref": "#/$defs/AuthoredLine"}
    length = {key: definitions["Line"]["properties"]["say"][key] for key in ("minLength", "maxLength")}
    definitions["AuthoredLine"] = {
        "description": "What is said: a plain text, or a mapping with say and the conditions for it.",
        "anyOf": [{"type": "string", **length}, {"$ref": "#/$defs/Line"}],
    }


def _nodes(value: Any) -> Iterator[_Schema]:
    """Every mapping in a schema."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _drop_titles(value: Any) -> None:
    """Take out the titles that pydantic makes from names: they only repeat the key."""
    for node in _nodes(value):
        if isinstance(node.get("title"), str):
            del node["title"]


def _models(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[type[BaseModel]]:
    """A model and all models within it."""
    found = seen if seen is not None else set()
    if model in found:
        return found
    found.add(model)
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            _models(inner, found)
    return found


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
