"""The lines that a run over transcripts left behind, read one at a time: bounded memory whatever their number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.domain.judgement import Judgement
from simulator.domain.scorecard import Dimension, DimensionScore, Flag, Provenance
from simulator.errors import WorkError

SCORES, FAILURES, RUN = "scores.jsonl", "failures.jsonl", "run.json"


class ScoreLine(BaseModel):
    """A line of `scores.jsonl`; keys that are not here are passed over, so that later ones do no harm.

    Attributes:
        rep: name of the rep; None where nobody told.
        started: ISO date or date and time; None where the file does not tell.
        source: the file that it came from.
        turn_count: turns of the call; None in lines of an older version.
        seconds: length of the call; None where there are no times.
        who: how it was settled who is the rep.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    transcript: str
    total: float | None = None
    dimensions: dict[Dimension, DimensionScore]
    measures: dict[str, float | None] = {}
    flags: tuple[Flag, ...] = ()
    provenance: Provenance
    rep: str | None = None
    started: str | None = None
    source: str | None = None
    turn_count: int | None = None
    seconds: float | None = None
    who: dict[str, Any] | None = None
    judgement: Judgement | None = None

    def figure(self, dimension: Dimension) -> float | None:
        """Score of a dimension, 0–100; None where it was not observed."""
        one = self.dimensions.get(dimension)
        return one.score if one is not None else None

    def both(self, dimension: Dimension) -> tuple[float, float] | None:
        """The measured and the judged figure of a dimension, 0–100 each; None where it has not both, or a line of an
        older version does not tell them."""
        measured = self.provenance.measured.get(dimension)
        judged = self.provenance.judged.get(dimension)
        return None if measured is None or judged is None else (measured, judged)

    @property
    def day(self) -> date | None:
        """The day of the call; None where it is not known."""
        return day_of(self.started)


class FailureLine(BaseModel):
    """A line of `failures.jsonl`: what was not scored, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    transcript: str
    path: str = ""
    error: str = ""
    kind: str = "unforeseen"
    attempts: int = 1


def score_lines(path: Path) -> Iterator[tuple[int, ScoreLine | None]]:
    """Every line with the byte that it begins at; None for one that cannot be read, as where a run was cut off.

    Raises:
        WorkError: the file cannot be read.
    """
    for offset, raw in _lines(path):
        yield offset, score_line(raw)


def score_line(raw: bytes) -> ScoreLine | None:
    """One line; None where it is no record."""
    try:
        return ScoreLine.model_validate_json(raw, extra="ignore")
    except ValidationError:
        return None


def lines_at(path: Path, offsets: set[int]) -> dict[int, ScoreLine]:
    """The lines that begin at these bytes: what a pass over all of them had chosen.

    Raises:
        WorkError: the file cannot be read.
    """
    found: dict[int, ScoreLine] = {}
    if not offsets:
        return found
    try:
        with path.open("rb") as file:
            for offset in sorted(offsets):
                file.seek(offset)
                one = score_line(file.readline())
                if one is not None:
                    found[offset] = one
    except OSError as error:
        raise _unreadable(path, error) from error
    return found


def failure_lines(path: Path) -> Iterator[FailureLine]:
    """Every failure that can be read; none where there is no such file.

    Raises:
        WorkError: the file is there and cannot be read.
    """
    if not path.exists():
        return
    for _, raw in _lines(path):
        try:
            yield FailureLine.model_validate_json(raw)
        except ValidationError:
            continue


def run_of(folder: Path) -> Mapping[str, Any]:
    """What stands in `run.json`; empty where there is none, or it is none."""
    try:
        data = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def scores_of(folder: Path) -> Path:
    """The scores of a run.

    Args:
        folder: what `--out` named, or the file itself.
    Raises:
        WorkError: there are none.
    """
    path = folder / SCORES if folder.is_dir() else folder
    if not path.is_file():
        raise WorkError(
            f"There is no {path}.",
            hint="Give the folder that `simulator score … --out` wrote, or its scores.jsonl.",
        )
    return path


def day_of(started: str | None) -> date | None:
    """The day in an ISO date or date and time; None where there is none."""
    if not started:
        return None
    try:
        return datetime.fromisoformat(started).date()
    except ValueError:
        try:
            return date.fromisoformat(started[:10])
        except ValueError:
            return None


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            offset = 0
            for raw in file:
                if raw.strip():
                    yield offset, raw
                offset += len(raw)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> WorkError:
    return WorkError(f"The file {path} cannot be read: {error.strerror}.")
