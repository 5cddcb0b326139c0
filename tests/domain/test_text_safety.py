"""Text that was written by others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.domain.text_safety import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, ümläut, 日本, 👍🏽", "plain, ümläut, 日本, 👍🏽"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("\r", "\\x0d"),
        ("", ""),
    ],
)
def test_visible_writes_out_what_would_steer_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_visible_text_can_always_be_written(text: str) -> None:
    written = visible(text)
    written.encode("utf-8")
    assert visible(written) == written
