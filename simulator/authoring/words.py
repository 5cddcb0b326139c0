"""Words as two texts are compared by: without case, punctuation and possessives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

_COMMON = """
a about after again all also am an and any are as at back be because been before being but by can can't come
could couldn't did didn't do does doesn't doing don't done down each even ever every few for from get gets
getting go goes going got had has have having he her here hers him his how i i'd i'll i'm i've if in into is
isn't it it's its just last let like made make many may me might mine more most much must my never no not
now of off on once one only or other our out over own put quite rather really right said same say see she
should since so some still such than that that's the their them then there there's these they they're thing
things think this those though three time to too two under until up upon us very want was wasn't way we we'd
we'll we're we've well went were weren't what when where which while who why will with won't would wouldn't
you you'd you're your
"""

#: words that carry no subject of their own
COMMON_WORDS = frozenset(_COMMON.split())


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, ``Carol's`` as ``carol``."""
    plain = text.casefold().replace("’", "'")
    return tuple(word.removesuffix("'s") for word in _WORD.findall(plain))


@lru_cache(maxsize=8192)
def normalised(text: str) -> str:
    """A text as it is compared with another for being the same."""
    return " ".join(words_of(text))


def holds(text: str, phrase: str) -> bool:
    """Whether a text holds a phrase, word for word."""
    looked_for = normalised(phrase)
    return bool(looked_for) and f" {looked_for} " in f" {normalised(text)} "


def shared_run(text: str, others: Iterable[str], length: int) -> str:
    """A run of words that a text shares with one of the others; empty where there is none.

    Args:
        length: words that make a run; at least two of them have to carry a subject.
    """
    runs = _runs(text, length)
    for other in others:
        shared = runs & _runs(other, length)
        if shared:
            return " ".join(min(shared))
    return ""


@lru_cache(maxsize=8192)
def _runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    words = words_of(text)
    found = (words[start : start + length] for start in range(len(words) - length + 1))
    return frozenset(run for run in found if sum(word not in COMMON_WORDS for word in run) >= 2)
