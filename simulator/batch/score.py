"""Scoring many transcripts: streamed in, streamed out, each in `scores.jsonl` or in `failures.jsonl`."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from simulator.batch.failures import UnreadableError
from simulator.batch.own_format import files_of, read_file
from simulator.domain.reading import Act
from simulator.domain.scorecard import Dimension, Scorecard
from simulator.domain.transcript import Transcript
from simulator.errors import WorkError
from simulator.reports.batch_tables import safe_cell
from simulator.scoring.profiles import Profile
from simulator.scoring.rated import RatedTurn
from simulator.scoring.scorecards import score_transcript


@dataclass
class RunCounts:
    """How a run went."""

    scored: int = 0
    failed: int = 0
    seconds: float = 0.0


def score_files(paths: Iterable[Path], out: Path, profile: Profile, *, with_turns: bool = False) -> RunCounts:
    """Score every transcript of the files into the folder ``out``.

    Raises:
        WorkError: the folder cannot be written to.
    """
    counts, began = RunCounts(), time.monotonic()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with (
            (out / "scores.jsonl").open("w", encoding="utf-8") as scores,
            (out / "scores.csv").open("w", encoding="utf-8", newline="") as table,
            (out / "failures.jsonl").open("w", encoding="utf-8") as failures,
        ):
            rows = csv.writer(table)
            rows.writerow(["transcript", "total", *Dimension])
            for path in files_of(tuple(paths)):
                for one in read_file(path):
                    if isinstance(one, UnreadableError):
                        counts.failed += 1
                        _write(failures, _failure(one, path))
                    else:
                        counts.scored += 1
                        _score_one(one, profile, scores, rows, with_turns=with_turns)
        counts.seconds = round(time.monotonic() - began, 3)
        run = {
            "scored": counts.scored,
            "failed": counts.failed,
            "seconds": counts.seconds,
            "profile": profile.name,
        }
        (out / "run.json").write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WorkError(f"The folder {out} cannot be written to: {error.strerror}.") from error
    return counts


def score_record(card: Scorecard, turns: Iterable[RatedTurn] | None = None) -> dict[str, Any]:
    """A scorecard as a line of `scores.jsonl`."""
    record = card.model_dump(mode="json")
    if turns is not None:
        record["turns"] = [_turn_record(turn) for turn in turns if turn.line is not None]
    return record


def _score_one(one: Transcript, profile: Profile, scores: TextIO, rows: Any, *, with_turns: bool) -> None:
    card, turns = score_transcript(one, profile)
    _write(scores, score_record(card, turns if with_turns else None))
    figures = [card.dimensions[dimension].score for dimension in Dimension]
    rows.writerow(
        [safe_cell(card.transcript), card.total, *("" if value is None else value for value in figures)]
    )


def _turn_record(turn: RatedTurn) -> dict[str, Any]:
    line = turn.line
    assert line is not None  # noqa: S101 - only rep turns come here
    return {
        "index": turn.index,
        "question": line.question,
        "spin": line.spin,
        "reflection": line.reflection,
        "uptake": round(line.uptake, 4),
        "pressure": round(line.pressure, 4),
        "politeness": round(line.politeness, 4),
        "acknowledges": line.does(Act.ACKNOWLEDGEMENT, Act.EMPATHY),
    }


def _failure(one: UnreadableError, path: Path) -> dict[str, Any]:
    return {"transcript": one.name, "path": str(path), "error": one.message, "kind": one.kind, "attempts": 1}


def _write(file: TextIO, record: Mapping[str, Any]) -> None:
    file.write(json.dumps(record, ensure_ascii=False) + "\n")
    file.flush()
