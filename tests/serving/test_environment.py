"""What a visitor's process is told: the house's settings, and nothing of other people."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.serving.environment import visitor_environment
from simulator.settings import load_settings


def _told(house: dict[str, str], tmp_path: Path, file: str = "") -> dict[str, str]:
    config = tmp_path / "config"
    config.mkdir(exist_ok=True)
    if file:
        (config / "simulator.toml").write_text(file)
    given = load_settings(house, tmp_path, config)
    return visitor_environment(house, given, tmp_path / "visitor")


def test_visitor_has_a_home_of_their_own_and_not_the_database_of_the_house(tmp_path: Path) -> None:
    told = _told(
        {"SIMULATOR_DATABASE_URL": "sqlite:///all.sqlite3", "SIMULATOR_HOME": str(tmp_path)}, tmp_path
    )
    assert told["SIMULATOR_HOME"] == str(tmp_path / "visitor")
    assert told["SIMULATOR_SERVED"] == "yes"
    assert "SIMULATOR_DATABASE_URL" not in told


def test_settings_of_the_house_reach_the_visitor_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    house = {
        "OPENAI_API_KEY": "sk-1",
        "SIMULATOR_TIMEOUT_S": "7.5",
        "SIMULATOR_PERSONAS": os.pathsep.join(["one", "two"]),
    }
    told = _told(house, tmp_path, 'base_url = "http://127.0.0.1:9/v1"\nmodel = "small"\npacing = "instant"\n')
    assert told["OPENAI_API_KEY"] == "sk-1"
    assert told["OPENAI_BASE_URL"] == "http://127.0.0.1:9/v1"
    assert told["SIMULATOR_MODEL"] == "small"
    assert "SIMULATOR_PACING" not in told  # taste of whoever runs it
    seen = load_settings(told, tmp_path / "visitor", tmp_path / "visitor")
    assert seen.timeout_s == 7.5
    assert seen.personas == (tmp_path / "one", tmp_path / "two")
    assert seen.served


def test_nothing_of_the_owners_terminal_reaches_the_visitor(tmp_path: Path) -> None:
    told = _told({"NO_COLOR": "1", "TEXTUAL_LOG": "/tmp/log", "COLUMNS": "30", "PATH": "/bin"}, tmp_path)  # noqa: S108
    assert told.keys() & {"NO_COLOR", "TEXTUAL_LOG", "COLUMNS"} == set()
    assert told["PATH"] == "/bin"


@pytest.mark.parametrize(
    "line",
    [
        'base_url = "http://127.0.0.1:9/v1"',
        'base_url = "https://evil.example/v1"',
        'home = "/"',
        'database_url = "sqlite:///../other/journal.sqlite3"',
        'personas = "."',
    ],
)
def test_file_of_a_visitor_cannot_reach_for_what_is_of_the_house(tmp_path: Path, line: str) -> None:
    (tmp_path / "simulator.toml").write_text(f'mirror = "skip"\n{line}\n')
    with pytest.raises(SettingsError):
        load_settings({"OPENAI_API_KEY": "sk-1", "SIMULATOR_SERVED": "yes"}, tmp_path, tmp_path)


def test_file_of_a_visitor_holds_their_taste(tmp_path: Path) -> None:
    (tmp_path / "simulator.toml").write_text('mirror = "skip"\npacing = "instant"\n')
    seen = load_settings({"SIMULATOR_SERVED": "yes"}, tmp_path, tmp_path)
    assert (seen.mirror, seen.pacing) == ("skip", "instant")
