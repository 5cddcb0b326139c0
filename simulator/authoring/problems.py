"""What is wrong with a content file, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from simulator.errors import ContentError

#: the way to a value in a file: keys and list positions, outermost first
Loc = tuple[str | int, ...]


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"  # the file cannot be used
    WARNING = "warning"  # it can, and most likely does not do what the author wants
    NOTE = "note"  # it could be richer


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a content file.

    Attributes:
        path: the file.
        line: its line, from 1; 0 where the problem is the file as a whole.
        column: its column, from 1; 0 where the problem is the file as a whole.
        where: the way to the value: ``needs[1].layers[0].hint``; empty for the file as a whole.
        message: what is wrong, in plain words, without a closing full stop.
        suggestion: the name that was most likely meant; empty where there is none.
    """

    path: Path
    line: int
    column: int
    where: str
    message: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else str(self.path)
        label = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        where = f"{self.where}: " if self.where else ""
        closing = f'. Did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f"{place}: {label}{where}{self.message}{closing}"

    @property
    def order(self) -> tuple[int, int, str]:
        """Sort key: from the top of the file to its end."""
        return (self.line, self.column, self.message)


@dataclass(frozen=True)
class Checked:
    """What checking one file came to."""

    path: Path
    kind: str
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> bool:
        """Whether it has no errors; warnings and notes do not count."""
        return not errors_of(self.problems)


def dotted(loc: Loc) -> str:
    """A way to a value as people write it: ``needs[1].layers[0].hint``."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant; empty where none is near."""
    names = sorted(set(known))
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if found:
        return found[0]
    plain = {one.lower().replace("-", "_").replace(" ", "_"): one for one in names}
    found = difflib.get_close_matches(name.lower().replace("-", "_").replace(" ", "_"), list(plain), n=1)
    return plain[found[0]] if found else ""


def errors_of(problems: Sequence[Problem]) -> list[Problem]:
    """Those that keep a file from being used."""
    return [one for one in problems if one.severity is Severity.ERROR]


def content_error(problems: list[Problem]) -> ContentError:
    """One error that lists all problems that are errors, a line each."""
    lines = [str(one) for one in errors_of(problems)]
    return ContentError("\n".join(lines), hint="" if len(lines) == 1 else f"\n{len(lines)} problems.")
