"""Which of a persona's topics does a text touch?

Meaning (a sentence encoder) and the author's own words decide together, against the chance that it touches none.
The recipe and its figures come from a trial over 144 topics in twelve invented businesses; they were refitted on
personas of this project (`benchmarks/topics.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.domain.persona import Fact, Persona, Position, PositionKind, StockKind, Topic
from simulator.reading.encoder import VectorCache, load_encoder
from simulator.reading.line_vectors import line_vectors
from simulator.reading.stock import stock_questions
from simulator.reading.topic_words import content_stems, stem_set

Floats = NDArray[np.float32]

#: weight of meaning and of words; base, generic talk and persona's mean for "none of these"
_MEANING, _WORDS = 22.3, 2.0
_NONE, _NONE_GENERIC, _NONE_MEAN = 2.85, 4.8, 14.8
#: meaning is this much the nearest question of a topic, the rest its middle: with a dozen wordings the nearest counts
_NEAREST_QUESTION = 0.7
#: most that words can add before they are weighted
_MOST_WORDS = 2.5
#: the list of words counts like this many questions in the middle of a topic
_LIST_WEIGHT = 3.0
#: words of the questions and the description count this much of a listed word
_SIDE_WORD = 0.4
#: how much each further topic with a word takes from it: one that lists it, and one that is asked for with it
_SHARED, _SHARED_SIDE = 0.6, 0.12
_NEAREST = 3


@dataclass(frozen=True)
class TopicScores:
    """Chances of one text over all topics of a persona, and of none; they sum to 1.

    Attributes:
        logits: before the softmax, so that the context can add to them.
        none: the logit of none.
    """

    ids: tuple[str, ...]
    logits: Floats
    none: float
    words: Floats

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
        topics = list(persona.topics())
        self.ids = tuple(topic_id for topic_id, _ in topics)
        self._cache = VectorCache(load_encoder(), cache_folder)
        asked = [_wordings(topic) for _, topic in topics]
        self._centres, self._questions, self._first = self._embed([topic for _, topic in topics], asked)
        self._generic = self._cache.vectors(generic_lines())
        self._listed = [
            stem_set([*topic.words, *topic.mentions]) - stem_set(topic.ignore) for _, topic in topics
        ]
        self._side = [
            stem_set([*topic.ask, topic.about]) - self._listed[k] - stem_set(topic.ignore)
            for k, (_, topic) in enumerate(topics)
        ]
        self._holders = Counter(stem for listed in self._listed for stem in listed)
        self._side_holders = Counter(stem for side in self._side for stem in side)
        self._generic_stems = Counter(stem for line in generic_lines() for stem in set(content_stems(line)))

    def score(self, texts: Sequence[str]) -> list[TopicScores]:
        """Chances of each text over the topics."""
        if not texts:
            return []
        vectors = line_vectors(texts)
        return [self._score_one(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def stems_of(self, topic_id: str) -> frozenset[str]:
        """The listed words of a topic, as stems."""
        return self._listed[self.ids.index(topic_id)]

    def _score_one(self, text: str, vector: Floats) -> TopicScores:
        nearest = np.maximum.reduceat(self._questions @ vector, self._first)
        cosines = (1.0 - _NEAREST_QUESTION) * (self._centres @ vector) + _NEAREST_QUESTION * nearest
        words = np.array([self._word_score(k, text) for k in range(len(self.ids))], dtype=np.float32)
        generic = np.sort(self._generic @ vector)[-_NEAREST:].mean()
        none = _NONE + _NONE_GENERIC * float(generic) + _NONE_MEAN * float(cosines.mean())
        return TopicScores(self.ids, (_MEANING * cosines + _WORDS * words).astype(np.float32), none, words)

    def _word_score(self, k: int, text: str) -> float:
        total = 0.0
        for stem in set(content_stems(text)):
            rarity = 1.0 / (1.0 + 0.5 * self._generic_stems[stem])
            if stem in self._listed[k]:
                total += rarity * self._unique(stem)
            elif stem in self._side[k]:
                total += _SIDE_WORD * rarity * self._unique(stem)
        return min(_MOST_WORDS, total)

    def _unique(self, stem: str) -> float:
        """How well a word tells topics apart: 1 for one topic, less the more topics list it or are asked for with it."""
        others = max(0, self._holders[stem] - 1)
        return 1.0 / (1.0 + _SHARED * others + _SHARED_SIDE * self._side_holders[stem])

    def _embed(
        self, topics: Sequence[Topic], asked: Sequence[Sequence[str]]
    ) -> tuple[Floats, Floats, NDArray[np.intp]]:
        """The middle of each topic, all its questions one under the other, and where each topic's begin."""
        abouts = self._cache.vectors([topic.about for topic in topics])
        lists = self._cache.vectors([", ".join(topic.words) for topic in topics])
        questions = self._cache.vectors([question for wordings in asked for question in wordings])
        ends = np.cumsum([len(wordings) for wordings in asked])
        first = np.concatenate([[0], ends[:-1]]).astype(np.intp)
        centres = [
            (abouts[k] + questions[first[k] : ends[k]].sum(axis=0) + _LIST_WEIGHT * lists[k])
            / (1 + len(asked[k]) + _LIST_WEIGHT)
            for k in range(len(topics))
        ]
        return np.stack(centres).astype(np.float32), questions, first


def texts_of(persona: Persona) -> list[str]:
    """Every text that a persona's topics are matched by."""
    topics = [topic for _, topic in persona.topics()]
    told = [text for topic in topics for text in (topic.about, ", ".join(topic.words), *_wordings(topic))]
    return [*told, *generic_lines()]


#: positions that a rep tests in words that fit all of them alike
_TESTED_ALIKE = frozenset({PositionKind.REFLEX_NO, PositionKind.POLITE_YES, PositionKind.SMOKESCREEN})


def _wordings(topic: Topic) -> tuple[str, ...]:
    """The author's questions, and for a stock subject those that everybody asks."""
    stock = topic.stock if isinstance(topic, Fact) else None
    if isinstance(topic, Position) and topic.kind in _TESTED_ALIKE:
        stock = StockKind.WHAT_STANDS_BEHIND
    return (*topic.ask, *(stock_questions()[stock] if stock else ()))


def generic_lines() -> list[str]:
    """Things that people say on the telephone whoever they talk to."""
    text = (files("simulator.reading") / "data" / "generic_lines.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line]
