"""The wheel is whole: installed into an empty environment it plays a call, from another folder, with its own content."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.cli.running import environment

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without a network."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(_ROOT)],
        check=True,
        capture_output=True,
        timeout=110,
    )
    return next(folder.glob("*.whl"))


def test_wheel_holds_content_weights_migrations_and_licences(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "simulator/content/personas/marion-teague.yaml",
        "simulator/content/scenarios/morning-board.yaml",
        "simulator/content/rubrics/cold_call.yaml",
        "simulator/reading/data/minilm-int8.npz",
        "simulator/prospect/shared_lines.yaml",
    ):
        assert wanted in names
    assert any(name.startswith("simulator/journal/migrations/versions/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "benchmarks/", "scripts/")) for name in names)


def test_installed_wheel_plays_a_call(wheel: Path, tmp_path: Path) -> None:
    """Its dependencies are this environment's; its own files are the wheel's, found from a folder that holds nothing."""
    site = tmp_path / "site"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(site),
            str(wheel),
        ],
        check=True,
        capture_output=True,
        timeout=110,
    )
    script = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import simulator; print(simulator.__file__, file=sys.stderr); "
        "from simulator.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "demo"],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith(str(site))
    assert "DEBRIEF: Marion Teague" in done.stdout
