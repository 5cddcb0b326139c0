"""What tests share: the shipped content, loaded once, and a place for vectors that outlives one test."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pathlib import Path

import pytest

from simulator.authoring.library import ContentLibrary

PERSONA_IDS = ("gwen-ashdown", "hollis-brandt", "marion-teague", "tomasz-bielak")


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> ContentLibrary:
    """The shipped personas and scenarios."""
    return ContentLibrary(cache_folder=tmp_path_factory.mktemp("content-cache"))


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the vectors of personas, shared by all tests of a run."""
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees a key, an endpoint, or the data folder of whoever runs it."""
    for name in [
        name for name in os.environ if name.startswith(("OPENAI_", "SIMULATOR_")) and name != "SIMULATOR_DATA"
    ]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SIMULATOR_HOME", str(tmp_path / "home"))


#: the files that take longest; begun first, none of them is waited for at the end while the other processes are idle
_LONGEST = (
    "tests/corpus/",
    "tests/e2e/",
    "tests/tui/test_room_pictures",
    "tests/tui/test_pictures",
    "tests/tui/",
    "tests/call/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; the rest in the order in which it was found."""
    items.sort(
        key=lambda item: next(
            (n for n, name in enumerate(_LONGEST) if item.nodeid.startswith(name)), len(_LONGEST)
        )
    )
