"""What in a clause contradicts the sentence that it comes nearest to: a number, a day, an order, the hour, who, or a "not"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.reading.figures import figures

_WORD = re.compile(r"[a-z']+")
_DENIES = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|nowhere|neither|nor|without|hardly|cannot|can't|cant|isnt|doesnt|dont"
    r"|didnt|wont|wasnt|arent|hasnt|havent)\b|n['’]t\b",
    re.IGNORECASE,
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december christmas easter today tomorrow yesterday summer winter spring autumn".split()
)
#: a month and a common word: only with its capital, or after "in" and its like
_MAY = re.compile(r"\bMay\b(?! I\b)|\b(?:in|since|until|till|by|last|of|from) may\b")
_ORDER = frozenset("first second third fourth fifth".split())
_CLOCK = re.compile(r"\b(quarter|half|[a-z]+ minutes?) (past|to)\b")
_OPPOSITES = (
    "before after", "more less", "more fewer", "early late", "earlier later", "up down", "always never",
    "everybody nobody", "everyone nobody", "all none", "first last", "better worse", "best worst", "cheap dear",
    "most few", "right wrong", "old new", "own pretend", "biggest smallest", "with without", "inside outside",
    "win lose", "on off", "keep leave", "start stop", "above below", "under over", "easy hard", "open closed",
)  # fmt: skip
_OPPOSITE: dict[str, set[str]] = {}
for _pair in _OPPOSITES:
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, set()).add(_other)
    _OPPOSITE.setdefault(_other, set()).add(_one)
_FIRST = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we're|we've|we'd|us|our)\b")
_THIRD = re.compile(r"\b(?:he|she|his|her|him|he's|she's|they|their|hes|shes)\b")
_SOMEBODY = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}|\b(?:Mrs|Mr|Ms|Dr)\b")
_ABOUT = re.compile(
    r"\b(?:over|about|around|nearly|almost|some|roughly|more than|under|less than|getting on for)\b"
)
#: "over a hundred" is a hundred and four
_ROUGHLY = 0.12
#: a "not" on one side only contradicts where they are so near, or less near and share so many words
_VERY_NEAR, _NEAR, _SHARED = 0.64, 0.5, 0.4


def clashes(clause: str, sentence: str, heard: Sequence[str]) -> frozenset[str]:
    """What in a clause contradicts a sentence.

    Args:
        clause: in plain form, as the prospect would say it.
        sentence: the sentence of theirs that comes nearest to it.
        heard: all their sentences; what stands in another of them is no contradiction in number.
    Returns:
        Some of number, new number (one that is in none of their sentences), day, order, clock, opposite and who.
    """
    told, said, other = sentence.lower().replace("’", "'"), set(_WORD.findall(clause)), set()
    other = set(_WORD.findall(told))
    found = {
        "number": _other_number(clause, [sentence]),
        "new number": _other_number(clause, [sentence]) and _other_number(clause, heard),
        "day": _differ(_days(clause), _days(sentence)),
        "order": _differ(said & _ORDER, other & _ORDER),
        "clock": _differ(set(_CLOCK.findall(clause)), set(_CLOCK.findall(told))),
        "opposite": any(_OPPOSITE.get(word, set()) & other and word not in other for word in said),
        "who": _somebody_else(clause, sentence, told),
    }
    return frozenset(kind for kind, does in found.items() if does)


def denies_otherwise(clause: str, sentence: str, *, near: float, share: float) -> frozenset[str]:
    """`{"denial"}` where one of two that speak of the same thing denies it, and the other does not."""
    if near < _VERY_NEAR and (near < _NEAR or share < _SHARED):
        return frozenset()
    return frozenset({"denial"} if bool(_DENIES.search(clause)) != bool(_DENIES.search(sentence)) else ())


def _differ(said: set[str] | set[tuple[str, str]], told: set[str] | set[tuple[str, str]]) -> bool:
    return bool(said and told and not said & told)


def _days(text: str) -> set[str]:
    return (set(_WORD.findall(text.lower())) & _DAYS) | ({"may"} if _MAY.search(text) else set())


def _other_number(clause: str, sentences: Sequence[str]) -> bool:
    """Whether a clause names numbers and the sentences name others; one that agrees is enough."""
    said, told = (
        figures(_times(clause)),
        frozenset[float]().union(*(figures(_times(one)) for one in sentences)),
    )
    room = _ROUGHLY if _ABOUT.search(clause) else 0.0
    return bool(said and told) and all(abs(one - other) > room * other for one in said for other in told)


def _times(text: str) -> str:
    """ "Twice" is two times."""
    return re.sub(r"\btwice\b", "two times", re.sub(r"\bdouble\b", "two times", text.lower()))


def _somebody_else(clause: str, sentence: str, told: str) -> bool:
    """Whether the one speaks of the prospect and the other of somebody else alone."""
    named = bool(_SOMEBODY.search(sentence) or _THIRD.search(told))
    if _FIRST.search(clause) and not _FIRST.search(told):
        return named
    return bool(_THIRD.search(clause) and not _FIRST.search(clause) and _FIRST.search(told) and not named)
