"""Claims that a scenario does not allow: found by sense and words together, in statements only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simulator.domain.reading import LineReading, QuestionForm, QuestionKind
from simulator.domain.scenario import ForbiddenClaim
from simulator.reading.encoder import load_encoder
from simulator.reading.line_vectors import line_vectors
from simulator.reading.topic_words import content_stems
from simulator.reading.vector_cache import VectorCache

#: cosine to an example, with at least one content word in common, that counts as the same claim
_SAME_CLAIM = 0.66
#: and for a statement with a single content word
_SAME_SHORT_CLAIM = 0.74
#: a claim that is denied is not made
_DENIES = re.compile(
    r"\b(?:not|n't|never|no|cannot|dont|doesnt|cant|wont|isnt|without)\b|n['’]t\b", re.IGNORECASE
)


def texts_of(forbidden: Sequence[ForbiddenClaim]) -> list[str]:
    """Every text that claims are matched by."""
    return [example for claim in forbidden for example in (claim.text, *claim.examples)]


class ClaimFinder:
    """Finds forbidden claims in a rep's lines.

    Args:
        forbidden: the scenario's claims with their examples.
        cache_folder: where the vectors of the examples are kept between runs.
    """

    def __init__(self, forbidden: Sequence[ForbiddenClaim], cache_folder: Path | None = None) -> None:
        self._forbidden = tuple(forbidden)
        self._examples = [
            (claim.id, example) for claim in forbidden for example in (claim.text, *claim.examples)
        ]
        cache = VectorCache(load_encoder(), cache_folder)
        texts = [example for _, example in self._examples]
        self._vectors = cache.vectors(texts) if texts else np.zeros((0, 384), dtype=np.float32)

    def find(self, line: LineReading) -> tuple[str, ...]:
        """Ids of the claims that the line makes; a question makes none."""
        if not self._examples:
            return ()
        asking = {one.text for one in line.sentences if one.form not in {QuestionForm.NONE, QuestionForm.TAG}}
        stated = [one.text for one in line.sentences if one.text not in asking]
        if not stated and line.question is QuestionKind.NONE:
            stated = [line.text]
        stated = [text for text in stated if content_stems(text)]
        if not stated:
            return ()
        cosines = line_vectors(stated[-3:]) @ self._vectors.T
        found: dict[str, None] = {}
        for row, text in zip(cosines, stated[-3:], strict=True):
            said = set(content_stems(text))
            enough = _SAME_CLAIM if len(said) >= 2 else _SAME_SHORT_CLAIM
            for (claim, example), cosine in zip(self._examples, row, strict=True):
                same_sense = bool(_DENIES.search(text)) == bool(_DENIES.search(example))
                if cosine >= enough and same_sense and said & set(content_stems(example)):
                    found.setdefault(claim)
        return tuple(found)
