"""Scoring a folder: every input is in the scores or in the failures, never in both, in the format that is promised."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.batch.engines import Plan
from simulator.domain.scorecard import Dimension
from tests.batch.running import TURNS, lines, run, write

MEASURES = (
    "talk_share questions open_questions reflections complex_reflections reflection_to_question longest_monologue_s "
    "uptake pressure politeness unasked_advice speaker_switches"
).split()


def test_record_has_the_keys_that_are_promised(tmp_path: Path) -> None:
    run([write(tmp_path / "one.json", {"id": "one", "turns": TURNS})], tmp_path / "out")
    (record,) = lines(tmp_path / "out" / "scores.jsonl")
    assert record["transcript"] == "one"
    assert set(record["dimensions"]) == set(Dimension)
    assert set(MEASURES) <= set(record["measures"])
    assert {"program", "profile", "rubric", "model", "prompt", "judge_runs"} <= set(record["provenance"])
    assert "turns" not in record
    for one in record["dimensions"].values():
        assert one["basis"] in {"measured", "not_observed"}
        assert (one["score"] is None) is (one["basis"] == "not_observed")
        for found in one["evidence"]:
            assert set(found) == {"turn", "quote", "why"}
            assert found["quote"] in TURNS[found["turn"]]["text"]


def test_good_call_scores_well_and_a_deaf_one_poorly(tmp_path: Path) -> None:
    deaf = [
        one
        if one["speaker"] == "prospect"
        else {**one, "text": "You have to decide today, this price ends on Friday."}
        for one in TURNS
    ]
    pair = write(tmp_path / "two.jsonl", {"id": "good", "turns": TURNS}, {"id": "deaf", "turns": deaf})
    run([pair], tmp_path / "out")
    good, poor = (record["total"] for record in lines(tmp_path / "out" / "scores.jsonl"))
    assert good > 60
    assert poor < 30


def test_turns_are_given_on_request_one_for_each_rep_turn(tmp_path: Path) -> None:
    run(
        [write(tmp_path / "one.json", {"id": "one", "turns": TURNS})],
        tmp_path / "out",
        Plan(profile="cold_call", with_turns=True),
    )
    (record,) = lines(tmp_path / "out" / "scores.jsonl")
    assert [turn["index"] for turn in record["turns"]] == [1, 3, 5, 7]
    for turn in record["turns"]:
        assert turn["question"] in {"none", "open", "closed"}
        assert turn["reflection"] in {"none", "simple", "complex"}
        assert 0 <= turn["uptake"] <= 1
        assert 0 <= turn["pressure"] <= 1
        assert -1 <= turn["politeness"] <= 1
        assert isinstance(turn["acknowledges"], bool)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"{not json", "not_json"),
        (b"\xff\xfe\x00", "not_text"),
        (b"[1, 2]", "unknown_format"),
        (b'{"id": "x"}', "unknown_format"),
        (b'{"id": "x", "turns": []}', "no_turns"),
        (b'{"id": "x", "turns": [{"speaker": "robot", "text": "hi"}]}', "one_speaker"),
        (b'{"id": "x", "turns": [{"speaker": "rep", "text": "hi"}', "cut_off"),
        (b"[" * 100_000, "not_json"),
    ],
)
def test_unreadable_file_is_a_failure_with_its_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    result = run([broken], tmp_path / "out")
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert (result.run["scored"], result.failed) == (0, 1)
    assert set(failure) == {"transcript", "path", "error", "kind", "attempts"}
    assert failure["kind"] == kind
    assert failure["path"] == "broken.json"
    assert lines(tmp_path / "out" / "scores.jsonl") == []


def test_bad_line_does_not_stop_the_good_ones(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    good = json.dumps({"id": "good", "turns": TURNS})
    many.write_text(f"{good}\n{{broken\n\n{good.replace('good', 'also')}\n", encoding="utf-8")
    result = run([many], tmp_path / "out")
    assert (result.run["scored"], result.failed) == (2, 1)
    assert [one["transcript"] for one in lines(tmp_path / "out" / "scores.jsonl")] == ["good", "also"]
    assert lines(tmp_path / "out" / "failures.jsonl")[0]["transcript"] == "many.jsonl:2"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.binary(max_size=40)
        | st.lists(
            st.fixed_dictionaries(
                {"speaker": st.sampled_from(["rep", "prospect", "x"]), "text": st.text(max_size=30)}
            ),
            max_size=4,
        ).map(lambda turns: json.dumps({"id": "t", "turns": turns}).encode()),
        max_size=6,
    )
)
def test_every_input_is_scored_or_failed(tmp_path: Path, files: list[bytes]) -> None:
    folder = tmp_path / f"in-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    for number, content in enumerate(files):
        (folder / f"{number}.json").write_bytes(content)
    out = tmp_path / f"out-of-{folder.name}"
    result = run([folder], out)
    scores, failures = lines(out / "scores.jsonl"), lines(out / "failures.jsonl")
    assert (result.run["scored"], result.failed) == (len(scores), len(failures))
    assert len(scores) + len(failures) == max(1, len(files))  # a folder with nothing in it is told
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (told["scored"], told["failed"]) == (len(scores), len(failures))
    with (out / "scores.csv").open(encoding="utf-8", newline="") as table:
        assert len(list(csv.reader(table))) == 1 + len(scores)


def test_scores_hold_only_finite_numbers(tmp_path: Path) -> None:
    raw = '{"id": "x", "turns": [{"speaker": "rep", "text": "Hello there.", "start": Infinity, "end": Infinity}]}'
    (tmp_path / "odd.json").write_text(raw, encoding="utf-8")
    run([tmp_path / "odd.json"], tmp_path / "out")
    text = (tmp_path / "out" / "scores.jsonl").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "Infinity" not in text


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_table_holds_no_formula(tmp_path: Path, name: str) -> None:
    run([write(tmp_path / "one.json", {"id": name, "turns": TURNS})], tmp_path / "out")
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as table:
        head, row = csv.reader(table)
    assert row[0] == f"'{name}"
    assert head[:4] == ["transcript", "rep", "started", "total"]
    assert set(Dimension) <= set(head)
    assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r", "-"))]
    (record,) = lines(tmp_path / "out" / "scores.jsonl")
    assert record["transcript"] == name


def test_table_leaves_what_was_not_observed_empty(tmp_path: Path) -> None:
    turns = [{"speaker": "prospect", "text": "Hello?"}, {"speaker": "rep", "text": "Yes."}]
    run([write(tmp_path / "one.json", {"id": "one", "turns": turns})], tmp_path / "out")
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert "" in {row[dimension] for dimension in Dimension}
    assert row["total"] == ""


def test_what_a_transcript_says_is_data_and_nothing_more(tmp_path: Path) -> None:
    hostile = "{0.__class__} ${HOME} <script> ../../etc %s \u202e\x1b[31m"
    turns = [{"speaker": "rep", "text": hostile}, {"speaker": "prospect", "text": hostile}] * 4
    result = run([write(tmp_path / "one.json", {"id": "../../up", "turns": turns})], tmp_path / "out")
    assert result.run["scored"] == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.json", "out"]
