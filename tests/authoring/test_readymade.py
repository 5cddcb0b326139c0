"""What was made ready beforehand is what the files say, and is passed over once they say something else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator import readymade
from simulator.authoring import library as library_module
from simulator.authoring import load
from simulator.authoring.library import ContentLibrary, shipped_folder
from simulator.errors import ContentError
from simulator.prospect.banks import SHARED_LINES, parsed_shared_lines, shared_lines, shared_lines_source
from simulator.readymade import SUFFIX, packed, ready_made, stamp, stamp_of

PERSONA, SCENARIO = "gwen-ashdown", "front-desk"
_STALE = "is not what the files say any more; run: python scripts/parse_content.py"


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped files in a folder where a test may change them."""
    for kind in ("persona", "scenario"):
        shutil.copytree(shipped_folder(kind), tmp_path / kind)
    monkeypatch.setattr(library_module, "shipped_folder", lambda kind: tmp_path / kind)
    return tmp_path


@pytest.fixture
def never_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files can be looked at, but not be parsed."""

    def never(path: Path, *others: object) -> None:
        raise AssertionError(f"{path} was parsed")

    monkeypatch.setattr(load, "check_persona", never)
    monkeypatch.setattr(load, "check_scenario", never)


@pytest.mark.parametrize("name", ContentLibrary().persona_ids())
def test_ready_persona_is_what_its_files_say(name: str) -> None:
    content = ContentLibrary()
    path = content.path("persona", name)
    parsed = load.load_persona(path)
    text = ready_made(
        f"{name}.persona", stamp(path.read_bytes(), path.with_suffix(".asked.txt").read_bytes())
    )
    assert text is not None, f"{name} {_STALE}"
    assert text.decode() == parsed.model_dump_json(exclude_unset=True), f"{name} {_STALE}"
    assert content.persona(name) == parsed


@pytest.mark.parametrize("name", ContentLibrary().scenario_ids())
def test_ready_scenario_is_what_its_file_says(name: str) -> None:
    content = ContentLibrary()
    path = content.path("scenario", name)
    parsed = load.load_scenario(path, content.personas())
    text = ready_made(f"{name}.scenario", stamp(path.read_bytes()))
    assert text is not None, f"{name} {_STALE}"
    assert text.decode() == parsed.model_dump_json(exclude_unset=True), f"{name} {_STALE}"
    assert content.scenario(name) == parsed


def test_ready_shared_lines_are_what_their_file_says() -> None:
    assert ready_made(SHARED_LINES, stamp(shared_lines_source())) is not None, f"{SHARED_LINES} {_STALE}"
    assert shared_lines() == parsed_shared_lines(), f"{SHARED_LINES} {_STALE}"


def test_nothing_is_ready_that_is_not_shipped() -> None:
    content = ContentLibrary()
    wanted = {f"{name}.persona" for name in content.persona_ids()} | {SHARED_LINES}
    wanted |= {f"{name}.scenario" for name in content.scenario_ids()}
    assert {file.name.removesuffix(SUFFIX) for file in readymade.FOLDER.glob(f"*{SUFFIX}")} == wanted, _STALE


@pytest.mark.usefixtures("never_parsed")
def test_library_with_files_as_shipped_parses_none(copies: Path) -> None:
    content = ContentLibrary()
    assert {content.persona(name).id for name in content.persona_ids()} == set(content.persona_ids())
    assert {content.scenario(name).id for name in content.scenario_ids()} == set(content.scenario_ids())


@pytest.mark.usefixtures("never_parsed")
def test_library_with_other_line_endings_parses_none(copies: Path) -> None:
    path = copies / "persona" / f"{PERSONA}.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ContentLibrary().persona(PERSONA).id == PERSONA


def test_library_with_a_changed_scenario_takes_the_change(copies: Path) -> None:
    path = copies / "scenario" / f"{SCENARIO}.yaml"
    before = ContentLibrary().scenario(SCENARIO)
    text = path.read_text(encoding="utf-8")
    assert f"clock_s: {before.clock_s}" in text
    path.write_text(text.replace(f"clock_s: {before.clock_s}", "clock_s: 999"), encoding="utf-8")
    assert ContentLibrary().scenario(SCENARIO).clock_s == 999


@pytest.mark.parametrize("suffix", [".yaml", ".asked.txt"])
def test_library_with_a_changed_persona_takes_nothing_made_ready_of_it_or_held_against_it(
    copies: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []

    def broken(path: Path, *others: object) -> tuple[None, list[object]]:
        parsed.append(path.name)
        return None, []

    monkeypatch.setattr(load, "check_persona", broken)
    monkeypatch.setattr(load, "check_scenario", broken)
    path = copies / "persona" / f"{PERSONA}{suffix}"
    path.write_bytes(path.read_bytes() + b"# changed\n")
    content = ContentLibrary()
    with pytest.raises(ContentError):
        content.persona(PERSONA)
    with pytest.raises(ContentError):
        content.scenario(SCENARIO)
    assert parsed == [f"{PERSONA}.yaml", f"{SCENARIO}.yaml"]


@pytest.mark.parametrize(
    "damage", [b"", b"no stamp", b"{stamp}\nno zlib", b"{stamp}\n{other model}", b"\xff\n\xff"]
)
def test_damaged_file_is_as_good_as_none(
    damage: bytes, tmp_path: Path, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readymade, "FOLDER", tmp_path)
    path = copies / "scenario" / f"{SCENARIO}.yaml"
    of = stamp(path.read_bytes())
    held = packed(of, '{"version": 2}') if b"other" in damage else damage.replace(b"{stamp}", of.encode())
    (tmp_path / f"{SCENARIO}.scenario{SUFFIX}").write_bytes(held)
    for name in ContentLibrary().persona_ids():  # they need not be parsed to see this
        shutil.copy(Path(readymade.__file__).parent / f"{name}.persona{SUFFIX}", tmp_path)
    assert ContentLibrary().scenario(SCENARIO).id == SCENARIO


def test_stamp_tells_where_one_source_ends() -> None:
    assert stamp(b"ab", b"c") != stamp(b"a", b"bc") != stamp(b"abc")
    assert stamp(b"a\r\nb") == stamp(b"a\nb")
    assert stamp_of("nobody") == ""
    assert ready_made("nobody", "") is None
