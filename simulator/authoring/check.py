"""``python -m simulator.authoring.check FILE…`` checks personas, scenarios and rubrics and prints every problem.

A file with ``needs`` or ``card`` at its top is a persona, one with ``offer`` or ``leads`` a scenario, one with ``criteria`` a
rubric; the
folder decides where neither is there. A folder stands for all YAML files in it.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from simulator.authoring.library import ContentLibrary
from simulator.authoring.load import check_persona, check_scenario
from simulator.authoring.problems import Checked, Severity
from simulator.authoring.rubrics import check_rubric
from simulator.authoring.rules_scenario import Personas
from simulator.domain.persona import Persona

_SCENARIO_KEY = re.compile(r"^(offer|leads|campaign|brief):", re.MULTILINE)
_RUBRIC_KEY = re.compile(r"^(criteria|rules|judged_share):", re.MULTILINE)
_PERSONA_KEY = re.compile(r"^(needs|card|positions|temper|human):", re.MULTILINE)


def check_paths(paths: Iterable[Path], personas: Personas | None = None) -> list[Checked]:
    """Check files, and all YAML files of folders.

    Args:
        personas: those that scenarios may name beside the ones among `paths`, by id; left out, the names in
            scenarios are checked only where there are personas among `paths`.
    """
    files = list(dict.fromkeys(file for path in paths for file in files_of(path)))
    kinds = {file: kind_of(file) for file in files}
    checked: dict[Path, Checked] = {}
    here: dict[str, Persona | None] = {}
    for file in files:
        if kinds[file] == "persona":
            here[file.stem], problems = check_persona(file)
            checked[file] = Checked(file, "persona", tuple(problems))
        elif kinds[file] == "rubric":
            _, problems = check_rubric(file)
            checked[file] = Checked(file, "rubric", tuple(problems))
    known: Personas | None = here or None
    if personas is not None:
        known = _Both(here, personas)
    for file in files:
        if kinds[file] == "scenario":
            _, problems = check_scenario(file, known)
            checked[file] = Checked(file, "scenario", tuple(problems))
    return [checked[file] for file in files]


class _Both(Mapping[str, Persona | None]):
    """The personas just checked, and behind them others that are read only when they are looked at."""

    def __init__(self, first: Mapping[str, Persona | None], behind: Personas) -> None:
        self._first, self._behind = first, behind

    def __getitem__(self, name: str) -> Persona | None:
        return self._first[name] if name in self._first else self._behind[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._first, *self._behind)))

    def __contains__(self, name: object) -> bool:
        return name in self._first or name in self._behind

    def __len__(self) -> int:
        return len(tuple(iter(self)))


def files_of(path: Path) -> list[Path]:
    """The YAML files that a path stands for: itself, or those in the folder."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.rglob("*") if one.suffix in (".yaml", ".yml") and one.is_file())
    return found or [path]


def kind_of(path: Path) -> str:
    """``persona``, ``scenario`` or ``rubric``, by the keys of the file, else by its folder."""
    try:
        text = path.read_bytes()[:2_000_000].decode("utf-8", "replace") if path.is_file() else ""
    except OSError:
        text = ""
    patterns = {"persona": _PERSONA_KEY, "scenario": _SCENARIO_KEY, "rubric": _RUBRIC_KEY}
    counts = {kind: len(set(pattern.findall(text))) for kind, pattern in patterns.items()}
    most = max(counts.values())
    likely = [kind for kind, count in counts.items() if count == most]
    if len(likely) == 1:
        return likely[0]
    return next((kind for kind in ("rubric", "scenario") if kind in path.parent.name), "persona")


def write_report(checked: Sequence[Checked], out: TextIO, *, notes: bool = False) -> None:
    """Every problem on a line of its own, then one line that sums up."""
    counts = dict.fromkeys(Severity, 0)
    for one in checked:
        for problem in one.problems:
            counts[problem.severity] += 1
            if notes or problem.severity is not Severity.NOTE:
                out.write(f"{problem}\n")
    files = "1 file" if len(checked) == 1 else f"{len(checked)} files"
    found = ", ".join(_counted(number, str(severity)) for severity, number in counts.items() if number)
    hint = " (--notes shows the notes)" if counts[Severity.NOTE] and not notes else ""
    out.write(f"{files}: {found or 'no problems'}{hint}\n")


def _counted(number: int, word: str) -> str:
    return f"1 {word}" if number == 1 else f"{number} {word}s"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns 0, or 2 where a file has errors."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator.authoring.check", description="Check personas, scenarios and rubrics."
    )
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a YAML file, or a folder of them"
    )
    parser.add_argument("--notes", action="store_true", help="show what could be richer, too")
    chosen = parser.parse_args(arguments)
    checked = check_paths(chosen.paths, ContentLibrary().personas())
    write_report(checked, sys.stdout, notes=chosen.notes)
    return 0 if all(one.usable for one in checked) else 2


if __name__ == "__main__":
    sys.exit(main())
