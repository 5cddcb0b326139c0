"""YAML 1.2 files as plain data that knows the line and column of every value.

The text is composed to nodes by ruamel.yaml and turned into data here, since there each value's place, the
quotes around a key and doubled keys can still be seen.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from simulator.authoring.problems import Loc, Problem, Severity, dotted
from simulator.authoring.yaml_words import plain_words

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
#: values in one file after its aliases are written out; a full persona has some 2,500
MAX_VALUES = 100_000
#: characters of text in one file after its aliases are written out
MAX_CHARACTERS = 2 * MAX_BYTES
#: digits of a whole number; nothing in these files needs more than four
_MOST_DIGITS = 20

_TAG = "tag:yaml.org,2002:"
_READ_AS_BOOLEAN = frozenset({"yes", "no", "on", "off", "true", "false", "y", "n"})
#: control characters, and marks that turn the reading direction: unseen in an editor, harmful in a terminal
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


class Mark(NamedTuple):
    """A place in a file, both figures from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """The data of a YAML file with the place of each key and value."""

    path: Path
    data: Any
    values: dict[Loc, Mark] = field(repr=False)
    keys: dict[Loc, Mark] = field(repr=False)

    def known(self, loc: Loc) -> Loc:
        """The longest part of a way that exists in the file."""
        while loc and loc not in self.values:
            loc = loc[:-1]
        return loc

    def at(self, loc: Loc) -> Any:
        """The value at a place; None where there is none."""
        value = self.data
        for step in loc:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def mark(self, loc: Loc, *, of_key: bool = False) -> Mark:
        """Where a value (or its key) stands; for one that is not there, where what is around it does."""
        if of_key and loc in self.keys:
            return self.keys[loc]
        return self.values.get(self.known(loc), Mark(1, 1))

    def problem(
        self,
        loc: Loc,
        message: str,
        *,
        suggestion: str = "",
        severity: Severity = Severity.ERROR,
        of_key: bool = False,
    ) -> Problem:
        """A problem at the place of a value, or of its key."""
        line, column = self.mark(loc, of_key=of_key)
        return Problem(self.path, line, column, dotted(loc), message, suggestion, severity)


class _TooDeepError(MarkedYAMLError):
    """Lists and mappings nested beyond the bound."""


class _BoundedComposer(Composer):
    """A composer that stops at a depth where the stock one would run out of stack."""

    _depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            event = self.parser.peek_event()
            raise _TooDeepError(problem="too deep", problem_mark=event.start_mark)
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def read_source(path: Path) -> tuple[Source | None, list[Problem]]:
    """Read one YAML file.

    Returns:
        The file's data, or None where it cannot be read as YAML at all; and every problem met on the way. A
        source that comes with problems holds what could be made of the rest, so that all can be told at once.
    """
    text, trouble = _read_text(path)
    if text is None:
        return None, [Problem(path, 0, 0, "", trouble)]
    return parse_source(text, path)


