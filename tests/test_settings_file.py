"""One setting changed while the program runs: the same rules as for the file, and the rest of the file as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_type_hints

import pytest

from simulator.errors import SettingsError
from simulator.settings import CHANGEABLE, Settings, changed, load_settings
from simulator.settings_file import THIS_RUN, keep
from simulator.settings_values import BY_NAME

KEY = "sk-made-up-0123456789abcdef"
WRITTEN = """\
# my own
model   =   "m"   # the small one

  # how long
timeout_s = 5
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The user's configuration folder; not made yet."""
    return tmp_path / "config"


def load(tmp_path: Path, own: Path, env: dict[str, str] | None = None) -> Settings:
    return load_settings(env or {}, tmp_path, own)


def test_every_changeable_setting_has_the_choices_that_its_type_has() -> None:
    types = get_type_hints(Settings)
    for name in CHANGEABLE:
        annotation = types[name]
        choices = BY_NAME[name].choices
        assert not choices or set(choices) == set(getattr(annotation, "__args__", ()))


def test_change_is_saved_in_the_users_own_file_and_read_again_at_the_next_start(
    tmp_path: Path, own: Path
) -> None:
    settings = load(tmp_path, own)
    for name, raw in (
        ("theme", "contrast"),
        ("timeout_s", "2.5"),
        ("model", 'a "b" \\ ü'),
        ("voice", "local"),
    ):
        settings = keep(settings, name, raw).settings
    again = load(tmp_path, own)
    assert (again.theme, again.timeout_s, again.model, again.voice) == (
        "contrast",
        2.5,
        'a "b" \\ ü',
        "local",
    )
    assert again == settings
    assert [one.name for one in own.iterdir()] == ["simulator.toml"]


def test_change_goes_to_the_file_that_was_read_and_leaves_the_rest_of_it_alone(
    tmp_path: Path, own: Path
) -> None:
    path = tmp_path / "simulator.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    kept = keep(load(tmp_path, own), "timeout_s", "30")
    assert path.read_text(encoding="utf-8") == WRITTEN.replace("= 5", "= 30")
    keep(kept.settings, "pacing", "instant")
    assert path.read_text(encoding="utf-8") == WRITTEN.replace("= 5", "= 30") + 'pacing = "instant"\n'
    assert not own.exists()


@pytest.mark.parametrize("written", [b'\xef\xbb\xbfmodel = "m"\r\n# end\r\n', b'model = "m"', b"# nothing"])
def test_byte_order_mark_and_line_ends_stay(tmp_path: Path, own: Path, written: bytes) -> None:
    path = tmp_path / "simulator.toml"
    path.write_bytes(written)
    keep(load(tmp_path, own), "pacing", "instant")
    found = path.read_bytes()
    assert found.startswith(written)
    assert found.count(b"\r\n") in {0, found.count(b"\n")}
    assert load(tmp_path, own).pacing == "instant"


