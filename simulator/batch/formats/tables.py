"""CSV and TSV: one thing said a row, or a whole transcript a row.

The evidence is a header among the first lines with a column for words and one for the voice, as `records`
knows them (or a column of whole transcripts). Without a header: rows of two or three cells of which one
column is names all the way down, judged like the names of a text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats.conversations import conversations, in_text
from simulator.batch.formats.gathered import CALL_KEYS, Gathered
from simulator.batch.formats.labels import could_be_name, known, voices
from simulator.batch.formats.records import START_KEYS, TEXT_KEYS, VOICE_KEYS, plain_key
from simulator.batch.formats.refusals import TRANSCRIPT_LIMIT, refused, too_large
from simulator.batch.formats.times import time_of
from simulator.batch.heard import Heard

_DELIMITERS: Final = ",\t;|"
_HEADER_WITHIN: Final = 10
_SURE_VOICES: Final = frozenset(
    "speaker speakername speakerlabel speakerid speakertag role participantrole speakerrole "
    "interlocutor channel".split()
)


@dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    Args:
        delimiter: between cells.
        header: names of the columns, as in the file or given by us.
        skip: lines before the first row.
        whole: whether each row has a whole transcript.
    """

    delimiter: str
    header: tuple[str, ...]
    skip: int
    whole: bool = False


def layout_of(sample: str) -> Layout | None:
    """The layout of a table that begins so; None where it is no table of a conversation."""
    csv.field_size_limit(
        TRANSCRIPT_LIMIT
    )  # the process's bound of 128 KB is less than one transcript in a cell
    lines = sample.split("\n")
    for skip in range(min(_HEADER_WITHIN, len(lines))):
        if not lines[skip].strip() or len(lines[skip]) > 5000:
            continue
        for delimiter in sorted(_DELIMITERS, key=lines[skip].count, reverse=True):
            if delimiter in lines[skip]:
                found = _with_header(lines, skip, delimiter)
                if found is not None:
                    return found
    return _without_header(lines)


def _with_header(lines: Sequence[str], skip: int, delimiter: str) -> Layout | None:
    header = _cells(lines[skip : skip + 1], delimiter)
    if not header:
        return None
    names = tuple(cell.strip().strip("\ufeff") for cell in header[0])
    keys = [plain_key(name) for name in names]
    texts = [key for key in keys if key in TEXT_KEYS]
    if not texts or any(len(name) > 60 for name in names):
        return None
    rows = _cells(lines[skip + 1 :], delimiter)[:20]
    if _transcripts(rows, keys, texts):
        return Layout(delimiter, names, skip + 1, whole=True)
    voiced = [key for key in keys if key in VOICE_KEYS]
    timed = [key for key in keys if key in START_KEYS]
    if not any(key in _SURE_VOICES for key in voiced) and not _come_again(
        rows, [keys.index(key) for key in voiced]
    ):
        voiced = []  # a list of people with a remark each is no conversation
        timed = timed if set(keys) & {"start", "starttime", "end", "endtime"} else []
    return Layout(delimiter, names, skip + 1) if voiced or timed or set(keys) & set(CALL_KEYS) else None


def _come_again(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether in one of the columns a label comes again, or is one that only speakers have."""
    for at in columns:
        cells = [row[at].strip() for row in rows if len(row) > at and row[at].strip()]
        if len(set(cells)) < len(cells) or any(known(cell) for cell in cells):
            return True
    return False


def _transcripts(rows: Sequence[Sequence[str]], keys: Sequence[str], texts: Sequence[str]) -> bool:
    at = keys.index(texts[0])
    cells = [row[at] for row in rows[:3] if len(row) > at and row[at].strip()]
    return bool(cells) and all(_read_cell(cell) for cell in cells[:1])


def _read_cell(cell: str) -> bool:
    if "\n" in cell.strip():
        return in_text(cell) is not None
    return cell.lstrip()[:1] in {"[", "{"} and any(True for _ in _from_json(cell))


def _from_json(cell: str) -> Iterator[Heard]:
    yield from conversations(_json(cell))


def _json(cell: str) -> object:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _without_header(lines: Sequence[str]) -> Layout | None:
    full = [
        line for line in lines[: -1 if len(lines) > 200 else None] if line.strip()
    ]  # the sample may end anywhere
    for delimiter in "\t,;|":
        rows = _cells(full[:200], delimiter)
        width = len(rows[0]) if rows else 0
        if width not in {2, 3, 4} or len(rows) < 2 or any(len(row) != width for row in rows):
            continue
        columns = list(zip(*rows, strict=True))
        lengths = [sum(map(len, column)) for column in columns]
        text = max(range(width), key=lambda at: (lengths[at], at))
        for at, column in enumerate(columns):
            pairs = list(zip(column, columns[text], strict=True))
            again = (len(column) > 2 and len(set(column)) < len(column)) or all(map(known, column))
            if at == text or not again or not all(map(could_be_name, column)):
                continue
            if voices(pairs, lines=len(rows)) >= set(column):
                names = [f"column {number}" for number in range(width)]
                names[at], names[text] = "speaker", "text"
                for other, cells in enumerate(columns):
                    if other not in {at, text} and all(time_of(cell) is not None for cell in cells):
                        names[other] = "end" if "start" in names else "start"
                return Layout(delimiter, tuple(names), 0)
    return None


def _cells(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter))
    except csv.Error:
        return []


def read(file: io.TextIOBase, layout: Layout, name: str) -> Iterator[Heard | UnreadableError]:
    """The conversations of a table, with bounded memory."""
    for _ in range(layout.skip):
        file.readline()
    gathered = Gathered(name, "tsv" if layout.delimiter == "\t" else "csv")
    rows = csv.reader((_clean(line) for line in _bounded(file, name)), delimiter=layout.delimiter)
    number = layout.skip
    while True:
        number += 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield refused(
                f"Row {number} cannot be read: {error}.", f"{name}:{number}", FailureKind.NOT_A_TRANSCRIPT
            )
            break
        if cells is None:
            break
        row = {key: cell for key, cell in zip(layout.header, cells, strict=False) if key and cell.strip()}
        if row and layout.whole:
            yield from _whole(row, f"{name}:{number}")
        elif row:
            yield from gathered.add(row, f"{name}:{number}")
    yield from gathered.rest()


def _whole(row: dict[str, str], place: str) -> Iterator[Heard | UnreadableError]:
    value = {
        key: (_json(cell) or cell)
        if cell.lstrip()[:1] in {"[", "{"} and plain_key(key) in TEXT_KEYS
        else cell
        for key, cell in row.items()
    }
    found = list(conversations(value))
    yield from (one if one.id else replace(one, id=place) for one in found)
    if not found:
        yield refused("There is no transcript in this row.", place, FailureKind.NOT_A_TRANSCRIPT)


def _bounded(file: io.TextIOBase, name: str) -> Iterator[str]:
    while line := file.readline(TRANSCRIPT_LIMIT + 1):
        if len(line) > TRANSCRIPT_LIMIT:
            raise too_large(name)
        yield line


def _clean(line: str) -> str:
    return line.replace("\0", "")
