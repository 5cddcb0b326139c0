"""Summaries put for a yes: right, invented, contrary, with a wrong number, and half right; written for this, twice.

`summed_up.json` has what a prospect had told by then, and the line, by two writers. Both halves were in view when the bounds
were set; to keep the checks short the second is what is asked here: what they never said gets no yes, and what they did say is
never called wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from simulator.domain.reading import CheckBack
from simulator.reading.check_back import check_back
from simulator.reading.line import read_line

_ALL = json.loads((Path(__file__).parent / "summed_up.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def verdicts() -> Counter[tuple[str, CheckBack | None]]:
    """How often each kind of line got each verdict; None where it was not taken for a summary."""
    found: Counter[tuple[str, CheckBack | None]] = Counter()
    for one in _ALL["lines"]:
        if not one["talk"].endswith("/b"):
            continue
        told = _ALL["talks"][one["talk"]][: one["heard"]]
        checked = check_back(read_line(one["say"], told[-1]), told)
        found[one["label"], checked.verdict if checked else None] += 1
    return found


@pytest.mark.parametrize(("label", "most"), [("invented", 1), ("contrary", 1), ("number", 1), ("mixed", 4)])
def test_what_they_did_not_say_gets_no_yes(
    verdicts: Counter[tuple[str, CheckBack | None]], label: str, most: int
) -> None:
    assert verdicts[label, CheckBack.RIGHT] <= most, verdicts


def test_what_they_did_say_is_never_called_wrong(verdicts: Counter[tuple[str, CheckBack | None]]) -> None:
    assert verdicts["right", CheckBack.WRONG] == 0, verdicts


def test_what_they_did_say_is_confirmed_or_said_again(
    verdicts: Counter[tuple[str, CheckBack | None]],
) -> None:
    right = [verdicts["right", one] for one in (CheckBack.RIGHT, CheckBack.NEAR)]
    assert right[0] >= 18 and sum(right) >= 58, verdicts


def test_a_wrong_number_is_mostly_put_right(verdicts: Counter[tuple[str, CheckBack | None]]) -> None:
    assert verdicts["number", CheckBack.WRONG] >= 5, verdicts
