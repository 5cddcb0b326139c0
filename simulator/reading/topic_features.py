"""How near a line comes to each topic of a persona: by meaning and by words, in a handful of figures.

The figures are weighed by `topics.TopicIndex`; the weights are learnt over many personas' wordings by
`scripts/train_topic_ranker.py`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.domain.persona import Fact, Persona, Position, PositionKind, Topic
from simulator.domain.stock import StockKind
from simulator.reading.stock import stock_questions
from simulator.reading.topic_words import content_stems, stem_set
from simulator.reading.vector_cache import VectorCache

Floats = NDArray[np.float32]

#: figures of a line on one topic
TOPIC_FEATURES = (
    "nearest",  # cosine to the nearest wording
    "nearest_3",  # mean of the three nearest
    "nearest_5",
    "middle",  # cosine to the middle of all wordings
    "contrast",  # linear discriminant: what tells this topic from the others, in standard deviations
    "listed",  # words that the author lists for it
    "covered",  # share of the line's weighty words that its wordings use
    "told_apart",  # how much oftener its wordings use the line's words than chance
    "wordings",  # logarithm of their number
    "answered",  # cosine to the nearest of the persona's own lines on it
    "answered_2",  # mean of the two nearest
)
#: figures of a line on "none of these"
NONE_FEATURES = ("one", "generic", "nearest", "nearest_topics", "middles", "length", "covered", "content")

#: how far the scatter within topics is drawn towards a round one (Ledoit and Wolf 2004 choose it by the data; with a few
#: hundred wordings in 384 dimensions anything from .1 to .5 does as well)
_SHRINKAGE = 0.3
_USUAL_WORDINGS = 12
_LONGEST_LINE_WORDS = 20
_NEAREST_GENERIC = 3
#: most that listed words add
_MOST_LISTED = 2.5
#: words of the wordings and the description count this much of a listed word
_SIDE_WORD = 0.4
#: how much each further topic with a word takes from it: one that lists it, and one that is asked for with it
_SHARED, _SHARED_SIDE = 0.6, 0.12
#: asks for one out of several: the best, the worst, which of them
_CHOOSES = re.compile(
    r"^(?:and |so |but )?which\b|\b(?:the most|most of all|best|worst|hardest|easiest|biggest|favourite|prefer|happiest"
    r"|proudest|trickiest|toughest|nicest|more (?:trouble|grief|bother|grey))\b",
    re.IGNORECASE,
)
#: asks for the reason of something, or what it means to somebody
_REASONS = re.compile(
    r"\bwhy\b(?! (?:don'?t|not)\b)|\bhow come\b|\b(?:matters?|important) (?:so much |that much )?to you\b"
    r"|\bwhat makes (?:you|it|them)\b",
    re.IGNORECASE,
)
#: ways of asking that few topics answer
_WAYS = (_CHOOSES, _REASONS)
#: a topic whose wordings ask in such a way less often than this does not answer it
_SELDOM = 0.08
#: positions that a rep tests in words that fit all of them alike
_TESTED_ALIKE = frozenset({PositionKind.REFLEX_NO, PositionKind.POLITE_YES, PositionKind.SMOKESCREEN})


class LineFigures(NamedTuple):
    """What a line shows.

    Attributes:
        topics: shape (topics, features), in the order of `TOPIC_FEATURES`.
        none: shape (features,), in the order of `NONE_FEATURES`.
        listed: shape (topics,): the listed words alone.
    """

    topics: Floats
    none: Floats
    listed: Floats


class TopicReferences:
    """A persona's topics with everything that lines are compared with.

    Args:
        persona: whose topics.
        cache: makes and keeps the vectors of its texts.
        asked: more wordings by topic id; the persona's own when left out.
    """

    def __init__(
        self, persona: Persona, cache: VectorCache, asked: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        topics = list(persona.topics())
        more = persona.asked if asked is None else asked
        self.ids = tuple(topic_id for topic_id, _ in topics)
        wordings = [(*wordings_of(topic), *more.get(topic_id, ())) for topic_id, topic in topics]
        self._counts = np.array([len(one) for one in wordings])
        self._first = np.concatenate([[0], np.cumsum(self._counts)[:-1]]).astype(np.intp)
        self._vectors = cache.vectors([text for one in wordings for text in one])
        self._middles, self._contrast, self._contrast_base = self._discriminants(topics, cache)
        self._padded = self._padding()
        spoken = [answering_lines(topic) for _, topic in topics]
        self._spoken_first = np.concatenate([[0], np.cumsum([len(one) for one in spoken])[:-1]]).astype(
            np.intp
        )
        self._spoken = cache.vectors([say for one in spoken for say in one])
        self._generic = cache.vectors(generic_lines())
        self._index_words(topics, wordings)
        self._asked_so = [
            [sum(map(bool, map(way.search, one))) / len(one) for one in wordings] for way in _WAYS
        ]

    def is_usual(self, topic_id: str, text: str) -> bool:
        """Whether the topic is ever asked about in the way of a text: a choice or a reason fits few topics."""
        place = self.ids.index(topic_id)
        return all(
            shares[place] >= _SELDOM
            for way, shares in zip(_WAYS, self._asked_so, strict=True)
            if way.search(text)
        )

    def figures(self, text: str, vector: Floats) -> LineFigures:
        """What a line shows on each topic.

        Args:
            text: the line, or a part of it.
            vector: its vector, [384].
        """
        cosines = self._vectors @ vector
        nearest = np.maximum.reduceat(cosines, self._first)
        ranked = self._nearest_first(cosines)
        middles = self._middles @ vector
        contrast = vector @ self._contrast + self._contrast_base
        contrast = (contrast - contrast.mean()) / (contrast.std() + 1e-6)
        stems = set(content_stems(text))
        listed = np.array([self._listed_score(k, stems) for k in range(len(self.ids))], dtype=np.float32)
        covered, told_apart, content = self._word_figures(stems)
        topics = np.stack(
            [
                nearest, ranked[:, :3].mean(axis=1), ranked.mean(axis=1), middles, contrast / 3, listed,
                covered, told_apart, np.log(self._counts / _USUAL_WORDINGS), *self._answered(vector),
            ],
            axis=1,
        )  # fmt: skip
        generic = np.sort(self._generic @ vector)[-_NEAREST_GENERIC:].mean()
        none = np.array(
            [
                1.0, generic, nearest.max(), np.sort(nearest)[-5:].mean(), middles.mean(),
                min(len(text.split()), _LONGEST_LINE_WORDS) / _LONGEST_LINE_WORDS, covered.max(initial=0.0), content,
            ]
        )  # fmt: skip
        return LineFigures(topics.astype(np.float32), none.astype(np.float32), listed)

    def _answered(self, vector: Floats) -> tuple[Floats, Floats]:
        """Cosines to the persona's own lines on each topic: of the nearest, and the mean of the two nearest."""
        cosines = self._spoken @ vector
        ends = [*self._spoken_first[1:], len(cosines)]
        best = [np.sort(cosines[first:end])[-2:] for first, end in zip(self._spoken_first, ends, strict=True)]
        nearest = np.array([one[-1] for one in best], dtype=np.float32)
        return nearest, np.array([one.mean() for one in best], dtype=np.float32)

    def stems_of(self, topic_id: str) -> frozenset[str]:
        """The listed words of a topic, as stems."""
        return self._listed[self.ids.index(topic_id)]

    def _discriminants(
        self, topics: Sequence[tuple[str, Topic]], cache: VectorCache
    ) -> tuple[Floats, Floats, Floats]:
        """Middles of the topics, and Fisher's linear discriminants: weights [384, topics] and base [topics]."""
        abouts = cache.vectors([topic.about for _, topic in topics])
        lists = cache.vectors([", ".join(topic.words) for _, topic in topics])
        sums = np.add.reduceat(self._vectors, self._first) + abouts + lists
        middles = sums / (self._counts + 2)[:, None]
        scatter = np.concatenate(
            [self._vectors - middles.repeat(self._counts, axis=0), abouts - middles, lists - middles]
        )
        within = scatter.T @ scatter / len(scatter)
        size = within.shape[0]
        within = (1 - _SHRINKAGE) * within + _SHRINKAGE * np.trace(within) / size * np.eye(
            size, dtype=np.float32
        )
        weights = np.linalg.solve(within.astype(np.float64), middles.T.astype(np.float64))
        base = -0.5 * np.sum(middles.T * weights, axis=0)
        return middles.astype(np.float32), weights.astype(np.float32), base.astype(np.float32)

    def _padding(self) -> NDArray[np.intp]:
        """For each topic the rows of its wordings, the first one again where it has fewer than the most."""
        most = int(self._counts.max())
        steps = np.minimum(np.arange(most)[None, :], (self._counts - 1)[:, None])
        rows: NDArray[np.intp] = (self._first[:, None] + steps).astype(np.intp)
        return rows

    def _nearest_first(self, cosines: Floats) -> Floats:
        """The five nearest wordings of each topic, [topics, 5]; the last again where it has fewer."""
        table = cosines[self._padded]
        table[np.arange(table.shape[1])[None, :] >= self._counts[:, None]] = -1.0
        best = -np.sort(-table, axis=1)[:, :5]
        if best.shape[1] < 5:
            best = np.pad(best, ((0, 0), (0, 5 - best.shape[1])), mode="edge")
        for column in range(1, 5):
            short = self._counts <= column
            best[short, column] = best[short, column - 1]
        found: Floats = best.astype(np.float32)
        return found

    def _index_words(self, topics: Sequence[tuple[str, Topic]], wordings: Sequence[Sequence[str]]) -> None:
        count = len(topics)
        ignored = [stem_set(topic.ignore) for _, topic in topics]
        self._listed = [
            stem_set([*topic.words, *topic.mentions]) - ignored[k] for k, (_, topic) in enumerate(topics)
        ]
        used = [
            Counter(stem for text in wordings[k] for stem in set(content_stems(text))) for k in range(count)
        ]
        self._side = [
            (stem_set([topic.about]) | set(used[k])) - self._listed[k] - ignored[k]
            for k, (_, topic) in enumerate(topics)
        ]
        self._holders = Counter(stem for listed in self._listed for stem in listed)
        self._side_holders = Counter(stem for side in self._side for stem in side)
        self._generic_stems = Counter(stem for line in generic_lines() for stem in set(content_stems(line)))
        users = Counter(stem for one in used for stem in one)
        self._rows = {stem: row for row, stem in enumerate(sorted(users))}
        #: weight of each known stem, and how often each topic's wordings use it, [stems, topics]
        self._weight = np.array([math.log(1 + count / users[stem]) for stem in self._rows], dtype=np.float32)
        self._uses = np.zeros((len(self._rows), count), dtype=np.float32)
        for k, one in enumerate(used):
            for stem, times in one.items():
                if stem not in ignored[k]:
                    self._uses[self._rows[stem], k] = times

    def _word_figures(self, stems: set[str]) -> tuple[Floats, Floats, float]:
        """Share of weight that each topic covers, how much it tells apart, and the weight of the line's known words."""
        known = [stem for stem in stems if stem in self._rows]
        if not known:
            nothing = np.zeros(len(self.ids), dtype=np.float32)
            return nothing, nothing, 0.0
        rows = [self._rows[stem] for stem in known]
        rarity = np.array([self._rarity(stem) for stem in known], dtype=np.float32)
        weight = self._weight[rows] * rarity
        uses = self._uses[rows]
        covered = (weight[:, None] * np.where(uses > 0, np.minimum(1.0, 0.4 + 0.2 * uses), 0.0)).sum(
            axis=0
        ) / 4
        chance = np.log((uses / self._counts * 20 + 0.3) / 0.3)
        told_apart = (rarity[:, None] * chance).sum(axis=0) / 4
        return covered.astype(np.float32), told_apart.astype(np.float32), float(weight.sum() / 8)

    def _rarity(self, stem: str) -> float:
        """How little a word belongs to talk of any kind, 0–1."""
        return 1.0 / (1.0 + 0.5 * self._generic_stems[stem])

    def _listed_score(self, k: int, stems: set[str]) -> float:
        total = 0.0
        for stem in stems:
            if stem in self._listed[k]:
                total += self._rarity(stem) * self._unique(stem)
            elif stem in self._side[k]:
                total += _SIDE_WORD * self._rarity(stem) * self._unique(stem)
        return min(_MOST_LISTED, total)

    def _unique(self, stem: str) -> float:
        """How well a word tells topics apart: 1 for one topic, less the more topics list it or are asked for with it."""
        others = max(0, self._holders[stem] - 1)
        return 1.0 / (1.0 + _SHARED * others + _SHARED_SIDE * self._side_holders[stem])


