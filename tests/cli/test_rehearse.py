"""`simulator persona rehearse`, as an author runs it."""

from __future__ import annotations

from pathlib import Path

from simulator.authoring.starter import new_persona_text
from tests.cli.running import simulator


def test_rehearsal_prints_a_line_for_each_rep_and_three_answers(tmp_path: Path) -> None:
    path = tmp_path / "anna-berg.yaml"
    path.write_text(new_persona_text("anna-berg"), encoding="utf-8")
    done = simulator(["persona", "rehearse", str(path), "--calls", "1"], home=tmp_path)
    assert done.code == 0, done.err
    for word in ("skilled", "novice", "pushy", "Reached: yes", "Leaks: none", "Tells reps apart: yes"):
        assert word in done.out


def test_a_file_that_is_not_there_gets_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    done = simulator(["persona", "rehearse", str(tmp_path / "nobody.yaml")], home=tmp_path)
    assert done.code == 2
    assert "nobody.yaml" in done.err
    assert "Traceback" not in done.err
