"""How much a line presses.

Three sources: words, learned from offers that people wrote to be tough or warm and from own lines of reps; politeness
strategies; and the phrases of pressing, urgency and rudeness of the act rules. Weights: scripts/train_tone_heads.py.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources

from simulator.domain.reading import Act
from simulator.reading.acts_rules import rule_book
from simulator.reading.acts_text import plain
from simulator.reading.line_keys import ALWAYS, KEPT_LINES, Possible, keys_of_line, needs_of, read_keys
from simulator.reading.politeness import politeness, politeness_cues, politeness_of
from simulator.reading.tone_features import HashedLines, Head, load_head

_ACTS = (
    Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.SWEARING, Act.ARGUES, Act.GUARANTEE, Act.BLAME, Act.THANKS, Act.APOLOGY,
    Act.COMPLIMENT, Act.JOKE,
)  # fmt: skip


def _patterns() -> dict[str, re.Pattern[str]]:
    """Each pattern begins with a blank, the quickest thing to search for: the line needs one at its front."""
    raw = tomllib.loads(
        resources.files("simulator.reading.data").joinpath("pressure_cues.toml").read_text("utf-8")
    )
    return {name: re.compile(rf" (?:{'|'.join(phrases)})(?!\S)") for name, phrases in raw.items()}


_PATTERNS = _patterns()
_SEARCHED = tuple(_PATTERNS.values())
_POSSIBLE = Possible(
    [needs_of(read_keys("cue_keys.json")["pressure"].get(name, ALWAYS)) for name in _PATTERNS]
)
CUE_NAMES: tuple[str, ...] = ("politeness", *_PATTERNS, *(act.value for act in _ACTS))
_NO_ACTS = [0.0] * len(_ACTS)
_LARGEST_COUNT = 3.0


def pressure_cues(text: str) -> tuple[float, ...]:
    """Politeness, the counts of the patterns and the acts of a line, in the order of `CUE_NAMES`; then `politeness_cues`."""
    return (politeness(text), *_other_cues(text))


@lru_cache(maxsize=KEPT_LINES)
def _other_cues(text: str) -> tuple[float, ...]:
    line = plain(text)
    acts = rule_book("acts_opening.toml", "acts_tone.toml", "acts_flow.toml").acts_in(line)
    keys = keys_of_line(line)
    counts = [0.0] * len(_PATTERNS)
    for place in _POSSIBLE.at(keys):
        counts[place] = min(_LARGEST_COUNT, float(len(_SEARCHED[place].findall(f" {line}"))))
    shown = [float(act in acts) for act in _ACTS] if acts else _NO_ACTS
    return (*counts, *shown, *politeness_cues(text))


_PRESSING = tuple(CUE_NAMES.index(act.value) for act in (Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE))


def has_phrase(cues: Sequence[float]) -> float:
    """1 where the cues of a line hold a phrase of pressing, urgency or rudeness, else 0."""
    return float(any(cues[index] for index in _PRESSING))


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("pressure_head.json")


def pressure(text: str) -> float:
    """How much a line presses: 0 not at all, 1 hard; an ordinary line stays below 0.3, an empty one is 0."""
    words = HashedLines.of_words([text])
    return pressure_of([text], words, politeness_of([text], words))[0]


def pressure_of(texts: Sequence[str], words: HashedLines, polite: Sequence[float]) -> list[float]:
    """The `pressure` of several lines, at least one, whose words are hashed and whose politeness is known already."""
    head, scale = _head()
    rows = [(how, *_other_cues(text)) for text, how in zip(texts, polite, strict=True)]
    return [
        1.0
        / (1.0 + math.exp(-(scale["offset"] + scale["gain"] * score + scale["phrase"] * has_phrase(cues))))
        if text.strip()
        else 0.0
        for text, score, cues in zip(texts, head.scores(words, rows), rows, strict=True)
    ]
