"""The models' complaints about a file, in plain words and in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.authoring.problems import Loc, Problem, closest
from simulator.authoring.shapes import keys_of, meanings, shape_at, values_of
from simulator.authoring.yaml_source import Source
from simulator.domain.lines import Line

#: what a pattern asks for, in words
_PATTERNS: Mapping[str, str] = {
    r"^[a-z][a-z0-9-]{1,40}$": "2 to 41 small letters, digits and hyphens, beginning with a letter",
    r"^[a-z][a-z0-9_]*$": "small letters, digits and _, beginning with a letter",
    r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$": "small letters, digits and hyphens, beginning with a letter",
}
_KEY_ERROR = "[key]"
#: steps in pydantic's ways that name the two forms of an authored line
_AS_MAPPING, _AS_TEXT = Line.__name__, "str"
#: characters of an attribute's meaning that still read well behind "is missing"
_SHOWN_MEANING = 130


def explain(error: ValidationError, model: type[BaseModel], source: Source) -> list[Problem]:
    """One problem for each thing that the models refuse.

    Args:
        error: what validating `source.data` as `model` raised.
    """
    found: list[Problem] = []
    for detail in error.errors(include_url=False, include_input=True):
        loc = _without_branch(tuple(detail["loc"]), source)
        if loc is None or _follows_from_another(detail["type"], loc, detail.get("ctx") or {}, source):
            continue
        problem = _one(detail, loc, model, source)
        if problem not in found:
            found.append(problem)
    return found


def _without_branch(loc: Loc, source: Source) -> Loc | None:
    """The way without the step that says which form of a line was tried; None where the other was meant."""
    for index, step in enumerate(loc):
        if step not in (_AS_MAPPING, _AS_TEXT) or index == 0 or not isinstance(loc[index - 1], int):
            continue
        is_mapping = isinstance(source.at(loc[:index]), dict)
        if is_mapping != (step == _AS_MAPPING):
            return None
        return (*loc[:index], *loc[index + 1 :])
    return loc


def _follows_from_another(kind: str, loc: Loc, context: Mapping[str, Any], source: Source) -> bool:
    """Whether a list is called too short only since entries of it were refused, each with its own problem."""
    if kind != "too_short":
        return False
    value = source.at(loc)
    return isinstance(value, list) and len(value) >= int(context["min_length"])


def _one(detail: ErrorDetails, loc: Loc, model: type[BaseModel], source: Source) -> Problem:
    kind, context, value = detail["type"], detail.get("ctx") or {}, detail.get("input")
    if _is_split_line(loc[:-1], model, source):
        message = "a colon and a space in the middle make this something else than a line; put it in quotes"
        return source.problem(loc[:-1], message)
    if loc and loc[-1] == _KEY_ERROR:
        return _unknown_key(loc[:-1], model, source)
    if kind == "extra_forbidden":
        return _unknown_key(loc, model, source)
    if kind == "missing":
        return source.problem(loc, f"is missing{_meaning(loc, model)}")
    here = source.known(loc)
    if value is None and here == loc:
        return source.problem(here, f"is empty; {_wanted(kind, context)}{_meaning(loc, model)}", of_key=True)
    if kind in ("enum", "literal_error"):
        return _unknown_value(here, value, values_of(shape_at(model, loc)), source)
    return source.problem(here, _refused(kind, context, source.at(here) if kind == "too_short" else value))


def _is_split_line(loc: Loc, model: type[BaseModel], source: Source) -> bool:
    """Whether an author's line holds ": " without quotes, so that YAML took its first half for a key."""
    value = source.at(loc)
    if shape_at(model, loc) is not Line or not isinstance(value, dict) or len(value) != 1:
        return False
    return not closest(next(iter(value)), Line.model_fields)


def _unknown_key(loc: Loc, model: type[BaseModel], source: Source) -> Problem:
    around = shape_at(model, loc[:-1])
    known = keys_of(around)
    name = str(loc[-1])
    message = f'"{name}" is not known here'
    suggestion = closest(name, known)
    if not suggestion and len(known) <= 14:
        message += f"; known are {', '.join(known)}"
    return source.problem(loc, message, suggestion=suggestion, of_key=True)


