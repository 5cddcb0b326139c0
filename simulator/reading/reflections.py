"""Whether a line gives back what was heard, and what else its sentences do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.domain.reading import ReflectionKind
from simulator.reading import sentences as sentence_splitter
from simulator.reading.sentence_head import CLASSES, COMPLEX, SIMPLE, classify

_INDEX: Final = {name: i for i, name in enumerate(CLASSES)}

REFLECTION_THRESHOLD: Final = 0.40


@dataclass(frozen=True, slots=True)
class ReflectionReading:
    p: float
    advice_p: float
    kind: ReflectionKind
    probabilities: NDArray[np.float32]


def read_reflections(text: str, previous: str | None, sentences: Sequence[str] | None = None) -> ReflectionReading:
    units = list(sentences) if sentences is not None else sentence_splitter.split(text)
    p = classify(units, previous)
    if not len(p):
        return ReflectionReading(0, 0, ReflectionKind.NONE, p)
    r = p[:, 0] + p[:, 1]
    turn = float(0.7 * r.max() + 0.3 * r.mean())
    a = p[:, _INDEX["advice"]]
    kind = ReflectionKind.NONE
    if turn >= REFLECTION_THRESHOLD:
        kind = ReflectionKind.COMPLEX if p[r.argmax(), 1] > p[r.argmax(), 0] else ReflectionKind.SIMPLE
    return ReflectionReading(turn, float(0.7 * a.max() + 0.3 * a.mean()), kind, p)
