"""A summary put for a yes: "so Lorraine keeps it, and what waits isn't on it. Have I got that right?"

Whether it is what they told is decided clause by clause, against all that the prospect has said. What they never spoke of
is neither right nor wrong; nothing that is not told can be found out by asking for a yes to it; and what is only near to
what they told gets no yes either: they say it again in their own words.

The bounds were set on 384 summaries that were written for it, right, invented, contrary and half right
(`tests/corpus/summed_up.json`): of a hundred that are not so, five get a yes; of a hundred right ones, thirty, and nearly
all others are answered with the prospect's own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.domain.reading import CheckBack, LineReading, QuestionForm
from simulator.reading.encoder import load_encoder
from simulator.reading.line_vectors import line_vectors
from simulator.reading.summary_clashes import clashes, denies_otherwise
from simulator.reading.summary_frames import asks_something_first, asks_whether_so, clauses_of
from simulator.reading.topic_words import STOP_WORDS, content_stems

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_YOU_AND_I = {"you": "i", "your": "my", "yours": "mine", "yourself": "myself"}

#: a clause says the same as a sentence of theirs from this cosine on …
_SAME = 0.74
#: … or from a lower one on, where its weighty words have their like in the sentence to the second degree, on the average
_ALIKE = ((0.6, 0.6), (0.5, 0.8))
#: a clause that is no nearer than this to anything they said is an addition; with few words alike, from here on
_ADDED, _ADDED_IN_OTHER_WORDS, _FEW_ALIKE = 0.5, 0.62, 0.55
#: this share of what a summary says has to be theirs
_MOSTLY = 0.5
#: a contradiction is one where so much else agrees
_SAME_THING, _SAME_WORDS = 0.52, 0.4
#: so near to something of theirs, they can answer with it
_NEAR = 0.55
_FEWEST_HEARD, _GOES_WITH_WORDS = 3, 3
#: so many of their sentences are looked at, and so many of those word for word
_MOST_SENTENCES, _CLOSEST = 60, 4
#: what they say again is a sentence of so many words
_SAID_AGAIN_WORDS = range(4, 31)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a summary is.

    Attributes:
        verdict: beside what was told.
        as_told: the sentence of theirs that comes nearest to it; empty where none is near, or none can stand alone.
        clashes: something in it contradicts the sentence that it comes nearest to.
    """

    verdict: CheckBack
    as_told: str = ""
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause beside the sentence of theirs that comes nearest to it.

    Attributes:
        weight: its weighty words, at least one.
        cosine: −1 to 1.
        alike: how far each of its words has its like in the sentence, on the average, −1 to 1.
        clashes: what contradicts, by kind; see `summary_clashes`.
    """

    words: int
    weight: int
    cosine: float
    share: float
    alike: float
    clashes: frozenset[str]
    sentence: str

    @property
    def same(self) -> bool:
        alike = any(self.cosine >= near and self.alike >= words for near, words in _ALIKE)
        return self.cosine >= _SAME or alike

    @property
    def added(self) -> bool:
        if self.same:
            return False
        if self.cosine < _ADDED:
            return self.weight > 1 or self.words > 3
        return self.words > 3 and self.cosine < _ADDED_IN_OTHER_WORDS and self.alike < _FEW_ALIKE

    @property
    def contrary(self) -> bool:
        plain = self.clashes & {"new number", "day", "order", "clock"}
        return bool(plain) and self.cosine >= _SAME_THING and self.share >= _SAME_WORDS


def is_check_back(line: LineReading) -> bool:
    """Whether a line states something and asks for a yes to it."""
    if line.form not in {QuestionForm.TAG, QuestionForm.YES_NO, QuestionForm.DECLARATIVE, QuestionForm.NONE}:
        return False
    return asks_whether_so(line.text) and not asks_something_first(line.text) and bool(clauses_of(line.text))


def check_back(line: LineReading, told: Sequence[str], public: Sequence[str] = ()) -> Checked | None:
    """What a summary is beside what was told; None where the line is none.

    Args:
        line: the rep's line.
        told: all that the prospect has said, oldest first.
        public: what is known of them to everybody; it can be summed up rightly, and is not theirs to say again.
    """
    if not is_check_back(line):
        return None
    said = [one for text in told for one in _sentences(text)][-_MOST_SENTENCES:]
    heard = [*public, *said]
    clauses = [_beside(clause, heard) for clause in clauses_of(line.text)] if heard else []
    if not clauses:
        return Checked(CheckBack.UNKNOWN)
    clash = any(clause.clashes for clause in clauses)
    nearest = max(clauses, key=lambda one: one.cosine)
    as_told = _can_stand_alone([one for one in clauses if one.sentence in said])
    if any(clause.contrary for clause in clauses):
        return Checked(CheckBack.WRONG, as_told, clashes=True)
    theirs = sum(clause.weight for clause in clauses if clause.same)
    if (
        not clash
        and not any(one.added for one in clauses)
        and theirs >= _MOSTLY * sum(c.weight for c in clauses)
    ):
        return Checked(CheckBack.RIGHT, as_told)
    return Checked(CheckBack.NEAR if nearest.cosine >= _NEAR else CheckBack.UNKNOWN, as_told, clashes=clash)


def _sentences(said: str) -> list[str]:
    """What was said, sentence by sentence; a short one goes with the one before it: "We lost the Bellwether. Our biggest."."""
    found: list[str] = []
    for one in _SENTENCE.split(said):
        if (
            found
            and len(one.split()) < _GOES_WITH_WORDS
            and not one.endswith("?")
            and not found[-1].endswith("?")
        ):
            found[-1] = f"{found[-1]} {one}"
        else:
            found.append(one)
    return [one for one in found if len(one.split()) >= _FEWEST_HEARD]


def _can_stand_alone(clauses: Sequence[_Clause]) -> str:
    """The sentence to say again: of what contradicts first, then of what comes nearest."""
    for one in sorted(clauses, key=lambda one: (not one.contrary, -one.cosine)):
        if (
            one.cosine >= _NEAR
            and len(one.sentence.split()) in _SAID_AGAIN_WORDS
            and not one.sentence.endswith("?")
        ):
            return one.sentence
    return ""


def _beside(clause: str, heard: Sequence[str]) -> _Clause:
    """A clause beside the sentence of theirs that comes nearest to it, by sense and word for word."""
    said = _turned(clause)
    stems = set(content_stems(said))
    cosines = (line_vectors([said]) @ line_vectors(list(heard)).T)[0]
    shares = [len(stems & set(content_stems(one))) / len(stems) if stems else 0.0 for one in heard]
    near = np.argsort(-(cosines + 0.5 * np.asarray(shares)))[:_CLOSEST]
    alike = {int(at): _alike(said, heard[at]) for at in near}
    best = max(alike, key=lambda at: cosines[at] + 0.5 * shares[at] + 0.5 * alike[at])
    return _Clause(
        words=len(clause.split()),
        weight=max(1, len(stems)),
        cosine=float(cosines[best]),
        share=shares[best],
        alike=alike[best],
        clashes=clashes(said, heard[best], heard)
        | denies_otherwise(clause, heard[best], near=float(cosines[best]), share=shares[best]),
        sentence=heard[best],
    )


def _alike(clause: str, sentence: str) -> float:
    """How far the weighty words of a clause have their like among those of a sentence, each at its place; −1 to 1."""
    words, vectors = _words_in_place(clause)
    weighty = [at for at, word in enumerate(words) if word.isalnum() and word not in STOP_WORDS]
    weighty = weighty or [at for at, word in enumerate(words) if word.isalnum()]
    _, others = _words_in_place(sentence)
    if not weighty or not len(others):
        return 0.0
    return float((vectors[weighty] @ others.T).max(axis=1).mean())


@lru_cache(maxsize=64)
def _words_in_place(text: str) -> tuple[list[str], NDArray[np.float32]]:
    """The words of a text as they stand in it; the sentences of a call are asked for again and again."""
    return load_encoder().words_in_place(text)


def _turned(clause: str) -> str:
    """A clause as the prospect would say it: "it goes through you" is their "it goes through me"."""
    words = [_YOU_AND_I.get(word, word) for word in clause.split()]
    if clause.endswith(" you"):
        words[-1] = "me"
    return " ".join(words)
