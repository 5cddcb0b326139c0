"""`simulator agree` and `simulator override`: grades in, a table, JSON and a page out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.batch.grades import read_grades
from simulator.cli.main import simulator
from simulator.domain.scorecard import Dimension
from simulator.errors import ContentError, SimulatorError
from tests.reports.sample_runs import record, write_run


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """A scored folder, and grades of two people beside it: one sees it as the machine does, one ten points lower."""
    records = [record(number) for number in range(12)]
    write_run(tmp_path / "out", records)
    lines = ["transcript,grader,total,human_tone,resilience"]
    for one in records:
        for who, less in (("Ina", 0), ("Jo", 10)):
            cells = [one["total"], one["dimensions"]["human_tone"]["score"]]
            told = ["" if cell is None else str(max(0, cell - less)) for cell in cells]
            lines.append(f"{one['transcript']},{who},{told[0]},{told[1]},n/a")
    (tmp_path / "grades.csv").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    return tmp_path


def _run(*words: object) -> Result:
    return CliRunner().invoke(simulator, [str(word) for word in words])


def test_agree_prints_a_line_for_each_graded_dimension(scored: Path) -> None:
    done = _run("agree", scored / "out", scored / "grades.csv")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[1:6]] == [
        "Total",
        "people",
        "Human",
        "people",
        "Resilience",
    ]
    assert "graded by Ina and Jo" in done.stdout
    assert "12 transcripts that people left empty" in done.stdout


def test_agree_as_json_has_every_figure(scored: Path) -> None:
    done = _run("agree", scored / "out" / "scores.jsonl", scored / "grades.csv", "--json")
    found = {one["name"]: one for one in json.loads(done.stdout)["dimensions"]}
    assert set(found) == {"total", "human_tone", "resilience"}
    total = found["total"]
    assert total["machine"]["n"] == 12
    assert total["machine"]["bias"]["value"] == pytest.approx(5, abs=0.6)
    assert total["people"]["error"]["value"] == pytest.approx(10, abs=1)
    assert sum(map(sum, total["confusion"])) == 24
    assert total["worst"][0]["graders"] == ["Ina", "Jo"]
    assert found["resilience"]["machine"]["kappa"]["value"] is None


def test_agree_writes_a_page(scored: Path) -> None:
    done = _run("agree", scored / "out", scored / "grades.csv", "--out", scored / "agree.html")
    assert done.exit_code == 0
    page = (scored / "agree.html").read_text(encoding="utf-8")
    assert "Agreement with people" in page
    assert "<script" not in page


def test_override_counts_as_a_human_grade_and_is_told_to_be_one(scored: Path) -> None:
    name = record(3)["transcript"]
    done = _run(
        "override", scored / "out", name, "probing", 30, "--by", "Ina", "--why", "The questions lead."
    )
    assert done.exit_code == 0
    assert "The questions lead." in (scored / "out" / "report.html").read_text(encoding="utf-8")
    found = json.loads(_run("agree", scored / "out", "--json").stdout)
    assert [(one["name"], one["worst"][0]["people"]) for one in found["dimensions"]] == [("probing", 30.0)]
    assert (
        "Overrides among these: 1, given in sight of the machine's figure"
        in _run("agree", scored / "out").stdout
    )
    alone = _run("agree", scored / "out", scored / "grades.csv", "--no-overrides", "--json").stdout
    assert json.loads(alone)["overrides"] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["override", "out", "x", "probing", "101", "--by", "I", "--why", "w"], "not within 0 to 100"),
        (["override", "out", "x", "probing", "nan", "--by", "I", "--why", "w"], "not within 0 to 100"),
        (["override", "out", "x", "probing", "1", "--by", " ", "--why", "w"], "--by is empty"),
        (["agree", "out"], "no grades"),
        (["agree", "nowhere"], "There is no"),
        (["agree", "out", "strangers.csv"], "None of the graded transcripts"),
    ],
)
def test_wrong_use_is_one_sentence(
    scored: Path, words: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(scored)
    Path("strangers.csv").write_text("transcript,total\nnobody,50\n")
    done = _run(*words)
    assert isinstance(done.exception, SimulatorError)
    assert told in str(done.exception)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there are no grades"),
        ("call,total\na,1\n", "names no column “transcript”"),
        ("transcript,note\na,b\n", "needs the columns"),
        ("transcript,total,humantone\na,1,2\n", 'Did you mean "human_tone"?'),
        ("transcript,dimension,score\na,probeing,1\n,probing,1\n", 'Did you mean "probing"?'),
        ("transcript,total\na,1\nb,many\n", "grades.txt:3:1: total: “many” is no number"),
        ("transcript,total\na,101\n", "not within 0 to 100"),
        ("transcript,total\na,nan\n", "not within 0 to 100"),
        ('{"transcript": "a", "total": 1}\n{broken\n[1]\n', "grades.txt:2:1: is no JSON object"),
    ],
)
def test_file_of_grades_with_mistakes_is_told_all_of_them(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "grades.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_grades(tmp_path / "grades.txt")
    assert told in str(caught.value)


def test_grades_are_read_from_any_shape(tmp_path: Path) -> None:
    path = tmp_path / "grades"
    path.write_text("transcript;by;dimension;score\na;Ina;Human Tone;3,5\na;Jo;probing;\n", encoding="utf-8")
    tone, probing = read_grades(path, "1-5")
    assert (tone.transcript, tone.grader, tone.dimension, tone.score) == (
        "a",
        "Ina",
        Dimension.HUMAN_TONE,
        62.5,
    )
    assert (probing.grader, probing.score) == ("Jo", None)
    path.write_text('{"transcript": "a", "probing": 40, "note": "x", "total": null}\n', encoding="utf-8")
    assert {(one.dimension, one.score) for one in read_grades(path)} == {("total", None), ("probing", 40.0)}
