"""The tables of labelled lines in lines/, and how well acts are found on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.domain.reading import Act
from simulator.reading.acts import read_acts

LINES = Path(__file__).parent / "lines"


@dataclass(frozen=True)
class LabelledLine:
    """A line, what was said before it, the acts that it does, and those that may be found or not."""

    number: int
    previous: str | None
    text: str
    acts: frozenset[Act]
    optional: frozenset[Act]

    def without_marks(self) -> str:
        """The line as a speech recogniser may write it; lines of marks alone, and of markup, stay as they are."""
        if not re.search(r"[a-zA-Z]", self.text) or re.search(r"[<\[{(]", self.text):
            return self.text
        return re.sub(r"[^\w\s'’%£$€-]", "", self.text).lower()


def labelled_lines(name: str) -> Iterator[LabelledLine]:
    """The lines of one table: ``[previous >> ] line => act act?``."""
    for number, row in enumerate((LINES / name).read_text(encoding="utf-8").splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        said, _, labels = row.rpartition("=>")
        previous, arrow, text = said.rpartition(" >> ")
        words = labels.split()
        yield LabelledLine(
            number=number,
            previous=previous if arrow else None,
            text=text.strip(),
            acts=frozenset(Act(word) for word in words if not word.endswith("?")),
            optional=frozenset(Act(word[:-1]) for word in words if word.endswith("?")),
        )


@dataclass
class Agreement:
    """Counts over a table; precision and recall over all acts together."""

    found: int = 0
    false: int = 0
    missed: int = 0
    lines: int = 0
    exact: int = 0

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.false)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    def __str__(self) -> str:
        return (
            f"{self.lines} lines, {self.exact} exact, precision {self.precision:.3f}, recall {self.recall:.3f}"
            f" ({self.found} found, {self.false} false, {self.missed} missed)"
        )


def agreement(name: str, *, marks: bool = True) -> tuple[Agreement, list[str]]:
    """How well `read_acts` does on one table, and the lines on which it errs."""
    total, errors = Agreement(), []
    for line in labelled_lines(name):
        got = read_acts(line.text if marks else line.without_marks(), line.previous)
        false, missed = got - line.acts - line.optional, line.acts - got
        total.found += len(got & line.acts)
        total.false += len(false)
        total.missed += len(missed)
        total.lines += 1
        total.exact += not false and not missed
        if false or missed:
            errors.append(
                f"{name}:{line.number} {line.text!r} false: {sorted(false)} missed: {sorted(missed)}"
            )
    return total, errors
