"""Talk about the offer: a statement that names it, or that says what it does, is a pitch whatever its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simulator.domain.reading import LineReading, QuestionForm
from simulator.domain.scenario import Offer, RepLines
from simulator.reading.encoder import load_encoder
from simulator.reading.line_vectors import line_vectors
from simulator.reading.topic_words import content_stems, stem_set
from simulator.reading.vector_cache import VectorCache

#: cosine to the nearest thing that is said of the offer
_SAME_TALK = 0.6
#: less will do where the line has this many of the offer's own words
_SAME_TALK_NAMED, _NAMED = 0.45, 2
#: and to one who has asked what it is about, it need not come so near
_ASKED_FOR, _ASKED_FOR_NAMED = 0.42, 0.25


def texts_of(offer: Offer, said: RepLines) -> list[str]:
    """Every text that talk about the offer is matched by."""
    return [offer.in_one_line, *(claim.text for claim in offer.claims), *said.pitches]


class OfferTalk:
    """Finds statements about the offer.

    Args:
        offer: what is sold.
        said: what reps say of it.
        cache_folder: where the vectors of its sentences are kept between runs.
    """

    def __init__(self, offer: Offer, said: RepLines, cache_folder: Path | None = None) -> None:
        self._vectors = VectorCache(load_encoder(), cache_folder).vectors(texts_of(offer, said))
        self._names = stem_set([offer.name])
        self._words = stem_set(offer.words) | self._names

    def names_it(self, line: LineReading) -> bool:
        """Whether the line says the offer's name."""
        return bool(set(content_stems(line.text)) & self._names)

    def is_near(self, stated: str) -> bool:
        """Whether a statement is about what is sold, in whatever words; for one who was asked what they sell."""
        near = float(np.max(line_vectors([stated]) @ self._vectors.T))
        said = set(content_stems(stated))
        return near >= _ASKED_FOR or bool(said & self._words and near >= _ASKED_FOR_NAMED)

    def is_pitch(self, line: LineReading) -> bool:
        """Whether the line tells about the offer; a question about the prospect's own business does not."""
        asking = {one.text for one in line.sentences if one.form not in {QuestionForm.NONE, QuestionForm.TAG}}
        stated = [
            one.text for one in line.sentences if one.text not in asking and len(content_stems(one.text)) >= 2
        ]
        if not stated:
            return False
        near = float(np.max(line_vectors([" ".join(stated)]) @ self._vectors.T))
        said = set(content_stems(" ".join(stated)))
        named = len(said & self._words) + _NAMED * bool(said & self._names)
        return near >= _SAME_TALK or (named >= _NAMED and near >= _SAME_TALK_NAMED)
