"""JSON and JSONL files: a line at a time, or an element of a large list at a time, never a large file whole.

JSONL is what most lines of are JSON by themselves. A torn last line is told of after the good ones. A JSON
file up to a few megabytes is read whole; in a larger one the conversations of a list come one by one as
they are read, and only a file that is a single transcript is held whole, up to the bound of one.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats.call_list import listed_calls
from simulator.batch.formats.conversations import conversations
from simulator.batch.formats.decoding import lines as lines_in
from simulator.batch.formats.decoding import up_to
from simulator.batch.formats.gathered import Gathered
from simulator.batch.formats.records import is_row
from simulator.batch.formats.refusals import TRANSCRIPT_LIMIT, cut_off, refused, too_large, unknown
from simulator.batch.heard import Heard

#: characters up to which a JSON file is read whole before anything else is tried
WHOLE_LIMIT: Final = 4_000_000
#: a list at the top or at most two keys down; not the words and channels of one transcript
_ELEMENT: Final = re.compile(
    r"(?!results\.(?:item|items|channels|speaker_labels|utterances)\b)(?:[^.]+\.){0,2}item"
)
#: elements of a list that are no conversations before the list is taken for something else
_PATIENCE: Final = 200


class _NotJson(Exception):
    """What is wrong, and whether the text simply ends too early."""

    def __init__(self, message: str, *, torn: bool) -> None:
        super().__init__(message)
        self.torn = torn


def is_json_lines(sample: str, name: str) -> bool:
    """Whether a file that begins so has a JSON value in each line."""
    lines = [line for line in sample.split("\n")[:20] if line.strip()]
    parsed = sum(_parses(line) for line in lines)
    by_name = name.lower().endswith((".jsonl", ".ndjson"))
    if len(lines) == 1:
        return by_name
    return parsed * 2 >= len(lines) or (by_name and (parsed > 0 or lines[0].strip() not in {"{", "["}))


def _parses(line: str) -> bool:
    try:
        return isinstance(_loaded(line), dict | list)
    except _NotJson:
        return False


def _loaded(text: str) -> Any:
    """A JSON value.

    Raises:
        _NotJson: it is none.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        torn = error.pos >= len(text.rstrip()) or error.msg.startswith(
            ("Unterminated string", "Invalid \\u", "Invalid \\escape")
        )
        torn = torn or text[error.pos :].rstrip() in {
            "t",
            "tr",
            "tru",
            "f",
            "fa",
            "fal",
            "fals",
            "n",
            "nu",
            "nul",
            "-",
        }
        raise _NotJson(
            f"It is not JSON: {error.msg}, line {error.lineno} column {error.colno}.", torn=torn
        ) from error
    except RecursionError as error:
        raise _NotJson("It is not JSON that can be read: it is nested too deep.", torn=False) from error
    except ValueError as error:  # a number of more digits than Python converts
        raise _NotJson("It is not JSON that can be read: a number is too long.", torn=False) from error


def read_lines(file: io.TextIOWrapper, name: str) -> Iterator[Heard | UnreadableError]:
    """The conversations of a JSONL file: one a line, or one thing said a line."""
    gathered = Gathered(name, "jsonl")
    held: tuple[int, _NotJson] | None = None
    numbered = enumerate(lines_in(file, name), start=1)
    for number, line in numbered:
        if not line.strip():
            continue
        if held is not None:
            yield refused(str(held[1]), f"{name}:{held[0]}", FailureKind.NOT_JSON)
            held = None
        try:
            value = _loaded(line)
        except _NotJson as error:
            held = number, error
            continue
        yield from _of_line(value, f"{name}:{number}", gathered)
    if held is not None:
        number, problem = held
        if problem.torn:
            yield cut_off("The last line is cut off.", f"{name}:{number}")
        else:
            yield refused(str(problem), f"{name}:{number}", FailureKind.NOT_JSON)
    yield from gathered.rest()


def _of_line(value: Any, place: str, gathered: Gathered) -> Iterator[Heard | UnreadableError]:
    if not (isinstance(value, dict) and isinstance(value.get("turns"), list)) and is_row(value):
        yield from gathered.add(value, place)
        return
    found = False
    for number, heard in enumerate(conversations(value), start=1):
        found = True
        yield heard if heard.id else replace(heard, id=place if number == 1 else f"{place}.{number}")
    if not found:
        yield _nothing(value, place)


def read_document(
    file: io.TextIOWrapper, again: Callable[[], io.TextIOWrapper], name: str
) -> Iterator[Heard | UnreadableError]:
    """The conversations of a JSON file.

    Args:
        file: the text, from its beginning.
        again: opens the same text anew.
        name: of the file.
    """
    text = up_to(file, WHOLE_LIMIT + 1)
    if len(text) <= WHOLE_LIMIT:
        yield from _of_text(text.replace("\0", ""), name)
        return
    del text
    file.close()  # with what it has read ahead
    found = False
    with again() as anew:
        for one in _streamed(anew, name):
            found = True
            yield one
    if found:
        return
    with again() as anew:
        text = up_to(anew, TRANSCRIPT_LIMIT + 1)
    if len(text) > TRANSCRIPT_LIMIT:
        yield too_large(name)
    else:
        yield from _of_text(text.replace("\0", ""), name)


