"""How much a line presses.

Three sources: words, learned from offers that people wrote to be tough or warm and from own lines of reps; politeness
strategies; and the phrases of pressing, urgency and rudeness of the act rules. Weights: scripts/train_tone_heads.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
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
        "final": r"final|take it or leave it|best (?:i|we) (?:can|will)|firm|non negotiable|not negotiable|no exceptions|last offer|bottom line"
        r"|or nothing|and (?:that is|thats) (?:it|all|that)|non negotiable|will not (?:change|budge|negotiate)",
        "no_more": r"no more|not (?:going )?(?:any )?(?:higher|lower)|highest|maximum|max|penny|(?:can|will) not (?:possibly )?(?:go|pay|do|offer|give|spend)"
        r"|nothing more|absolutely|any higher|any lower|(?:is|be) (?:all|the most)|the most (?:i|we)|no less|as high as",
        "only_if": r"only|unless|otherwise|or else|either|or not|however|but|if you accept",
        "now": r"now|today|right away|immediately|asap|quick|quickly|by (?:noon|tonight|tomorrow|the end)|as soon as|soon|deadline|cash|in hand|ready",
        "flat": r"i (?:will|am willing to|am prepared to|can) (?:offer|pay|give|take|buy|spend|purchase)|will (?:pay|buy|take)|i am interested"
        r"|i (?:want|offer)|offering|my (?:only )?offer",
        "demand": r"(?:i|we) (?:want|need|expect|demand|require|insist)|you (?:must|have to|need to|should|better|had better)|decide|accept|agree",
        "let_me_know": r"let me know|contact me|respond|reply|get back to me|call me",
        "belittles": r"overpriced|too (?:much|high|expensive)|ridiculous|not worth|worth (?:only|no)|used|old|outdated|dents?|steep|unreasonable"
        r"|bit (?:much|high|steep)|over priced|losing value",
        "compares": r"cheaper|elsewhere|other (?:sellers|offers|people|phones|options|items|ones)|somewhere else|better deal|similar|ebay|market|value|worth"
        r"|going rate|realistic|wasting|waste|research|lower price|no one|nobody",
        "fair": r"fair|reasonable|believe|feel|think|deal",
        "warm_hope": r"hope|hoping|look(?:ing)? forward|wondering|consider|consideration|best wishes|have a (?:great|good|nice)|let me know if you would",
        "warm_words": r"love|loved|excited|appreciate|wonderful|beautiful|great|lovely|gorgeous|happy|pleasure|perfect|fantastic|amazing|nice|awesome|stunning"
        r"|so much|really|very|exactly what|been looking|always wanted",
        "personal": r"family|gift|daughter|son|wife|husband|mother|grandmother|birthday|kids?|child|student|school|budget|afford|tight|unfortunately"
        r"|all i have|saved|collect|collection|anniversary",
        "asks_kindly": r"would you|could you|may i|might|possibly|perhaps|maybe|willing to (?:take|accept|sell|consider|let|come|negotiate)|be open|be willing"
        r"|if you (?:could|would|are|want|like)|any (?:way|chance)|please|wondering|sorry|understand|would it be|is there",
        "relieves": r"no (?:rush|hurry|pressure|obligation|problem)|take your time|up to you|whenever|your convenience|feel free|you do not have to"
        r"|if not|not to worry|fair enough|if you like|if it is not|either way",
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
    raw = head.score(word_features(text), (), cues)
    return 1.0 / (
        1.0 + math.exp(-(scale["offset"] + scale["gain"] * raw + scale["phrase"] * has_phrase(cues)))
    )
