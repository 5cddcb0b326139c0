"""Finding personas and scenarios by id."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulator
from simulator.authoring import library as library_module
from simulator.authoring import load
from simulator.authoring.cache import PersonaCache
from simulator.authoring.library import ContentLibrary, shipped_folder
from simulator.errors import ContentError, UnknownNameError
from tests.authoring.helpers import PERSONA, SCENARIO, changed, good_persona, good_scenario


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A coach's folder with one persona and one scenario."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / f"{PERSONA}.yaml").write_text(good_persona(), encoding="utf-8")
    return folder


@pytest.fixture
def campaigns(tmp_path: Path) -> Path:
    folder = tmp_path / "campaigns"
    folder.mkdir()
    (folder / f"{SCENARIO}.yaml").write_text(good_scenario(), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _nothing_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_module, "shipped_folder", lambda kind: tmp_path / "shipped" / kind)


def test_library_lists_and_loads_what_is_in_a_coachs_folders(own: Path, campaigns: Path) -> None:
    library = ContentLibrary([own], [campaigns])
    assert library.persona_ids() == (PERSONA,)
    assert library.scenario_ids() == (SCENARIO,)
    assert library.persona(PERSONA).id == PERSONA
    assert library.scenario(SCENARIO).lead(PERSONA) is not None
    assert library.path("persona", PERSONA) == own / f"{PERSONA}.yaml"


def test_library_asked_for_unknown_name_suggests_the_nearest(own: Path) -> None:
    library = ContentLibrary([own])
    with pytest.raises(UnknownNameError, match='Did you mean "ines-pellow"'):
        library.persona("ines-pelow")
    with pytest.raises(UnknownNameError, match="There are: ines-pellow"):
        library.persona("zzz")
    with pytest.raises(UnknownNameError):
        library.persona(f"../own/{PERSONA}")


def test_library_with_two_files_of_one_id_refuses_both_names(own: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / f"{PERSONA}.yml").write_text(good_persona(), encoding="utf-8")
    library = ContentLibrary([own, other])
    assert library.persona_ids() == (PERSONA,)
    with pytest.raises(ContentError, match="another persona"):
        library.persona(PERSONA)
    assert [one.usable for one in library.check()] == [True, False]


def test_library_with_the_same_folder_twice_takes_it_once(own: Path) -> None:
    assert ContentLibrary([own, own / ".." / "own"]).persona(PERSONA).id == PERSONA


def test_library_with_missing_extra_folder_says_which(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nowhere"):
        ContentLibrary([tmp_path / "nowhere"]).persona_ids()


def test_library_reads_a_changed_file_again(own: Path) -> None:
    library = ContentLibrary([own])
    assert library.persona(PERSONA).card.role == "Owner"
    text = changed(good_persona(), "role: Owner", "role: Owner and framer")
    (own / f"{PERSONA}.yaml").write_text(text, encoding="utf-8")
    assert library.persona(PERSONA).card.role == "Owner and framer"


def test_library_with_scenario_that_names_nobody_refuses_it(own: Path, campaigns: Path) -> None:
    text = changed(good_scenario(), f"- persona: {PERSONA}", "- persona: somebody")
    (campaigns / f"{SCENARIO}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="no persona"):
        ContentLibrary([own], [campaigns]).scenario(SCENARIO)


def test_cache_gives_back_the_same_persona(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_module, "WORTH_KEEPING_S", 0.0)
    folder = tmp_path / "cache"
    first = ContentLibrary([own], cache_folder=folder).persona(PERSONA)
    assert len(list(folder.iterdir())) == 1

    def never(path: Path) -> None:
        raise AssertionError(f"{path} was parsed again")

    monkeypatch.setattr(load, "check_persona", never)
    assert ContentLibrary([own], cache_folder=folder).persona(PERSONA) == first


def test_cache_with_damaged_entry_or_folder_is_passed_over(own: Path, tmp_path: Path) -> None:
    persona = ContentLibrary([own]).persona(PERSONA)
    cache = PersonaCache(tmp_path / "cache")
    cache.put(b"text", persona)
    assert cache.get(b"text") == persona
    assert cache.get(b"other text") is None
    for file in (tmp_path / "cache").iterdir():
        file.write_text('{"version": 1', encoding="utf-8")
    assert cache.get(b"text") is None
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    PersonaCache(blocked).put(b"text", persona)
    assert ContentLibrary([own], cache_folder=blocked).persona(PERSONA) == persona


def test_shipped_folder_of_a_checkout_is_at_its_top() -> None:
    assert shipped_folder("persona").name == "personas"
    assert shipped_folder("scenario").name == "scenarios"


def test_shipped_folder_of_an_installed_program_is_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "simulator" / "content" / "personas"
    inside.mkdir(parents=True)
    monkeypatch.setattr(simulator, "__file__", str(tmp_path / "simulator" / "__init__.py"))
    assert shipped_folder("persona") == inside
    assert shipped_folder("scenario") == tmp_path / "scenarios"
