"""Keys of patterns: words and pairs of words that tell, without a search, that a pattern is not in a line.

A regular expression that finds nothing costs as much as one that does, and nearly all of the readers' find nothing. So
each has sets of keys, of which one is in every line that it matches: a look at the line's words spares the search.
scripts/fill_act_keys.py works them out from the patterns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

ALWAYS = "*"  # in place of keys: nothing is sure to be there
PAIR = "_"  # between two words that stand side by side; no word of a plain line has one

#: each set has a word or a pair in every line that the pattern matches; no set at all where nothing is sure
Needs = tuple[frozenset[str], ...]


@lru_cache(maxsize=16)  # several readers look at the same line
def keys_of_line(line: str) -> frozenset[str]:
    """The words of a plain line, and each two that stand side by side."""
    words = line.split()
    return frozenset(words).union([left + PAIR + right for left, right in pairwise(words)])


def needs_of(told: str) -> Needs:
    """The sets of keys as scripts/fill_act_keys.py writes them: keys set apart by spaces, sets by a bar."""
    return () if told == ALWAYS else tuple(frozenset(part.split()) for part in told.split(" | "))


def may_hold(keys: Set[str], needs: Needs) -> bool:
    """Whether a line of these keys can hold a pattern; where not, no search is needed."""
    for need in needs:  # noqa: SIM110 - asked some hundred times a line, and a generator costs twice as much
        if need.isdisjoint(keys):
            return False
    return True


@cache
def read_keys(name: str) -> Mapping[str, Any]:
    """The content of a file of keys in the package's data."""
    text = resources.files("simulator.reading.data").joinpath(name).read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
