"""Tables of a run: a row for each transcript, empty where nothing was observed, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import importlib.util
import json
import math
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.scorecard import Dimension
from simulator.errors import UsageError, WorkError
from simulator.reports import batch_tables
from simulator.reports.batch_tables import COLUMNS, safe_cell, write_csv, write_parquet
from tests.reports.sample_runs import record, write_run

HAS_ARROW = importlib.util.find_spec("pyarrow") is not None


def _table(folder: Path) -> list[dict[str, str]]:
    with (folder / "scores.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_table_has_a_row_for_each_transcript_with_its_figures(tmp_path: Path) -> None:
    records = [record(number, judged=number % 2 == 0) for number in range(12)]
    write_run(tmp_path, records)
    write_csv(tmp_path)
    rows = _table(tmp_path)
    assert tuple(rows[0]) == COLUMNS
    for row, one in zip(rows, records, strict=True):
        assert (row["transcript"], row["rep"], row["started"]) == (
            one["transcript"],
            one["rep"],
            one["started"],
        )
        assert row["flags"] == str(len(one["flags"]))
        for name in Dimension:
            score = one["dimensions"][name]["score"]
            assert row[name] == ("" if score is None else str(score))
            assert row[f"{name}_basis"] == one["dimensions"][name]["basis"]
            for kind in ("measured", "judged"):
                assert row[f"{name}_{kind}"] == str(one["provenance"][kind].get(name, ""))
        for name, value in one["measures"].items():
            assert row[name] == ("" if value is None else str(value))


def test_table_leaves_no_measure_of_the_scorer_out() -> None:
    assert set(record(1)["measures"]) <= set(COLUMNS)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_name_that_a_spreadsheet_would_run_is_text(tmp_path: Path, name: str) -> None:
    write_run(tmp_path, [record(1, transcript=name, rep=name, started=name)])
    write_csv(tmp_path)
    (row,) = _table(tmp_path)
    assert row["transcript"] == row["rep"] == row["started"] == f"'{name}"


@given(st.text())
def test_no_cell_begins_as_a_formula_and_nothing_of_it_is_lost(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert cell in (text, f"'{text}")


def test_figures_that_are_no_numbers_leave_an_empty_cell(tmp_path: Path) -> None:
    one = record(1)
    one["measures"]["uptake"] = math.inf
    write_run(tmp_path, [one])
    write_csv(tmp_path)
    assert _table(tmp_path)[0]["uptake"] == ""


def test_half_a_last_line_of_a_killed_run_is_passed_over(tmp_path: Path) -> None:
    write_run(tmp_path, [record(1), record(2)])
    path = tmp_path / "scores.jsonl"
    path.write_bytes(path.read_bytes()[:-200])
    write_csv(tmp_path)
    assert len(_table(tmp_path)) == 1


def test_keys_of_a_later_version_do_no_harm(tmp_path: Path) -> None:
    one = record(1)
    one["new"] = one["provenance"]["new"] = one["dimensions"]["time"]["new"] = 1
    write_run(tmp_path, [one])
    write_csv(tmp_path)
    assert len(_table(tmp_path)) == 1


def test_folder_without_scores_is_said_and_leaves_no_half_table(tmp_path: Path) -> None:
    with pytest.raises(WorkError, match="cannot be read"):
        write_csv(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_number_of_transcripts(tmp_path: Path) -> None:
    def peak(many: int) -> int:
        folder = tmp_path / str(many)
        lines = [json.dumps(record(number)) + "\n" for number in range(40)]
        folder.mkdir()
        with (folder / "scores.jsonl").open("w", encoding="utf-8") as file:
            for _ in range(many // 40):
                file.writelines(lines)
        tracemalloc.start()
        write_csv(folder)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(40)  # what is imported and cached on the way counts for nobody
    assert peak(1200) < 1.5 * peak(200) + 200_000


def test_parquet_without_pyarrow_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as where it is not installed
    write_run(tmp_path, [record(1)])
    with pytest.raises(UsageError, match=r"pyarrow.*practice-room\[parquet\]"):
        write_parquet(tmp_path)
    assert not (tmp_path / "scores.parquet").exists()


@pytest.mark.skipif(not HAS_ARROW, reason="the extra [parquet] is not installed")
def test_parquet_holds_typed_columns_and_evidence_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = batch_tables._arrow()[1]
    monkeypatch.setattr(batch_tables, "_ROW_GROUP", 3)
    records = [record(number, judged=True) for number in range(7)]
    write_run(tmp_path, [*records, record(8, started="no date", rep="=1", judgement=None)])
    write_parquet(tmp_path)
    table = parquet.read_table(tmp_path / "scores.parquet")
    assert parquet.ParquetFile(tmp_path / "scores.parquet").num_row_groups == 3
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds["total"] == kinds["talk_share"] == "double"
    assert kinds["day"] == "date32[day]"
    rows = table.to_pylist()
    for row, one in zip(rows, records, strict=False):
        assert row["day"].isoformat() == one["started"][:10]
        assert row["human_tone"] == one["dimensions"]["human_tone"]["score"]
        assert json.loads(row["evidence_probing"]) == one["dimensions"]["probing"]["evidence"]
        assert json.loads(row["judgement"]) == one["judgement"]
    assert (rows[-1]["day"], rows[-1]["rep"], rows[-1]["judgement"]) == (None, "=1", None)
