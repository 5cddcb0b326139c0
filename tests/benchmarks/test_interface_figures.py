"""The parts of the interface's figures that need no clock: ranks, keys, what a terminal shows, the table."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from benchmarks.interface import Row, table_of
from benchmarks.interface_measures import delays_of, next_key, percentile
from benchmarks.pty_session import plain


def test_percentile_of_known_values_is_one_of_them() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0, 6.0, 7.0, 8.0, 9.0, 10.0]
    assert (percentile(values, 50), percentile(values, 90), percentile(values, 100)) == (5.0, 9.0, 10.0)


def test_percentile_of_one_value_is_that_value() -> None:
    assert [percentile([3.0], share) for share in (0, 50, 100)] == [3.0, 3.0, 3.0]


def test_percentile_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_delays_are_written_as_middle_ninth_decile_and_worst() -> None:
    assert str(delays_of([1.0, 2.0, 30.4])) == "2.0 / 30.4 / 30"


def test_keys_make_endings_that_stand_once_in_the_field() -> None:
    drawn, typed = random.Random(1), ""  # noqa: S311 - the same keys each time
    for _ in range(40):
        typed += next_key(typed, drawn)
    endings = [typed[at : at + 3] for at in range(len(typed) - 2)]
    assert len(set(endings)) == len(endings)
    assert all(one != other for one, other in pairwise(typed))


def test_plain_leaves_only_what_a_person_reads() -> None:
    assert plain(b"\x1b[?1049h\x1b]0;title\x07\x1b[1;38;2;1;2;3mQZ\x1b[0mX\x1b[4;15H \x1b[?2026$p") == b"QZX "


def test_table_without_peers_has_no_column_for_them_and_marks_what_is_missing() -> None:
    table = table_of([Row("keys, ms", "≤ 10", {"simulator": "5.0"})], ["simulator", "minimal"])
    assert table.splitlines() == [
        "| figure | target | simulator | minimal |",
        "| --- | --- | --- | --- |",
        "| keys, ms | ≤ 10 | 5.0 | – |",
    ]
