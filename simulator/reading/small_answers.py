"""Questions from the side that a persona has just one answer to: is this one of them?

A topic is known by its sense; a small answer only by its own question in other words, since a question beside it
("who trains them" beside "how long does training take") is not answered by it. So a line is compared with the wordings
alone, question with question, and has to come nearer to them than to the wordings of any topic.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.domain.persona import Persona
from simulator.reading.vector_cache import VectorCache

Floats = NDArray[np.float32]

#: logistic regression over the wordings of the shipped personas: each left out, against the wordings of their topics
_BASE, _COSINE, _SECOND, _AHEAD = -7.0, 9.1, 2.0, 8.7


class NearAnswer(NamedTuple):
    """The small answer whose question comes nearest to a line.

    Attributes:
        id: ``answer:place``.
        cosine: to its nearest wording.
        second: to its next nearest wording.
    """

    id: str
    cosine: float
    second: float

    def chance(self, topics_nearest: float) -> float:
        """Chance that the line asks for it, 0–1.

        Args:
            topics_nearest: cosine of the line to the nearest wording of any topic.
        """
        score = (
            _BASE + _COSINE * self.cosine + _SECOND * self.second + _AHEAD * (self.cosine - topics_nearest)
        )
        return 1.0 / (1.0 + math.exp(-score))


class SmallAnswers:
    """The questions of a persona's small answers.

    Args:
        persona: whose.
        cache: makes and keeps their vectors.
    """

    def __init__(self, persona: Persona, cache: VectorCache) -> None:
        wordings = [(place, ask) for place, answer in enumerate(persona.answers) for ask in answer.ask]
        self._places = np.array([place for place, _ in wordings], dtype=np.intp)
        self._vectors = cache.vectors([ask for _, ask in wordings]) if wordings else None

    def nearest(self, vector: Floats) -> NearAnswer | None:
        """The one nearest to a line's vector, [384]; None for a persona without any."""
        if self._vectors is None:
            return None
        cosines = self._vectors @ vector
        place = int(self._places[int(cosines.argmax())])
        own = np.sort(cosines[self._places == place])
        return NearAnswer(f"answer:{place}", float(own[-1]), float(own[-2]))
