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
from simulator.reading.line_keys import ALWAYS, Needs, keys_of_line, may_hold, needs_of, read_keys
from simulator.reading.politeness import politeness, politeness_cues
from simulator.reading.tone_features import Head, load_head, word_hashes

_ACTS = (
    Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.SWEARING, Act.ARGUES, Act.GUARANTEE, Act.BLAME, Act.THANKS, Act.APOLOGY,
    Act.COMPLIMENT, Act.JOKE,
)  # fmt: skip


def _patterns() -> dict[str, tuple[re.Pattern[str], Needs]]:
    """Each pattern begins with a blank, the quickest thing to search for: the line needs one at its front."""
    raw = tomllib.loads(
        resources.files("simulator.reading.data").joinpath("pressure_cues.toml").read_text("utf-8")
    )
    keys = read_keys("cue_keys.json")["pressure"]
    return {
        name: (re.compile(rf" (?:{'|'.join(phrases)})(?!\S)"), needs_of(keys.get(name, ALWAYS)))
        for name, phrases in raw.items()
    }


_PATTERNS = _patterns()
CUE_NAMES: tuple[str, ...] = ("politeness", *_PATTERNS, *(act.value for act in _ACTS))
_LARGEST_COUNT = 3.0


@lru_cache(maxsize=64)
def pressure_cues(text: str) -> tuple[float, ...]:
    """Politeness, the counts of the patterns and the acts of a line, in the order of `CUE_NAMES`; then `politeness_cues`."""
    line = plain(text)
    acts = rule_book("acts_opening.toml", "acts_tone.toml", "acts_flow.toml").acts_in(line)
    padded, keys = f" {line}", keys_of_line(line)
    counts = [
        min(_LARGEST_COUNT, float(len(pattern.findall(padded)))) if may_hold(keys, needs) else 0.0
        for pattern, needs in _PATTERNS.values()
    ]
    return (politeness(text), *counts, *(float(act in acts) for act in _ACTS), *politeness_cues(text))


_PRESSING = tuple(CUE_NAMES.index(act.value) for act in (Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE))


def has_phrase(cues: Sequence[float]) -> float:
    """1 where the cues of a line hold a phrase of pressing, urgency or rudeness, else 0."""
    return float(any(cues[index] for index in _PRESSING))


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("pressure_head.json")


def pressure(text: str) -> float:
    """How much a line presses: 0 not at all, 1 hard; an ordinary line stays below 0.3, an empty one is 0."""
    if not text.strip():
        return 0.0
    head, scale = _head()
    cues = pressure_cues(text)
    raw = head.score(word_hashes(text), (), cues)
    return 1.0 / (
        1.0 + math.exp(-(scale["offset"] + scale["gain"] * raw + scale["phrase"] * has_phrase(cues)))
    )