def parse_source(text: str, path: Path) -> tuple[Source | None, list[Problem]]:
    """The same for a text that is already in memory; `path` only names it."""
    if text.startswith("%"):
        return None, [Problem(path, 1, 1, "", "a line that begins with % is not needed here; delete it")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            root = _compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        return None, [Problem(path, line, column, "", "there is a control character here; delete it")]
    except MarkedYAMLError as error:
        mark, message = plain_words(error)
        return None, [Problem(path, mark[0], mark[1], "", message)]
    except (YAMLError, ValueError, RecursionError):
        return None, [Problem(path, 0, 0, "", "this cannot be read as YAML")]
    if root is None:
        return None, [Problem(path, 0, 0, "", "the file is empty")]
    reader = _NodeReader(path)
    data = reader.read(root)
    return Source(path, data, reader.values, reader.keys), reader.problems


def _compose(text: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _BoundedComposer
    return yaml.compose(io.StringIO(text))  # type: ignore[no-any-return]  # untyped library


def _read_text(path: Path) -> tuple[str | None, str]:
    """The text of a file, or None and the reason why there is none."""
    try:
        if path.is_dir():
            return None, "this is a folder; name a file that ends in .yaml"
        if not path.exists():
            return None, "there is no such file"
        if not path.is_file():
            return None, "this is not an ordinary file"
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, f"the file cannot be read ({error.strerror or type(error).__name__})"
    except ValueError:
        return None, "this is not a name that a file can have"
    if len(raw) > MAX_BYTES:
        return None, f"the file is larger than {MAX_BYTES // 1_000_000} MB; a persona needs about 100 kB"
    if b"\x00" in raw:
        return None, "this is not a text file; save it as plain text in UTF-8"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, f"the text is not UTF-8 (line {line}); save it in UTF-8"
    if not text.strip():
        return None, "the file is empty"
    return text, ""


class _NodeReader:
    """Turns one file's nodes into data, noting places and problems."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0
        self._characters = 0
        self._flooded = False
        self.values: dict[Loc, Mark] = {}
        self.keys: dict[Loc, Mark] = {}
        self.problems: list[Problem] = []

    def read(self, node: Node, loc: Loc = ()) -> Any:
        mark = Mark(node.start_mark.line + 1, node.start_mark.column + 1)
        self._count += 1
        self._characters += len(node.value) if isinstance(node, ScalarNode) else 0
        if self._count > MAX_VALUES or self._characters > MAX_CHARACTERS or len(loc) > MAX_DEPTH:
            if not self._flooded:
                self._flooded = True
                self._report(
                    mark, loc[:4], "references (* and &) blow this file up; write the values out instead"
                )
            return None
        self.values[loc] = mark
        if isinstance(node, ScalarNode):
            return self._scalar(node, loc, mark)
        tag = str(node.tag)
        if tag not in (f"{_TAG}map", f"{_TAG}seq"):
            self._report(mark, loc, f'the tag "{_short_tag(tag)}" has no meaning here; leave it out')
        if isinstance(node, SequenceNode):
            return [self.read(child, (*loc, index)) for index, child in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, loc)
        return None

    def _mapping(self, node: MappingNode, loc: Loc) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = Mark(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            key = self._key(key_node, loc, mark)
            if key is None:
                continue
            here = (*loc, key)
            if key in data:
                first = self.keys[here]
                self._report(
                    mark, here, f"this key is already there in line {first.line}; only one of them can stand"
                )
                continue
            self.keys[here] = mark
            data[key] = self.read(value_node, here)
        return data

    def _key(self, node: Node, loc: Loc, mark: Mark) -> str | None:
        if not isinstance(node, ScalarNode):
            self._report(mark, loc, "a key must be a word, not a list or a mapping")
            return None
        key = str(node.value)
        plain = node.style in (None, "")
        if plain and key == "<<":
            self._report(mark, loc, "merging mappings with << is not supported; write the values out instead")
            return None
        if plain and key.lower() in _READ_AS_BOOLEAN:
            message = (
                f'the key "{key}" without quotes means true or false to many YAML programs, and gets lost; '
                "use another word"
            )
            self._report(mark, (*loc, key), message)
            return None
        if plain and str(node.tag) != f"{_TAG}str":
            self._report(mark, (*loc, key), "a key must be a word; put it in quotes if you mean it")
            return None
        return key

    def _scalar(self, node: ScalarNode, loc: Loc, mark: Mark) -> Any:
        tag, text = str(node.tag), str(node.value)
        try:
            match tag.removeprefix(_TAG):
                case "null":
                    return None
                case "bool":
                    return text.lower() == "true"
                case "int":
                    return _integer(text)
                case "float":
                    number = float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
                    if not math.isfinite(number):
                        raise ValueError(text)
                    return number
                case "str" | "timestamp" | "merge" | "value":
                    return self._text(text, loc, mark)
        except ValueError:
            self._report(mark, loc, f'"{text[:30]}" is no number that can be used here')
            return None
        self._report(mark, loc, f'the tag "{_short_tag(tag)}" has no meaning here; put the text in quotes')
        return text

    def _text(self, text: str, loc: Loc, mark: Mark) -> str:
        unseen = _UNSEEN.search(text)
        if unseen:
            self._report(
                mark,
                loc,
                f"the text holds a character that cannot be seen (U+{ord(unseen[0]):04X}); delete it",
            )
            return _UNSEEN.sub(" ", text)
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            self._report(
                mark, loc, "the text holds half of a character (a \\u escape without its second half)"
            )
            return text.encode("utf-8", "replace").decode("utf-8")
        return text

    def _report(self, mark: Mark, loc: Loc, message: str) -> None:
        self.problems.append(Problem(self._path, mark.line, mark.column, dotted(loc), message))


def _short_tag(tag: str) -> str:
    return tag.replace(_TAG, "!!")[:40]


def _integer(text: str) -> int:
    digits = text.replace("_", "").lower()
    if len(digits) > _MOST_DIGITS:
        raise ValueError(text)
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    for prefix, base in (("0o", 8), ("0x", 16), ("0b", 2)):
        if digits.startswith(prefix):
            return sign * int(digits[2:], base)
    return sign * int(digits)
