"""Typing slips: put right where nobody knows the word and a near one is in use; nothing else is touched."""

from __future__ import annotations

import pytest

from simulator.reading.encoder import load_encoder
from simulator.reading.spelling import Speller

SAID = ["how many receptionists", "the receptionists and the drivers", "do the drivers ring", "the vans", "what vans",
        "the tuners", "tuners and tunes", "tunes", "Bielak", "Bielak Heating"]  # fmt: skip


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(SAID, load_encoder().whole_words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how many recptionists", "how many receptionists"),
        ("what do the drviers say", "what do the drivers say"),
        ("the vnas", "the vans"),
        ("Drviers, do they ring?", "Drivers, do they ring?"),
        ("the tunres", "the tuners"),  # two letters in the wrong order before one left out
    ],
)
def test_slip_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "woof",  # short, and no swap away from anything
        "my colleague Beilak rang",  # a name
        "the vets and the cats",  # known words that nobody used here
        "bechstein grands",  # unknown, and near to nothing
        "",
        "£4,500 + 20 %",
    ],
)
def test_what_is_no_slip_stays(speller: Speller, text: str) -> None:
    assert speller.repair(text) == text