def _unknown_value(loc: Loc, value: Any, known: Sequence[str], source: Source) -> Problem:
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    if isinstance(value, (list, dict)):
        return source.problem(loc, f"must be one of {', '.join(known)}, not {_kind_of(value)}")
    suggestion = closest(value, known) if isinstance(value, str) else ""
    message = f"{shown[:40]} is not one of {', '.join(known)}"
    return source.problem(loc, message, suggestion=suggestion)


def _meaning(loc: Loc, model: type[BaseModel]) -> str:
    around = shape_at(model, loc[:-1]) if loc else None
    if isinstance(around, type) and issubclass(around, BaseModel):
        meaning = meanings(around).get(str(loc[-1]), "")
        return f" ({meaning.rstrip('.')})" if 0 < len(meaning) <= _SHOWN_MEANING else ""
    return ""


def _wanted(kind: str, context: Mapping[str, Any]) -> str:
    match kind:
        case "tuple_type" | "list_type":
            return "it must be a list, each entry on its own line with a dash"
        case "dict_type" | "model_type" | "model_attributes_type" | "dataclass_type":
            return "it must be a mapping with keys of its own"
        case "int_type" | "int_from_float" | "int_parsing":
            return "it must be a whole number"
        case "float_type" | "float_parsing":
            return "it must be a number"
        case "bool_type" | "bool_parsing":
            return "it must be true or false"
        case "enum" | "literal_error":
            return f"it must be one of {str(context.get('expected', '')).replace(' or ', ', ')}"
        case _:
            return "it must be a text"


def _refused(kind: str, context: Mapping[str, Any], value: Any) -> str:
    """Why a value that is there was not taken."""
    match kind:
        case "string_type":
            if isinstance(value, (bool, int, float)):
                return f'must be a text; put it in quotes: "{str(value).lower()}"'
            if isinstance(value, dict) and len(value) == 1:
                return "must be a text; one that holds a colon and a space must be in quotes"
            return f"must be a text, not {_kind_of(value)}"
        case "tuple_type" | "list_type":
            if isinstance(value, dict):
                return "must be a list; put a dash before each entry"
            return "must be a list; put the text on a line of its own with a dash before it"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"must be a mapping with keys of its own, not {_kind_of(value)}"
        case "bool_type" | "bool_parsing":
            return f"must be true or false, not {_kind_of(value)}"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"must be a whole number without quotes, not {_kind_of(value)}"
        case "float_type" | "float_parsing":
            return f"must be a number without quotes, not {_kind_of(value)}"
        case "string_pattern_mismatch":
            asked = _PATTERNS.get(str(context.get("pattern")), "another form")
            return f'"{str(value)[:40]}" cannot be used here; it takes {asked}'
        case _:
            return _out_of_bounds(kind, context, value)


def _out_of_bounds(kind: str, context: Mapping[str, Any], value: Any) -> str:
    match kind:
        case "string_too_short":
            least = int(context["min_length"])
            if least == 1 or not value:
                return "is empty"
            return f"is too short: it has {len(str(value))} of at least {least} characters"
        case "string_too_long":
            return f"is too long: it has {len(str(value))} characters, {context['max_length']} at most"
        case "too_short":
            count = len(value) if isinstance(value, (list, tuple)) else context["actual_length"]
            return f"has {_entries(count)}, {context['min_length']} at least are needed"
        case "too_long":
            most = int(context["max_length"])
            actual = len(value) if isinstance(value, (list, tuple)) else context.get("actual_length")
            return f"has {_entries(actual)}, {most} at most" if actual else f"has more than {most} entries"
        case "greater_than_equal" | "greater_than":
            return f"is {value}; the least is {context.get('ge', context.get('gt')):g}"
        case "less_than_equal" | "less_than":
            return f"is {value}; the most is {context.get('le', context.get('lt')):g}"
        case "value_error":
            return str(context.get("error", "cannot be used"))
        case _:
            return f"cannot be used: {_kind_of(value)}"


def _entries(count: Any) -> str:
    return "1 entry" if count == 1 else f"{count or 'no'} entries"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the text "{value[:30]}"'
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return "nothing"
