"""Spoken text made plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reading.speech import plain


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Uh, do you, uh, do you have vans?", "do you have vans"),
        ("wh-what do you- do you use", "what do you use"),
        ("What's that?", "whats that"),
        ("what’s that", "whats that"),
        ("whats that", "whats that"),
        ("you do n't like it", "you dont like it"),
        ("don t you", "dont you"),
        ("how do u do it thru the week", "how do you do it through the week"),
        ("So -- how is it?", "so , how is it"),
        ("[laughs] right", "right"),
        ("it's hard, you know, to plan", "its hard to plan"),
        ("do you know what it costs?", "do you know what it costs"),
        ("{F Uh, } [ do you, + {F uh, } do you ] mind", "do you mind"),
        ("that's it, you know what I mean?", "thats it"),
        ("", ""),
        ("uh", ""),
    ],
)
def test_plain_spoken_line_reads_as_it_was_meant(said: str, expected: str) -> None:
    assert plain(said) == expected


@given(st.text(max_size=200))
def test_plain_any_text_is_lower_case_without_double_blanks(text: str) -> None:
    said = plain(text)
    assert said == " ".join(said.split())
    assert not any("A" <= character <= "Z" for character in said)
