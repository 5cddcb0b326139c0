"""The link's token between two starts."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from simulator.errors import WorkError
from simulator.serving.kept_token import NAME, kept_token


def _nothing(sentence: str) -> None:
    raise AssertionError(sentence)


def test_token_is_kept_where_nobody_else_can_read_it(tmp_path: Path) -> None:
    first = kept_token(tmp_path, _nothing)
    assert len(first) == 43
    assert kept_token(tmp_path, _nothing) == first
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_new_token_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    first = kept_token(tmp_path, _nothing)
    second = kept_token(tmp_path, _nothing, new=True)
    assert second != first
    assert kept_token(tmp_path, _nothing) == second
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_token_that_others_could_read_is_used_no_more(tmp_path: Path, mode: int) -> None:
    first = kept_token(tmp_path, _nothing)
    (tmp_path / NAME).chmod(mode)
    told: list[str] = []
    second = kept_token(tmp_path, told.append)
    assert second != first
    assert "could be read by others, so there is a new link" in told[0]
    assert first not in told[0] + second
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert kept_token(tmp_path, _nothing) == second


@pytest.mark.parametrize("text", ["", "short", "x" * 44, "é" * 43, "x" * 42 + "/", "a" * 43 + "\nmore"])
def test_file_that_holds_no_token_is_written_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    (tmp_path / NAME).chmod(0o600)
    told: list[str] = []
    token = kept_token(tmp_path, told.append)
    assert len(token) == 43
    assert "held no token" in told[0]


def test_link_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("a" * 43, encoding="utf-8")
    elsewhere.chmod(0o600)
    (tmp_path / NAME).symlink_to(elsewhere)
    told: list[str] = []
    assert kept_token(tmp_path, told.append) != "a" * 43
    assert "led elsewhere" in told[0]
    assert not (tmp_path / NAME).is_symlink()
    assert elsewhere.read_text(encoding="utf-8") == "a" * 43


def test_of_two_that_start_at_the_same_time_both_have_one_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, others = os.link, []

    def late(source: str, target: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        others.append(kept_token(tmp_path, _nothing))
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    assert [kept_token(tmp_path, _nothing)] == others


def test_file_that_cannot_be_read_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(WorkError, match="The link cannot be kept in"):
        kept_token(tmp_path, lambda sentence: None)
