"""What the models say about themselves: keys at a place, values of a key, what an attribute means."""

from __future__ import annotations

import inspect
import re
import types
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from simulator.authoring.problems import Loc

_ATTRIBUTE = re.compile(r"^    (\w+): (.+)$")
_MEMBER_COMMENT = re.compile(r"^    ([A-Z][A-Z0-9_]*) = \"[^\"]+\"\s*#\s*(.+?)\s*$")


def shape_at(model: type[BaseModel], loc: Loc) -> Any:
    """The annotation that holds at a place of a model's data; None where the model has no such place."""
    shape: Any = model
    for step in loc:
        shape = _inner(bare(shape), step)
        if shape is None:
            return None
    return bare(shape)


def keys_of(shape: Any) -> tuple[str, ...]:
    """The keys that may stand in a value of that shape."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return tuple(shape.model_fields)
    if get_origin(shape) is dict:
        return values_of(get_args(shape)[0])
    return ()


def values_of(shape: Any) -> tuple[str, ...]:
    """The words that a value of that shape may be; empty where it is free."""
    shape = bare(shape)
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return tuple(str(member) for member in shape)
    if get_origin(shape) is Literal:
        return tuple(str(value) for value in get_args(shape))
    return ()


def _inner(shape: Any, step: str | int) -> Any:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        field = shape.model_fields.get(step) if isinstance(step, str) else None
        return field.annotation if field else None
    arguments = get_args(shape)
    if get_origin(shape) is dict:
        return arguments[1]
    if get_origin(shape) is tuple and isinstance(step, int):
        if arguments[-1] is Ellipsis:
            return arguments[0]
        return arguments[step] if step < len(arguments) else None
    return None


def bare(shape: Any) -> Any:
    """A shape without its notes and without None."""
    while True:
        if get_origin(shape) is Annotated:
            shape = get_args(shape)[0]
        elif get_origin(shape) in (Union, types.UnionType):
            shape = next(one for one in get_args(shape) if one is not type(None))
        else:
            return shape


@cache
def meanings(model: type[BaseModel]) -> dict[str, str]:
    """What each attribute of a model means, from the ``Attributes:`` of its docstring and of its bases."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        found.update(_attributes(inspect.cleandoc(base.__dict__.get("__doc__") or "")))
    return found


def summary_of(model: type[Any]) -> str:
    """The first paragraph of a docstring, on one line."""
    text = inspect.cleandoc(model.__dict__.get("__doc__") or "")
    return plain(text.split("\n\n", 1)[0])


@cache
def member_comments(enum: type[StrEnum]) -> dict[str, str]:
    """The comments that stand behind the members of an enum, by value."""
    found: dict[str, str] = {}
    for line in inspect.getsource(enum).splitlines():
        match = _MEMBER_COMMENT.match(line)
        if match:
            found[str(enum[match[1]])] = plain(match[2])
    return found


def plain(text: str) -> str:
    """A piece of a docstring without its markup."""
    return re.sub(r"`+", "", " ".join(text.split()))


def _attributes(doc: str) -> dict[str, str]:
    _, heading, body = doc.partition("Attributes:\n")
    if not heading:
        return {}
    found: dict[str, str] = {}
    name = ""
    for line in body.splitlines():
        if line.strip() and not line.startswith("    "):
            break
        match = _ATTRIBUTE.match(line)
        if match:
            name = match[1]
            found[name] = match[2]
        elif name and line.strip():
            found[name] += " " + line.strip()
    return {key: plain(value) for key, value in found.items()}
