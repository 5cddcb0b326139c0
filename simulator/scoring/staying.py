"""Whether a line of the rep stayed with what had just been told, or surely left it."""

from __future__ import annotations

import re

from simulator.domain.persona import Need
from simulator.domain.reading import Act, ReflectionKind
from simulator.reading.topic_words import content_stems
from simulator.scoring.exchanges import Exchange
from simulator.scoring.meaning import cosines

#: a question of this uptake goes on from what was just said
FOLLOWS_ON = 0.45
#: cosine to a question on the need from which on a line may be about it; set low, since "you left it" has to be sure
_MAY_BE_ABOUT_IT = 0.42
#: words that point back at what was said
_POINTS_BACK = re.compile(
    r"\b(?:that|this|it|its|those|these|them|they|he|she|him|her|there|then|so)\b", re.IGNORECASE
)
_STAYS = (
    Act.EMPATHY,
    Act.ACKNOWLEDGEMENT,
    Act.AFFIRMATION,
    Act.APOLOGY,
    Act.SECOND_THOUGHT,
    Act.REPEAT_PLEASE,
)


def surely_left(told: Exchange, following: Exchange, need: Need) -> bool:
    """Whether the line after something was told went elsewhere; said only where nothing speaks against it.

    A line stays where it gives back, feels with them, points back ("and then?"), takes a word of theirs, goes on from
    their words by its meaning, was read as being about the need, or reads like a question on it.

    Args:
        told: the exchange in whose answer it was told.
        following: the rep's next line.
        need: what it belongs to.
    """
    reading, line = following.reading, following.reading.line
    if not following.counts or told.answer is None or following.answer is None:
        return False
    if reading.reflected or reading.picked_up or reading.check_back is not None:
        return False
    if line.reflection is not ReflectionKind.NONE or line.does(*_STAYS) or line.uptake >= FOLLOWS_ON:
        return False
    if any(one.topic.split(".", 1)[0] == need.id for one in reading.subjects):
        return False
    text = following.rep.text
    if _POINTS_BACK.search(text) or set(content_stems(text)) & set(content_stems(told.answer.text)):
        return False
    near = cosines([text], [need.label, *(ask for layer in need.layers for ask in (*layer.ask, layer.about))])
    return near is None or float(near.max()) < _MAY_BE_ABOUT_IT
