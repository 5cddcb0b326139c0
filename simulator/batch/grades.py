"""People's grades of transcripts: CSV or JSONL, in rows of one figure or with a column for each dimension.

Also `overrides.jsonl`, whose `by` is the grader. A person wrote these files, so all that is wrong is told at once.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from simulator.authoring.problems import Problem, closest, content_error
from simulator.domain.override import GRADED, Grade, Graded
from simulator.errors import WorkError

Scale = Literal["0-100", "1-5"]
#: one file of grades is read whole, since people wrote it
_MOST_BYTES = 64 * 1024 * 1024
_MOST_PROBLEMS = 20
_GRADERS = ("grader", "by", "rater")
_BLANK = frozenset({"", "-", "–", "na", "n/a", "null", "none", "not_observed", "not observed"})
_NAMES: Mapping[str, Graded] = {str(one): one for one in GRADED}


def read_grades(path: Path, scale: Scale = "0-100") -> list[Grade]:
    """All grades of a file.

    Args:
        scale: what its figures mean; levels of 1–5 become 0, 25, 50, 75 and 100.
    Raises:
        WorkError: the file cannot be read.
        ContentError: lines of it are no grades; with all of them.
    """
    text = _text(path)
    problems: list[Problem] = []
    grades: list[Grade] = []
    rows = _json_rows(text, path, problems) if text.lstrip()[:1] == "{" else _csv_rows(text, path, problems)
    for line, row in rows:
        grades += _grades(row, line, path, scale, problems)
        if len(problems) >= _MOST_PROBLEMS:
            break
    if not grades and not problems:
        problems.append(Problem(path, 0, 0, "", "there are no grades in it"))
    if problems:
        raise content_error(problems)
    return grades


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise WorkError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > _MOST_BYTES:
        raise WorkError(f"{path} is larger than 64 MB, which is no file of grades.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkError(f"{path}: byte {error.start} is not UTF-8.", hint="Save it as UTF-8.") from error


def _json_rows(text: str, path: Path, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield number, row
        else:
            problems.append(Problem(path, number, 1, "", "is no JSON object"))


def _csv_rows(text: str, path: Path, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, object]]]:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    if not head.strip():
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    reader.fieldnames = names
    if "transcript" not in names:
        message = "the first line names no column “transcript”"
        problems.append(Problem(path, 1, 1, "", message, closest("transcript", names)))
        return
    if not {*_NAMES, "dimension"} & set(names):
        message = "it needs the columns “dimension” and “score”, or a column for each dimension"
        problems.append(Problem(path, 1, 1, "", message))
        return
    problems += [
        Problem(path, 1, 1, name, "is no dimension", near)
        for name in names
        if name not in _NAMES and (near := closest(name, _NAMES)) and near not in names
    ]
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        problems.append(Problem(path, reader.line_num, 1, "", f"is no CSV: {error}"))


def _grades(
    row: Mapping[str, object], line: int, path: Path, scale: Scale, problems: list[Problem]
) -> Iterator[Grade]:
    transcript = _word(row.get("transcript"))
    if not transcript:
        problems.append(Problem(path, line, 1, "transcript", "is missing"))
        return
    grader = next((found for name in _GRADERS if (found := _word(row.get(name)))), "")
    if "dimension" in row:
        named = _word(row["dimension"]).lower().replace(" ", "_")
        if named not in _NAMES:
            problems.append(Problem(path, line, 1, "dimension", f"“{named}” is none", closest(named, _NAMES)))
            return
        cells = {named: row.get("score", row.get("level"))}
    else:
        cells = {name: row[name] for name in _NAMES if name in row}
    for name, cell in cells.items():
        score, wrong = _score(cell, scale)
        if wrong:
            problems.append(Problem(path, line, 1, name, wrong))
        else:
            yield Grade(transcript, _NAMES[name], grader, score)


def _score(cell: object, scale: Scale) -> tuple[float | None, str]:
    """The score of a cell and what is wrong with it; neither where it was left empty."""
    word = _word(cell)
    if word.lower() in _BLANK:
        return None, ""
    try:
        value = float(word.replace(",", "."))
    except ValueError:
        return None, f"“{word[:40]}” is no number"
    low, high = (1.0, 5.0) if scale == "1-5" else (0.0, 100.0)
    if not math.isfinite(value) or not low <= value <= high:
        return None, f"{word[:40]} is not within {low:g} to {high:g}"
    return (value - 1) * 25 if scale == "1-5" else value, ""


def _word(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value).strip()
