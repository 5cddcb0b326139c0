"""Going on where a run stopped: nothing is done twice, nothing is lost, nothing is in both files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.batch import intake
from simulator.batch.engines import Plan
from simulator.batch.failures import FailureKind, UnreadableError
from simulator.batch.formats import read as read_file
from simulator.batch.heard import Heard, Source
from simulator.batch.out_folder import OutFolder
from simulator.batch.resume import cut_torn_line
from simulator.errors import UsageError, WorkError
from tests.batch.running import PLAN, SHORT, calls, lines, names, run, write


def _earlier(out: Path) -> list[str]:
    return sorted(one["transcript"] for path in (out / "earlier").glob("*.jsonl") for one in lines(path))


def test_second_run_does_nothing_again(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(5)), tmp_path / "out"
    run([many], out)
    before = (out / "scores.jsonl").read_bytes()
    result = run([many], out)
    assert (out / "scores.jsonl").read_bytes() == before
    assert (result.run["scored"], result.run["scored_now"], result.run["scored_before"]) == (5, 0, 5)
    assert not (out / "earlier").exists()


def test_only_what_is_new_is_scored(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run([write(tmp_path / "many.jsonl", *calls(3))], out)
    result = run([write(tmp_path / "many.jsonl", *calls(5))], out)
    assert (result.run["scored_before"], result.run["scored_now"]) == (3, 2)
    assert names(out / "scores.jsonl") == [f"call-{number}" for number in range(5)]


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 1), st.binary(max_size=30).filter(lambda torn: b"\n" not in torn))
def test_file_cut_at_any_byte_ends_whole(share: float, torn: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        many, out = write(Path(folder) / "many.jsonl", *calls(4)), Path(folder) / "out"
        run([many], out)
        scores = out / "scores.jsonl"
        content = scores.read_bytes()
        at = int(share * len(content))
        scores.write_bytes(content[:at] + torn)
        result = run([many], out)
        assert names(scores) == [f"call-{number}" for number in range(4)]
        # what was whole before the cut was not done again
        assert result.run["scored_before"] == content[:at].count(b"\n")
        assert result.run["scored"] == 4


@pytest.mark.parametrize(
    ("content", "left"),
    [
        (b"", b""),
        (b"torn", b""),
        (b"one\n", b"one\n"),
        (b"one\ntorn", b"one\n"),
        (b"\n" + b"x" * 200_000, b"\n"),
    ],
)
def test_what_follows_the_last_line_break_is_cut(tmp_path: Path, content: bytes, left: bytes) -> None:
    path = tmp_path / "scores.jsonl"
    path.write_bytes(content)
    assert cut_torn_line(path) == len(content) - len(left)
    assert path.read_bytes() == left


def test_damaged_line_is_put_aside_and_scored_again(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(3)), tmp_path / "out"
    run([many], out)
    first, second, third = (out / "scores.jsonl").read_bytes().splitlines(keepends=True)
    (out / "scores.jsonl").write_bytes(first + b"\0" * len(second) + b"\n" + third)
    result = run([many], out)
    assert names(out / "scores.jsonl") == ["call-0", "call-1", "call-2"]
    assert (result.run["scored_now"], result.run["put_aside"]) == (1, 1)


def test_line_that_another_tool_wrote_anew_counts(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(3)), tmp_path / "out"
    run([many], out)
    sorted_keys = [json.dumps(one, sort_keys=True) for one in lines(out / "scores.jsonl")]
    (out / "scores.jsonl").write_text("".join(f"{one}\n" for one in sorted_keys), encoding="utf-8")
    assert run([many], out).run["scored_now"] == 0


def test_failures_are_tried_again_and_forgotten(tmp_path: Path) -> None:
    out, broken = tmp_path / "out", tmp_path / "in" / "broken.json"
    write(tmp_path / "in" / "good.jsonl", *calls(1))
    broken.write_text("{half", encoding="utf-8")
    assert run([tmp_path / "in"], out).run["failures"] == {"not_json": 1}
    broken.write_text(json.dumps({"id": "mended", "turns": SHORT}), encoding="utf-8")
    assert run([tmp_path / "in"], out).failed == 0
    assert names(out / "scores.jsonl") == ["call-0", "mended"]
    assert lines(out / "failures.jsonl") == []


@pytest.mark.parametrize(
    "other", [Plan(profile="discovery"), Plan(profile="cold_call", with_turns=True)], ids=["profile", "turns"]
)
def test_scores_of_other_settings_are_put_aside_and_never_deleted(tmp_path: Path, other: Plan) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(3)), tmp_path / "out"
    run([many], out)
    before = (out / "scores.jsonl").read_bytes()
    result = run([many], out, other)
    (aside,) = (out / "earlier").glob("*.jsonl")
    assert aside.read_bytes() == before
    assert (result.run["put_aside"], result.run["scored_now"]) == (3, 3)
    assert names(out / "scores.jsonl") == ["call-0", "call-1", "call-2"]


def test_scores_of_what_changed_or_is_gone_are_put_aside(tmp_path: Path) -> None:
    out = tmp_path / "out"
    changed, same, gone = calls(3)
    many = write(tmp_path / "many.jsonl", changed, same, gone)
    run([many], out)
    old = {one["transcript"]: one["key"] for one in lines(out / "scores.jsonl")}
    changed["turns"][0]["text"] = "Who is it?"
    result = run([write(many, changed, same)], out)
    new = {one["transcript"]: one["key"] for one in lines(out / "scores.jsonl")}
    assert _earlier(out) == ["call-0", "call-2"]
    assert new.keys() == {"call-0", "call-1"}
    assert (new["call-0"] != old["call-0"], new["call-1"] == old["call-1"]) == (True, True)
    assert (result.run["scored"], result.run["put_aside"]) == (2, 2)


def test_what_was_scored_and_is_broken_now_is_in_the_failures_alone(tmp_path: Path) -> None:
    out, one = tmp_path / "out", tmp_path / "in" / "one.json"
    one.parent.mkdir()
    one.write_text(json.dumps({"id": "one", "turns": SHORT}), encoding="utf-8")
    run([one], out)
    one.write_text("{half", encoding="utf-8")
    run([one], out)
    assert lines(out / "scores.jsonl") == []
    assert len(lines(out / "failures.jsonl")) == 1
    assert _earlier(out) == ["one"]


def test_two_that_are_the_same_in_every_byte_are_two(tmp_path: Path) -> None:
    (one,) = calls(1)
    many, out = write(tmp_path / "many.jsonl", one, one, one), tmp_path / "out"
    assert run([many], out).run["scored_now"] == 3
    scores = out / "scores.jsonl"
    scores.write_bytes(scores.read_bytes().splitlines(keepends=True)[0])
    assert run([many], out).run["scored_now"] == 2
    run([write(many, one)], out)
    assert names(scores) == ["call-0"]
    assert _earlier(out) == ["call-0", "call-0"]


def test_second_run_into_a_folder_is_told(tmp_path: Path) -> None:
    with (
        OutFolder(tmp_path / "out", "0" * 16),
        pytest.raises(WorkError, match="Another run is writing into"),
    ):
        run([write(tmp_path / "many.jsonl", *calls(1))], tmp_path / "out")
    assert run([tmp_path / "many.jsonl"], tmp_path / "out").run["scored"] == 1


def test_folder_of_the_transcripts_is_no_place_for_scores(tmp_path: Path) -> None:
    many = write(tmp_path / "in" / "many.jsonl", *calls(1))
    for out in (tmp_path / "in", tmp_path):
        with pytest.raises(UsageError, match="lies in the folder of results"):
            run([tmp_path / "in"], out)
    with pytest.raises(UsageError, match="is a file"):
        run([tmp_path / "in"], many)
    assert many.exists()


def test_folder_within_the_input_is_not_read(tmp_path: Path) -> None:
    write(tmp_path / "in" / "many.jsonl", *calls(2))
    out = tmp_path / "in" / "out"
    run([tmp_path / "in"], out)
    assert run([tmp_path / "in"], out).run["scored"] == 2
    assert names(out / "scores.jsonl") == ["call-0", "call-1"]


def test_silent_transcript_is_a_failure(tmp_path: Path) -> None:
    silent = {"id": "silent", "turns": []}
    blank = {"id": "blank", "turns": [{"speaker": "rep", "text": "  "}]}
    result = run([write(tmp_path / "two.jsonl", silent, blank)], tmp_path / "out", PLAN)
    assert result.run["failures"] == {"no_turns": 2}
    assert lines(tmp_path / "out" / "scores.jsonl") == []


def test_place_that_cannot_be_read_puts_nothing_else_aside(tmp_path: Path) -> None:
    many, out = write(tmp_path / "many.jsonl", *calls(3)), tmp_path / "out"
    run([many], out)
    before = (out / "scores.jsonl").read_bytes()
    with pytest.raises(UsageError, match="There is no"):
        run([tmp_path / "mistyped.jsonl"], out)
    assert (out / "scores.jsonl").read_bytes() == before
    assert not (out / "earlier").exists()


def test_file_that_cannot_be_read_any_more_is_in_the_failures_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    for name, first in (("a", 0), ("b", 1), ("c", 2)):
        write(tmp_path / "in" / f"{name}.jsonl", *calls(1, first=first))
    run([tmp_path / "in"], out)
    (tmp_path / "in" / "c.jsonl").unlink()

    def read(source: Source) -> Iterator[Heard | UnreadableError]:
        if source.name == "a.jsonl":
            yield UnreadableError("No.", name="a.jsonl", kind=FailureKind.UNREADABLE)
            return
        yield from read_file(source)

    monkeypatch.setattr(intake, "read", read)
    run([tmp_path / "in"], out)
    # whether c is gone is not known as long as something could not be read
    assert names(out / "scores.jsonl") == ["call-1", "call-2"]
    assert _earlier(out) == ["call-0"]