def test_link_to_a_settings_file_stays_a_link_and_the_file_keeps_its_mode(tmp_path: Path, own: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text('model = "m"\n', encoding="utf-8")
    real.chmod(0o640)
    own.mkdir()
    (own / "simulator.toml").symlink_to(real)
    keep(load(tmp_path, own), "mirror", "skip")
    assert (own / "simulator.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert 'mirror = "skip"' in real.read_text(encoding="utf-8")


def test_empty_value_is_the_default_and_leaves_the_file(tmp_path: Path, own: Path) -> None:
    (tmp_path / "simulator.toml").write_text(WRITTEN, encoding="utf-8")
    kept = keep(load(tmp_path, own), "model", "  ")
    assert kept.settings.model == Settings.model
    assert "model" not in kept.settings.origins
    assert load(tmp_path, own).model == kept.settings.model
    assert "# how long" in (tmp_path / "simulator.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("timeout_s", "soon", "timeout_s wants a number, not 'soon'."),
        ("timeout_s", "0", "more than 0"),
        ("base_url", "localhost:8080/v1", "did you mean http://localhost:8080/v1?"),
        ("base_url", "http://u:hunter2@h/v1", "has a name or password in it"),
        ("base_url", "http://h/v1/chat/completions", "up to its /v1"),
        ("model", "a\x1b[0m", "model wants one line of text."),
        ("voice", "locl", "did you mean local?"),
        ("theme", "blue", "wants one of dark, light, contrast"),
        ("served", "no", "not for you to change"),
        ("api_key", KEY, "not for you to change"),
        ("home", "/tmp", "not for you to change"),  # noqa: S108 - nothing is written there
    ],
)
def test_wrong_value_gets_the_sentence_of_the_file_and_nothing_is_kept(
    tmp_path: Path, own: Path, name: str, raw: str, words: str
) -> None:
    settings = load(tmp_path, own)
    with pytest.raises(SettingsError) as caught:
        keep(settings, name, raw)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "hunter2" not in str(caught.value) and KEY not in str(caught.value)
    assert not own.exists()


def test_value_of_the_environment_cannot_be_changed(tmp_path: Path, own: Path) -> None:
    settings = load(tmp_path, own, {"SIMULATOR_PACING": "instant"})
    with pytest.raises(SettingsError, match="pacing is set by SIMULATOR_PACING"):
        keep(settings, "pacing", "natural")
    assert not own.exists()


def test_file_of_a_working_folder_gets_no_address_that_the_key_would_go_to(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "simulator.toml"
    path.write_text('model = "m"\n', encoding="utf-8")
    settings = load(tmp_path, own, {"OPENAI_API_KEY": KEY})
    with pytest.raises(SettingsError, match=r"would send the key in OPENAI_API_KEY to models\.example"):
        keep(settings, "base_url", "https://models.example/v1")
    assert path.read_text(encoding="utf-8") == 'model = "m"\n'
    kept = keep(settings, "base_url", "http://localhost:8080/v1")
    assert load(tmp_path, own, {"OPENAI_API_KEY": KEY}).base_url == kept.settings.base_url
    path.unlink()
    free = keep(load(tmp_path, own, {"OPENAI_API_KEY": KEY}), "base_url", "https://models.example/v1")
    assert free.settings.file == own / "simulator.toml"
    assert load(tmp_path, own, {"OPENAI_API_KEY": KEY}).base_url == "https://models.example/v1"
    assert KEY not in (own / "simulator.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["base_url", "model", "voice", "reader", "timeout_s"])
def test_visitor_cannot_say_where_the_key_goes_or_what_it_is_spent_on(
    tmp_path: Path, own: Path, name: str
) -> None:
    visited = load(tmp_path, own, {"SIMULATOR_SERVED": "yes"})
    for raw in ("https://models.example/v1", "authored", ""):
        with pytest.raises(SettingsError, match="not for you"):
            changed(visited, name, raw, origin="x")


def test_what_a_visitor_may_change_is_theirs_and_not_in_the_hosts_file(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "simulator.toml"
    path.write_text('theme = "light"\n', encoding="utf-8")
    kept = keep(load(tmp_path, own, {"SIMULATOR_SERVED": "yes"}), "theme", "contrast")
    assert (kept.settings.theme, kept.not_saved) == ("contrast", "")
    assert kept.settings.origins["theme"] == THIS_RUN
    assert path.read_text(encoding="utf-8") == 'theme = "light"\n'


def test_change_that_cannot_be_saved_holds_for_this_run_and_says_why(tmp_path: Path, own: Path) -> None:
    own.write_text("a file where the folder should be", encoding="utf-8")
    kept = keep(load(tmp_path, own), "pacing", "instant")
    assert kept.settings.pacing == "instant"
    assert kept.not_saved.startswith(f"{own / 'simulator.toml'} cannot be written (")
    assert kept.not_saved.endswith("; this holds until you leave.")


def test_file_that_was_broken_meanwhile_is_left_as_it_is(tmp_path: Path, own: Path) -> None:
    path = tmp_path / "simulator.toml"
    path.write_text('model = "m"\n', encoding="utf-8")
    settings = load(tmp_path, own)
    path.write_text("model = ", encoding="utf-8")
    kept = keep(settings, "pacing", "instant")
    assert "is no settings file any more" in kept.not_saved
    assert path.read_text(encoding="utf-8") == "model = "


def test_write_that_breaks_off_leaves_the_old_file_and_no_other(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "simulator.toml"
    path.write_text(WRITTEN, encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    kept = keep(load(tmp_path, own), "pacing", "instant")
    assert "No space left on device" in kept.not_saved
    assert path.read_text(encoding="utf-8") == WRITTEN
    assert [one.name for one in tmp_path.iterdir()] == ["simulator.toml"]
