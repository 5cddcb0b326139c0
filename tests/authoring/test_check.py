"""The check command: what it prints and what it returns."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.authoring.check import kind_of, main
from simulator.authoring.starter import new_persona_text, new_scenario_text
from simulator.errors import UsageError
from tests.authoring.helpers import PERSONA, SCENARIO, changed, good_persona, good_scenario


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / f"{PERSONA}.yaml").write_text(good_persona(), encoding="utf-8")
    (tmp_path / f"{SCENARIO}.yaml").write_text(good_scenario(), encoding="utf-8")
    return tmp_path


def test_check_of_good_folder_returns_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    assert "2 files" in capsys.readouterr().out


def test_check_of_broken_file_prints_its_place_and_returns_2(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / f"{PERSONA}.yaml"
    file.write_text(changed(good_persona(), "preset: guarded", "preset: gaurded"), encoding="utf-8")
    assert main([str(file)]) == 2
    out = capsys.readouterr().out
    assert out.startswith(f"{file}:")
    assert 'Did you mean "guarded"?' in out
    assert "1 error" in out


def test_check_with_warnings_only_returns_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / f"{PERSONA}.yaml"
    file.write_text(changed(good_persona(), "- Bye then.", "- And bye then."), encoding="utf-8")
    assert main([str(file)]) == 0
    assert "1 warning" in capsys.readouterr().out


def test_check_shows_notes_only_when_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(folder / f"{PERSONA}.yaml")])
    assert ": note: " not in capsys.readouterr().out
    main(["--notes", str(folder / f"{PERSONA}.yaml")])
    assert ": note: " in capsys.readouterr().out


def test_check_of_missing_file_and_empty_folder_returns_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert main([str(tmp_path / "none.yaml"), str(tmp_path / "empty")]) == 2
    assert "no such file" in capsys.readouterr().out


def test_check_holds_scenarios_against_the_personas_beside_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / f"{SCENARIO}.yaml"
    file.write_text(changed(good_scenario(), f"- persona: {PERSONA}", "- persona: ines"), encoding="utf-8")
    assert main([str(folder)]) == 2
    assert 'no persona "ines"' in capsys.readouterr().out


def test_kind_of_file_follows_its_keys_then_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("leads: []\noffer: {}\n", encoding="utf-8")
    assert kind_of(file) == "scenario"
    file.write_text("needs: []\n", encoding="utf-8")
    assert kind_of(file) == "persona"
    assert kind_of(tmp_path / "scenarios" / "none.yaml") == "scenario"


def test_starter_texts_with_impossible_id_are_refused() -> None:
    for name in ("", "A", "Über", "../x", "a b", "x\n"):
        with pytest.raises(UsageError):
            new_persona_text(name)
    with pytest.raises(UsageError):
        new_scenario_text("fine-id", "Not fine")


def test_check_module_loads_neither_openai_nor_textual() -> None:
    heavy = "[name for name in ('openai', 'textual', 'numpy') if name in sys.modules]"
    code = f"import sys, simulator.authoring.check; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["personas", "scenarios"])
def test_shipped_files_have_no_errors(kind: str) -> None:
    top = Path(__file__).parents[2]
    if not list((top / kind).glob("*.yaml")):
        pytest.skip(f"no {kind} shipped")
    assert main([str(top / "personas"), str(top / kind)]) == 0
