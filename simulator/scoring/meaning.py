"""How near two texts come by what they mean: cosines of the sentence encoder, each text read once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.errors import WorkError
from simulator.reading.encoder import load_encoder

#: texts that were read, in memory alone
_MOST_KEPT = 512
_kept: dict[str, NDArray[np.float32]] = {}


def cosines(texts: Sequence[str], others: Sequence[str]) -> NDArray[np.float32] | None:
    """The cosine of each text to each of the others, [texts, others]; None where there is no encoder.

    What a person wrote goes to the encoder itself, so that no trace of it stays in a file.
    """
    if not texts or not others:
        return None
    try:
        vectors = _vectors((*texts, *others))
    except WorkError:
        return None
    found: NDArray[np.float32] = vectors[: len(texts)] @ vectors[len(texts) :].T
    return found


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """A vector for each text; those that were not read yet are read together, which costs far less than one by one."""
    kept = dict(_kept)  # threads may come at once: each works on what it saw
    missing = [text for text in dict.fromkeys(texts) if text not in kept]
    if missing:
        kept.update(zip(missing, load_encoder().encode(missing), strict=True))
        if len(_kept) > _MOST_KEPT:
            _kept.clear()
        _kept.update({text: kept[text] for text in missing})
    return np.stack([kept[text] for text in texts])