#: banks of lines that answer a question on a topic
_ANSWERING_BANKS = (
    "guard",
    "hint",
    "reveal",
    "more",
    "say",
    "state",
    "tested",
    "correct",
    "drop",
    "honoured",
)
#: a line this little behind the nearest one of its bank is as near
_AS_NEAR = 0.06


def answering_lines(topic: Topic) -> list[str]:
    """The lines of a topic that answer a question on it; every topic has some."""
    return [line.say for bank in _ANSWERING_BANKS for line in getattr(topic, bank, ())] or [topic.about]


class AnswerLines:
    """A persona's own lines on its topics, to find those that come nearest to a question.

    Args:
        persona: whose lines.
        cache: makes and keeps their vectors.
    """

    def __init__(self, persona: Persona, cache: VectorCache) -> None:
        banks = [
            (f"{topic_id}/{bank}", [line.say for line in getattr(topic, bank, ())])
            for topic_id, topic in persona.topics()
            for bank in _ANSWERING_BANKS
        ]
        vectors = cache.vectors([say for _, lines in banks for say in lines])
        self._banks: dict[str, list[tuple[str, Floats]]] = {}
        at = 0
        for name, lines in banks:
            if lines:
                topic_id = name.rpartition("/")[0]
                self._banks.setdefault(topic_id, []).append((name, vectors[at : at + len(lines)]))
            at += len(lines)

    def nearest(self, topic_ids: Sequence[str], vector: Floats) -> tuple[str, ...]:
        """The nearest lines of each bank of some topics, as ``topic/bank#place``."""
        found = []
        for topic_id in topic_ids:
            for name, vectors in self._banks.get(topic_id, ()):
                cosines = vectors @ vector
                found += [f"{name}#{place}" for place in np.flatnonzero(cosines >= cosines.max() - _AS_NEAR)]
        return tuple(found)


def texts_of(persona: Persona) -> list[str]:
    """Every text that a persona's topics are matched by."""
    told = [
        text
        for topic_id, topic in persona.topics()
        for text in (
            topic.about,
            ", ".join(topic.words),
            *wordings_of(topic),
            *persona.asked.get(topic_id, ()),
        )
    ]
    spoken = [
        line.say
        for _, topic in persona.topics()
        for bank in _ANSWERING_BANKS
        for line in getattr(topic, bank, ())
    ]
    small = [ask for answer in persona.answers for ask in answer.ask]
    return [*told, *generic_lines(), *spoken, *small]


def wordings_of(topic: Topic) -> tuple[str, ...]:
    """The author's questions, and for a stock subject those that everybody asks."""
    stock = topic.stock if isinstance(topic, Fact) else None
    if isinstance(topic, Position) and topic.kind in _TESTED_ALIKE:
        stock = StockKind.WHAT_STANDS_BEHIND
    return (*topic.ask, *(stock_questions()[stock] if stock else ()))


@lru_cache(maxsize=1)
def generic_lines() -> tuple[str, ...]:
    """Things that people say on the telephone whoever they talk to."""
    text = (files("simulator.reading") / "data" / "generic_lines.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line)
