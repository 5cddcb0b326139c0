"""Keys of patterns: words and pairs of words that tell, without a search, that a pattern is not in a line.

A regular expression that finds nothing costs as much as one that does, and nearly all of the readers' find nothing. So
each has sets of keys, of which one is in every line that it matches: a look at the line's words spares the search.
scripts/fill_act_keys.py works them out from the patterns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

ALWAYS = "*"  # in place of keys: nothing is sure to be there
#: lines that the readers remember their work on: several look at the same line, and a batch of lines is read at once
KEPT_LINES = 256
PAIR = "_"  # between two words that stand side by side; no word of a plain line has one

#: each set has a word or a pair in every line that the pattern matches; no set at all where nothing is sure
Needs = tuple[frozenset[str], ...]


_SIGNS_APART = str.maketrans(dict.fromkeys("%&$£€", " "))


@lru_cache(maxsize=4 * KEPT_LINES)  # of a line's sentences too
def keys_of_line(line: str) -> frozenset[str]:
    """The words of a plain line, and each two that stand side by side."""
    words = line.split()
    keys = {*words, *[left + PAIR + right for left, right in pairwise(words)]}
    if (
        "%" in line or "&" in line or "$" in line or not line.isascii()
    ):  # "this&that": a pattern finds the words in it
        words = line.translate(_SIGNS_APART).split()
        keys.update(words, [left + PAIR + right for left, right in pairwise(words)])
    return frozenset(keys)


def needs_of(told: str) -> Needs:
    """The sets of keys as scripts/fill_act_keys.py writes them: keys set apart by spaces, sets by a bar."""
    return () if told == ALWAYS else tuple(frozenset(part.split()) for part in told.split(" | "))


def may_hold(keys: Set[str], needs: Needs) -> bool:
    """Whether a line of these keys can hold a pattern; where not, no search is needed."""
    for need in needs:  # noqa: SIM110 - asked some hundred times a line, and a generator costs twice as much
        if need.isdisjoint(keys):
            return False
    return True


class Possible:
    """Which of some patterns a line can hold, going by its keys.

    Args:
        needs: of each pattern; of its sets, the first is looked up and the others are checked.
    """

    def __init__(self, needs: Sequence[Needs]) -> None:
        self._rest = [sets[1:] for sets in needs]
        self._unsure = frozenset(place for place, sets in enumerate(needs) if not sets)
        by_key: dict[str, set[int]] = {}
        for place, sets in enumerate(needs):
            for key in sets[0] if sets else ():
                by_key.setdefault(key, set()).add(place)
        self._by_key = {key: frozenset(places) for key, places in by_key.items()}

    def at(self, keys: Set[str]) -> list[int]:
        """The places of the patterns that a line of these keys can hold, in order."""
        by_key = self._by_key
        places = self._unsure.union(*[by_key[key] for key in keys & by_key.keys()])
        rest, found = self._rest, []
        for place in places:
            for need in rest[place]:
                if need.isdisjoint(keys):
                    break
            else:
                found.append(place)
        found.sort()
        return found


@cache
def read_keys(name: str) -> Mapping[str, Any]:
    """The content of a file of keys in the package's data."""
    text = resources.files("simulator.reading.data").joinpath(name).read_text("utf-8")
    content: dict[str, Any] = json.loads(text)
    return content
