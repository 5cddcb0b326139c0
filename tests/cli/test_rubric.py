"""``simulator rubric``: what it prints and what it returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import simulator


def test_rubric_list_names_the_shipped_and_those_of_the_extra_folder(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.yaml").write_text(_starter("mine"), encoding="utf-8")
    done = simulator(["rubric", "list"], home=tmp_path, env={"SIMULATOR_RUBRICS": str(own)})
    assert done.code == 0, done.err
    assert [line.split()[0] for line in done.out.splitlines()] == [
        "mine",
        "cold_call",
        "discovery",
        "objection_handling",
    ]


def test_rubric_show_prints_text_and_json(tmp_path: Path) -> None:
    assert (
        "Cold call (cold_call, version 1, hash"
        in simulator(["rubric", "show", "cold_call"], home=tmp_path).out
    )
    done = simulator(["rubric", "show", "cold_call", "--json"], home=tmp_path)
    assert json.loads(done.out)["id"] == "cold_call"


def test_rubric_show_of_unknown_name_suggests_one_and_exits_2(tmp_path: Path) -> None:
    done = simulator(["rubric", "show", "cold-call"], home=tmp_path)
    assert done.code == 2
    assert 'Did you mean "cold_call"?' in done.err


@pytest.mark.parametrize(("old", "new", "code"), [("", "", 0), ("dimension: probing", "dimension: probe", 2)])
def test_rubric_check_prints_each_problem_with_its_place(
    tmp_path: Path, old: str, new: str, code: int
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(_starter("mine").replace(old, new, 1), encoding="utf-8")
    done = simulator(["rubric", "check", str(file)], home=tmp_path)
    assert done.code == code, done.err
    assert (f"{file}:" in done.out) == bool(code)


def test_rubric_check_without_paths_finds_the_shipped_ones_sound(tmp_path: Path) -> None:
    done = simulator(["rubric", "check"], home=tmp_path)
    assert done.code == 0, done.out
    assert done.out.startswith("3 files:")


def test_rubric_schema_is_that_of_the_documents(tmp_path: Path) -> None:
    committed = Path(__file__).parents[2] / "docs" / "schema" / "rubric.schema.json"
    assert simulator(["rubric", "schema"], home=tmp_path).out == committed.read_text(encoding="utf-8")


def _starter(name: str) -> str:
    from simulator.authoring.starter import new_rubric_text  # noqa: PLC0415

    return new_rubric_text(name)
