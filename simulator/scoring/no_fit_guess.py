"""Whether a guess at what is on somebody's mind says that the offer is nothing for them: for some, that is the truth."""

from __future__ import annotations

import re

from simulator.reading.topic_words import content_stems

_WHO = r"(?:they|he|she|it|this|that|(?:the|their|his|her) (?:firm|company|practice|business|shop|outfit|operation))"
_OURS = r"(?:us|me|it|this|that|him|her|them|anything|any of it|one|what we (?:do|sell|have)|(?:our|the|a|an) [\w-]+|software)"
_HEDGE = r"(?:(?:i think|i guess|i['’]?d say|maybe|perhaps|probably|possibly|just|simply|really|far|much|way|a bit)[\s,]+)*"
_SAYS_SO = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # the size of the firm, and not of a thing in it
        rf"^{_HEDGE}(?:{_WHO}(?:['’]?s|['’]?re| is| are)? )?{_HEDGE}too (?:small|tiny|little|big|large)(?:$| (?:for|to)\b)",
        rf"\b{_WHO}(?:['’]?s|['’]?re| is| are)? {_HEDGE}too (?:small|tiny|little|big|large)(?:$| (?:for|to)\b)",
        rf"\b(?:do|can)(?:n['’]?t| not) (?:think|see) {_WHO}(?:['’]?s|['’]?re| is| are|) {_HEDGE}(?:big|large) enough\b",
        rf"^{_HEDGE}not {_HEDGE}(?:big|large) enough\b",
        rf"\b{_WHO} ?(?:(?:is|are)n['’]?t|(?:['’]?s|['’]?re|is|are) not) {_HEDGE}(?:big|large) enough\b",
        r"\bwrong size\b",
        # need and use
        rf"\bno (?:real |actual )?(?:need|use)(?:$| (?:at all|here)| (?:of|for) {_OURS}$)",
        rf"\b(?:do(?:es)?n['’]?t|do(?:es)? not|won['’]?t|wouldn['’]?t|will not) {_HEDGE}(?:need|suit|fit|help) {_OURS}\b",
        rf"\b(?:not|isn['’]?t|aren['’]?t|never) {_HEDGE}(?:a |any |the )?(?:good |right )?(?:fit|match|customer|prospect)\b",
        rf"\b(?:not|isn['’]?t|aren['’]?t) {_HEDGE}(?:right|suited|worth it|meant|made) ?(?:for {_OURS}|$)",
        rf"\bnothing (?:here )?(?:for us|in it for {_OURS}|we can (?:do|sell|help))\b",
    )
)
#: too few of what the offer needs: "not enough vans", "three vans only"
_TOO_FEW = re.compile(
    r"\b(?:too few|not enough|(?:has|have)n['’]?t (?:got )?(?:enough|the)|only \w+|just \w+)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;,!?]\s+|\s+[-–—]\s+")
_MOST_WORDS_AFTER = 3


def says_no_fit(guess: str, fits_when: str) -> bool:
    """Whether a guess says that the offer does not suit them.

    Args:
        guess: as the rep wrote it.
        fits_when: when the offer fits, as the campaign says: too few of what stands there is no fit.
    """
    clauses = [one.strip(" .!?") for one in _CLAUSE.split(guess) if one.strip(" .!?")]
    return any(
        any(pattern.search(clause) for pattern in _SAYS_SO) or _too_few(clause, set(content_stems(fits_when)))
        for clause in clauses
    )


def _too_few(clause: str, needed: set[str]) -> bool:
    found = _TOO_FEW.search(clause)
    if found is None:
        return False
    after = clause[found.end() :].split()[:_MOST_WORDS_AFTER]
    return bool(needed & set(content_stems(" ".join((found[0], *after[:1])))))
