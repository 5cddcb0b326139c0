"""How much a line presses."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.domain.reading import Act
from simulator.reading.politeness import CUE_NAMES as POLITENESS_CUES
from simulator.reading.pressure import CUE_NAMES, pressure, pressure_cues
from tests.reading.act_lines import labelled_lines

HARD = {Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.SWEARING, Act.ARGUES, Act.GUARANTEE, Act.BLAME}
ODD = {Act.COMMAND, Act.GIBBERISH, Act.OTHER_LANGUAGE, Act.META}


@pytest.mark.parametrize(
    "line",
    [
        "I need an answer today.",
        "This price is gone tomorrow.",
        "just say yes and we're done",
        "You'd be crazy to wait.",
        "All your competitors have already signed.",
    ],
)
def test_pressure_of_a_pressing_line_is_above_a_half(line: str) -> None:
    assert pressure(line) > 0.5


@pytest.mark.parametrize(
    "line",
    [
        "How do you plan the week at the moment?",
        "There's no rush at all.",
        "Take all the time you need.",
        "Hi Dana, it's Sam from Turnout.",
        "That sounds like a hard winter.",
        "Would Tuesday suit you?",
        "Tell me more about that.",
    ],
)
def test_pressure_of_an_ordinary_line_is_below_three_tenths(line: str) -> None:
    assert pressure(line) < 0.3


def test_pressure_over_the_tables_of_lines_separates_pressing_from_ordinary() -> None:
    lines = [line for name in ("acts.txt", "acts_fresh.txt") for line in labelled_lines(name)]
    pressing = [pressure(line.text) for line in lines if line.acts & {Act.PRESSURE, Act.FALSE_URGENCY}]
    ordinary = [pressure(line.text) for line in lines if not (line.acts | line.optional) & (HARD | ODD)]
    assert sum(value >= 0.5 for value in pressing) / len(pressing) >= 0.95
    assert sum(value >= 0.3 for value in ordinary) / len(ordinary) <= 0.08


def test_pressure_of_an_empty_line_is_zero() -> None:
    assert pressure("") == pressure("  \n") == 0.0


def test_pressure_cues_have_a_name_each() -> None:
    assert len(pressure_cues("Let me know by noon.")) == len(CUE_NAMES) + len(POLITENESS_CUES)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_pressure_of_any_text_is_between_zero_and_one(text: str) -> None:
    assert 0.0 <= pressure(text) <= 1.0
