"""How far a line takes up what was just said.

Rarity-weighted overlap of all stems, function words too; how much of the other's line is given back; questions and
reformulations; length; and the words of the reply. Weights: scripts/train_tone_heads.py, from teachers' replies to
pupils that three people rated (Demszky et al., "Measuring conversational uptake", 2021).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

from simulator.reading.memo import Memo
from simulator.reading.stems import first_word, rarity, stems, tokens, word_parts
from simulator.reading.tone_features import HashedLines, Head, load_head

CONTENT_RARITY = 0.35  # from here on a stem says something of its own

_QUOTES = str.maketrans({"’": "'", "‘": "'"})
_PATTERNS: dict[str, re.Pattern[str]] = {
    "asks_why_how": re.compile(r"\b(?:why|how)\b"),
    "asks_what": re.compile(r"\b(?:what|which|where|who|when)\b"),
    "starts_so": re.compile(r"\W*(?:so|okay so|all ?right so|and so|now so)\b"),
    "starts_person": re.compile(r"\W*(?:so |okay |ok |and )?(?:you|you're|he|she|they|it's|that's)\b"),
    "reformulates": re.compile(
        r"\byou (?:said|mean|think|thought|told|did|got|noticed|found|see|saw|added|were"
        r"|used|are|have|know|wrote|mentioned|feel)\b"
        r"|\byou're (?:saying|thinking|telling)\b|\bsays\b|\bsaid\b|\bsounds (?:like|as)\b"
    ),
    "asks_to_explain": re.compile(
        r"\b(?:do you mean|tell me|explain|how do you know|how did you|why do you|what makes|can you)\b"
    ),
    "only_acknowledges": re.compile(
        r"\W*(?:okay|ok|all ?right|right|good|great|excellent|yes|yeah|mhm|mm|uh)\W*"
    ),
    "starts_acknowledging": re.compile(
        r"\W*(?:okay|ok|all ?right|good|great|excellent|yes|yeah|very good|nice)\b"
    ),
    "compares": re.compile(r"\b(?:agree|disagree|same|different|else|anybody|anyone)\b"),
    "thanks": re.compile(r"\b(?:thank you|thanks)\b"),
    "points_back": re.compile(r"\b(?:that|this|it|they|those)\b"),
    "because": re.compile(r"\b(?:because|why)\b"),
    "starts_small": re.compile(r"\W*(?:it|that|this|because|and|with|by|the|a|to|for|in|you)\b"),
}


#: words of which one is in every line that a pattern which is searched for can match
_KEYS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "asks_why_how": "why how",
        "asks_what": "what which where who when",
        "reformulates": "you says said sounds",
        "asks_to_explain": "do tell explain how why what can",
        "compares": "agree disagree same different else anybody anyone",
        "thanks": "thank thanks",
        "points_back": "that this it they those",
        "because": "because why",
    }.items()
}


def _how_to_look(name: str, pattern: re.Pattern[str]) -> Callable[[str], re.Match[str] | None]:
    if name.startswith("starts_"):
        return pattern.match
    return pattern.fullmatch if name.startswith("only_") else pattern.search


#: and of those that hold from the first word on, the words that it can be
_FIRST: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "starts_so": "so okay all allright and now",
        "starts_person": "so okay ok and you he she they it that",
        "only_acknowledges": "okay ok all allright right good great excellent yes yeah mhm mm uh",
        "starts_acknowledging": "okay ok all allright good great excellent yes yeah very nice",
        "starts_small": "it that this because and with by the a to for in you",
    }.items()
}
_LOOKS = tuple(
    (_how_to_look(name, pattern), _KEYS.get(name), _FIRST.get(name)) for name, pattern in _PATTERNS.items()
)
_OVERLAPS = (
    "overlap", "share_of_theirs", "share_of_own", "overlap_root", "rarest_shared", "shared_content", "any_content", "shared",
    "shared_of_theirs", "shared_of_own", "shared_pairs", "share_of_pairs", "shared_triples", "overlap_early", "share_early",
    "overlap_late", "own_words_theirs", "same_start", "shared_numbers",
)  # fmt: skip
_SHAPES = (
    "length", "length_theirs", "very_short", "one_word", "very_long", "asks", "questions", "they_asked", "share_of_talk",
    "numbers", "share_you", "count_you", "count_i",
)  # fmt: skip
CUE_NAMES: tuple[str, ...] = (*_OVERLAPS, *_SHAPES, *_PATTERNS)


def uptake_cues(previous: str, line: str) -> list[float]:
    """What of `previous` comes back in `line`, and how, in the order of `CUE_NAMES`."""
    theirs, own = stems(previous), stems(line)
    return [*_overlaps(theirs, own), *_shapes_of(previous, line, theirs, own), *_signs(line)]


#: what each stem weighs
_WEIGHTS = Memo(lambda stemmed: rarity(stemmed) + 0.05)
_NO_OVERLAP = [0.0] * len(_OVERLAPS)


def _overlaps(theirs: list[str], own: list[str]) -> list[float]:
    their_set, own_set = set(theirs), set(own)
    shared = their_set & own_set
    if not shared:
        return _NO_OVERLAP
    weight = _WEIGHTS.__getitem__
    shared_weights = [weight(word) for word in shared]
    their_weight = sum(map(weight, their_set)) + 1e-6
    own_weight = sum(map(weight, own_set)) + 1e-6
    overlap = sum(shared_weights)
    their_pairs = set(pairwise(theirs))
    pairs = len(their_pairs.intersection(pairwise(own)))
    triples = set(zip(theirs, theirs[1:], theirs[2:], strict=False)).intersection(
        zip(own, own[1:], own[2:], strict=False)
    )
    content = len([one for one in shared_weights if one > CONTENT_RARITY + 0.05])
    early = sum(map(weight, shared.intersection(own[:12])))
    return [
        overlap,
        overlap / their_weight,
        overlap / own_weight,
        math.sqrt(overlap),
        max(shared_weights) - 0.05,
        content,
        content > 0,
        len(shared),
        len(shared) / (len(their_set) + 1e-6),
        len(shared) / (len(own_set) + 1e-6),
        pairs,
        pairs / (len(their_pairs) + 1),
        len(triples),
        early,
        early / their_weight,
        sum(map(weight, shared.intersection(own[-12:]))),
        len([word for word in own if word in shared]) / (len(own) + 1),
        theirs[0] == own[0],
        len([word for word in shared if word.isdigit()]),
    ]


def _shapes_of(previous: str, line: str, theirs: list[str], own: list[str]) -> list[float]:
    words = tokens(line)
    you = words.count("you") + words.count("your")
    return [
        math.log(len(own) + 1),
        math.log(len(theirs) + 1),
        len(own) < 4,
        len(own) < 2,
        len(own) > 40,
        "?" in line,
        line.count("?"),
        previous.rstrip().endswith("?"),
        len(own) / (len(theirs) + len(own) + 1),
        len([word for word in words if word.isdigit()]),
        you / len(words) if words else 0.0,
        you,
        words.count("i") + words.count("my") + words.count("me"),
    ]


def _signs(line: str) -> list[float]:
    low = line.lower().translate(_QUOTES)
    first, words = first_word(line), word_parts(line)
    return [
        float(
            (first in firsts if firsts is not None else keys is None or not keys.isdisjoint(words))
            and look(low) is not None
        )
        for look, keys, firsts in _LOOKS
    ]


@cache
def _head() -> tuple[Head, dict[str, float]]:
    return load_head("uptake_head.json")


def uptake(previous: str, line: str) -> float:
    """How far `line` takes up what was said in `previous`: 0 not at all, 1 wholly; 0 where either is empty."""
    return uptake_of([previous], [line], HashedLines.of_words([line]))[0]


def uptake_of(previous: Sequence[str], lines: Sequence[str], words: HashedLines) -> list[float]:
    """The `uptake` of several lines, at least one, whose words are hashed already."""
    head, scale = _head()
    scores = head.scores(words, [uptake_cues(*pair) for pair in zip(previous, lines, strict=True)])
    return [
        min(1.0, max(0.0, scale["offset"] + scale["gain"] * score)) if stems(before) and stems(line) else 0.0
        for before, line, score in zip(previous, lines, scores, strict=True)
    ]
