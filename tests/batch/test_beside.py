"""A list of calls and the transcripts that it tells of, in files of their own in one folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.batch.formats.test_json_shapes import _gong, _listed
from tests.batch.running import lines, run


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "calls"
    folder.mkdir()
    listed = [_listed("7", "First", "Ida Moss", "Per Holm"), _listed("8", "Second", "Ana Ferro", "Bo Lind")]
    (folder / "a-list.json").write_text(json.dumps({"calls": listed}), encoding="utf-8")
    for call in ("7", "8", "9"):
        (folder / f"transcript-{call}.json").write_text(json.dumps(_gong(call)), encoding="utf-8")
    return folder


def test_transcripts_have_the_parties_of_the_list_that_lies_beside_them(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    run([folder], tmp_path / "out")
    scored = {one["transcript"]: one for one in lines(tmp_path / "out" / "scores.jsonl")}
    assert [(scored[call]["rep"], scored[call]["who"]["by"]) for call in ("7", "8")] == [
        ("Ida Moss", "file"),
        ("Ana Ferro", "file"),
    ]
    assert scored["7"]["started"].startswith("2026-05-04T09:00:00")
    failed = {one["path"]: one for one in lines(tmp_path / "out" / "failures.jsonl")}
    assert failed["a-list.json"]["kind"] == "no_turns"
    assert "list of calls" in failed["a-list.json"]["error"]
    assert len(scored) + len(failed) == 4


def test_list_that_changes_is_heeded_and_what_it_tells_of_is_scored_again(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    run([folder], tmp_path / "out")
    swapped = {"calls": [_listed("7", "First", "Eli Okafor", "Per Holm")]}
    (folder / "b-list.json").write_text(json.dumps(swapped), encoding="utf-8")
    again = run([folder], tmp_path / "out").run
    scored = {one["transcript"]: one for one in lines(tmp_path / "out" / "scores.jsonl")}
    assert (scored["7"]["rep"], scored["8"]["rep"]) == ("Eli Okafor", "Ana Ferro")
    assert again["scored_now"] == 1


def test_file_that_is_named_alone_is_read_alone(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    run([folder / "transcript-7.json"], tmp_path / "out")
    told = lines(tmp_path / "out" / "scores.jsonl") + lines(tmp_path / "out" / "failures.jsonl")
    assert [one.get("rep") for one in told] == [None]


def test_broken_list_costs_no_transcript(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    (folder / "c-list.json").write_text('{"calls": [{"parties": [', encoding="utf-8")
    run([folder], tmp_path / "out")
    assert {"7", "8"} <= {one["transcript"] for one in lines(tmp_path / "out" / "scores.jsonl")}
