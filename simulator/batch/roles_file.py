"""The file of ``--roles``: who is who, in YAML, JSON or CSV.

Either of these, or both in one file:

    Speaker 1: rep            # a label, and its role in every transcript
    call-17.vtt: Ann          # a transcript, and the label of its rep

With the headings ``voices:`` and ``transcripts:`` the two are kept apart. A CSV file has the two columns alone.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulator.authoring.problems import Problem, closest, content_error
from simulator.authoring.yaml_source import Source, read_source
from simulator.batch.voices import RolesMap, folded, role_of
from simulator.domain.transcript import Speaker

_HEADINGS = ("voices", "transcripts")
_FIRST_COLUMN = frozenset("voice label speaker name transcript file call id".split())
_SECOND_COLUMN = frozenset("role rep label voice speaker who".split())
_LONGEST_ROW = 4096
#: how like "rep" or "prospect" a word is before it is taken for a slip of the pen, not for a name
_SLIP = 0.85


class _Pair(NamedTuple):
    key: str
    value: str
    line: int
    column: int
    heading: str = ""


def load_roles(path: Path) -> RolesMap:
    """Read a map file.

    Raises:
        ContentError: it cannot be used; the message lists every problem with its place.
    """
    problems: list[Problem] = []
    if path.suffix.lower() in (".csv", ".tsv"):
        pairs = list(_of_csv(path, problems))
    else:
        source, problems = read_source(path)
        pairs = [] if source is None else list(_of_yaml(source, problems))
    roles = _gather(pairs, path, problems)
    if not problems and not pairs:
        problems.append(Problem(path, 0, 0, "", "nothing is said in it on who is who"))
    if problems:
        raise content_error(sorted(problems, key=lambda one: one.order))
    return roles


def _of_yaml(source: Source, problems: list[Problem]) -> Iterator[_Pair]:
    if not isinstance(source.data, dict):
        problems.append(source.problem((), "the file must hold lines like  Speaker 1: rep"))
        return
    for key, value in source.data.items():
        if not isinstance(value, dict):
            yield from _yaml_pair(source, (key,), "", problems)
        elif key in _HEADINGS:
            for inner in value:
                yield from _yaml_pair(source, (key, inner), key, problems)
        else:
            message = f'"{key}" is no heading; there are {" and ".join(_HEADINGS)}'
            problems.append(source.problem((key,), message, suggestion=closest(key, _HEADINGS), of_key=True))


def _yaml_pair(
    source: Source, loc: tuple[str, ...], heading: str, problems: list[Problem]
) -> Iterator[_Pair]:
    value = source.at(loc)
    if not isinstance(value, str) or not value.strip():
        problems.append(
            source.problem(loc, "here stands rep, prospect, or the label of a rep (a number in quotes)")
        )
        return
    mark = source.mark(loc)
    yield _Pair(loc[-1], value.strip(), mark.line, mark.column, heading)


def _of_csv(path: Path, problems: list[Problem]) -> Iterator[_Pair]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(_LONGEST_ROW)
            file.seek(0)
            delimiter = max("\t;,", key=first.count)
            for row in (rows := csv.reader(file, delimiter=delimiter)):
                cells = [cell.strip() for cell in row]
                if not any(cells) or (rows.line_num == 1 and _is_heading(cells)):
                    continue
                if len(cells) < 2 or not cells[0] or not cells[1]:
                    problems.append(
                        Problem(path, rows.line_num, 1, "", "a row has a name and a role (or a label)")
                    )
                    continue
                yield _Pair(cells[0], cells[1], rows.line_num, 1)
    except UnicodeDecodeError:
        problems.append(Problem(path, 0, 0, "", "the text is not UTF-8; save it in UTF-8"))
    except (OSError, csv.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        problems.append(Problem(path, 0, 0, "", f"the file cannot be read ({reason})"))


def _is_heading(cells: list[str]) -> bool:
    return len(cells) > 1 and cells[0].lower() in _FIRST_COLUMN and cells[1].lower() in _SECOND_COLUMN


def _gather(pairs: list[_Pair], path: Path, problems: list[Problem]) -> RolesMap:
    voices: dict[str, Speaker] = {}
    transcripts: dict[str, str] = {}
    for pair in pairs:
        role = _role(pair.value)
        if pair.heading != "transcripts" and role is not None:
            key = folded(pair.key)
            if voices.setdefault(key, role) is not role:
                problems.append(_problem(pair, path, f'"{pair.key}" is named twice, with two roles'))
        elif pair.heading == "voices" or (pair.heading == "" and _slip(pair.value)):
            message = f'"{pair.value}" is no role; a voice is rep or prospect'
            problems.append(_problem(pair, path, message, _slip(pair.value)))
        elif transcripts.setdefault(pair.key, pair.value) != pair.value:
            problems.append(_problem(pair, path, f'"{pair.key}" is named twice, with two reps'))
    return RolesMap(voices, transcripts)


def _problem(pair: _Pair, path: Path, message: str, suggestion: str = "") -> Problem:
    return Problem(path, pair.line, pair.column, "", message, suggestion)


def _role(value: str) -> Speaker | None:
    """A role by its name alone: "agent" is one, "Agent 2" is a label."""
    return role_of(value) if value.isalpha() else None


def _slip(value: str) -> str:
    found = difflib.get_close_matches(value.lower(), [str(role) for role in Speaker], n=1, cutoff=_SLIP)
    return found[0] if found else ""
