"""YAML's own complaints in plain words."""

from __future__ import annotations

from typing import Any

_QUOTE_IT = "put the text in quotes"
_INDENT = "the indentation does not fit the lines above, or a text goes on after its closing quote"

#: part of the library's message → what to tell a person who seldom writes YAML; the first that fits counts
_PLAIN: tuple[tuple[str, str], ...] = (
    ("too deep", "lists and mappings are nested too deeply here"),
    (
        "mapping values are not allowed",
        "a colon and a space inside a text: put the whole text in quotes (or the line above lacks its colon)",
    ),
    (
        "could not find expected ':'",
        "this line has no colon after its key; a text that goes on must be in quotes or indented",
    ),
    ("found undefined alias", "a text that begins with * must be in quotes"),
    ("while scanning an alias", "a text that begins with * must be in quotes"),
    ("while scanning an anchor", "a text that begins with & must be in quotes"),
    ("found character '\\t'", "there is a tab here; indent with spaces"),
    ("unknown escape character", "a backslash in double quotes: use single quotes around the text"),
    ("while scanning a quoted scalar", "the quote that begins here is never closed"),
    (
        "while parsing a flow sequence",
        "the list that begins with [ is not closed, or a comma is missing in it",
    ),
    ("while parsing a flow mapping", "the mapping that begins with { is not closed, or lacks a comma"),
    ("that cannot start any token", f"a text cannot begin with this character: {_QUOTE_IT}"),
    ("expected a single document", "there is a second document in the file (a line ---); leave one only"),
    ("while scanning a block scalar", "after | or > the text must begin on the next line, indented"),
    ("while parsing a block collection", _INDENT),
    ("while parsing a block mapping", f"{_INDENT} (in single quotes an apostrophe is written twice)"),
    (
        "sequence entries are not allowed",
        "a list cannot begin here: put the dash on a line of its own below the key",
    ),
    ("while scanning a directive", f"a text cannot begin with %: {_QUOTE_IT}"),
    ("while scanning a tag", "a text that begins with ! must be in quotes"),
    ("while parsing a tag", "a text that begins with ! must be in quotes"),
    ("while parsing a node", "a text that begins with ! or & must be in quotes"),
)

#: complaints whose cause stands where the construct began, not where the reader gave up
_AT_THE_START = ("while scanning a quoted scalar", "while parsing a flow")


def plain_words(error: Any) -> tuple[tuple[int, int], str]:
    """The place (line and column, from 1) and the meaning of a syntax error.

    Args:
        error: a ``MarkedYAMLError`` of ruamel.yaml, which ships without types.
    """
    said = f"{error.context or ''} | {error.problem or ''}"
    at_start = any(part in said for part in _AT_THE_START) and "escape" not in said
    mark = (error.context_mark if at_start else None) or error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    message = next((plain for part, plain in _PLAIN if part in said), "this is not valid YAML")
    return place, message
