"""The share of first tries that a listener would accept: a figure that may only rise.

The floors are what was reached when they were last raised, less one line in a hundred for what the machine's arithmetic
may change. `python -m tests.corpus` shows what fails.

The first three files were labelled before anybody heard an answer; where two listeners then both accepted an answer that
was not on the list, it was added. The strict lines were never widened, so that their figure stays below what people accept.
The heard lines were written last: two listeners heard every answer, and the list is what both accepted.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.__main__ import outcomes_of
from tests.corpus.playing import load, share

FLOORS = {
    "marion_tomasz.yaml": 0.91,
    "gwen_hollis.yaml": 0.88,
    "last_lines.yaml": 0.87,
    "strict_lines.yaml": 0.67,
    "heard_lines.yaml": 0.805,
}


@pytest.mark.parametrize("name", FLOORS)
async def test_share_of_accepted_first_tries_does_not_fall(name: str, vectors: Path) -> None:
    outcomes = await outcomes_of(name, vectors)
    failed = [one.item.id for one in outcomes if not one.accepted]
    assert share(outcomes) >= FLOORS[name], f"failed: {' '.join(failed)}"


def test_corpus_is_large_enough_and_has_no_line_twice() -> None:
    items = [item for name in FLOORS for item in load(name)]
    assert len(items) >= 400
    assert len({item.id for item in items}) == len(items)
    said = [(item.persona, item.lines) for item in items]
    assert len(set(said)) >= len(said) - 3