def _of_text(text: str, name: str) -> Iterator[Heard | UnreadableError]:
    values: list[Any] = []
    problem: _NotJson | None = None
    try:
        values.append(_loaded(text))
    except _NotJson as error:
        problem = error
        if "Extra data" in str(error):
            values, problem = _several(text)
        elif error.torn and text.lstrip()[:1] in {"[", "{"}:
            before = False
            for one in _streamed(
                io.StringIO(text), name
            ):  # whole conversations before the tear are good ones
                before = True
                yield one
            if before:
                return
    if problem is not None and not values:
        kind = (
            cut_off("The file is cut off.", name)
            if problem.torn
            else refused(str(problem), name, FailureKind.NOT_JSON)
        )
        yield kind
        return
    found = [one for value in values for one in conversations(value)]
    for number, heard in enumerate(found, start=1):
        yield heard if heard.id or len(found) == 1 else replace(heard, id=f"{name}:{number}")
    if not found and problem is None:
        yield _nothing(values[0], name)
    elif problem is not None:
        yield (
            cut_off("The end of the file is cut off.", name)
            if problem.torn
            else refused(str(problem), name, FailureKind.NOT_JSON)
        )


def _several(text: str) -> tuple[list[Any], _NotJson | None]:
    """JSON values one after the other, as some tools append them, and what is wrong behind the last good one."""
    decoder, values, at = json.JSONDecoder(), list[Any](), 0
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            try:
                _loaded(text[at:])
            except _NotJson as error:
                return values, error
            return values, None
        values.append(value)
        at = end
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
    return values, None


def _nothing(value: Any, name: str) -> UnreadableError:
    if isinstance(value, dict):
        for key in (
            "turns",
            "messages",
            "segments",
            "utterances",
            "transcript",
            "callTranscripts",
            "monologues",
        ):
            if value.get(key) == []:
                return refused("Nobody says anything in it.", name, FailureKind.NO_TURNS)
    if listed_calls(value):
        return refused(
            "It is a list of calls, without what was said in them.",
            name,
            FailureKind.NO_TURNS,
            "Transcripts of these calls in the same file or folder have their titles and parties from it.",
        )
    return unknown("It is JSON, and there is no conversation in it.", name)


class _TooLarge(Exception):
    """An element larger than a transcript may be."""


class _Bytes:
    """A text as the bytes that the streaming parser wants."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        """The next bytes; some more than asked for where characters take several."""
        return self._text.read(size).replace("\0", "").encode("utf-8", "replace")


def _elements(events: Iterable[tuple[str, str, Any]], missed: Mapping[str, int]) -> Iterator[tuple[str, Any]]:
    """Objects and lists that are elements of a list not deep in the value, with their place.

    Raises:
        _TooLarge: one of them is larger than a transcript may be.
    """
    from ijson import ObjectBuilder  # noqa: PLC0415

    building: Any = None
    place, size = "", 0
    for prefix, event, value in events:
        if building is None:
            opens = event in {"start_map", "start_array"} and _ELEMENT.fullmatch(prefix) is not None
            if opens and missed.get(prefix, 0) < _PATIENCE:
                building, place, size = ObjectBuilder(), prefix, 0
                building.event(event, value)
            continue
        building.event(event, value)
        size += len(value) + 8 if isinstance(value, str) else 8
        if size > TRANSCRIPT_LIMIT:
            raise _TooLarge
        if event in {"end_map", "end_array"} and prefix == place:
            yield place, building.value
            building = None


def _streamed(text: io.TextIOBase, name: str) -> Iterator[Heard | UnreadableError]:
    """Conversations that are elements of a list, one at a time; nothing where there is no such list.

    A list of things said, at the top, is put together row by row.
    """
    import ijson  # noqa: PLC0415 - for large files only

    gathered = Gathered(name, "json")
    missed: dict[str, int] = {}
    number = 0
    try:
        for prefix, value in _elements(ijson.parse(_Bytes(text), use_float=True), missed):
            if "turns" not in value and is_row(value):
                missed[prefix] = missed.get(prefix, 0) + 1
                if prefix == "item":
                    yield from gathered.add(value, name)
                continue
            found = list(conversations(value))
            missed[prefix] = -1 if found else missed.get(prefix, 0) + 1
            for heard in found:
                number += 1
                yield heard if heard.id else replace(heard, id=f"{name}:{number}")
    except _TooLarge:
        yield too_large(name)
        return
    except ijson.IncompleteJSONError:
        if number:
            yield cut_off("The end of the file is cut off.", name)
        return
    except (ijson.JSONError, ValueError, RecursionError):
        if number:
            yield refused("From here on it is not JSON.", name, FailureKind.NOT_JSON)
        return
    yield from gathered.rest()
