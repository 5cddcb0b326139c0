"""Whether what a rep guessed to be on somebody's mind came near what was."""

from __future__ import annotations

import re

from simulator.domain.persona import Need, Persona, PositionKind
from simulator.reading.topic_words import content_stems, stem_set
from simulator.scoring.meaning import cosines
from simulator.scoring.no_fit_guess import says_no_fit

#: words that only one need has, for the guess to be near it by them alone
_ENOUGH_WORDS = 2
#: with one such word: cosine to the nearest text of the need, and how far ahead of the other needs it is; set by hand
_MEANS_IT, _AHEAD = 0.5, 0.05
#: below this cosine to every text a guess is about something else: without a word in common, and with a stray one
_ELSEWHERE, _FAR_ELSEWHERE = 0.44, 0.36

#: cosine to the truth behind a stated position, or to a clause of it, from which on a guess is that truth
_MEANS_THE_TRUTH = 0.6
_CLAUSE = re.compile(r"[;,:.]\s+")

NOT_NEAR = "not near any of them"
NO_FIT = "right: the offer does not suit them"


def how_near(guess: str, persona: Persona, fits_when: str = "") -> str:
    """ "near: the rounds", or that it came near no need; empty where it says nothing, or where it is not sure.

    Args:
        guess: as the rep wrote it.
        persona: whose needs it is held against: their labels, their layers, what was true, whether the offer suits them.
        fits_when: when the offer fits, as the campaign says.
    """
    if says_no_fit(guess, fits_when) and not persona.fit.suits:
        return NO_FIT
    stems = set(content_stems(guess))
    if not stems:
        return ""
    words = [stem_set([need.label, *_texts(need), *_listed(need)]) for need in persona.needs]
    own = [
        stems & (mine - frozenset().union(*(words[:place] + words[place + 1 :])))
        for place, mine in enumerate(words)
    ]
    near = _nearest(guess, persona)
    best = max(range(len(words)), key=lambda place: (len(own[place]), near[place] if near else 0.0))
    others = [place for place in range(len(words)) if place != best]
    by_words = len(own[best]) >= _ENOUGH_WORDS and all(len(own[best]) > len(own[one]) for one in others)
    by_both = (
        bool(own[best])
        and near is not None
        and near[best] >= _MEANS_IT
        and all(near[best] >= near[one] + _AHEAD for one in others)
    )
    if by_words or by_both:
        return f"near: {persona.needs[best].label}"
    behind = _behind_a_position(guess, persona)
    if behind:
        return f"near: {behind}"
    in_common = any(stems & mine for mine in words)
    if near is not None and max(near) < (_FAR_ELSEWHERE if in_common else _ELSEWHERE):
        return NOT_NEAR
    return ""


def _behind_a_position(guess: str, persona: Persona) -> str:
    """The label of the stated position whose truth the guess comes near by its meaning; empty where none is."""
    hidden = [one for one in persona.positions if one.kind is not PositionKind.HONEST]
    pieces = [
        (one.label, piece)
        for one in hidden
        for piece in (one.truth, *_CLAUSE.split(one.truth))
        if piece.strip()
    ]
    cosine = cosines([guess], [piece for _, piece in pieces])
    if cosine is None:
        return ""
    place = int(cosine[0].argmax())
    return pieces[place][0] if float(cosine[0, place]) >= _MEANS_THE_TRUTH else ""


def _nearest(guess: str, persona: Persona) -> list[float] | None:
    """For each need the cosine of the guess to the nearest of its texts; None where there is no encoder."""
    found = []
    for need in persona.needs:
        cosine = cosines([guess], [need.label, *_texts(need)])
        if cosine is None:
            return None
        found.append(float(cosine.max()))
    return found


def _texts(need: Need) -> list[str]:
    return [text for layer in need.layers for text in (layer.fact, layer.about)]


def _listed(need: Need) -> list[str]:
    return [word for layer in need.layers for word in layer.words]
