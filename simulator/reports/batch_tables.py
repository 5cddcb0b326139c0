"""The scores of a run as tables: for a spreadsheet, and as typed columns for a data tool.

Both are written in one pass over `scores.jsonl`. A cell of what was not observed is empty, never 0.
"""

from __future__ import annotations

import csv
import importlib
import json
import math
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from simulator.domain.scorecard import Basis, Dimension
from simulator.errors import UsageError
from simulator.reports.batch_records import SCORES, ScoreLine, score_lines
from simulator.reports.files import put_in_place
from simulator.scoring.measures import MEASURE_NAMES

CSV, PARQUET = "scores.csv", "scores.parquet"
#: a spreadsheet runs a cell that begins with one of these; the wide forms too, where it writes from right or in full width
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: rows that are in memory at once
_ROW_GROUP = 2_000

COLUMNS = (
    "transcript",
    "rep",
    "started",
    "total",
    *Dimension,
    *(f"{one}_basis" for one in Dimension),
    *MEASURE_NAMES,
    "flags",
    *(f"{one}_{kind}" for one in Dimension for kind in ("measured", "judged")),
)


def write_csv(folder: Path) -> None:
    """`scores.csv` from `scores.jsonl`: a row for each transcript, in the order of the scores.

    Columns: transcript, rep, started, total, the eight dimensions, what each rests on (measured, judged, both,
    not_observed), all measures, how many flags there are, and of each dimension what was measured and what was judged,
    where something was judged.

    Raises:
        WorkError: the scores cannot be read, or the table cannot be written.
    """
    with put_in_place(folder / CSV) as path, path.open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(COLUMNS)
        for _, one in score_lines(folder / SCORES):
            if one is not None:
                rows.writerow(_row(one))


def write_parquet(folder: Path) -> None:
    """`scores.parquet` from `scores.jsonl`: the columns of the table with their types, and the evidence as JSON.

    `day` is a date where `started` is one; `evidence_…`, `flags_json` and `judgement` are JSON; provenance has columns
    of its own. Written in groups of 2,000 rows.

    Raises:
        UsageError: pyarrow is not installed.
        WorkError: the scores cannot be read, or the table cannot be written.
    """
    arrow, parquet = _arrow()
    schema = _schema(arrow)
    lines = (one for _, one in score_lines(folder / SCORES) if one is not None)
    with (
        put_in_place(folder / PARQUET) as path,
        parquet.ParquetWriter(path, schema, compression="zstd") as table,
    ):
        for group in _groups(lines):
            table.write_table(arrow.Table.from_pylist([_typed(one) for one in group], schema=schema))


def safe_cell(text: str) -> str:
    """Text for a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _row(one: ScoreLine) -> list[object]:
    return [
        safe_cell(one.transcript),
        safe_cell(one.rep or ""),
        safe_cell(one.started or ""),
        _cell(one.total),
        *(_cell(one.figure(dimension)) for dimension in Dimension),
        *(_basis(one, dimension) for dimension in Dimension),
        *(_cell(one.measures.get(name)) for name in MEASURE_NAMES),
        len(one.flags),
        *(_cell(figure) for figure in _apart(one).values()),
    ]


def _apart(one: ScoreLine) -> dict[str, float | None]:
    """What was measured and what was judged of each dimension, by the name of its column."""
    made = one.provenance
    return {
        f"{dimension}_{kind}": figures.get(dimension)
        for dimension in Dimension
        for kind, figures in (("measured", made.measured), ("judged", made.judged))
    }


def _cell(value: float | None) -> object:
    return "" if value is None or not math.isfinite(value) else value


def _basis(one: ScoreLine, dimension: Dimension) -> Basis:
    score = one.dimensions.get(dimension)
    return Basis.NOT_OBSERVED if score is None or score.score is None else score.basis


def _groups(lines: Iterator[ScoreLine]) -> Iterator[list[ScoreLine]]:
    while group := list(islice(lines, _ROW_GROUP)):
        yield group


def _arrow() -> tuple[Any, Any]:
    """pyarrow, which is large and an extra of its own."""
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed.",
            hint='Install it with `pip install "practice-room[parquet]"`; scores.csv holds the same figures.',
        ) from error


def _schema(arrow: Any) -> Any:
    words = arrow.dictionary(arrow.int32(), arrow.string())
    figures = [(name, arrow.float64()) for name in ("total", *Dimension)]
    return arrow.schema(
        [
            ("transcript", arrow.string()),
            ("rep", arrow.string()),
            ("started", arrow.string()),
            ("day", arrow.date32()),
            *figures,
            *((f"{one}_basis", words) for one in Dimension),
            *((name, arrow.float64()) for name in MEASURE_NAMES),
            ("flags", arrow.int32()),
            ("turns", arrow.int32()),
            ("seconds", arrow.float64()),
            ("source", arrow.string()),
            *((name, words) for name in ("program", "profile", "rubric", "model", "prompt")),
            ("judge_runs", arrow.int32()),
            *((f"evidence_{one}", arrow.string()) for one in Dimension),
            ("flags_json", arrow.string()),
            ("judgement", arrow.string()),
            *((f"{one}_{kind}", arrow.float64()) for one in Dimension for kind in ("measured", "judged")),
        ]
    )


def _typed(one: ScoreLine) -> dict[str, Any]:
    made = one.provenance
    return {
        "transcript": one.transcript,
        "rep": one.rep,
        "started": one.started,
        "day": one.day,
        "total": one.total,
        **{dimension.value: one.figure(dimension) for dimension in Dimension},
        **{f"{dimension}_basis": _basis(one, dimension).value for dimension in Dimension},
        **{name: one.measures.get(name) for name in MEASURE_NAMES},
        "flags": len(one.flags),
        "turns": one.turn_count,
        "seconds": one.seconds,
        "source": one.source,
        **made.model_dump(include={"program", "profile", "rubric", "model", "prompt", "judge_runs"}),
        **{f"evidence_{dimension}": _evidence(one, dimension) for dimension in Dimension},
        "flags_json": _json([flag.model_dump(mode="json") for flag in one.flags]),
        "judgement": one.judgement.model_dump_json() if one.judgement is not None else None,
        **_apart(one),
    }


def _evidence(one: ScoreLine, dimension: Dimension) -> str:
    score = one.dimensions.get(dimension)
    return _json([found.model_dump() for found in score.evidence] if score is not None else [])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
