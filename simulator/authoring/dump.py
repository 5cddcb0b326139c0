"""A persona as the YAML that a coach would write."""

from __future__ import annotations

import io
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

from simulator.domain.lines import Line
from simulator.domain.persona import Layer, Persona

#: characters before a long text is folded to the next line
_WIDTH = 110


def persona_yaml(persona: Persona) -> str:
    """The YAML text of a persona; reading it gives an equal one.

    Lines without conditions are written as plain texts, layers are named by their second part, and what has
    its usual value is left out.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = _WIDTH
    # the models' order is the one to read in; the library's own default for this switch is None
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    out = io.StringIO()
    yaml.dump(_plain(persona), out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Line):
        return _plain_line(value)
    if isinstance(value, BaseModel):
        data = {
            name: _plain(getattr(value, name))
            for name, field in type(value).model_fields.items()
            if field.is_required() or getattr(value, name) != field.get_default()
        }
        if isinstance(value, Layer):
            data["id"] = value.id.rpartition(".")[2]
        return data
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def _plain_line(line: Line) -> str | dict[str, Any]:
    set_fields = {
        name: _plain(getattr(line, name))
        for name, field in Line.model_fields.items()
        if field.is_required() or getattr(line, name) != field.get_default()
    }
    return line.say if set(set_fields) == {"say"} else set_fields
