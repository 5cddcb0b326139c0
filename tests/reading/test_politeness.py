"""How politely a line is put."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.reading.politeness import CUE_NAMES, politeness, politeness_cues

HEADS = ("politeness_head.json", "uptake_head.json", "pressure_head.json")


@pytest.mark.parametrize(
    ("polite", "rude"),
    [
        ("Could you possibly help me with this? Thank you so much.", "Why didn't you do that?"),
        ("Thanks very much for your time, I really appreciate it.", "You have not answered me."),
        ("Hi, would you mind telling me how it works?", "Tell me how it works."),
        ("Sorry to bother you, may I ask a question?", "What is wrong with you?"),
    ],
)
def test_politeness_of_the_kinder_wording_is_higher(polite: str, rude: str) -> None:
    assert politeness(polite) > politeness(rude) + 0.3


def test_politeness_of_an_empty_line_is_zero() -> None:
    assert politeness("") == politeness("   ") == 0.0


def test_politeness_cues_see_please_at_the_start_and_inside() -> None:
    first = dict(zip(CUE_NAMES, politeness_cues("Please stop."), strict=True))
    inside = dict(zip(CUE_NAMES, politeness_cues("Could you please stop?"), strict=True))
    assert first["please_first"] == 1.0
    assert inside["please"] == 1.0
    assert inside["please_first"] == 0.0
    assert inside["could_would_you"] == 1.0


def test_tone_heads_are_small() -> None:
    data = resources.files("simulator.reading.data")
    size = sum(len(data.joinpath(name).read_bytes()) for name in HEADS)
    assert size < 400_000


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_politeness_of_any_text_is_between_minus_one_and_one(text: str) -> None:
    assert -1.0 <= politeness(text) <= 1.0
