"""Which of a persona's topics does a text touch?

Meaning (a sentence encoder) and words, the author's and those of many wordings, decide together, against the chance that
it touches none. The figures are in `topic_features`; their weights were learnt on the wordings of this project's personas
(`scripts/train_topic_ranker.py`) and hold for any persona.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.domain.persona import Persona
from simulator.domain.stock import StockKind
from simulator.reading.encoder import load_encoder
from simulator.reading.line_vectors import line_vectors
from simulator.reading.small_answers import NearAnswer, SmallAnswers
from simulator.reading.topic_features import NONE_FEATURES, TOPIC_FEATURES, AnswerLines, TopicReferences
from simulator.reading.vector_cache import VectorCache

Floats = NDArray[np.float32]
_WEIGHTS_FILE = "topic_ranker.json"
_NEAREST = TOPIC_FEATURES.index("nearest")


@dataclass(frozen=True)
class TopicScores:
    """Chances of one text over all topics of a persona, and of none; they sum to 1.

    Attributes:
        logits: before the softmax, so that the context can add to them.
        none: the logit of none.
        words: how much of each topic's listed words the text has.
        nearest: cosine to the nearest wording of any topic.
    """

    ids: tuple[str, ...]
    logits: Floats
    none: float
    words: Floats
    nearest: float = 0.0

    @cached_property
    def p(self) -> dict[str, float]:
        """Chance by topic id."""
        return self.with_context({})

    def with_context(self, bonus: dict[str, float]) -> dict[str, float]:
        """Chances when the context adds to some logits."""
        extra = np.array([bonus.get(one, 0.0) for one in self.ids], dtype=np.float32)
        values = np.append(self.logits + extra, np.float32(self.none))
        weights = np.exp(values - values.max())
        weights /= weights.sum()
        return {one: float(weight) for one, weight in zip(self.ids, weights[:-1], strict=True)}


class TopicIndex:
    """A persona's topics, ready to be matched.

    Args:
        persona: whose topics.
        cache_folder: where the vectors of its texts are kept between runs; None keeps them in memory.
    """

    def __init__(self, persona: Persona, cache_folder: Path | None = None) -> None:
        cache = VectorCache(load_encoder(), cache_folder)
        self._references = TopicReferences(persona, cache)
        self._answers = AnswerLines(persona, cache)
        self._small = SmallAnswers(persona, cache)
        self.ids = self._references.ids
        #: the fact on who does their work while they are away, if there is one
        self.stands_in = next(
            (f"fact:{fact.id}" for fact in persona.facts if fact.stock is StockKind.STAND_IN), None
        )

    def score(self, texts: Sequence[str]) -> list[TopicScores]:
        """Chances of each text over the topics."""
        if not texts:
            return []
        topic_weights, none_weights = ranker_weights()
        found = []
        for text, vector in zip(texts, line_vectors(texts), strict=True):
            figures = self._references.figures(text, vector)
            logits = figures.topics @ topic_weights
            nearest = float(figures.topics[:, _NEAREST].max())
            none = float(figures.none @ none_weights)
            found.append(TopicScores(self.ids, logits, none, figures.listed, nearest))
        return found

    def nearest_lines(self, topic_ids: Sequence[str], text: str) -> tuple[str, ...]:
        """The persona's own lines on some topics that come nearest to a text; see `Reading.nearest`."""
        return self._answers.nearest(topic_ids, line_vectors([text])[0])

    def small_answer(self, text: str) -> NearAnswer | None:
        """The small answer whose question comes nearest to a text."""
        return self._small.nearest(line_vectors([text])[0])

    def is_usual(self, topic_id: str, text: str) -> bool:
        """Whether the topic is ever asked about in the way of a text; see `Subject.usual`."""
        return self._references.is_usual(topic_id, text)

    def stems_of(self, topic_id: str) -> frozenset[str]:
        """The listed words of a topic, as stems."""
        return self._references.stems_of(topic_id)


@lru_cache(maxsize=1)
def ranker_weights() -> tuple[Floats, Floats]:
    """Weights of the figures on a topic and of those on none, in logits.

    Raises:
        ValueError: they were learnt for other figures.
    """
    stored = json.loads((files("simulator.reading") / "data" / _WEIGHTS_FILE).read_text(encoding="utf-8"))
    if tuple(stored["topic"]) != TOPIC_FEATURES or tuple(stored["none"]) != NONE_FEATURES:
        raise ValueError("the ranker's weights were learnt for other figures: train it again")
    return (
        np.array(list(stored["topic"].values()), dtype=np.float32),
        np.array(list(stored["none"].values()), dtype=np.float32),
    )
