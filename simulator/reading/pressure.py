"""How much a line presses.

Three sources: words, learned from offers that people wrote to be tough or warm and from own lines of reps; politeness
strategies; and the phrases of pressing, urgency and rudeness of the act rules. Weights: scripts/train_tone_heads.py.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from simulator.domain.reading import Act
from simulator.reading.acts_rules import rule_book
from simulator.reading.acts_text import plain
from simulator.reading.politeness import politeness, politeness_cues
from simulator.reading.tone_features import Head, load_head, word_features

_ACTS = (
    Act.PRESSURE, Act.FALSE_URGENCY, Act.RUDE, Act.SWEARING, Act.ARGUES, Act.GUARANTEE, Act.BLAME, Act.THANKS, Act.APOLOGY,
    Act.COMPLIMENT, Act.JOKE,
)  # fmt: skip
_PATTERNS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")
    for name, pattern in {
        "final": r"final|take it or leave it|best (?:i|we) (?:can|will)|firm|non negotiable|not negotiable|no more|not (?:going )?(?:any )?(?:higher"
        r"|lower)|last offer|bottom line|highest|maximum|max|not a (?:penny|cent|dollar)|(?:can|will) not (?:go|pay|do|offer|give) (?:any|more|over"
        r"|above|higher|lower)|nothing more|absolutely",
        "only_if": r"only|unless|otherwise|or else|either|or not",
        "now": r"now|today|right away|immediately|asap|quick|quickly|by (?:noon|tonight|tomorrow|the end)|as soon as|soon|deadline|cash",
        "demand": r"(?:i|we) (?:want|need|expect|demand|require|insist)|you (?:must|have to|need to|should|better|had better)|let me know|decide|accept"
        r"|agree|deal",
        "belittles": r"overpriced|too (?:much|high|expensive)|ridiculous|not worth|worth (?:only|no)|used|old|cheaper|elsewhere|other (?:sellers"
        r"|offers|people|phones|options)|somewhere else|better deal|fair price|going rate|realistic|market (?:price|value)|wasting|waste",
        "warm_hope": r"hope|hoping|look(?:ing)? forward|would love|love|excited|appreciate|wonderful|beautiful|great day|happy|pleasure|best wishes"
        r"|have a (?:great|good|nice)|family|gift|daughter|son|wife|husband|mother|birthday|kids?|student|school|budget|afford|tight",
        "asks_kindly": r"would you|could you|may i|might|possibly|perhaps|maybe|consider|willing|interested|be open|if you (?:could|would|are|want|like)"
        r"|please|wondering|sorry|understand",
        "relieves": r"no (?:rush|hurry|pressure|obligation|problem)|take your time|up to you|whenever|your convenience|feel free|you do not have to"
        r"|if not|not to worry|fair enough|if you like|if it is not",
    }.items()
}
CUE_NAMES: tuple[str, ...] = ("politeness", *_PATTERNS, *(act.value for act in _ACTS))
_LARGEST_COUNT = 3.0


@lru_cache(maxsize=64)
def pressure_cues(text: str) -> tuple[float, ...]:
    """Politeness, the counts of the patterns and the acts of a line, in the order of `CUE_NAMES`; then `politeness_cues`."""
    line = plain(text)
    acts = rule_book("acts_opening.toml", "acts_tone.toml", "acts_flow.toml").acts_in(line)
    counts = [min(_LARGEST_COUNT, float(len(pattern.findall(line)))) for pattern in _PATTERNS.values()]
    return (politeness(text), *counts, *(float(act in acts) for act in _ACTS), *politeness_cues(text))


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("pressure_head.json")


def pressure(text: str) -> float:
    """How much a line presses: 0 not at all, 1 hard; an ordinary line stays below 0.3, an empty one is 0."""
    if not text.strip():
        return 0.0
    head, scale = _head()
    raw = head.score(word_features(text), (), pressure_cues(text))
    return 1.0 / (1.0 + math.exp(-(scale["offset"] + scale["gain"] * raw)))
